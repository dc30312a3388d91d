// A button beside each password that shows what was typed. Pasting is never in the way.

const words = document.querySelector("script[data-show]");

for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--link";
  button.setAttribute("aria-controls", input.id);
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? words.dataset.hide : words.dataset.show;
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => set(input.type === "password"));
  // Browsers and password managers must not see a shown password as ordinary text.
  input.form?.addEventListener("submit", () => set(false));
  set(false);
  input.after(button);
}
