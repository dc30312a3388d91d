// The map itself: districts, streams, railways, roads and landmarks of this city, drawn without
// any outside service, and the buttons that move it.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Throws where the browser cannot draw maps; the page then keeps what it shows without a script.
export async function drawMap(element, { padding = 24, cooperative = false, instead = null } = {}) {
  const config = JSON.parse(element.dataset.map);
  const library = await import("maplibre-gl");
  library.setWorkerUrl(config.worker);
  const [districts, places] = await Promise.all([fetchJson(config.districts), fetchJson(config.places)]);
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
      style: style(config, districts, places),
      bounds: config.bounds,
      fitBoundsOptions: { padding },
      maxBounds: [west - (east - west), south - (north - south), east + (east - west), north + (north - south)],
      maxZoom: 19,
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
  addButtons(map, element, config);
  return { map, config, library, districts };
}

export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export async function fetchJson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

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

function addButtons(map, element, config) {
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
  element.append(group);
}

function style({ language, basemap, attribution }, districts, places) {
  const name = language === "en"
    ? ["case", ["==", ["get", "name_en"], ""], ["get", "name_ko"], ["get", "name_en"]]
    : ["get", "name_ko"];
  const halo = { "text-halo-color": colour("--map-land"), "text-halo-width": 1.6 };
  const kind = (...kinds) => ["match", ["get", "kind"], kinds, true, false];
  const labels = {
    type: "FeatureCollection",
    features: districts.features.map(({ properties }) => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: [properties.label_lon, properties.label_lat] },
    })),
  };
  const raster = basemap && {
    sources: { basemap: { type: "raster", tiles: [basemap], tileSize: 256, attribution } },
    layers: [{ id: "basemap", type: "raster", source: "basemap", paint: { "raster-opacity": 0.75 } }],
  };
  return {
    version: 8,
    sources: {
      districts: { type: "geojson", data: districts },
      labels: { type: "geojson", data: labels },
      places: { type: "geojson", data: places },
      ...raster?.sources,
    },
    layers: [
      { id: "around", type: "background", paint: { "background-color": colour("--map-around") } },
      { id: "land", type: "fill", source: "districts", paint: { "fill-color": colour("--map-land") } },
      ...(raster?.layers ?? []),
      {
        id: "roads", type: "line", source: "places", filter: kind("road"),
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": colour("--map-road"), "line-width": ["interpolate", ["exponential", 1.4], ["zoom"], 10, 2, 14, 6, 18, 22] },
      },
      {
        id: "rivers", type: "line", source: "places", filter: kind("river"),
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": colour("--map-water"), "line-width": ["interpolate", ["exponential", 1.4], ["zoom"], 10, 2, 14, 8, 18, 40] },
      },
      {
        id: "railways", type: "line", source: "places", filter: kind("railway"),
        paint: { "line-color": colour("--map-rail"), "line-dasharray": [3, 1.5], "line-width": ["interpolate", ["linear"], ["zoom"], 10, 1.2, 14, 2.5, 18, 5] },
      },
      {
        id: "borders", type: "line", source: "districts",
        paint: { "line-color": colour("--map-border"), "line-width": 1.2, "line-dasharray": [4, 2] },
      },
      {
        id: "line-names", type: "symbol", source: "places", minzoom: 12, filter: kind("road", "river", "railway"),
        layout: { "symbol-placement": "line", "text-field": name, "text-size": 12, "symbol-spacing": 320 },
        paint: { "text-color": ["match", ["get", "kind"], "river", colour("--map-water-name"), colour("--map-name")], ...halo },
      },
      {
        id: "landmarks", type: "symbol", source: "places", minzoom: 12,
        filter: ["==", ["geometry-type"], "Point"],
        layout: {
          "text-field": name, "text-size": 12, "text-anchor": "top", "text-offset": [0, 0.3], "text-optional": true,
          // Stations first: they are what people orient themselves by.
          "symbol-sort-key": ["match", ["get", "kind"], "station", 0, "office", 1, "hospital", 2, "park", 3, 4],
          "text-max-width": 9,
        },
        paint: { "text-color": colour("--map-name"), ...halo },
      },
      {
        id: "landmark-dots", type: "circle", source: "places", minzoom: 12,
        filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-radius": 2.5, "circle-color": colour("--map-name"), "circle-stroke-width": 1, "circle-stroke-color": colour("--map-land") },
      },
      {
        id: "district-names", type: "symbol", source: "labels", maxzoom: 15,
        layout: { "text-field": name, "text-size": ["interpolate", ["linear"], ["zoom"], 10, 12, 14, 16], "text-max-width": 12 },
        paint: { "text-color": colour("--map-district-name"), ...halo, "text-halo-width": 2 },
      },
    ],
  };
}
