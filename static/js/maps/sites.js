// Where pilots happen: marks on the map and the list beside it, both of what is in view. A mark
// carries the number of its line in the list; the latest values stand beside the marks.

import { json, piece } from "./ask.js";
import { colour } from "./colour.js";

const LINES = [["sites-line", "test", [1]], ["sites-line-dashed", "comparison", [2, 1.5]]];

export function showSites({ map, library, section, question, say }) {
  const words = section.dataset;
  const title = section.querySelector("[data-sites-title]");
  const place = section.querySelector("[data-sites-list]");
  let sites = null; // feature, line of the list, mark
  let wanted = { all: false, values: false };

  map.on("moveend", () => sites && follow());

  function show(chosen) {
    wanted = chosen;
    section.hidden = !wanted.all && !wanted.values;
    if (sites) follow();
    else if (!section.hidden) load();
  }

  function load() {
    question.ask(async (signal) => {
      const [{ features }, list] = await Promise.all([json(words.geojson, signal), piece(words.address, "[data-site-list]", signal)]);
      if (list) place.replaceChildren(list);
      addLayers();
      sites = features.map((feature) => siteOf(feature, place.querySelector(`[data-site="${feature.id}"]`)));
      follow();
      say(title.textContent);
    });
  }

  function siteOf(feature, line) {
    const site = { feature, line, mark: null };
    const { lon, lat } = feature.properties;
    if (lon !== null) {
      const element = markOf(line);
      element.addEventListener("click", (event) => {
        event.stopPropagation(); // the map below has not been pressed
        line.scrollIntoView({ block: "nearest" });
        line.querySelector("a").focus();
      });
      site.mark = new library.Marker({ element }).setLngLat([lon, lat]);
      line.addEventListener("focusin", () => choose(site));
    }
    return site;
  }

  function markOf(line) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = line.querySelector(".site-mark").className;
    element.append(line.querySelector(".site-mark span").cloneNode(true));
    element.setAttribute("aria-label", [line.querySelector("a").textContent, line.dataset.label].filter(Boolean).join(", "));
    if (line.dataset.label) {
      const value = document.createElement("span");
      value.className = "site-mark__value";
      value.textContent = line.dataset.label;
      element.append(value);
    }
    return element;
  }

  function choose(chosen) {
    for (const { line, mark } of sites) {
      line.classList.toggle("is-chosen", line === chosen.line);
      mark?.getElement().classList.toggle("is-chosen", line === chosen.line);
    }
  }

  const isWanted = ({ line }) => wanted.all || (wanted.values && line.dataset.label);

  function follow() {
    const view = map.getBounds().toArray().flat();
    const drawn = sites.filter(isWanted);
    const here = drawn.filter(({ feature }) => !feature.bbox || meet(feature.bbox, view));
    for (const site of sites) {
      const isHere = here.includes(site);
      site.line.hidden = !isHere;
      if (!isHere) site.mark?.remove();
      else if (!site.mark?.getElement().isConnected) site.mark?.addTo(map);
    }
    map.getSource("sites").setData(collect(drawn));
    title.textContent = words.words.replace("{count}", here.length);
    showValues(here);
  }

  // A value that would run into another one, or under another mark, stays in the list alone.
  function showValues(here) {
    const marks = here.filter(({ mark }) => mark).map(({ mark }) => mark.getElement());
    const values = marks.map((mark) => mark.querySelector(".site-mark__value")).filter(Boolean);
    for (const value of values) value.hidden = !wanted.values;
    if (!wanted.values) return;
    const boxes = new Map([...marks, ...values].map((element) => [element, sides(element)]));
    const taken = [...marks];
    for (const value of values) {
      value.hidden = taken.some((other) => other !== value.parentElement && meet(boxes.get(value), boxes.get(other)));
      if (!value.hidden) taken.push(value);
    }
  }

  function addLayers() {
    const ink = colour("--site");
    map.addSource("sites", { type: "geojson", data: collect([]) });
    map.addLayer({ id: "sites-area", type: "fill", source: "sites", filter: ["in", "Polygon", ["geometry-type"]], paint: { "fill-color": ink, "fill-opacity": 0.15 } });
    for (const [id, arm, dashes] of LINES) {
      map.addLayer({ id, type: "line", source: "sites", filter: ["==", ["get", "arm"], arm], paint: { "line-color": ink, "line-width": 3, "line-dasharray": dashes } });
    }
  }

  return { show };
}

// Points have their marks; only lines and areas are drawn.
const collect = (sites) => ({
  type: "FeatureCollection",
  features: sites.map(({ feature }) => feature).filter(({ geometry }) => geometry && geometry.type !== "Point"),
});

const meet = ([west, south, east, north], other) => west <= other[2] && east >= other[0] && south <= other[3] && north >= other[1];

function sides(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, bottom];
}
