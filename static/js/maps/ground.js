// The ground of the map: districts, streams, railways, roads and landmarks of this city, drawn
// without any outside service; or under its districts the map of a service that the city chose.

import { colour } from "./colour.js";

export async function ground(config, library) {
  const [districts, places] = await Promise.all([fetchJson(config.districts), fetchJson(config.places)]);
  const alone = own(config, districts, places);
  try {
    const beneath = await basemap(config, library);
    return { districts, style: beneath ? over(beneath, alone) : alone };
  } catch (error) {
    console.info("The map is drawn without the map beneath it:", error.message);
    return { districts, style: alone };
  }
}

async function fetchJson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

async function basemap({ basemap: { pmtiles, style, tiles }, language }, library) {
  if (pmtiles) {
    const { mapFile } = await import("./map_file.js");
    return mapFile(pmtiles, library, language);
  }
  if (style) return fetchJson(style);
  return tiles && {
    version: 8,
    sources: { basemap: { type: "raster", tiles: [tiles], tileSize: 256 } },
    layers: [around(), { id: "basemap", type: "raster", source: "basemap", paint: { "raster-opacity": 0.8 } }],
  };
}

// A basemap brings its own land, streets and names; only our borders and the names of districts
// go over it, in a font that it has.
function over(beneath, { sources: { districts, labels }, layers }) {
  const font = beneath.layers.find((layer) => layer.layout?.["text-font"])?.layout["text-font"];
  const [borders, names] = ["borders", "district-names"].map((id) => layers.find((layer) => layer.id === id));
  if (beneath.glyphs && font) names.layout["text-font"] = font;
  return {
    ...beneath,
    sources: { ...beneath.sources, districts, labels },
    layers: [...beneath.layers, borders, names],
  };
}

const around = () => ({ id: "around", type: "background", paint: { "background-color": colour("--map-around") } });

// What this city knows of itself.
function own({ language }, districts, places) {
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
  return {
    version: 8,
    sources: {
      districts: { type: "geojson", data: districts },
      labels: { type: "geojson", data: labels },
      places: { type: "geojson", data: places },
    },
    layers: [
      around(),
      { id: "land", type: "fill", source: "districts", paint: { "fill-color": colour("--map-land") } },
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
