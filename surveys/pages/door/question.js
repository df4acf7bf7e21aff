// One question as real form controls: a fieldset with radios or boxes, a row of numbers, or a
// box for words. Inputs are named by the question's id and valued by its options' keys.

import { el, fill, picture } from "./dom.js";
import * as keeper from "./keeper.js";

const ROOM_SAID_FROM = 0.9;
const YOUNGEST = "4-7";

/** The question with its answers; `notes` is where the page says things about this answer. */
export function question(data, notes) {
  const { question: asked, says } = data;
  const title = el("h1", { tabindex: "-1", id: "hd-title" }, asked.text);
  const whole = asked.kind === "text" ? words(data, title, notes) : choices(data, title);
  whole.setAttribute("data-heard", "question");
  whole.setAttribute("data-question-id", asked.id);
  return [whole, asked.why ? why(asked.why, says) : null];
}

function choices(data, title) {
  const { question: asked, says } = data;
  const hints = [asked.hint, hintFor(asked, says)].filter(Boolean);
  const said = hints.map((hint) => el("p", { class: "hd-hint hd-quiet" }, hint));
  const described = said.length ? "hd-hints" : null;
  return el("fieldset", { "aria-describedby": described },
    el("legend", {}, title),
    el("div", { id: "hd-hints" }, said),
    asked.kind === "scale" ? scale(asked, data.answer) : cards(data));
}

function hintFor(asked, says) {
  return { choice: says.choose_one, choices: says.choose_any, scale: says.choose_number }[asked.kind];
}

function cards({ question: asked, answer, band }) {
  const drawn = asked.options.every((option) => option.picture);
  const tiles = band === YOUNGEST && drawn && asked.options.length > 1;
  const chosen = (answer && answer.keys) || [];
  const kind = asked.kind === "choice" ? "radio" : "checkbox";
  const each = asked.options.map((option) =>
    card(kind, asked.id, option.key, chosen.includes(option.key),
      option.picture ? picture(option.picture) : null, el("span", {}, option.label)));
  return el("div", { class: tiles ? "hd-cards hd-tiles" : "hd-cards", onchange: (event) => {
    const boxes = event.currentTarget.querySelectorAll("input:checked");
    keeper.answered({ keys: Array.from(boxes, (box) => box.value) }, { now: true });
  } }, each);
}

function scale(asked, answer) {
  const { low, high, low_label: lowLabel, high_label: highLabel } = asked.scale;
  const numbers = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const each = numbers.map((number) => {
    const end = number === low ? lowLabel : number === high ? highLabel : "";
    const heard = end ? el("span", { class: "hd-only-heard" }, `, ${end}`) : null;
    return card("radio", asked.id, String(number), answer !== null && answer.value === number,
      el("span", {}, String(number), heard));
  });
  return el("div", { onchange: (event) => keeper.answered({ value: Number(event.target.value) }, { now: true }) },
    el("p", { class: "hd-ends", "aria-hidden": "true" }, el("span", {}, `${low}: ${lowLabel}`), el("span", {}, `${high}: ${highLabel}`)),
    el("div", { class: "hd-scale" }, each));
}

/** The input covers its card, so that the whole card is the target; the look hangs on `:checked`. */
function card(type, name, value, checked, ...inside) {
  const input = el("input", { type, name, value });
  input.checked = checked;
  return el("label", { class: "hd-choice" }, input,
    el("span", { class: "hd-card" }, inside, picture("tick", "hd-tick")));
}

function words(data, title, notes) {
  const { question: asked, answer, says } = data;
  const label = el("label", { for: "hd-words" }, title);
  const hint = asked.hint ? el("p", { class: "hd-hint hd-quiet", id: "hd-hints" }, asked.hint) : null;
  const box = el("textarea", {
    id: "hd-words", name: asked.id, rows: "5", maxlength: asked.limit, autocomplete: "off",
    "aria-describedby": hint ? "hd-hints hd-room" : "hd-room", dir: "auto",
    oninput: () => { keeper.answered({ words: box.value }); room(box, asked.limit, says, left); },
    onblur: () => { if (keeper.unsaved()) keeper.answered({ words: box.value }, { now: true }); },
  });
  box.value = (answer && answer.words) || "";
  const left = el("p", { id: "hd-room", class: "hd-quiet", "aria-live": "polite" });
  room(box, asked.limit, says, left);
  notes.show = (text) => { box.value = text; room(box, asked.limit, says, left); };
  return el("div", {}, label, hint, box, left);
}

/** How much room is left: said from nine tenths on, so that nobody meets the end unprepared. */
function room(box, limit, says, line) {
  const left = limit - box.value.length;
  const said = left <= 0 ? says.no_room : fill(says.room_left, { left: left.toLocaleString("en-GB") });
  const shown = box.value.length >= limit * ROOM_SAID_FROM ? said : "";
  if (line.textContent !== shown) line.textContent = shown;
}

function why(text, says) {
  return el("details", {}, el("summary", {}, says.why), el("p", {}, text));
}
