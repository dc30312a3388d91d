// Metres on the map: circles, squares, lengths and areas, near enough for one city.

const METRES = 111_320; // in a degree of latitude, as maps/locate.py has it
const CORNERS = 64;

const narrow = (lat) => Math.cos((lat * Math.PI) / 180);
export const degrees = (lat, metres) => [metres / (METRES * narrow(lat)), metres / METRES];

export function metresBetween([lon, lat], [otherLon, otherLat]) {
  return Math.hypot((otherLon - lon) * narrow((lat + otherLat) / 2), otherLat - lat) * METRES;
}

export function lengthOf(corners) {
  return corners.slice(1).reduce((sum, corner, before) => sum + metresBetween(corners[before], corner), 0);
}

export function areaOf(corners) {
  const [[lon, lat]] = corners;
  const flat = corners.map(([x, y]) => [(x - lon) * narrow(lat) * METRES, (y - lat) * METRES]);
  const twice = flat.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = flat[(at + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

export function circle(lon, lat, metres) {
  const [x, y] = degrees(lat, metres);
  return polygon(Array.from({ length: CORNERS }, (_, corner) => {
    const turn = (2 * Math.PI * corner) / CORNERS;
    return [lon + x * Math.cos(turn), lat + y * Math.sin(turn)];
  }));
}

// The grid square around a point, with its middle: the same as snap_to_grid in maps/locate.py.
export function squareAround(lon, lat, metres) {
  const row = metres / METRES;
  const middleLat = (Math.floor(lat / row) + 0.5) * row;
  const column = row / narrow(middleLat);
  const middleLon = (Math.floor(lon / column) + 0.5) * column;
  const [west, east, south, north] = [middleLon - column / 2, middleLon + column / 2, middleLat - row / 2, middleLat + row / 2];
  return {
    middle: [middleLon, middleLat],
    outline: polygon([[west, south], [east, south], [east, north], [west, north]]),
  };
}

export function polygon(corners) {
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...corners, corners[0]]] } };
}

export function isInside([lon, lat], { type, coordinates }) {
  const rings = (type === "Polygon" ? [coordinates] : coordinates).flat();
  return rings.reduce((inside, ring) => ring.reduce((now, [x, y], at) => {
    const [otherX, otherY] = ring[(at + ring.length - 1) % ring.length];
    const crosses = (y > lat) !== (otherY > lat) && lon < ((otherX - x) * (lat - y)) / (otherY - y) + x;
    return crosses ? !now : now;
  }, inside), false);
}
