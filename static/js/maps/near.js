// "Near me": shows one's own position with how sure it is. The position stays in the browser; all
// that the portal learns is which part of the map is in view.

import { reducedMotion } from "./base.js";
import { colour } from "./colour.js";
import { circle, degrees } from "./metres.js";

const AT_LEAST = 400; // metres to each side that are shown

export function watchNear({ map, library, bounds, button, say, go }) {
  const words = button.dataset;
  const dot = document.createElement("div");
  dot.className = "here";
  const marker = new library.Marker({ element: dot });
  button.hidden = !navigator.geolocation;

  button.addEventListener("click", () => {
    say(words.wordsSearching);
    navigator.geolocation.getCurrentPosition(show, refuse, { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 });
  });

  const refuse = ({ code }) => say(code === 1 ? words.wordsRefused : words.wordsNowhere);

  function show({ coords: { longitude: lon, latitude: lat, accuracy } }) {
    const [west, south, east, north] = bounds;
    if (lon < west || lon > east || lat < south || lat > north) {
      say(words.wordsOutside);
      return;
    }
    say(words.wordsFound.replace("{metres}", Math.max(1, Math.round(accuracy)).toLocaleString()));
    marker.setLngLat([lon, lat]).addTo(map);
    drawCircle(circle(lon, lat, accuracy));
    const [x, y] = degrees(lat, Math.max(AT_LEAST, accuracy));
    go();
    map.fitBounds([lon - x, lat - y, lon + x, lat + y], { duration: reducedMotion() ? 0 : 500 });
  }

  function drawCircle(data) {
    if (map.getSource("here")) {
      map.getSource("here").setData(data);
      return;
    }
    map.addSource("here", { type: "geojson", data });
    map.addLayer({ id: "here", type: "fill", source: "here", paint: { "fill-color": colour("--primary-strong"), "fill-opacity": 0.15 } });
  }
}
