// Proposals as buttons on the map, kept in step with its tiles. All of them lie on one sheet: while
// the map is moved only the sheet moves, and only a change of zoom places each of them anew.

import { icon } from "./base.js";
import { gather, isWithin, keyOf, place } from "./gather.js";

const STATES = {
  open: ["received", "needs_info", "in_review"],
  going: ["accepted", "piloting", "planned"],
  done: ["done"],
};
const LAST_ZOOM = 18;
const PAUSE = 150; // milliseconds between two looks at the tiles while the map moves
const MARGIN = 0.15; // of the view, to each side: what comes into view soon is there already

const stateGroup = (state) => Object.keys(STATES).find((name) => STATES[name].includes(state)) ?? "closed";

// `open(mark)` is called for a mark that is pressed; `address()` gives the address of the tiles.
export function showMarks({ map, config, categories, address, open }) {
  const sheet = laySheet(map);
  const numbers = new Intl.NumberFormat(config.language);
  const shown = new Map(); // key → mark with its element
  let marks = []; // of all loaded tiles, brought together for the zoom at which they came
  let isStale = true;
  let waiting = null;

  map.addSource("dots", { type: "vector", tiles: [address()], maxzoom: LAST_ZOOM });
  // Not seen itself; it makes the map fetch the tiles whose counts become buttons.
  map.addLayer({ id: "dots", type: "circle", source: "dots", "source-layer": config.layer, paint: { "circle-opacity": 0 } });
  map.on("sourcedata", ({ sourceId }) => sourceId === "dots" && soon(true));
  map.on("zoomend", () => soon(true));
  map.on("move", () => {
    sheet.follow(shown.values());
    soon();
  });
  map.on("moveend", () => soon());
  map.on("resize", () => sheet.follow(shown.values()));

  function soon(hasNews = false) {
    isStale ||= hasNews;
    waiting ??= setTimeout(() => {
      waiting = null;
      requestAnimationFrame(show);
    }, PAUSE);
  }

  function show() {
    if (map.isZooming()) return;
    const view = map.getBounds().toArray().flat();
    // Until every tile is there the old marks stay: half a view has half the numbers.
    if (isStale && map.isSourceLoaded("dots")) {
      isStale = false;
      marks = gather(map.querySourceFeatures("dots", { sourceLayer: config.layer }), { zoom: map.getZoom(), view });
    }
    put(marks.filter((mark) => isWithin(widened(view), mark)));
  }

  function put(wanted) {
    const focused = [...shown.values()].find(({ element }) => element === document.activeElement);
    const keys = new Set(wanted.map(keyOf));
    for (const [key, { element }] of shown) {
      if (keys.has(key)) continue;
      element.remove();
      shown.delete(key);
    }
    const added = wanted.filter((mark) => !shown.has(keyOf(mark))).map((mark) => ({ ...mark, element: button(mark) }));
    for (const mark of added) shown.set(keyOf(mark), mark);
    sheet.add(added);
    // Whoever opened a mark by keyboard goes on from the nearest new one.
    if (focused && !focused.element.isConnected) nearest(focused)?.element.focus({ preventScroll: true });
  }

  function nearest({ lon, lat }) {
    let [found, least] = [null, Infinity];
    for (const mark of shown.values()) {
      const distance = Math.hypot(mark.lon - lon, mark.lat - lat);
      if (distance < least) [found, least] = [mark, distance];
    }
    return found;
  }

  function button(mark) {
    const element = document.createElement("button");
    element.type = "button";
    if (mark.count === 1) describeOne(element, mark);
    else describeMany(element, mark);
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      open(mark);
    });
    return element;
  }

  function describeOne(element, { category: key, state }) {
    const category = categories[key];
    element.className = `mark mark--${stateGroup(state)}`;
    element.setAttribute("aria-label", config.words.one.replace("{category}", category?.name ?? ""));
    if (category?.icon) element.append(icon(config, category.icon));
  }

  function describeMany(element, { count }) {
    const number = numbers.format(count);
    element.className = `mark mark--many mark--size-${Math.min(5, String(count).length)}`;
    element.textContent = number;
    element.setAttribute("aria-label", config.words.many.replace("{count}", number));
  }

  return {
    // Hidden marks ask for no tiles either.
    show(isShown) {
      sheet.element.hidden = !isShown;
      map.setLayoutProperty("dots", "visibility", isShown ? "visible" : "none");
    },
    refresh() {
      isStale = true;
      map.getSource("dots")?.setTiles([address()]);
    },
  };
}

// The map is never turned or tilted, so a mark stays where it is on the sheet until the zoom changes.
function laySheet(map) {
  const element = document.createElement("div");
  element.className = "map-marks";
  map.getCanvasContainer().append(element);
  const anchor = map.getCenter();
  let zoom = null;
  let origin = null;

  function at({ lon, lat, element: button }) {
    const { x, y } = place(lon, lat, zoom);
    button.style.transform = `translate(${Math.round(x - origin.x)}px, ${Math.round(y - origin.y)}px) translate(-50%, -50%)`;
  }

  function follow(marks) {
    if (zoom !== map.getZoom()) {
      zoom = map.getZoom();
      origin = place(anchor.lng, anchor.lat, zoom);
      for (const mark of marks) at(mark);
    }
    const { x, y } = map.project(anchor);
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  follow([]);
  return {
    element,
    follow,
    add(marks) {
      marks.forEach(at);
      element.append(...marks.map((mark) => mark.element));
    },
  };
}

function widened([west, south, east, north]) {
  const [x, y] = [(east - west) * MARGIN, (north - south) * MARGIN];
  return [west - x, south - y, east + x, north + y];
}

// Coming closer would not part them: their list is opened instead.
export const isLastZoom = (map) => map.getZoom() >= LAST_ZOOM - 0.5;
export const lastZoom = LAST_ZOOM;
