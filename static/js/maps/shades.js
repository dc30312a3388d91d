// What districts and hexagons have in common: five shades, a hatch for what is not known, a place
// below the borders.

import { colour } from "./colour.js";

const SHADES = [0, 1, 2, 3, 4];
const TILE = 8; // pixels until the hatch repeats itself

export const shade = (number) => colour(`--shade-${number}`);

// An expression for features that carry their shade.
export const byShade = () => ["match", ["get", "shade"], ...SHADES.flatMap((number) => [number, shade(number)]), "transparent"];

export function addBelowBorders(map, layer) {
  map.addLayer(layer, map.getLayer("borders") ? "borders" : undefined);
}

export function setVisible(map, ids, isVisible) {
  for (const id of ids) {
    if (map.getLayer(id)) map.setLayoutProperty(id, "visibility", isVisible ? "visible" : "none");
  }
}

export function addHatch(map, name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = TILE;
  const pen = canvas.getContext("2d");
  pen.fillStyle = colour("--shade-none");
  pen.fillRect(0, 0, TILE, TILE);
  pen.strokeStyle = colour("--shade-line");
  for (const from of [-TILE, 0, TILE]) {
    pen.moveTo(from, TILE);
    pen.lineTo(from + TILE, 0);
  }
  pen.stroke();
  map.addImage(name, pen.getImageData(0, 0, TILE, TILE));
}
