// The map itself, and the buttons that move it.

import { ground } from "./ground.js";

// Throws where the browser cannot draw maps; the page then keeps what it shows without a script.
export async function drawMap(element, { padding = 24, cooperative = false, instead = null, tools = null } = {}) {
  const config = JSON.parse(element.dataset.map);
  const library = await import("maplibre-gl");
  library.setWorkerUrl(config.worker);
  const { style, districts } = await ground(config, library);
  const swap = (isLive) => {
    element.hidden = !isLive;
    if (instead) instead.hidden = isLive;
  };
  swap(true); // first, since the map takes the size that it has now
  const [west, south, east, north] = config.bounds;
  let map;
  try {
    map = new library.Map({
      container: element,
      style,
      bounds: config.bounds,
      fitBoundsOptions: { padding },
      maxBounds: [west - (east - west), south - (north - south), east + (east - west), north + (north - south)],
      maxZoom: 19,
      renderWorldCopies: false,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      cooperativeGestures: cooperative,
      localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
      locale: { "Map.Title": config.words.map, ...cooperativeWords(config) },
      fadeDuration: reducedMotion() ? 0 : 150,
    });
  } catch (error) {
    swap(false);
    throw error;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  addButtons(map, element, config, tools);
  return { map, config, library, districts };
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function icon(config, name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${config.icons}#${name}`);
  svg.append(use);
  return svg;
}

function cooperativeWords({ words }) {
  return {
    "CooperativeGesturesHandler.WindowsHelpText": words.withCtrl,
    "CooperativeGesturesHandler.MacHelpText": words.withCommand,
    "CooperativeGesturesHandler.MobileHelpText": words.withTwoFingers,
  };
}

// Above the map, not on it: no mark may lie under a button.
function addButtons(map, element, config, tools) {
  const { words, bounds } = config;
  const group = document.createElement("div");
  group.className = "map-buttons";
  const press = (name, label, action) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `map-button map-button--${name}`;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.append(icon(config, name));
    button.addEventListener("click", action);
    group.append(button);
  };
  const motion = () => ({ duration: reducedMotion() ? 0 : 300 });
  const pan = (x, y) => () => map.panBy([x * element.clientWidth / 3, y * element.clientHeight / 3], motion());
  press("plus", words.zoomIn, () => map.zoomIn(motion()));
  press("minus", words.zoomOut, () => map.zoomOut(motion()));
  press("home", words.whole, () => map.fitBounds(bounds, { padding: 24, ...motion() }));
  press("arrow-up", words.up, pan(0, -1));
  press("arrow-left", words.left, pan(-1, 0));
  press("arrow-right", words.right, pan(1, 0));
  press("arrow-down", words.down, pan(0, 1));
  if (tools) tools.prepend(group);
  else element.before(group);
}
