// A map file of the city's own (PMTiles), read piece by piece from the portal: pictures, or streets
// in the layers of the Protomaps basemap, drawn in our colours and without a glyph server.

import { colour } from "./colour.js";

const VECTOR = 1; // PMTiles' number for vector tiles

export async function mapFile(address, library, language) {
  const { PMTiles, Protocol } = await import("pmtiles");
  const url = new URL(address, location.origin).href;
  const archive = new PMTiles(url);
  const { tileType } = await archive.getHeader(); // fails before anything is drawn
  const protocol = new Protocol();
  protocol.add(archive);
  library.addProtocol("pmtiles", protocol.tile);
  const source = { url: `pmtiles://${url}` };
  return tileType === VECTOR
    ? { version: 8, sources: { basemap: { type: "vector", ...source } }, layers: streets(language) }
    : { version: 8, sources: { basemap: { type: "raster", tileSize: 256, ...source } }, layers: [sky(), { id: "basemap", type: "raster", source: "basemap" }] };
}

const sky = () => ({ id: "around", type: "background", paint: { "background-color": colour("--map-around") } });

function streets(language) {
  const from = (id, type, layer, rest) => ({ id: `basemap-${id}`, type, source: "basemap", "source-layer": layer, ...rest });
  const kind = (...kinds) => ["match", ["get", "kind"], kinds, true, false];
  const width = (near, far) => ["interpolate", ["exponential", 1.5], ["zoom"], 10, near, 18, far];
  const road = (id, filter, near, far) => from(id, "line", "roads", {
    filter, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colour("--map-road"), "line-width": width(near, far) },
  });
  const name = ["coalesce", ["get", `name:${language}`], ["get", "name"]];
  const paint = { "text-color": colour("--map-name"), "text-halo-color": colour("--map-land"), "text-halo-width": 1.6 };
  return [
    sky(),
    from("earth", "fill", "earth", { paint: { "fill-color": colour("--map-land") } }),
    from("green", "fill", "landuse", {
      filter: kind("park", "forest", "wood", "grass", "nature_reserve", "cemetery", "recreation_ground", "garden"),
      paint: { "fill-color": colour("--map-green") },
    }),
    from("water", "fill", "water", { filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("--map-water") } }),
    from("streams", "line", "water", { filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": colour("--map-water"), "line-width": width(0.5, 6) } }),
    from("buildings", "fill", "buildings", { minzoom: 14, paint: { "fill-color": colour("--map-border"), "fill-opacity": 0.2 } }),
    road("paths", kind("path", "other"), 0.2, 4),
    road("minor-roads", kind("minor_road"), 0.5, 14),
    road("major-roads", kind("major_road", "highway"), 1.5, 22),
    from("railways", "line", "roads", { filter: kind("rail"), paint: { "line-color": colour("--map-rail"), "line-dasharray": [3, 1.5], "line-width": width(0.8, 4) } }),
    from("road-names", "symbol", "roads", { minzoom: 13, filter: ["has", "name"], layout: { "symbol-placement": "line", "text-field": name, "text-size": 12 }, paint }),
    from("place-names", "symbol", "pois", { minzoom: 15, filter: ["has", "name"], layout: { "text-field": name, "text-size": 12, "text-max-width": 8 }, paint }),
  ];
}
