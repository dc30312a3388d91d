// The list beside the map: what is in view, or at one spot, with its order and its counts.

import { filters, order } from "./address.js";

const PAUSE = 250; // milliseconds that the map must rest
const REFUSED = 422; // one sentence stands where the list would

// `go(query)` is called with the address of a count or an order that somebody chose.
export function showList({ address, bounds, go, onRevision }) {
  const title = document.querySelector("[data-map-title]");
  const said = document.querySelector("[data-map-said]");
  const backToAll = document.querySelector("[data-map-all]");
  const place = document.querySelector("[data-map-list]");
  let spot = null; // the bounds of a spot whose list is open
  let asked = null;
  let waiting = null;

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-chooses]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(new URL(link.href).searchParams);
  });
  backToAll.addEventListener("click", () => {
    close();
    refresh();
    title.focus();
  });

  function soon() {
    if (spot) return; // the list of a spot stays while the map moves
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  }

  async function refresh() {
    clearTimeout(waiting);
    asked?.abort();
    asked = new AbortController();
    const query = filters();
    if (order()) query.set("order", order());
    query.set("bbox", (spot ?? bounds()).map((side) => side.toFixed(7)).join(","));
    try {
      const response = await fetch(`${address}?${query}`, { signal: asked.signal });
      if (response.ok || response.status === REFUSED) show(await response.text());
    } catch (error) {
      if (error.name !== "AbortError") console.info("The list stays as it is:", error.message);
    }
  }

  function show(html) {
    const kept = keptState();
    title.textContent = spot ? title.dataset.wordsSpot : title.dataset.wordsView;
    place.closest(".map-split__list").scrollTop = 0; // another view has another first proposal
    place.innerHTML = html;
    restore(kept);
    const root = place.firstElementChild;
    const words = root.querySelector("[data-total-words]")?.textContent ?? root.textContent;
    if (said.textContent !== words) said.textContent = words;
    if (root.dataset.rev) onRevision(root.dataset.rev);
  }

  // A list that changes under somebody's hands keeps what they opened and where they are.
  const keptState = () => ({
    isOpen: place.querySelector("details")?.open,
    chosen: document.activeElement?.closest?.("[data-chooses]")?.dataset.chooses,
  });
  function restore({ isOpen, chosen }) {
    const fold = place.querySelector("details");
    if (fold && isOpen !== undefined) fold.open = isOpen;
    if (chosen) (place.querySelector(`[data-chooses="${CSS.escape(chosen)}"]`) ?? title).focus({ preventScroll: true });
  }

  function close() {
    spot = null;
    backToAll.hidden = true;
  }

  async function openSpot(around) {
    spot = around;
    backToAll.hidden = false;
    await refresh();
    title.focus();
  }

  return { soon, refresh, close, openSpot };
}
