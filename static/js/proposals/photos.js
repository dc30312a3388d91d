// Photos of a proposal: one field at a time, a preview, and boxes over faces and number plates.
// Without this script all five fields are there and photos are covered by an officer on request.

const KEY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 0.01;
const SMALLEST = 0.02;
const TAP = { w: 0.16, h: 0.12 }; // what a tap covers, as shares of the photo

const within = (value, low, high) => Math.min(Math.max(value, low), high);

class Covers {
  constructor(slot, words) {
    this.words = words;
    this.field = slot.querySelector("[data-covers]");
    this.frame = slot.querySelector("[data-preview]");
    this.boxes = [];
    this.frame.addEventListener("pointerdown", (event) => this.draw(event));
  }

  // A drag draws a box; a tap, for hands that cannot drag, sets one of a usual size.
  draw(event) {
    if (event.target.closest("button") || !this.frame.querySelector("img")) return;
    event.preventDefault();
    const from = this.place(event);
    const box = this.add({ x: from.x, y: from.y, w: 0, h: 0 });
    this.frame.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const to = this.place(moved);
      Object.assign(box, {
        x: Math.min(from.x, to.x), y: Math.min(from.y, to.y),
        w: Math.abs(to.x - from.x), h: Math.abs(to.y - from.y),
      });
      this.show(box);
    };
    const end = () => {
      this.frame.removeEventListener("pointermove", move);
      if (box.w < SMALLEST || box.h < SMALLEST) this.settle(box, from.x, from.y);
      this.keep();
    };
    this.frame.addEventListener("pointermove", move);
    this.frame.addEventListener("pointerup", end, { once: true });
    this.frame.addEventListener("pointercancel", end, { once: true });
  }

  settle(box, x, y) {
    Object.assign(box, TAP, {
      x: within(x - TAP.w / 2, 0, 1 - TAP.w), y: within(y - TAP.h / 2, 0, 1 - TAP.h),
    });
    this.show(box);
  }

  place({ clientX, clientY }) {
    const frame = this.frame.querySelector("img").getBoundingClientRect();
    return {
      x: within((clientX - frame.left) / frame.width, 0, 1),
      y: within((clientY - frame.top) / frame.height, 0, 1),
    };
  }

  add(box) {
    box.button = document.createElement("button");
    box.button.type = "button";
    box.button.className = "cover-photo__box";
    box.button.setAttribute("aria-label", this.words.wordsRemove);
    box.button.title = this.words.wordsRemove;
    box.button.addEventListener("click", () => this.remove(box));
    box.button.addEventListener("keydown", (event) => this.press(event, box));
    this.frame.append(box.button);
    this.boxes.push(box);
    this.show(box);
    return box;
  }

  press(event, box) {
    if (event.key === "Delete" || event.key === "Backspace") this.remove(box);
    const [dx, dy] = KEY[event.key] ?? [0, 0];
    if (!dx && !dy) return;
    event.preventDefault();
    if (event.shiftKey) {
      box.w = within(box.w + dx * STEP, SMALLEST, 1 - box.x);
      box.h = within(box.h + dy * STEP, SMALLEST, 1 - box.y);
    } else {
      box.x = within(box.x + dx * STEP, 0, 1 - box.w);
      box.y = within(box.y + dy * STEP, 0, 1 - box.h);
    }
    this.show(box);
    this.keep();
  }

  remove(box) {
    box.button.remove();
    this.boxes = this.boxes.filter((other) => other !== box);
    this.keep();
  }

  show({ button, x, y, w, h }) {
    const share = (part) => `${part * 100}%`;
    Object.assign(button.style, { left: share(x), top: share(y), width: share(w), height: share(h) });
  }

  keep() {
    const rounded = this.boxes.map(({ x, y, w, h }) => [x, y, w, h].map((part) => +part.toFixed(4)));
    this.field.value = rounded.length ? JSON.stringify(rounded) : "";
  }

  clear() {
    for (const box of [...this.boxes]) this.remove(box);
    this.frame.replaceChildren();
  }
}

function addCoverButton(slot, covers, words) {
  if (slot.querySelector("[data-cover]")) return;
  const hint = document.createElement("p");
  hint.className = "field__hint";
  hint.textContent = words.wordsHint;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.cover = "";
  button.className = "button button--small button--secondary";
  button.textContent = words.wordsCover;
  button.addEventListener("click", () => {
    const box = covers.add({ x: 0, y: 0, w: 0, h: 0 });
    covers.settle(box, 0.5, 0.5);
    covers.keep();
    box.button.focus();
  });
  covers.frame.after(hint, button);
}

function preview(slot, covers, words, file) {
  covers.clear();
  slot.querySelector("[data-blind]")?.remove();
  if (!file) return;
  const image = document.createElement("img");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => addCoverButton(slot, covers, words));
  image.addEventListener("error", () => {
    covers.clear();
    const note = document.createElement("p");
    note.className = "field__hint";
    note.dataset.blind = "";
    note.textContent = words.wordsBlind;
    covers.frame.after(note);
  });
  covers.frame.append(image);
}

function watchSlot(slot, section, showNext) {
  const covers = new Covers(slot, section.dataset);
  const input = slot.querySelector("input[type=file]");
  if (!input) {
    addCoverButton(slot, covers, section.dataset);
    return;
  }
  input.addEventListener("change", () => {
    preview(slot, covers, section.dataset, input.files[0]);
    slot.classList.toggle("is-filled", input.files.length > 0);
    showNext();
  });
}

function watchPhotos(section) {
  const fresh = [...section.querySelectorAll("[data-new]")];
  const isUsed = (slot) => slot.querySelector("input[type=file]").files.length || slot.querySelector(".field--wrong");
  const showNext = () => {
    const firstFree = fresh.findIndex((slot) => !isUsed(slot));
    fresh.forEach((slot, number) => { slot.hidden = !isUsed(slot) && number !== firstFree; });
  };
  section.querySelectorAll("[data-photo]").forEach((slot) => watchSlot(slot, section, showNext));
  section.classList.add("has-script");
  showNext();
}

document.querySelectorAll("[data-photos]").forEach(watchPhotos);
