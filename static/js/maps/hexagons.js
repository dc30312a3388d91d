// How dense the proposals of the view are, in hexagons that follow it.

import { filters } from "./address.js";
import { json } from "./ask.js";
import { colour } from "./colour.js";
import { addBelowBorders, byShade, setVisible } from "./shades.js";

const PAUSE = 250; // milliseconds that the map must rest
const LAYERS = ["hexagons", "hexagon-lines"];

export function showHexagons({ map, place, language, question, say }) {
  const numbers = new Intl.NumberFormat(language);
  const words = place.dataset;
  let isShown = false;
  let waiting = null;

  map.on("moveend", () => {
    clearTimeout(waiting);
    if (isShown) waiting = setTimeout(look, PAUSE);
  });

  function show(wanted) {
    clearTimeout(waiting);
    question.stop();
    isShown = wanted;
    if (isShown) look();
    else setVisible(map, LAYERS, false);
  }

  function look() {
    const query = filters();
    query.set("bbox", map.getBounds().toArray().flat().map((side) => side.toFixed(7)).join(","));
    question.ask(async (signal) => {
      const found = await json(`${words.address}?${query}`, signal);
      draw(found);
      place.querySelector("ul").replaceChildren(...found.classes.map(step));
      place.querySelector("[data-edge]").textContent = words.wordsEdge.replace("{metres}", numbers.format(found.edge_metres));
      say(found.said);
    });
  }

  function draw(data) {
    const source = map.getSource("hexagons");
    if (source) source.setData(data);
    else addLayers(data);
    setVisible(map, LAYERS, true);
  }

  function addLayers(data) {
    map.addSource("hexagons", { type: "geojson", data });
    addBelowBorders(map, { id: "hexagons", type: "fill", source: "hexagons", paint: { "fill-color": byShade(), "fill-opacity": 0.8 } });
    addBelowBorders(map, { id: "hexagon-lines", type: "line", source: "hexagons", paint: { "line-color": colour("--shade-line"), "line-width": 0.8 } });
  }

  function step({ from, to, shade }) {
    const item = document.createElement("li");
    const sample = document.createElement("span");
    sample.className = `shade shade--${shade}`;
    sample.setAttribute("aria-hidden", "true");
    const [low, high] = [from, to].map((number) => numbers.format(number));
    item.append(sample, low === high ? high : words.wordsRange.replace("{from}", low).replace("{to}", high));
    return item;
  }

  return { show };
}
