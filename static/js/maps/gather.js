// The counts of the tiles, brought together where they would run into each other, so that each
// can be read, and pressed by mouse, finger and keyboard. At one zoom the same counts always come
// together in the same way, wherever the view stands: nothing jumps while the map is moved.

const WORLD = 512; // CSS pixels around the world at zoom 0
const MOST = 250; // marks in one view
const APART = [40, 44, 50, 62, 70]; // CSS pixels between two marks, for numbers of 1, 2, 3 … digits
const ROWS = 2 ** 26;

// Where a point is, in CSS pixels from the north-west corner of the world.
export function place(lon, lat, zoom) {
  const world = WORLD * 2 ** zoom;
  const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  return { x: ((lon + 180) / 360) * world, y: (0.5 - north) * world };
}

export function isWithin([west, south, east, north], { lon, lat }) {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

// All marks of the features; their distance is chosen so that no view like this holds too many.
export function gather(features, { zoom, view }) {
  const spots = spotsOf(features, zoom);
  let apart = APART[0];
  for (;;) {
    const marks = merge(spots, apart);
    const seen = marks.filter((mark) => isWithin(view, mark));
    const wanted = Math.max(roomFor(seen), seen.length > MOST ? apart * 1.3 : 0);
    if (wanted <= apart) return marks;
    apart = wanted;
  }
}

export const keyOf = ({ id, count, lon, lat }) => `${id} ${count} ${lon} ${lat}`;

function spotsOf(features, zoom) {
  const spots = features.map(({ geometry, properties: { count, id, category, state } }) => {
    const [lon, lat] = geometry.coordinates;
    return { count, id, category, state, lon, lat, ...place(lon, lat, zoom) };
  });
  return spots.sort((a, b) => b.count - a.count || a.lon - b.lon || a.lat - b.lat);
}

// The largest first; each takes in what is too near to it.
function merge(spots, apart) {
  const squares = new Map();
  const groups = [];
  for (const spot of spots) {
    const column = Math.floor(spot.x / apart);
    const row = Math.floor(spot.y / apart);
    const near = nearest(squares, column, row, spot, apart);
    if (near) {
      near.push(spot);
      continue;
    }
    const group = [spot];
    const key = column * ROWS + row;
    const there = squares.get(key);
    if (there) there.push(group);
    else squares.set(key, [group]);
    groups.push(group);
  }
  return groups.map(sum);
}

function nearest(squares, column, row, { x, y }, apart) {
  let found = null;
  let least = apart;
  for (let across = -1; across <= 1; across += 1) {
    for (let down = -1; down <= 1; down += 1) {
      for (const group of squares.get((column + across) * ROWS + row + down) ?? []) {
        const distance = Math.hypot(group[0].x - x, group[0].y - y);
        if (distance < least) [found, least] = [group, distance];
      }
    }
  }
  return found;
}

function sum(spots) {
  let [count, lon, lat] = [0, 0, 0];
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const spot of spots) {
    count += spot.count;
    lon += spot.lon * spot.count;
    lat += spot.lat * spot.count;
    west = Math.min(west, spot.lon);
    south = Math.min(south, spot.lat);
    east = Math.max(east, spot.lon);
    north = Math.max(north, spot.lat);
  }
  const [{ id, category, state }] = spots;
  // Alone it says what it is; several only how many.
  return { count, lon: lon / count, lat: lat / count, bounds: [west, south, east, north], id: count === 1 ? id : 0, category, state };
}

function roomFor(marks) {
  const largest = marks.reduce((most, { count }) => Math.max(most, count), 1);
  return APART[Math.min(APART.length, String(largest).length) - 1];
}
