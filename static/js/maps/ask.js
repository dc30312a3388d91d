// Questions to the portal of which only the newest counts: an older answer that comes late is left.

// `failed(error)` is called where the newest question got no answer.
export function newest(failed) {
  let asked = null;

  function stop() {
    asked?.abort();
    asked = null;
  }

  async function ask(work) {
    stop();
    asked = new AbortController();
    const { signal } = asked;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) failed(error);
    }
  }

  return { ask, stop };
}

async function answer(address, signal) {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

export const json = async (address, signal) => (await answer(address, signal)).json();

// One element of a page of ours, to be shown beside the map.
export async function piece(address, selector, signal) {
  const text = await (await answer(address, signal)).text();
  return new DOMParser().parseFromString(text, "text/html").querySelector(selector);
}
