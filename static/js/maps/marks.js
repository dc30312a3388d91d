// Proposals as buttons on the map, kept in step with its tiles.

import { icon } from "./base.js";
import { gather, keyOf } from "./gather.js";

const STATES = {
  open: ["received", "needs_info", "in_review"],
  going: ["accepted", "piloting", "planned"],
  done: ["done"],
};
const LAST_ZOOM = 18;
const PAUSE = 150; // milliseconds between two looks at the tiles while the map moves

const stateGroup = (state) => Object.keys(STATES).find((name) => STATES[name].includes(state)) ?? "closed";

// `open(mark)` is called for a mark that is pressed; `address()` gives the address of the tiles.
export function showMarks({ map, library, config, categories, address, open }) {
  const shown = new Map(); // key → marker
  let waiting = null;

  map.addSource("dots", { type: "vector", tiles: [address()], maxzoom: LAST_ZOOM });
  // Not seen itself; it makes the map fetch the tiles whose counts become buttons.
  map.addLayer({ id: "dots", type: "circle", source: "dots", "source-layer": config.layer, paint: { "circle-opacity": 0 } });
  map.on("sourcedata", ({ sourceId }) => sourceId === "dots" && soon());
  map.on("move", soon);
  map.on("idle", soon);

  function soon() {
    waiting ??= setTimeout(() => {
      waiting = null;
      // Until every tile is there the old marks stay: half a view has half the numbers.
      if (map.getSource("dots") && map.isSourceLoaded("dots") && !map.isZooming()) requestAnimationFrame(show);
    }, PAUSE);
  }

  function show() {
    const [[west, south], [east, north]] = map.getBounds().toArray();
    const features = map.querySourceFeatures("dots", { sourceLayer: config.layer });
    const found = gather(features, { zoom: map.getZoom(), view: [west, south, east, north] });
    const wanted = new Map(found.map((mark) => [keyOf(mark), mark]));
    const focused = [...shown.values()].find((marker) => marker.getElement() === document.activeElement);
    for (const [key, marker] of shown) {
      if (wanted.has(key)) continue;
      marker.remove();
      shown.delete(key);
    }
    for (const [key, mark] of wanted) {
      if (!shown.has(key)) shown.set(key, put(mark));
    }
    // Whoever opened a mark by keyboard goes on from the nearest new one.
    if (focused && !focused.getElement().isConnected) nearest(focused.getLngLat())?.focus({ preventScroll: true });
  }

  function nearest({ lng, lat }) {
    const distance = (marker) => Math.hypot(marker.getLngLat().lng - lng, marker.getLngLat().lat - lat);
    let [found, least] = [null, Infinity];
    for (const marker of shown.values()) {
      if (distance(marker) < least) [found, least] = [marker, distance(marker)];
    }
    return found?.getElement();
  }

  function put(mark) {
    const element = mark.count === 1 ? single(mark) : several(mark);
    element.type = "button";
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      open(mark);
    });
    return new library.Marker({ element }).setLngLat([mark.lon, mark.lat]).addTo(map);
  }

  function single(mark) {
    const category = categories[mark.category];
    const button = document.createElement("button");
    button.className = `mark mark--${stateGroup(mark.state)}`;
    button.setAttribute("aria-label", config.words.one.replace("{category}", category?.name ?? ""));
    if (category?.icon) button.append(icon(config, category.icon));
    return button;
  }

  function several({ count }) {
    const number = count.toLocaleString(config.language);
    const button = document.createElement("button");
    button.className = `mark mark--many mark--size-${Math.min(5, String(count).length)}`;
    button.textContent = number;
    button.setAttribute("aria-label", config.words.many.replace("{count}", number));
    return button;
  }

  return { refresh: () => map.getSource("dots")?.setTiles([address()]) };
}

// Coming closer would not part them: their list is opened instead.
export const isLastZoom = (map) => map.getZoom() >= LAST_ZOOM - 0.5;
export const lastZoom = LAST_ZOOM;
