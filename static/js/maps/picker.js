// Choosing a place: tap the map, take one's own position, or search for a landmark.

import { drawMap, reducedMotion } from "./base.js";

document.querySelectorAll("[data-picker]").forEach(watch);

async function watch(picker) {
  const lon = picker.querySelector("[name$=lon]");
  const lat = picker.querySelector("[name$=lat]");
  const district = picker.querySelector("select[name$=district]");
  const said = picker.querySelector("[data-picker-said]");
  const clear = picker.querySelector("[data-picker-clear]");
  const visual = picker.querySelector("[data-picker-visual]");
  const words = picker.dataset;

  visual.hidden = false; // a map cannot be drawn in what is not shown
  let drawn;
  try {
    drawn = await drawMap(picker.querySelector("[data-map]"), { cooperative: true });
  } catch (error) {
    visual.hidden = true;
    console.info("The list of neighbourhoods stays:", error.message);
    return;
  }
  const { map, library, districts } = drawn;
  map.getCanvasContainer().classList.add("picker__canvas");
  const pin = new library.Marker({ element: pinElement(), anchor: "bottom" });

  function show() {
    const chosen = lon.value && lat.value;
    if (chosen) pin.setLngLat([Number(lon.value), Number(lat.value)]).addTo(map);
    else pin.remove();
    clear.hidden = !chosen;
  }

  async function choose(point, { fly = false } = {}) {
    const [x, y] = [point.lng.toFixed(7), point.lat.toFixed(7)];
    const response = await fetch(`${words.where}?${new URLSearchParams({ lon: x, lat: y })}`);
    const answer = await response.json();
    if (answer.problem) {
      said.textContent = answer.problem;
      said.classList.add("picker__said--wrong");
      return;
    }
    [lon.value, lat.value] = [x, y];
    if (answer.district) district.value = answer.district.code;
    said.textContent = answer.said;
    said.classList.remove("picker__said--wrong");
    show();
    if (fly) map.easeTo({ center: point, zoom: Math.max(map.getZoom(), 16), duration: reducedMotion() ? 0 : 600 });
  }

  function forget() {
    lon.value = lat.value = "";
    show();
  }

  map.on("click", ({ lngLat }) => choose(lngLat));
  picker.querySelector("[data-picker-middle]").addEventListener("click", () => choose(map.getCenter()));
  clear.addEventListener("click", () => {
    forget();
    said.textContent = words.wordsCleared;
  });
  picker.querySelector("[data-picker-here]").addEventListener("click", () => {
    said.textContent = words.wordsSearching;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => choose({ lng: coords.longitude, lat: coords.latitude }, { fly: true }),
      () => { said.textContent = words.wordsNowhere; },
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  });

  // Another neighbourhood from the list: the point in the old one no longer holds.
  district.addEventListener("change", () => {
    forget();
    said.textContent = "";
    const found = districts.features.find(({ properties }) => properties.code === district.value);
    if (found) map.fitBounds(found.bbox, { padding: 24, duration: reducedMotion() ? 0 : 500 });
  });

  watchSearch(picker, (point) => choose(point, { fly: true }));
  show();
  if (lon.value && lat.value) map.jumpTo({ center: [Number(lon.value), Number(lat.value)], zoom: 15.5 });
}

function watchSearch(picker, choose) {
  const field = picker.querySelector("#picker-search");
  const landmarks = JSON.parse(document.getElementById("picker-landmarks").textContent);
  const options = landmarks.map(({ name }) => Object.assign(document.createElement("option"), { value: name }));
  picker.querySelector("#picker-places").append(...options);
  const find = () => {
    const found = landmarks.find(({ name }) => name === field.value.trim());
    if (found) choose({ lng: found.lon, lat: found.lat });
  };
  field.addEventListener("change", find);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter looks for the place; it does not send the form
    find();
  });
}

function pinElement() {
  const pin = document.createElement("div");
  pin.className = "pin";
  pin.setAttribute("aria-hidden", "true");
  pin.append(document.createElement("span")); // turned, while the map moves the pin itself
  return pin;
}
