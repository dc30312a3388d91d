// The city map: marks and list in step with the view, filters and view in the address.

import { asQuery, filters, order, remember, viewInAddress } from "./address.js";
import { drawMap, reducedMotion } from "./base.js";
import { watchLayers } from "./layers.js";
import { showList } from "./list.js";
import { isLastZoom, lastZoom, showMarks } from "./marks.js";
import { watchNear } from "./near.js";
import { watchSearch } from "./search.js";

const SAME_SPOT = 1e-4; // degrees, some ten metres: coming closer would not part them
const CLOSE = 2e-5; // what a list takes in around one mark
const PLACE_ZOOM = 16.5;

const main = document.querySelector("main");
const element = document.getElementById("city-map");
const form = document.querySelector("[data-map-filters]");
const asList = document.querySelector("[data-list-link]");
const note = document.querySelector("[data-map-note]");
const motion = () => ({ duration: reducedMotion() ? 0 : 500 });

function start({ map, config, library, districts }) {
  const list = showList({ address: config.view, bounds: () => map.getBounds().toArray().flat(), go: choose, onRevision: follow });
  let marks = null;
  let layers = null;

  const view = viewInAddress();
  if (view) map.jumpTo(view);
  else fitToDistrict();
  map.on("load", () => {
    const categories = JSON.parse(document.getElementById("map-categories").textContent);
    marks = showMarks({ map, config, categories, address: tileAddress, open });
    layers = watchLayers({ map, library, config, marks });
  });
  map.on("moveend", (event) => {
    if (!event.isOurs) remember(map);
    list.soon();
  });
  list.refresh();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fold = form.closest("details");
    fold.open = false; // so that what was found is in view
    fold.querySelector("summary").focus();
    choose(new URLSearchParams([...new FormData(form), ...besideTheForm()]));
    fitToDistrict();
  });
  addEventListener("popstate", () => {
    const back = viewInAddress();
    if (back) map.jumpTo(back, { isOurs: true });
    changed();
  });
  document.addEventListener("visibilitychange", () => document.hidden || list.refresh());
  watchSearch(document.querySelector("[data-map-search]"), goTo);
  watchNear({
    map, library, bounds: config.bounds, button: document.querySelector("[data-map-near]"), say,
    go: () => remember(map, { push: true }),
  });

  function tileAddress() {
    const query = filters();
    query.set("rev", config.rev);
    return `${location.origin}${config.tiles}?${query}`;
  }

  // The list told that something has changed since: the marks follow.
  function follow(rev) {
    if (rev === config.rev) return;
    config.rev = rev;
    marks?.refresh();
    layers?.show();
  }

  function choose(query) {
    const before = filters().toString();
    remember(map, { push: true, query: asQuery(query) });
    changed({ sameFilters: filters().toString() === before });
  }

  function changed({ sameFilters = false } = {}) {
    list.close();
    say("");
    showInForm(filters());
    asList.search = location.search;
    if (!sameFilters) marks?.refresh(); // another order changes the list only
    layers?.show();
    list.refresh();
  }

  function fitToDistrict() {
    const code = filters().get("district");
    const found = districts.features.find(({ properties }) => properties.code === code);
    if (found) map.fitBounds(found.bbox, { padding: 40, ...motion() });
  }

  function goTo({ lon, lat, bbox }) {
    list.close();
    say("");
    remember(map, { push: true });
    if (bbox) map.fitBounds(bbox, { padding: 40, maxZoom: PLACE_ZOOM, ...motion() });
    else map.flyTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), PLACE_ZOOM), ...motion() });
  }

  function open({ bounds, count, lon, lat }) {
    const [west, south, east, north] = bounds;
    if (count === 1 || isLastZoom(map)) {
      openSpot(bounds, count);
      return;
    }
    remember(map, { push: true });
    if (east - west < SAME_SPOT && north - south < SAME_SPOT) {
      map.easeTo({ center: [lon, lat], zoom: Math.min(lastZoom, map.getZoom() + 2), ...motion() });
    } else {
      map.fitBounds(bounds, { padding: 90, maxZoom: lastZoom, ...motion() });
    }
  }

  // A pile at one address, or one proposal: its list takes the place of the list of the view.
  function openSpot([west, south, east, north], count) {
    // A tile places its marks on a grid; at this zoom the true place is at most one step away.
    const near = count > 1 ? CLOSE * 4 : Math.max(CLOSE, 720 / 2 ** Math.floor(map.getZoom()) / 4096);
    list.openSpot([west - near, south - near, east + near, north + near]);
  }
}

function say(words) {
  note.textContent = words;
}

// The order of the list, and filters that counts beside the list can set but the form cannot.
function besideTheForm() {
  const kept = [...filters()].filter(([name]) => !form.elements.namedItem(name));
  return order() ? [...kept, ["order", order()]] : kept;
}

function showInForm(query) {
  for (const field of form.elements) {
    const values = query.getAll(field.name);
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.name) field.value = values[0] ?? "";
  }
}

try {
  main.classList.add("has-live-map");
  start(await drawMap(element, { instead: document.querySelector("[data-map-still]"), tools: document.querySelector(".map-tools") }));
} catch (error) {
  main.classList.remove("has-live-map");
  console.info("The still map stays:", error.message);
}
