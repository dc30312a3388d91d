// What every page needs a little script for. Everything here also works without it.

const root = document.documentElement;

function remember(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem(`livinglab.${name}`, value);
    else localStorage.removeItem(`livinglab.${name}`);
  } catch {
    // Storage may be closed; the choice then lasts for this page.
  }
}

function watchDisplaySettings(panel) {
  const show = () => {
    for (const input of panel.querySelectorAll("[name=text-size]")) {
      input.checked = input.value === (root.dataset.text ?? "");
    }
    panel.querySelector("[name=contrast]").checked = root.dataset.contrast === "high";
  };
  panel.addEventListener("change", ({ target }) => {
    if (target.name === "text-size") remember("text", target.value);
    if (target.name === "contrast") remember("contrast", target.checked ? "high" : "");
  });
  panel.querySelector("[data-reset]").addEventListener("click", () => {
    remember("text", "");
    remember("contrast", "");
    show();
  });
  show();
}

function watchMenu(button) {
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  const set = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    set(false);
    button.focus();
  });
}

// A small panel closes when the reader presses Escape or goes elsewhere.
function closesByItself(details) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector("summary").focus();
  });
}

// The same form is not sent twice; it may be sent again when the page is shown again.
const sending = new Set();

function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-again]")) return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
}

function mayBeSentAgain() {
  sending.clear();
  for (const button of document.querySelectorAll("form [aria-busy]")) button.removeAttribute("aria-busy");
}

function openDialog({ target }) {
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  const closer = target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
}

// A refused form leads the reader to the first field that needs them.
function goToFirstError() {
  const field = document.querySelector("main [aria-invalid=true]:not([type=hidden])");
  (field ?? document.querySelector("main .form-errors"))?.focus();
}

// Filters are folded away on a phone and open beside a list on a wide screen.
function unfoldFilters() {
  if (!matchMedia("(min-width: 48rem)").matches) return;
  for (const details of document.querySelectorAll("details.filters:not([open], [data-stays-folded])")) details.open = true;
}

function countCharacters(textarea) {
  const counter = document.createElement("p");
  counter.className = "field__count";
  const show = () => { counter.textContent = `${textarea.value.length} / ${textarea.maxLength}`; };
  textarea.addEventListener("input", show);
  textarea.after(counter);
  show();
}

document.querySelectorAll("[data-display-settings]").forEach(watchDisplaySettings);
document.querySelectorAll("[data-menu-button]").forEach(watchMenu);
document.querySelectorAll("details[data-closes-by-itself]").forEach(closesByItself);
document.querySelectorAll("textarea[maxlength]").forEach(countCharacters);
document.addEventListener("submit", sendOnce);
document.addEventListener("click", openDialog);
addEventListener("pageshow", mayBeSentAgain);
unfoldFilters();
goToFirstError();
