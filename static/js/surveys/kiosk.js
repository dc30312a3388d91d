// A tablet in a hall: one question at a time, ready for the next person by itself, and nothing is
// lost while the network is away. Without this script it is one page with a button.

import { Queue } from "./kiosk_queue.js";

const THANKS = 8_000; // milliseconds until the next person
const GRACE = 20_000; // from "are you still there?" to a new start
const RETRY = 30_000;

const form = document.querySelector("[data-kiosk]");
const part = (name) => document.querySelector(`[data-kiosk-${name}]`);

function newNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

function isAnswered(question) {
  const controls = [...question.querySelectorAll("input, select, textarea")].filter(
    (control) => control.type !== "hidden",
  );
  const choices = controls.filter((control) => ["radio", "checkbox"].includes(control.type));
  if (question.querySelector(".matrix")) {
    const names = new Set(choices.map((choice) => choice.name));
    return [...names].every((name) => choices.some((choice) => choice.name === name && choice.checked));
  }
  if (choices.length) return choices.some((choice) => choice.checked);
  return controls.some((control) => control.value.trim());
}

class Kiosk {
  constructor() {
    this.words = part("words").dataset;
    this.queue = new Queue(form.getAttribute("action"));
    this.questions = [...form.querySelectorAll(".kiosk__question")];
    this.here = this.questions.findIndex((question) => question.querySelector(".field--wrong"));
    this.here = Math.max(this.here, 0);
    this.listen();
    this.show();
    this.send();
  }

  listen() {
    part("forward").addEventListener("click", () => this.go(1));
    part("back").addEventListener("click", () => this.go(-1));
    part("next").addEventListener("click", (event) => {
      event.preventDefault();
      this.restart();
    });
    part("stay").addEventListener("click", () => part("idle").close());
    part("idle").addEventListener("close", () => this.touch());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    form.addEventListener("change", () => this.show());
    for (const touch of ["pointerdown", "keydown", "input"]) {
      document.addEventListener(touch, () => this.touch());
    }
    window.addEventListener("online", () => this.send());
    setInterval(() => this.send(), RETRY);
  }

  // Questions that depend on an answer come and go (answer.js).
  get asked() {
    return this.questions.filter((question) => !question.hidden);
  }

  show({ focus = false } = {}) {
    const asked = this.asked;
    this.here = Math.min(this.here, asked.length - 1);
    for (const question of this.questions) question.classList.toggle("is-elsewhere", true);
    asked[this.here].classList.toggle("is-elsewhere", false);
    for (const heading of form.querySelectorAll("h2")) heading.hidden = true;
    if (part("intro")) part("intro").hidden = this.here > 0;
    const isLast = this.here === asked.length - 1;
    part("back").hidden = this.here === 0;
    part("forward").hidden = isLast;
    part("send").hidden = part("last").hidden = !isLast;
    part("progress").hidden = false;
    part("progress").textContent = fill(this.words.step, { here: this.here + 1, all: asked.length });
    if (focus) asked[this.here].focus();
  }

  go(step) {
    if (step > 0 && !this.check(this.asked[this.here])) return;
    this.here = Math.max(0, this.here + step);
    this.show({ focus: true });
    window.scrollTo(0, 0);
  }

  check(question) {
    const isMissing = "required" in question.dataset && !isAnswered(question);
    this.complain(question, isMissing ? this.words.missing : "");
    return !isMissing;
  }

  complain(question, sentence) {
    const place = question.querySelector("[data-kiosk-missing]");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  lead(question) {
    this.here = this.asked.indexOf(question);
    this.show({ focus: true });
  }

  async submit() {
    if (this.isBusy) return;
    const missing = this.asked.find((question) => !this.check(question));
    if (missing) return this.lead(missing);
    this.isBusy = true;
    const body = new URLSearchParams(new FormData(form)).toString();
    const { status, errors } = await this.queue.post(body);
    this.isBusy = false;
    if (status === 422) return this.refuse(errors);
    if (status === 403 || status === 404 || status === 410) return location.reload();
    if (status !== 201) this.queue.add(body); // no network, or too much at once: it waits here
    this.thank();
  }

  refuse(errors) {
    const wrong = Object.entries(errors ?? {}).map(([name, sentences]) => {
      const control = form.querySelector(`[name="${CSS.escape(name)}"], [name^="${CSS.escape(name)}."], [name^="${CSS.escape(name)}_"]`);
      const question = control?.closest(".kiosk__question") ?? this.asked.at(-1);
      this.complain(question, sentences.join(" "));
      return question;
    });
    this.lead(this.asked.find((question) => wrong.includes(question)) ?? this.asked[0]);
  }

  thank() {
    part("sheet").hidden = true;
    part("thanks").hidden = false;
    part("thanks").focus();
    clearTimeout(this.restarting);
    this.restarting = setTimeout(() => this.restart(), THANKS);
    this.tell();
  }

  restart() {
    clearTimeout(this.restarting);
    if (part("idle").open) part("idle").close();
    form.reset();
    for (const box of form.querySelectorAll("input:checked")) box.checked = false;
    for (const control of form.querySelectorAll("textarea, select, input:not([type=radio], [type=checkbox], [type=hidden])")) control.value = "";
    form.querySelector("[name=client_id]").value = newNumber();
    for (const question of this.questions) this.complain(question, "");
    for (const error of form.querySelectorAll(".form-errors, .field__errors")) error.remove();
    form.dispatchEvent(new Event("change", { bubbles: true }));
    this.here = 0;
    part("thanks").hidden = true;
    part("sheet").hidden = false;
    this.show();
    clearTimeout(this.waiting);
    this.send();
  }

  // Somebody who walked away leaves their answers to nobody else.
  touch() {
    if (part("idle").open) return;
    clearTimeout(this.waiting);
    clearTimeout(this.leaving);
    this.waiting = setTimeout(() => this.ask(), Number(form.dataset.idle) * 1000);
  }

  ask() {
    const isFresh = this.here === 0 && !this.questions.some(isAnswered);
    if (isFresh || part("sheet").hidden) return;
    part("idle").showModal();
    this.leaving = setTimeout(() => this.restart(), GRACE);
  }

  async send() {
    await this.queue.flush();
    this.tell();
  }

  tell() {
    const { waiting, unsent } = this.queue.kept;
    const said = [];
    if (waiting.length) said.push(fill(this.words.waiting, { count: waiting.length }));
    if (unsent) said.push(fill(this.words.unsent, { count: unsent }));
    part("waiting").textContent = said.join(" ");
    part("waiting").hidden = !said.length;
  }
}

if (form) new Kiosk();
