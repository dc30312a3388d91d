// The search above a map: a text field that offers places as one types (an ARIA combobox).

const PAUSE = 200; // milliseconds after the last letter

// `choose(place)` is called with a place that somebody picked; the element is maps/_search.html.
export function watchSearch(element, choose) {
  const field = element.querySelector("[role=combobox]");
  const offered = element.querySelector("[role=listbox]");
  const said = element.querySelector("[role=status]");
  let found = [];
  let active = -1;
  let waiting = null;
  let asked = null;
  let asking = Promise.resolve();

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  field.addEventListener("focus", () => found.length && field.value.trim() && open(true));
  field.addEventListener("blur", () => open(false));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keys still belong to a Hangul syllable
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: pick, Escape: () => open(false) }[event.key];
    if (!act || (event.key === "Escape" && offered.hidden)) return;
    event.preventDefault(); // Enter picks a place; it does not send a form around it
    act();
  });
  offered.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  offered.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) take(Number(option.dataset.number));
  });

  function ask() {
    clearTimeout(waiting);
    waiting = null;
    asking = answer(field.value.trim());
    return asking;
  }

  async function answer(text) {
    asked?.abort();
    asked = new AbortController();
    try {
      const response = text && (await fetch(`${element.dataset.address}?${new URLSearchParams({ q: text })}`, { signal: asked.signal }));
      const answered = response ? await response.json() : { results: [], said: "" };
      show(answered);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = element.dataset.wordsFailed;
    }
  }

  function show(answered) {
    found = answered.results;
    said.textContent = answered.said;
    said.classList.toggle("visually-hidden", found.length > 0);
    offered.replaceChildren(...found.map(option));
    activate(-1);
    open(found.length > 0 && document.activeElement === field);
  }

  function option({ name, detail }, number) {
    const item = document.createElement("li");
    item.id = `${offered.id}-${number}`;
    item.setAttribute("role", "option");
    item.dataset.number = number;
    item.append(span("map-search__name", name), " ", span("map-search__detail", detail));
    return item;
  }

  function open(isOpen) {
    offered.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) activate(-1);
  }

  function activate(number) {
    active = number;
    [...offered.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === active)));
    const item = offered.children[active];
    if (item) {
      field.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function move(step) {
    if (!found.length) return;
    if (offered.hidden) open(true);
    activate((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
  }

  // Enter takes the first where none was chosen, even if it comes before the answer.
  async function pick() {
    if (waiting) ask();
    await asking;
    if (found.length) take(Math.max(active, 0));
  }

  function take(number) {
    const place = found[number];
    field.value = place.name;
    open(false);
    said.classList.add("visually-hidden");
    said.textContent = element.dataset.wordsTaken.replace("{place}", place.name);
    choose(place);
  }
}

function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}
