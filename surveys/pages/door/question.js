// One question as real form controls: a fieldset with radios or boxes, a row of numbers, or a
// box for words. Inputs are named by the question's id and valued by its options' keys.

import { el, fill, picture, spoken } from "./dom.js";
import * as keeper from "./keeper.js";

const ROOM_SAID_FROM = 0.9;
const YOUNGEST = "4-7";

/** The question with its answers; `notes` is where the page says things about this answer. */
export function question(data, notes) {
  const { question: asked, says, language } = data;
  const own = spoken(asked.language, language);  // said in English where it is not translated
  const title = el("h1", { tabindex: "-1", id: "hd-title", "data-say": true, "data-sound": recorded(asked) }, asked.text);
  const whole = asked.kind === "text" ? words(data, title, notes) : choices(data, title);
  const marks = { "data-heard": "question", "data-question-id": asked.id, ...own };
  for (const [name, value] of Object.entries(marks)) whole.setAttribute(name, value);
  return [whole, asked.why ? why(asked.why, says, own) : null];
}

function choices(data, title) {
  const { question: asked, says, language } = data;
  const hint = asked.hint ? el("p", { class: "hd-hint hd-quiet", "data-say": true }, asked.hint) : null;
  const ours = el("p", { class: "hd-hint hd-quiet", "data-say": true, ...spoken(language, asked.language) }, hintFor(asked, says));
  return el("fieldset", { "aria-describedby": "hd-hints" },
    el("legend", {}, title),
    el("div", { id: "hd-hints" }, hint, ours),
    asked.kind === "scale" ? scale(asked, data.answer) : cards(data));
}

/** The address of a recording; null where there is none. */
function recorded({ sound }) {
  return sound ? `/sound/${sound}` : null;
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
      option.picture ? picture(option.picture, `hd-picture hd-${option.picture}`) : null,
      el("span", { "data-say": true, "data-sound": recorded(option) }, option.label)));
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
      el("span", { "data-say": true }, String(number), heard));
  });
  const words = (number, label) => el("p", { class: "hd-end", "aria-hidden": "true" }, `${number}: ${label}`);
  return el("div", { class: "hd-rated", onchange: (event) => keeper.answered({ value: Number(event.target.value) }, { now: true }) },
    words(low, lowLabel), el("div", { class: "hd-scale" }, each), words(high, highLabel));
}

/** The input covers its card, so that the whole card is the target; the look hangs on `:checked`. */
function card(type, name, value, checked, ...inside) {
  const input = el("input", { type, name, value });
  input.checked = checked;
  return el("label", { class: "hd-choice" }, input,
    el("span", { class: "hd-card" }, inside, picture("tick", "hd-tick")));
}

function words(data, title, notes) {
  const { question: asked, answer, says, language } = data;
  const label = el("label", { for: "hd-words" }, title);
  const hint = asked.hint ? el("p", { class: "hd-hint hd-quiet", id: "hd-hints", "data-say": true }, asked.hint) : null;
  const box = el("textarea", {
    id: "hd-words", name: asked.id, rows: "5", maxlength: asked.limit, autocomplete: "off",
    "aria-describedby": `${hint ? "hd-hints " : ""}hd-room hd-not-safe`, dir: "auto",
    oninput: () => { keeper.answered({ words: box.value }); room(box, asked.limit, says, left); },
    onblur: () => { if (keeper.unsaved()) keeper.answered({ words: box.value }, { now: true }); },
  });
  box.value = (answer && answer.words) || "";
  const left = el("p", { id: "hd-room", class: "hd-quiet", "aria-live": "polite", ...spoken(language, asked.language) });
  room(box, asked.limit, says, left);
  notes.show = (text) => { box.value = text; room(box, asked.limit, says, left); };
  const told = el("p", { id: "hd-not-safe", class: "hd-quiet", "data-say": true, "data-heard": "not-safe", ...spoken(language, asked.language) }, says.not_safe);
  return el("div", {}, label, hint, box, left, told);
}

/** How much room is left: said from nine tenths on, so that nobody meets the end unprepared. */
function room(box, limit, says, line) {
  const left = limit - box.value.length;
  const said = left <= 0 ? says.no_room : fill(says.room_left, { left: left.toLocaleString("en-GB") });
  const shown = box.value.length >= limit * ROOM_SAID_FROM ? said : "";
  if (line.textContent !== shown) line.textContent = shown;
}

function why(text, says, own) {
  return el("details", {}, el("summary", {}, says.why), el("p", own, text));
}
