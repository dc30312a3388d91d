// What the address of the city map says: filters, order and layers in the query, the view behind
// the "#".

const NO_FILTERS = ["rev", "lang", "bbox", "page", "order", "layers"];

export const order = () => new URLSearchParams(location.search).get("order") ?? "";

// "districts.count.sites": the layers that are shown, where they are not the usual ones.
export const layersInAddress = () => new URLSearchParams(location.search).get("layers") ?? "";

export function filters() {
  const kept = new URLSearchParams(location.search);
  for (const name of NO_FILTERS) kept.delete(name);
  return kept;
}

export function viewInAddress() {
  const [zoom, lat, lon] = location.hash.slice(1).split("/").map(Number);
  return location.hash && [zoom, lat, lon].every(Number.isFinite) ? { zoom, center: [lon, lat] } : null;
}

// Where the map stands now, and with `push` a step for the back button.
export function remember(map, { push = false, query = location.search } = {}) {
  const { lng, lat } = map.getCenter();
  const address = `${location.pathname}${query}#${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
  if (push) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

// Without what is empty, since a form sends every field that it has; the layers stay as they are.
export function asQuery(params, layers = layersInAddress()) {
  const said = new URLSearchParams([...params].filter(([name, value]) => value && name !== "layers"));
  if (layers) said.set("layers", layers);
  const text = said.toString();
  return text ? `?${text}` : "";
}
