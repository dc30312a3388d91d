// What the address of the city map says: filters and order in the query, the view behind the "#".

const NO_FILTERS = ["rev", "lang", "bbox", "page", "order"];

export const order = () => new URLSearchParams(location.search).get("order") ?? "";

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

// Without what is empty; a form sends every field that it has.
export function asQuery(params) {
  const said = new URLSearchParams([...params].filter(([, value]) => value));
  const text = said.toString();
  return text ? `?${text}` : "";
}
