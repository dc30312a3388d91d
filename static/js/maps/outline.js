// The part of the picker that takes a line or an area: its buttons, the list of its corners, and
// the field with GeoJSON that the form sends.

import { areaOf, lengthOf } from "./metres.js";
import { leastCorners, openSketch, geometryOf } from "./sketch.js";

const MOST_LISTED = 40;
const MOST_DRAWN = 2_000; // as maps/shapes.py allows
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export async function watchOutline({ picker, map, describe, marks, language }) {
  const find = (name) => picker.querySelector(`[data-picker-${name}]`);
  const [kinds, tools, spotTools, list, paste] = ["kinds", "outline-tools", "spot-tools", "corners", "paste"].map(find);
  const field = picker.querySelector("textarea[name$=shape]");
  const words = picker.dataset;
  let kind = "spot";
  let isKept = false; // a shape with holes or parts, which is shown and not drawn anew
  showOthers(map, !marks.spot.isChosen());
  map.addSource("kept", { type: "geojson", data: nothing() });
  addLayers(map, "kept", colour("--heart"), [1, 0]);

  let sketch;
  try {
    sketch = await openSketch(map, { changed, moved: () => tellMeasures() });
  } catch (error) {
    console.info("Lines and areas can be pasted:", error.message);
    return; // the field with GeoJSON stands open
  }
  kinds.hidden = false;
  paste.open = Boolean(paste.querySelector(".field__errors"));

  function changed() {
    if (!sketch || kind === "spot" || isKept) return;
    const corners = sketch.corners();
    const isWhole = corners.length >= leastCorners(kind);
    field.value = isWhole ? JSON.stringify(geometryOf(kind, corners)) : "";
    list.replaceChildren(...corners.slice(0, MOST_LISTED).map(item));
    find("finish").disabled = !isWhole || sketch.isFinished();
    find("undo").disabled = !corners.length;
  }

  function item(corner, at) {
    const element = document.createElement("li");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "button button--small button--quiet";
    remove.textContent = words.wordsRemove;
    remove.setAttribute("aria-label", `${words.wordsRemove}: ${describe(corner)}`);
    remove.addEventListener("click", () => sketch.remove(at) ? tellMeasures() : tell(tooFew(), "careful"));
    element.append(`${describe(corner)} `, remove);
    return element;
  }

  const tell = (sentence, tone) => marks.spot.say(sentence, tone);
  const tooFew = () => (kind === "area" ? words.wordsThree : words.wordsTwo);

  // How many corners there are, how long or large it is, and whether it leaves the city.
  function tellMeasures(more = "") {
    const corners = sketch.corners();
    const fill = (sentence, size) => sentence.replace("{count}", corners.length).replace("{size}", size);
    let sentence = fill(words.wordsCorners);
    if (corners.length >= leastCorners(kind)) {
      sentence = kind === "area" ? fill(words.wordsArea, inMetres(areaOf(corners), 2)) : fill(words.wordsLine, inMetres(lengthOf(corners), 1));
    }
    const isAstray = corners.some((corner) => !describe.districtAt(corner));
    tell([sentence, more, isAstray ? words.wordsAstray : ""].join(" ").trim(), isAstray ? "careful" : "");
  }

  function inMetres(size, power) {
    const isLarge = size >= 1_000 ** power;
    const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(isLarge ? size / 1_000 ** power : size);
    return `${number} ${isLarge ? "km" : "m"}${power === 2 ? "²" : ""}`;
  }

  const outline = {
    addMiddle() {
      if (isKept) return;
      sketch.addMiddle();
      const { length } = sketch.corners();
      tell(`${words.wordsAdded.replace("{count}", length)} ${describe(map.getCenter().toArray())}`);
    },
  };

  function use(newKind) {
    const corners = sketch.corners();
    kind = newKind;
    const isSpot = kind === "spot";
    marks.now = isSpot ? marks.spot : outline;
    marks.spot.hide(!isSpot);
    [tools.hidden, list.hidden, spotTools.hidden] = [isSpot, isSpot, !isSpot];
    for (const hint of picker.querySelectorAll("[data-picker-hint]")) hint.hidden = hint.dataset.pickerHint !== kind;
    // One finger drags corners, so it cannot scroll the page at the same time.
    map.cooperativeGestures[isSpot ? "enable" : "disable"]();
    if (isSpot) {
      keep(null);
      sketch.rest();
      field.value = "";
    } else if (!isKept && !sketch.settle(corners, kind)) sketch.start(kind);
  }

  function keep(geometry) {
    isKept = Boolean(geometry);
    map.getSource("kept").setData(geometry ?? nothing());
    if (isKept) list.replaceChildren();
    for (const name of ["add", "undo", "finish"]) find(name).disabled = isKept;
  }

  // What was pasted or stored: drawn, or else shown and kept as it is.
  function read() {
    const text = field.value;
    const geometry = geometryIn(text);
    if (!geometry) return;
    const { type, coordinates } = geometry;
    if (cornersIn(coordinates).length > MOST_DRAWN) {
      tell(words.wordsMany, "wrong");
      return;
    }
    choose(type.endsWith("Polygon") ? "area" : "line");
    const simple = type === "LineString" ? coordinates : type === "Polygon" && coordinates.length === 1 && coordinates[0].slice(0, -1);
    const isDrawn = simple && sketch.settle(simple.map((corner) => corner.slice(0, 2)));
    if (!isDrawn) {
      keep(geometry);
      sketch.rest();
      field.value = text;
    }
    if (isDrawn) tellMeasures();
    else tell(words.wordsKept);
    map.fitBounds(boundsOf(coordinates), { padding: 48, duration: 0, maxZoom: 17 });
  }

  function choose(newKind) {
    kinds.querySelector(`[value=${newKind}]`).checked = true;
    use(newKind);
  }

  kinds.addEventListener("change", ({ target }) => {
    keep(null);
    use(target.value);
    tell("");
  });
  find("add").addEventListener("click", () => outline.addMiddle());
  find("undo").addEventListener("click", () => sketch.undo() === false ? tell(tooFew(), "careful") : tellMeasures());
  find("finish").addEventListener("click", () => {
    sketch.finish();
    tellMeasures(words.wordsMove);
  });
  find("anew").addEventListener("click", () => {
    keep(null);
    sketch.start(kind);
    tell(words.wordsCleared);
  });
  map.on("click", () => kind !== "spot" && !isKept && setTimeout(() => tellMeasures()));
  field.addEventListener("change", read);
  read();
}

function geometryIn(text) {
  try {
    const given = JSON.parse(text);
    const feature = given.type === "FeatureCollection" ? given.features[0] : given;
    const geometry = feature.type === "Feature" ? feature.geometry : feature;
    return /(LineString|Polygon)$/.test(geometry.type) && cornersIn(geometry.coordinates).length ? geometry : null;
  } catch {
    return null; // the server says what is wrong with it
  }
}

const cornersIn = (part) => (typeof part[0] === "number" ? [part] : part.flatMap(cornersIn));

function boundsOf(coordinates) {
  const [lons, lats] = [0, 1].map((axis) => cornersIn(coordinates).map((corner) => corner[axis]));
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

const nothing = () => ({ type: "FeatureCollection", features: [] });

// What was drawn before, so that nobody draws it twice; the next is most likely near.
function showOthers(map, isFresh) {
  const features = JSON.parse(document.getElementById("picker-others").textContent);
  const corners = features.flatMap(({ geometry }) => (geometry ? cornersIn(geometry.coordinates) : []));
  if (isFresh && corners.length) map.fitBounds(boundsOf(corners), { padding: 64, maxZoom: 15, duration: 0 });
  map.addSource("others", { type: "geojson", data: { type: "FeatureCollection", features } });
  addLayers(map, "others", colour("--map-name"), [2, 1.5]);
  map.addLayer({
    id: "others-names", type: "symbol", source: "others",
    layout: { "text-field": ["get", "name"], "text-size": 13, "text-offset": [0, 0.9], "text-anchor": "top" },
    paint: { "text-color": colour("--map-name"), "text-halo-color": colour("--map-land"), "text-halo-width": 2 },
  });
}

function addLayers(map, source, ink, dashes) {
  const only = (type) => ({ filter: ["in", type, ["geometry-type"]] });
  map.addLayer({ id: `${source}-area`, type: "fill", source, ...only("Polygon"), paint: { "fill-color": ink, "fill-opacity": 0.12 } });
  map.addLayer({ id: `${source}-line`, type: "line", source, paint: { "line-color": ink, "line-width": 3, "line-dasharray": dashes } });
  map.addLayer({ id: `${source}-point`, type: "circle", source, ...only("Point"), paint: { "circle-radius": 6, "circle-color": ink, "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } });
}
