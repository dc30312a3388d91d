// Answers that could not be sent yet stay on the tablet, each under the number its page made, so
// that one which did arrive (and whose receipt was lost) is not counted twice.

const TIMEOUT = 10_000;

export class Queue {
  constructor(address) {
    this.address = address;
    this.name = `livinglab.kiosk.${address}`;
    this.memory = { waiting: [], unsent: 0 };
    this.isSending = false;
  }

  get kept() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? this.memory;
    } catch {
      return this.memory;
    }
  }

  set kept(kept) {
    this.memory = kept;
    try {
      localStorage.setItem(this.name, JSON.stringify(kept));
    } catch {
      // Storage may be closed or full; then it is kept as long as the page is open.
    }
  }

  add(body) {
    this.kept = { ...this.kept, waiting: [...this.kept.waiting, body] };
  }

  // Returns {status, errors}: 201 taken, 422 refused, 0 when nobody answered.
  async post(body) {
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { Accept: "application/json" },
        credentials: "omit",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      return { status: answer.status, ...(isJson ? await answer.json() : {}) };
    } catch {
      return { status: 0 };
    }
  }

  // One after the other; the first that cannot be sent now stops the rest.
  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.kept.waiting.length) {
        const { status } = await this.post(this.kept.waiting[0]);
        if (status !== 201 && status !== 422) break;
        const kept = this.kept;
        this.kept = {
          waiting: kept.waiting.slice(1),
          unsent: kept.unsent + (status === 422 ? 1 : 0),
        };
      }
    } finally {
      this.isSending = false;
    }
  }
}
