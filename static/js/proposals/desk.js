// j and k walk through the queue. Single keys can be switched off (WCAG 2.1.4); the choice is kept.

const STORED = "livinglab.desk-keys";
const keys = document.querySelector("[data-keys]");
const links = [...document.querySelectorAll("[data-queue-link]")];

function isOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // Storage may be closed; the choice then lasts for this page.
  }
}

function walk(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here === -1 && step === -1 ? links.length - 1 : here + step;
  links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  event.preventDefault();
}

if (keys) {
  const box = keys.querySelector("[data-keys-switch]");
  let on = isOn();
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    remember(on);
  });
  document.addEventListener("keydown", (event) => on && walk(event));
  keys.hidden = false;
}
