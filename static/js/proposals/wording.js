// A wording that is chosen stands in the answer at once; without this script a button does it.

for (const field of document.querySelectorAll("[data-wordings]")) {
  const select = field.querySelector("select");
  const text = document.getElementById(field.dataset.wordings);
  field.querySelector("[data-wording-button]").remove();
  select.addEventListener("change", () => {
    const chosen = select.selectedOptions[0].dataset.text;
    if (!chosen) return;
    text.value = [text.value.trim(), chosen].filter(Boolean).join("\n\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
    select.selectedIndex = 0;
  });
}
