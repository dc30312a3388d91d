// Answering a survey: questions that depend on another come and go with its answer, and what was
// filled in is saved by itself. Without this script all of them stand there, each with its condition.

const PAUSE = 3000; // milliseconds after the last change

const form = document.querySelector("[data-answers]");
const depending = [...document.querySelectorAll("[data-on]")];

function chosen(name) {
  const found = [...document.getElementsByName(name)];
  return found.filter((control) => control.checked).map((control) => control.value);
}

// In the order of the page, so that what depends on a hidden question is hidden with it.
function show() {
  depending.forEach((question) => {
    const base = document.getElementsByName(question.dataset.on)[0]?.closest(".question");
    const wanted = question.dataset.anyOf.split(" ");
    question.hidden = base?.hidden || !chosen(question.dataset.on).some((code) => wanted.includes(code));
  });
}

depending.forEach((question) => {
  question.querySelector(".question__condition").hidden = true;
});
document.addEventListener("change", show);
show();

// Photos are left for the buttons: they would be sent again and again.
async function save() {
  const data = new FormData(form);
  form.querySelectorAll('[type="file"]').forEach((input) => data.delete(input.name));
  data.set("go", "keep");
  const said = form.querySelector("[data-answers-said]");
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    said.textContent = answer.status === 204 ? form.dataset.saved : "";
  } catch {
    said.textContent = ""; // the buttons will say what is wrong
  }
}

if (form) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
