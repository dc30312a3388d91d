// Districts in shades, as the rows of the table beside the map say: what is painted is what is read.

import { filters } from "./address.js";
import { piece } from "./ask.js";
import { colour } from "./colour.js";
import { addBelowBorders, addHatch, setVisible, shade } from "./shades.js";

const LAYERS = ["shades", "shades-unknown", "shade-numbers"];

export function shadeDistricts({ map, place, question, say }) {
  function show(chosen) {
    question.stop();
    if (!chosen) {
      setVisible(map, LAYERS, false);
      return;
    }
    question.ask(async (signal) => {
      const query = filters();
      for (const [name, value] of Object.entries(chosen)) query.set(name, value);
      const table = await piece(`${place.dataset.address}?${query}`, "[data-shades]", signal);
      place.replaceChildren(table);
      paint([...table.querySelectorAll("[data-code]")].map(({ dataset }) => dataset));
      say(table.querySelector("caption").textContent);
    });
  }

  function paint(rows) {
    if (!map.getLayer("shades")) addLayers();
    const known = rows.filter((row) => row.shade !== "");
    const unknown = rows.filter((row) => row.shade === "").map(({ code }) => code);
    map.setPaintProperty("shades", "fill-color", byCode(known, (row) => shade(row.shade), "transparent"));
    map.setFilter("shades-unknown", ["in", ["get", "code"], ["literal", unknown]]);
    map.setLayoutProperty("shade-numbers", "text-field", byCode(rows, ({ said }) => said, ""));
    setVisible(map, LAYERS, true);
  }

  function addLayers() {
    addHatch(map, "hatch");
    addBelowBorders(map, { id: "shades", type: "fill", source: "districts", paint: { "fill-opacity": 0.85 } });
    addBelowBorders(map, { id: "shades-unknown", type: "fill", source: "districts", paint: { "fill-pattern": "hatch" } });
    const font = map.getLayoutProperty("district-names", "text-font");
    map.addLayer({
      id: "shade-numbers", type: "symbol", source: "labels",
      layout: { "text-size": 15, "text-offset": [0, 1.6], "text-allow-overlap": true, ...(font && { "text-font": font }) },
      paint: { "text-color": colour("--map-district-name"), "text-halo-color": colour("--map-land"), "text-halo-width": 2.5 },
    });
  }

  return { show };
}

const byCode = (rows, value, otherwise) =>
  rows.length ? ["match", ["get", "code"], ...rows.flatMap((row) => [row.code, value(row)]), otherwise] : otherwise;
