// Draws the rectangle to be covered on the picture itself; the four numbers stay the truth.

const picture = document.querySelector("[data-cover]");
const field = (name) => document.querySelector(`[name=${name}]`);

function place(event) {
  const box = picture.getBoundingClientRect();
  const share = (value, from, size) => Math.min(Math.max((value - from) / size, 0), 1) * 100;
  return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
}

function between([x1, y1], [x2, y2]) {
  const round = (value) => Math.round(value * 10) / 10;
  field("left").value = round(Math.min(x1, x2));
  field("top").value = round(Math.min(y1, y2));
  field("width").value = round(Math.abs(x2 - x1));
  field("height").value = round(Math.abs(y2 - y1));
}

if (picture) {
  const frame = document.createElement("div");
  frame.className = "cover-frame";
  picture.before(frame);
  frame.append(picture);
  const mark = document.createElement("div");
  mark.className = "cover-frame__mark";
  mark.setAttribute("aria-hidden", "true");
  frame.append(mark);

  const show = () => {
    for (const name of ["left", "top", "width", "height"]) {
      mark.style[name] = `${Number(field(name).value) || 0}%`;
    }
  };
  for (const name of ["left", "top", "width", "height"]) field(name).addEventListener("input", show);

  let start = null;
  picture.draggable = false;
  frame.addEventListener("pointerdown", (event) => {
    start = place(event);
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => {
    if (!start) return;
    between(start, place(event));
    show();
  });
  frame.addEventListener("pointerup", () => (start = null));
  frame.addEventListener("pointercancel", () => (start = null));
  show();
}
