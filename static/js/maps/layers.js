// Which layers the city map shows: one ground, and what lies over it. They are chosen in the form
// above the map and kept in the address, so that back, reload and a shared link lead to the same.

import { asQuery, filters, layersInAddress, order, remember } from "./address.js";
import { newest } from "./ask.js";
import { shadeDistricts } from "./districts.js";
import { showHexagons } from "./hexagons.js";
import { showSites } from "./sites.js";

export function watchLayers({ map, library, config, marks }) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  const form = find("map-layers");
  const said = find("layers-said");
  find("map-layers-fold").open = matchMedia("(min-width: 48rem)").matches; // on a phone the map comes first
  const say = (words) => {
    said.textContent = words;
  };
  const question = () => newest((error) => {
    console.info("A layer stays as it is:", error.message);
    say(said.dataset.wordsFailed);
  });
  const districts = shadeDistricts({ map, place: find("map-districts"), question: question(), say });
  const hexagons = showHexagons({ map, place: find("map-hexagons"), language: config.language, question: question(), say });
  const sites = showSites({ map, library, section: find("map-sites"), question: question(), say });

  // Some of its fields stand beside the map, with the table that they change.
  document.addEventListener("change", ({ target }) => {
    if (target.form !== form) return;
    remember(map, { push: true, query: asQuery(inAddress(), chosen()) });
    show();
  });

  // Values of fields that are not as the page brought them; the usual ones need no words.
  const chosen = () => [...form.elements].filter((field) => field.checked && !field.defaultChecked).map(({ value }) => value).join(".");

  function show() {
    const words = layersInAddress().split(".");
    form.reset();
    for (const field of form.elements) {
      if (words.includes(field.value)) field.checked = true;
    }
    const { ground, per, steps } = Object.fromEntries(new FormData(form));
    for (const part of document.querySelectorAll("[data-ground]")) part.hidden = !part.dataset.ground.split(" ").includes(ground);
    say("");
    marks.show(ground === "marks");
    districts.show(ground === "districts" && { per, steps });
    hexagons.show(ground === "hexagons");
    sites.show({ all: words.includes("sites"), values: words.includes("values") });
  }

  show();
  return { show };
}

const inAddress = () => [...filters(), ["order", order()]];
