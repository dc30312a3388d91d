// The city map: marks and list in step with the view, filters and view in the address.

import { drawMap, icon, reducedMotion } from "./base.js";
import { gather, group, keyOf } from "./marks.js";

const LAST_ZOOM = 18;
const SAME_SPOT = 1e-4; // degrees, some ten metres: coming closer would not part them
const CLOSE = 2e-5; // what a list takes in around one mark

const element = document.getElementById("city-map");
const title = document.querySelector("[data-map-title]");
const said = document.querySelector("[data-map-said]");
const list = document.querySelector("[data-map-list]");
const backToAll = document.querySelector("[data-map-all]");
const form = document.querySelector("[data-map-filters]");
const asList = document.querySelector("[data-list-link]");
const categories = JSON.parse(document.getElementById("map-categories").textContent);

const marks = new Map();
let map, config, library, districts;
let spot = null; // the bounds of a spot whose list is open
let asked = null;

function start() {
  const view = viewInAddress();
  if (view) map.jumpTo(view);
  else fitToDistrict();
  map.on("load", () => {
    map.addSource("dots", { type: "vector", tiles: [tileAddress()], maxzoom: LAST_ZOOM });
    // Not seen itself; it makes the map fetch the tiles whose counts become buttons.
    map.addLayer({ id: "dots", type: "circle", source: "dots", "source-layer": config.layer, paint: { "circle-opacity": 0 } });
    map.on("sourcedata", ({ sourceId }) => sourceId === "dots" && map.isSourceLoaded("dots") && showMarks());
    map.on("idle", showMarks);
  });
  showList();
  map.on("moveend", (event) => {
    if (!event.isOurs) remember();
    if (!spot) showListSoon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fold = form.closest("details");
    fold.open = false; // so that what was found is in view
    fold.querySelector("summary").focus();
    applyFilters(new URLSearchParams(new FormData(form)));
  });
  backToAll.addEventListener("click", () => {
    closeSpot();
    showList();
    title.focus();
  });
  addEventListener("popstate", goBack);
  document.querySelector("main").classList.add("has-live-map");
}

// ── The address ────────────────────────────────────────────────────────────────────────────────

const filters = () => {
  const kept = new URLSearchParams(location.search);
  for (const name of ["rev", "lang", "bbox", "page", "order"]) kept.delete(name);
  return kept;
};

function tileAddress() {
  const query = filters();
  query.set("rev", config.rev);
  return `${location.origin}${config.tiles}?${query}`;
}

function viewInAddress() {
  const [zoom, lat, lon] = location.hash.slice(1).split("/").map(Number);
  return [zoom, lat, lon].every(Number.isFinite) && location.hash ? { zoom, center: [lon, lat] } : null;
}

function remember({ push = false, query = location.search } = {}) {
  const { lng, lat } = map.getCenter();
  const hash = `#${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
  const address = `${location.pathname}${query}${hash}`;
  if (push) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

async function applyFilters(query) {
  for (const [name, value] of [...query]) if (!value) query.delete(name, value);
  const text = query.toString();
  remember({ push: true, query: text ? `?${text}` : "" });
  await filtersChanged();
  fitToDistrict();
}

async function filtersChanged() {
  closeSpot();
  const { rev } = await (await fetch(config.now)).json();
  config.rev = rev;
  map.getSource("dots").setTiles([tileAddress()]);
  asList.search = filters().toString();
  showList();
}

function goBack() {
  const query = filters();
  for (const field of form.elements) {
    const values = query.getAll(field.name);
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.name) field.value = values[0] ?? "";
  }
  const view = viewInAddress();
  if (view) map.jumpTo(view, { isOurs: true });
  filtersChanged();
}

function fitToDistrict() {
  const code = filters().get("district");
  const found = districts.features.find(({ properties }) => properties.code === code);
  if (found) map.fitBounds(found.bbox, { padding: 40, ...motion() });
}

const motion = () => ({ duration: reducedMotion() ? 0 : 500 });

// ── Marks ──────────────────────────────────────────────────────────────────────────────────────

function showMarks() {
  const found = gather(map.querySourceFeatures("dots", { sourceLayer: config.layer }), map);
  const wanted = new Map(found.map((mark) => [keyOf(mark), mark]));
  const focused = [...marks.values()].find((marker) => marker.getElement() === document.activeElement);
  for (const [key, marker] of marks) {
    if (wanted.has(key)) continue;
    marker.remove();
    marks.delete(key);
  }
  for (const [key, mark] of wanted) {
    if (!marks.has(key)) marks.set(key, putMark(mark));
  }
  // Whoever opened a mark by keyboard goes on from the nearest new one.
  if (focused && !document.body.contains(focused.getElement())) nearest(focused.getLngLat())?.focus();
}

function nearest({ lng, lat }) {
  const distance = (marker) => Math.hypot(marker.getLngLat().lng - lng, marker.getLngLat().lat - lat);
  return [...marks.values()].sort((a, b) => distance(a) - distance(b))[0]?.getElement();
}

function putMark(mark) {
  const button = document.createElement("button");
  button.type = "button";
  const category = categories[mark.category];
  if (mark.count === 1) {
    button.className = `mark mark--${group(mark.state)}`;
    button.setAttribute("aria-label", config.words.one.replace("{category}", category?.name ?? ""));
    if (category?.icon) button.append(icon(config, category.icon));
  } else {
    button.className = `mark mark--many mark--size-${Math.min(4, String(mark.count).length)}`;
    button.textContent = mark.count.toLocaleString();
    button.setAttribute("aria-label", config.words.many.replace("{count}", mark.count.toLocaleString()));
  }
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    open(mark);
  });
  return new library.Marker({ element: button }).setLngLat([mark.lon, mark.lat]).addTo(map);
}

function open(mark) {
  const [west, south, east, north] = mark.bounds;
  const isOneSpot = east - west < SAME_SPOT && north - south < SAME_SPOT;
  if (mark.count > 1 && !(map.getZoom() >= LAST_ZOOM - 0.5)) {
    remember({ push: true });
    if (isOneSpot) map.easeTo({ center: [mark.lon, mark.lat], zoom: Math.min(LAST_ZOOM, map.getZoom() + 2), ...motion() });
    else map.fitBounds(mark.bounds, { padding: 90, maxZoom: LAST_ZOOM, ...motion() });
    return;
  }
  openSpot(mark);
}

// A pile at one address, or one proposal: its list takes the place of the list of the view.
function openSpot({ bounds: [west, south, east, north], count }) {
  // A tile places its marks on a grid; at this zoom the true place is at most one step away.
  const near = count > 1 ? CLOSE * 4 : Math.max(CLOSE, 720 / 2 ** Math.floor(map.getZoom()) / 4096);
  spot = [west - near, south - near, east + near, north + near];
  title.textContent = title.dataset.wordsSpot;
  backToAll.hidden = false;
  showList().then(() => title.focus());
}

function closeSpot() {
  spot = null;
  backToAll.hidden = true;
}

// ── The list ───────────────────────────────────────────────────────────────────────────────────

let waiting;
function showListSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(showList, 250);
}

async function showList() {
  asked?.abort();
  asked = new AbortController();
  const bounds = spot ?? map.getBounds().toArray().flat();
  const query = filters();
  query.set("bbox", bounds.map((side) => side.toFixed(7)).join(","));
  query.set("fragment", "list");
  if (!spot) title.textContent = title.dataset.wordsView;
  try {
    const response = await fetch(`${config.list}?${query}`, { signal: asked.signal });
    if (!response.ok) return;
    list.innerHTML = await response.text();
    said.textContent = list.querySelector("#list-count")?.textContent ?? "";
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

try {
  ({ map, config, library, districts } = await drawMap(element, { instead: document.querySelector("[data-map-still]") }));
  start();
} catch (error) {
  console.info("The still map stays:", error.message);
}
