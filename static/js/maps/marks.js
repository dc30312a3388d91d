// Proposals as buttons on the map: the counts of the tiles, brought together where they would
// run into each other, so that each can be pressed by mouse, finger and keyboard.

const STATES = {
  open: ["received", "needs_info", "in_review"],
  going: ["accepted", "piloting", "planned"],
  done: ["done"],
};
const APART = 40; // CSS pixels between two marks

export const group = (state) =>
  Object.keys(STATES).find((name) => STATES[name].includes(state)) ?? "closed";

// What one mark stands for: where it is, how many, and around what area.
export function gather(features, map) {
  const view = map.getBounds();
  const seen = new Set();
  const spots = [];
  for (const { geometry, properties } of features) {
    const [lon, lat] = geometry.coordinates;
    const key = `${lon.toFixed(6)} ${lat.toFixed(6)} ${properties.count}`;
    // A tile reaches beyond the view, and may be there twice while the map changes its zoom.
    if (seen.has(key) || !view.contains([lon, lat])) continue;
    seen.add(key);
    spots.push({ ...properties, lon, lat, at: map.project([lon, lat]) });
  }
  spots.sort((a, b) => b.count - a.count || a.lon - b.lon);
  const marks = [];
  for (const spot of spots) {
    const near = marks.find(({ at }) => Math.hypot(at.x - spot.at.x, at.y - spot.at.y) < APART);
    if (near) near.spots.push(spot);
    else marks.push({ at: spot.at, spots: [spot] });
  }
  return marks.map(({ spots: members }) => sum(members));
}

function sum(spots) {
  const count = spots.reduce((total, spot) => total + spot.count, 0);
  const mean = (axis) => spots.reduce((total, spot) => total + spot[axis] * spot.count, 0) / count;
  const lons = spots.map(({ lon }) => lon);
  const lats = spots.map(({ lat }) => lat);
  return {
    count,
    lon: mean("lon"),
    lat: mean("lat"),
    bounds: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)],
    // Alone it says what it is; several only how many.
    id: count === 1 ? spots[0].id : 0,
    category: spots[0].category,
    state: spots[0].state,
  };
}

export const keyOf = (mark) => `${mark.id} ${mark.count} ${mark.lon.toFixed(6)} ${mark.lat.toFixed(6)}`;
