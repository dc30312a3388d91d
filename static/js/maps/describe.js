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

  function direction([lon, lat], [toLon, toLat]) {
    const east = (toLon - lon) * Math.cos((lat * Math.PI) / 180);
    const turn = Math.atan2(east, toLat - lat) / (Math.PI / 4); // eighths from north, clockwise
    return compass[(Math.round(turn) + 8) % 8];
  }

  function describe(point) {
    const district = districtAt(point);
    if (!district) return words.wordsOutside;
    const name = (config.language === "en" && district.name_en) || district.name_ko;
    const place = nearest(point);
    if (!place) return name;
    const parts = { district: name, place: place.name, direction: direction(place.at, point), distance: inWords(place.metres) };
    return words.wordsBeside.replace(/{(\w+)}/g, (_all, part) => parts[part]);
  }

  return Object.assign(describe, { districtAt });
}

const inWords = (metres) => (metres < 1_000 ? `${Math.max(10, Math.round(metres / 10) * 10)} m` : `${(metres / 1_000).toFixed(1)} km`);
