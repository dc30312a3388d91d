// One spot on the map: a pin that can be dragged, the circle in which a position may be off, and
// instead of a pin the square that is kept of a home.

import { circle } from "./metres.js";

const NOTHING = { type: "FeatureCollection", features: [] };
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function drawSpot(map, library, moved) {
  const pin = new library.Marker({ element: pinElement(), anchor: "bottom", draggable: true });
  let isHidden = false;
  let latest = [null, null];
  pin.on("dragend", () => moved(pin.getLngLat()));
  addArea("sure", 0.12, [1, 0]);
  addArea("square", 0.25, [2, 1]);

  function addArea(name, opacity, dashes) {
    map.addSource(name, { type: "geojson", data: NOTHING });
    map.addLayer({ id: name, type: "fill", source: name, paint: { "fill-color": colour("--primary-strong"), "fill-opacity": opacity } });
    map.addLayer({ id: `${name}-edge`, type: "line", source: name, paint: { "line-color": colour("--primary-strong"), "line-width": 2, "line-dasharray": dashes } });
  }

  function show(point, square) {
    latest = [point, square];
    if (point && !square && !isHidden) pin.setLngLat(point).addTo(map);
    else pin.remove();
    map.getSource("square").setData((!isHidden && square) || NOTHING);
  }

  const sure = (spot) => map.getSource("sure").setData(spot ? circle(spot.lng, spot.lat, spot.accuracy) : NOTHING);

  return {
    show,
    sure,
    isShown: () => !isHidden,
    hide(isNow) {
      isHidden = isNow;
      show(...latest);
      if (isNow) sure(null);
    },
  };
}

function pinElement() {
  const pin = document.createElement("div");
  pin.className = "pin";
  pin.setAttribute("aria-hidden", "true");
  pin.append(document.createElement("span")); // turned, while the map moves the pin itself
  return pin;
}
