// Saying where something is: tap the map, drag the pin, take one's own position, search for a
// place, or move the map with keys and choose its middle; or draw a line or an area.

import { drawMap, reducedMotion } from "./base.js";
import { describer } from "./describe.js";
import { degrees, squareAround } from "./metres.js";
import { watchSearch } from "./search.js";
import { drawSpot } from "./spot.js";

const ROUGH = 100; // metres: a position less sure than this has to be corrected by hand
const CLOSE = 16.5; // zoom at which single houses can be told apart

document.querySelectorAll("[data-picker]").forEach(watch);

async function watch(picker) {
  const visual = picker.querySelector("[data-picker-visual]");
  visual.hidden = false; // a map cannot be drawn in what is not shown
  let drawn;
  try {
    drawn = await drawMap(picker.querySelector("[data-map]"), { cooperative: true });
    await drawn.map.once("load");
  } catch (error) {
    visual.hidden = true;
    console.info("The list of districts stays:", error.message);
    return;
  }
  const { map, config } = drawn;
  const describe = describer(drawn, picker.dataset, landmarks());
  const spot = watchSpot(picker, drawn, describe);
  const marks = { spot, now: spot };
  picker.querySelector("[data-picker-spot-tools]").hidden = false;

  map.getCanvasContainer().classList.add("picker__canvas");
  map.getCanvas().setAttribute("aria-describedby", "picker-hint");
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    marks.now.addMiddle();
  });
  sayMiddle(picker, map, describe);
  watchSearch(picker.querySelector("[data-map-search]"), ({ lon, lat }) => {
    flyTo(map, [lon, lat]);
    if (marks.now === spot) spot.choose({ lng: lon, lat });
  });
  watchDistricts(picker, drawn, () => marks.now === spot && spot.clear());

  if (!picker.querySelector("[data-picker-kinds]")) return;
  const { watchOutline } = await import("./outline.js");
  await watchOutline({ picker, map, describe, marks, language: config.language });
}

function landmarks() {
  return JSON.parse(document.getElementById("picker-landmarks").textContent);
}

function watchSpot(picker, { map, library }, describe) {
  const words = picker.dataset;
  const [lon, lat, district, home] = ["lon", "lat", "district", "near_home"].map((name) => picker.querySelector(`[name$="${name}"]`));
  const said = picker.querySelector("[data-picker-said]");
  const clearing = picker.querySelector("[data-picker-clear]");
  const pin = drawSpot(map, library, (point) => choose(point));
  let chosen = lon.value && lat.value ? { lng: Number(lon.value), lat: Number(lat.value) } : null;
  let turn = 0;

  const say = (sentence, tone = "") => {
    said.textContent = sentence;
    said.className = `picker__said ${tone && `picker__said--${tone}`}`;
  };
  const isHome = () => Boolean(home?.checked);
  const gridOf = (point) => squareAround(point.lng, point.lat, Number(words.grid));

  function show() {
    pin.show(chosen, isHome() && chosen ? gridOf(chosen).outline : null);
    clearing.hidden = !chosen;
  }

  // What is kept: the point, or in front of a home only the middle of its square.
  const kept = (point) => (isHome() ? gridOf(point).middle : [point.lng, point.lat]).map((number) => number.toFixed(7));

  async function choose(point, { accuracy = 0 } = {}) {
    const mine = ++turn;
    const [x, y] = kept(point);
    const answer = await ask(words.where, x, y);
    if (mine !== turn) return; // somebody was quicker with another spot
    const dong = describe.districtAt([point.lng, point.lat]);
    if (answer?.problem && isHome() && dong) return chooseDistrictOnly(point, dong);
    if (!answer || answer.problem) {
      say(answer?.problem ?? words.wordsFailed, "wrong");
      show(); // a dragged pin goes back
      return;
    }
    chosen = { lng: point.lng, lat: point.lat };
    [lon.value, lat.value] = [x, y];
    if (answer.district) district.value = answer.district.code;
    show();
    pin.sure(accuracy && !isHome() ? { ...chosen, accuracy } : null);
    say(...told(answer.said, accuracy));
  }

  // The middle of a square at the border may lie in the next city.
  function chooseDistrictOnly(point, { code }) {
    chosen = { lng: point.lng, lat: point.lat };
    lon.value = lat.value = "";
    district.value = code;
    show();
    say(words.wordsOnlyDistrict);
  }

  function told(sentence, accuracy) {
    if (isHome()) return [`${sentence} ${words.wordsSquare}`];
    if (!accuracy) return [sentence];
    const metres = Math.max(1, Math.round(accuracy)).toLocaleString();
    if (accuracy <= ROUGH) return [`${sentence} ${words.wordsSure.replace("{metres}", metres)}`];
    return [`${sentence} ${words.wordsRough.replace("{metres}", metres)}`, "careful"];
  }

  function clear(sentence = "") {
    turn += 1;
    chosen = null;
    lon.value = lat.value = "";
    show();
    pin.sure(null);
    say(sentence);
  }

  map.on("click", ({ lngLat }) => pin.isShown() && choose(lngLat));
  picker.querySelector("[data-picker-middle]").addEventListener("click", () => choose(map.getCenter()));
  clearing.addEventListener("click", () => {
    clear(words.wordsCleared);
    map.getCanvas().focus(); // the button is gone
  });
  home?.addEventListener("change", () => chosen && choose(chosen));
  picker.querySelector("[data-picker-here]").addEventListener("click", () => {
    say(words.wordsSearching);
    navigator.geolocation.getCurrentPosition(
      async ({ coords: { longitude: lng, latitude, accuracy } }) => {
        await choose({ lng, lat: latitude }, { accuracy });
        if (chosen?.lng === lng) flyTo(map, [lng, latitude], accuracy);
      },
      ({ code }) => say(code === 1 ? words.wordsRefused : words.wordsNowhere, "careful"),
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  });

  show();
  if (chosen) map.jumpTo({ center: chosen, zoom: 15.5 });
  return {
    choose,
    clear,
    say,
    addMiddle: () => choose(map.getCenter()),
    isChosen: () => Boolean(chosen),
    hide: (isHidden) => pin.hide(isHidden),
  };
}

// Posted, so that where somebody lives is in no log of addresses. Null where nobody answers.
async function ask(address, lon, lat) {
  try {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams({ lon, lat }) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function flyTo(map, [lon, lat], accuracy = 0) {
  const motion = { duration: reducedMotion() ? 0 : 600 };
  if (accuracy < ROUGH) {
    map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), CLOSE), ...motion });
    return;
  }
  const [x, y] = degrees(lat, accuracy);
  map.fitBounds([lon - x, lat - y, lon + x, lat + y], { padding: 24, maxZoom: CLOSE, ...motion });
}

// For those who move the map with keys: where its middle is, in words.
function sayMiddle(picker, map, describe) {
  const said = picker.querySelector("[data-picker-where]");
  const say = () => {
    said.textContent = describe(map.getCenter().toArray());
  };
  say();
  said.setAttribute("aria-live", "polite"); // from now on it is news
  map.on("moveend", say);
}

// Another district from the list: the point in the old one no longer holds.
function watchDistricts(picker, { map, districts }, forget) {
  const district = picker.querySelector("select[name$=district]");
  district.addEventListener("change", () => {
    forget();
    const found = districts.features.find(({ properties }) => properties.code === district.value);
    if (found) map.fitBounds(found.bbox, { padding: 24, duration: reducedMotion() ? 0 : 500 });
  });
}
