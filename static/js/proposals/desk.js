// The desk by keyboard. Single keys can be switched off (WCAG 2.1.4); the choice is kept.
// An element with data-key="r" is pressed by that key; j, k, x and u walk and choose.

const STORED = "livinglab.desk-keys";
const box = document.querySelector("[data-keys-switch]");
const links = [...document.querySelectorAll("[data-queue-link]")];
let on = isOn();

function isOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function remember() {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // Storage may be closed; the choice then lasts for this page.
  }
}

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox])");
}

function rowInFocus() {
  return document.activeElement.closest("[data-queue-row]");
}

function walk(step) {
  const here = links.findIndex((link) => link.closest("[data-queue-row]") === rowInFocus());
  const next = here === -1 && step === -1 ? links.length - 1 : here + step;
  const link = links[Math.min(Math.max(next, 0), links.length - 1)];
  link.focus();
  link.closest("[data-queue-row]").scrollIntoView({ block: "nearest" });
}

function choose(row, checked) {
  const choice = row?.querySelector("[data-queue-choice]");
  if (choice) choice.checked = checked ?? !choice.checked;
  sayHowMany();
}

function chosen() {
  return document.querySelectorAll("[data-queue-choice]:checked").length;
}

function sayHowMany() {
  const place = document.querySelector("[data-chosen]");
  if (place) place.textContent = chosen() || "";
}

// Opens what is folded and puts the cursor in it; follows a link; presses a button.
function press(element) {
  if (element.matches("[data-key=a], [data-key=r], [data-key=h]") && !chosen()) {
    choose(rowInFocus(), true);
  }
  if (element.localName === "summary") {
    element.parentElement.open = true;
    element.parentElement.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  } else {
    element.click();
  }
}

function onKey(event) {
  if (event.isComposing || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form") ?? document.querySelector("[data-start-here]");
    form?.requestSubmit(form.querySelector("button:not([type=button])"));
    return;
  }
  if (!on || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
  const step = { j: 1, k: -1 }[event.key];
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (step && links.length) walk(step);
  else if (event.key === "x" && links.length) choose(rowInFocus());
  else if (pressed) press(pressed);
  else return;
  event.preventDefault();
}

// Whoever opened a step wants to write.
function startWriting() {
  const move = location.hash === "#move" && document.querySelector("#move form[method=post]");
  const form = move || document.querySelector("[data-start-here]");
  if (form) form.querySelector("textarea, select, input:not([type=hidden])")?.focus();
}

if (box) {
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    remember();
  });
  box.closest("[data-keys]").hidden = false;
}
document.addEventListener("keydown", onKey);
document.addEventListener("change", sayHowMany);
startWriting();
