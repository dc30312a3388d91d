// A line or an area under the hand: terra-draw's modes, with corners that can also be set by keys.

const NEAR = 16; // pixels: a tap so close to the first corner closes the area
const LEAST = { line: 2, area: 3 };
const MODE = { line: "linestring", area: "polygon" };
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const leastCorners = (kind) => LEAST[kind];

// Throws where the library cannot be had. `changed` is called after each change of the corners,
// `moved` when a hand has let go of one.
export async function openSketch(map, { changed, moved }) {
  const [library, { TerraDrawMapLibreGLAdapter }] = await Promise.all([
    import("terra-draw"), import("terra-draw-maplibre-gl-adapter"),
  ]);
  const draw = new library.TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 7 }),
    modes: modes(library),
    undoRedo: { modeLevel: new library.TerraDrawModeUndoRedo() },
  });
  let kind = "line";
  let isFinished = false;
  let underway = []; // corners in the order of the hand: terra-draw turns a finished ring round
  draw.start();
  draw.on("change", (_ids, type) => {
    if (type === "styling") return;
    if (drawn()?.properties.currentlyDrawing) underway = corners();
    changed();
  });
  draw.on("finish", (_id, { action }) => {
    // terra-draw still writes after it told; what is drawn is handed over once it is done.
    if (action === "draw") setTimeout(() => settle(kind === "area" ? underway : corners()));
    else moved();
  });

  const drawn = () => draw.getSnapshot().find(({ geometry, properties }) =>
    geometry.type !== "Point" && Object.values(MODE).includes(properties.mode));

  function corners() {
    const found = drawn();
    if (!found) return [];
    const { geometry: { type, coordinates }, properties: { currentlyDrawing, committedCoordinateCount } } = found;
    const all = type === "Polygon" ? coordinates[0].slice(0, -1) : coordinates;
    // While one draws, the corner at the pointer is there already; a line does not count them.
    return currentlyDrawing ? all.slice(0, committedCoordinateCount ?? -1) : all;
  }

  // Draws on from nothing, or shows finished corners, which can be dragged.
  function start(newKind) {
    kind = newKind;
    isFinished = false;
    draw.setMode("static");
    draw.clear();
    draw.setMode(MODE[kind]);
    changed();
  }

  function settle(all, newKind = kind) {
    if (all.length < LEAST[newKind]) return false;
    start(newKind);
    draw.setMode("static");
    isFinished = true;
    const id = draw.getFeatureId();
    const geometry = geometryOf(newKind, all);
    const [{ valid }] = draw.addFeatures([{ id, type: "Feature", geometry, properties: { mode: MODE[newKind] } }]);
    if (valid) draw.selectFeature(id);
    else start(newKind);
    changed();
    return valid;
  }

  const finish = () => settle(corners());

  function undo() {
    const before = corners();
    if (isFinished) return settle(before.slice(0, -1));
    return draw.undo();
  }

  function addMiddle() {
    if (isFinished) settle([...corners(), map.getCenter().toArray()]);
    else tapMiddle(map.getCanvas());
  }

  return {
    start, settle, finish, undo, addMiddle, corners,
    isFinished: () => isFinished,
    remove: (at) => settle(corners().filter((_corner, place) => place !== at)),
    rest() { // shows and takes nothing
      draw.setMode("static");
      draw.clear();
    },
  };
}

export function geometryOf(kind, corners) {
  const rounded = corners.map((corner) => corner.map((number) => Number(number.toFixed(7))));
  if (kind === "line") return { type: "LineString", coordinates: rounded };
  return { type: "Polygon", coordinates: [[...rounded, rounded[0]]] };
}

// What a finger in the middle of the map would do; so keys and taps draw in the same way.
function tapMiddle(canvas) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const at = {
    clientX: left + width / 2, clientY: top + height / 2,
    bubbles: true, isPrimary: true, pointerId: 1, button: 0,
  };
  canvas.dispatchEvent(new PointerEvent("pointerdown", { ...at, buttons: 1 }));
  canvas.dispatchEvent(new PointerEvent("pointerup", at));
}

function modes({ TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode }) {
  const [ink, dot] = [colour("--heart"), "#ffffff"];
  const point = (name, width = 6) => ({
    [`${name}Color`]: dot, [`${name}Width`]: width,
    [`${name}OutlineColor`]: ink, [`${name}OutlineWidth`]: 3,
  });
  const both = { keyEvents: null, pointerDistance: NEAR, showCoordinatePoints: true };
  const draggable = { feature: { coordinates: { draggable: true, midpoints: { draggable: true } } } };
  return [
    new TerraDrawLineStringMode({
      ...both,
      styles: { lineStringColor: ink, lineStringWidth: 4, ...point("closingPoint", 8), ...point("coordinatePoint") },
    }),
    new TerraDrawPolygonMode({
      ...both,
      styles: {
        fillColor: ink, fillOpacity: 0.2, outlineColor: ink, outlineWidth: 3,
        ...point("closingPoint", 8), ...point("coordinatePoint"),
      },
    }),
    new TerraDrawSelectMode({
      keyEvents: null,
      pointerDistance: 24, // fingers are wide
      allowManualDeselection: false,
      flags: { linestring: draggable, polygon: draggable },
      styles: {
        selectedLineStringColor: ink, selectedLineStringWidth: 4,
        selectedPolygonColor: ink, selectedPolygonFillOpacity: 0.2,
        selectedPolygonOutlineColor: ink, selectedPolygonOutlineWidth: 3,
        ...point("selectionPoint", 8), ...point("midPoint", 4),
      },
    }),
  ];
}
