// Says in words where a point is: its district, and how it lies from the nearest landmark.

import { isInside, metresBetween } from "./metres.js";

export function describer({ config, districts }, words, landmarks) {
  const compass = words.wordsCompass.split(",").map((name) => name.trim());

  const districtAt = (point) => districts.features.find(
    ({ bbox: [west, south, east, north], geometry }) =>
      point[0] >= west && point[0] <= east && point[1] >= south && point[1] <= north && isInside(point, geometry),
  )?.properties;

  function nearest(point) {
    const places = landmarks.map(({ name, lon, lat }) => ({ name, at: [lon, lat], metres: metresBetween(point, [lon, lat]) }));
    return places.reduce((best, each) => (!best || each.metres < best.metres ? each : best), null);
  }

  // How far north or south and how far east or west: each press of an arrow key changes the words.
  function offsets(from, to) {
    const [north, east, south, west] = compass;
    const upDown = [to[1] > from[1] ? north : south, metresBetween(from, [from[0], to[1]])];
    const leftRight = [to[0] > from[0] ? east : west, metresBetween([from[0], to[1]], to)];
    return [leftRight, upDown]
      .map(([direction, metres]) => ({ direction, metres: Math.round(metres / 10) * 10 }))
      .filter(({ metres }) => metres)
      .map(({ direction, metres }) => fill(words.wordsOffset, { direction, metres: metres.toLocaleString(config.language) }))
      .join(", ");
  }

  function describe(point) {
    const district = districtAt(point);
    if (!district) return words.wordsOutside;
    const name = (config.language === "en" && district.name_en) || district.name_ko;
    const place = nearest(point);
    if (!place) return name;
    const far = offsets(place.at, point);
    return far ? fill(words.wordsBeside, { district: name, place: place.name, offsets: far }) : `${name}, ${place.name}`;
  }

  return Object.assign(describe, { districtAt });
}

const fill = (sentence, parts) => sentence.replace(/{(\w+)}/g, (_all, part) => parts[part]);
