// The child's page. Streamlit calls this with what the database says; we draw it, keep what is
// answered (keeper.js), and ask for the next page when a move is in the database.

import { aloud, EVERYTHING } from "./aloud.js";
import { button, el, fill, picture } from "./dom.js";
import { helpSheet } from "./help.js";
import * as keeper from "./keeper.js";
import { question } from "./question.js";
import * as screens from "./screens.js";
import * as still from "./still.js";
import { tools } from "./tools.js";

const NEW_PAGE_WITHIN = 3000;
const ASK_HEALTH_EVERY = 1000, HEALTH_WITHIN = 8000;
const SAME_TAP = 400;
const SAME_SPOT = 24;
const NO_SITTING = ["nobody", "trouble"];
const OVER = ["thanks", "declined", "taken_back"];

/** What is on the screen. `drawn` is its data as text, so that the same page is not drawn twice;
 * `around` what stays the same from page to page: the sentences, the helplines, the languages. */
const view = { component: null, data: null, around: null, looks: new Set(), drawn: "", root: null, status: null, notes: {}, late: 0, awaits: "", moved: false, leaving: false, lastWords: null, press: null, touched: false, recovery: null, offerSkip: () => {}, hush: () => {} };

export default function door(component) {
  view.component = component;
  document.documentElement.classList.add("heard-child");
  document.getElementById("stMain")?.setAttribute("tabindex", "-1");  // no stop on the way to an answer
  const data = whole(component.data);
  if (view.leaving) return undefined;  // nothing comes back on the screen
  if (data) came(data);
  if (!data) location.reload();
  else if (data.step === "nobody" && keeper.unsaved()) signIn(false);
  else if (data.step === "nobody") location.replace("/");
  else show(data, component.parentElement);
  return () => document.documentElement.classList.remove("heard-child");
}

/** The page with what stays the same; a page without a sitting is said in the words we have. */
function whole({ around, ...page }) {
  if (around && !(view.around && NO_SITTING.includes(page.step))) view.around = around;
  return view.around && { ...view.around, ...page };
}

/** The page that was asked for is here; one that was under way before the move is not it. */
function came({ place, step }) {
  if (view.awaits && place !== view.awaits && !NO_SITTING.includes(step)) return;
  clearTimeout(view.late);
  view.awaits = "";
  if (step !== "trouble") view.recovery = null;
}

function show(data, parent) {
  const attached = view.root && view.root.isConnected && parent.contains(view.root);
  const sameTongue = view.data && view.data.language.code === data.language.code;
  const typing = !keeper.take(data);
  if (typing && attached && sameTongue) { busy(false); return; }
  const asText = JSON.stringify(data);
  if (attached && asText === view.drawn && !view.moved) { busy(false); return; }
  const another = !sameTongue || view.data.place !== data.place;
  Object.assign(view, { data, drawn: asText, notes: {}, moved: false });
  if (!keeper.wishing()) view.looks = new Set(data.looks);
  draw(parent, typing ? { ...data, answer: keeper.standing() } : data);
  if (data.step === "trouble" && !data.quote) recover();
  if (another) focusTitle();
}

function draw(parent, data) {
  const { code: lang, dir, voice } = data.language;
  Object.assign(document.documentElement, { lang, dir });
  const root = el("div", { class: "hd", lang, dir, "data-band": data.band, "data-step": data.step, "data-place": data.place, "data-looks": [...view.looks].join(" ") },
    top(data), tools(data, view.looks, () => { root.dataset.looks = [...view.looks].join(" "); }), progress(data),
    el("div", { class: "hd-body" }, body(data)), helpSheet(data, go, quit(data, "help-leave")));
  const ways = root.querySelector(".hd-ways");
  if (ways && data.step !== "thanks") ways.before(el("p", { class: "hd-status", role: "status" }));
  root.addEventListener("pointerdown", (event) => { view.touched = event.pointerType === "touch"; }, { capture: true });
  root.addEventListener("click", onlyOnce, { capture: true });
  for (const change of ["input", "change"]) root.addEventListener(change, () => view.offerSkip());
  view.status = root.querySelector(".hd-status");
  if (view.root) view.root.remove();
  view.root = root;
  parent.append(root);
  view.hush = aloud(root, { voice, listen: data.says.listen, stop: data.says.listen_stop });
  still.watch(data, root, { quit: quit(data, "still-leave"), wipe: () => leave("shared"), here: () => keeper.wish("here") });
  if (data.step === "question" && data.version && data.answer && !keeper.unsaved()) status("saved");
}

function body(data) {
  if (data.step !== "question") return screens[data.step](data, leave, go);
  return [
    data.hidden ? el("p", { class: "hd-note", "data-say": true }, data.says.other_device) : null,
    data.recalled ? screens.recalled(data) : null,
    el("div", { "data-aloud": true }),
    question(data, view.notes),
    ways(data),
  ];
}

/** The way out: at the top of every page, and on every sheet that lies over one. */
function quit({ says, step }, hook) {
  return el("button", { type: "button", class: "hd-corner hd-leave", "data-heard": hook, onclick: () => leave(OVER.includes(step) ? "done" : "left") }, picture("leave", ""), says.leave);
}

function top(data) {
  const { says, step, language } = data;
  const help = el("a", { class: "hd-corner hd-help", href: `/help?lang=${language.code}`, "data-heard": "help", onclick: (event) => {
    const sheet = view.root.querySelector("dialog:not(.hd-still)");
    if (!sheet || !sheet.showModal) return;
    event.preventDefault();
    view.root.querySelector("[data-heard=listen][aria-pressed=true]")?.click();
    aloud(sheet, { voice: language.voice, listen: says.listen, stop: says.listen_stop, parts: EVERYTHING });
    sheet.showModal();
  } }, picture("help", ""), says.help);
  return el("div", { class: "hd-top" }, step === "trouble" ? null : quit(data, "leave"), help);
}

function progress({ step, number, of, progress: said }) {
  if (step !== "question") return null;
  return el("div", { class: "hd-progress" }, el("p", {}, said),
    el("progress", { value: number, max: of, "aria-hidden": "true" }));
}

function ways({ says, first, answer }) {
  const pass = (reason) => () => { keeper.answered({ passed: reason }, { now: true }); go("next"); };
  const rather = button(says.rather_not, "rather-not", pass("preferred_not_to_say"));
  rather.setAttribute("aria-pressed", String(Boolean(answer && answer.passed === "preferred_not_to_say")));
  rather.prepend(picture("tick", "hd-said"));
  const skip = button(says.skip, "skip", pass("not_answered"));
  view.offerSkip = () => {
    skip.hidden = keeper.answeredNow();  // a slip must not wipe an answer
    if (skip.hidden) rather.setAttribute("aria-pressed", "false");
  };
  view.offerSkip();
  return el("div", { class: "hd-ways" },
    el("div", { class: "hd-beside" }, skip, rather),
    button(says.next, "next", () => go("next"), "hd-main"),
    first ? null : button(says.back, "back", () => go("back"), "hd-plain"));
}

function go(where) {
  keeper.move(where);
  busy(true);
}

function busy(yes) {
  view.root.querySelectorAll(".hd-ways button").forEach((one) => one.setAttribute("aria-disabled", String(yes)));
}

/** A second tap that follows the first at once must not press a button of the page that came.
 *
 * A mouse counts its own clicks (`detail`); two taps of a finger are told by time and place. */
function onlyOnce(event) {
  const before = view.press;
  view.press = { at: event.timeStamp, x: event.clientX, y: event.clientY };
  if (!before || event.detail === 0 || !event.target.closest(".hd-ways button")) return;
  const near = Math.hypot(event.clientX - before.x, event.clientY - before.y) < SAME_SPOT;
  const again = view.touched && near && event.timeStamp - before.at < SAME_TAP;
  if (event.detail > 1 || again) { event.preventDefault(); event.stopPropagation(); }
}

/** Says whether the answer is in the database: "saving", "saved", "failed"; "" says nothing. */
function status(name) {
  const line = view.status, { says } = view.data;
  if (!line || (line.dataset.state || "") === name) return;
  line.dataset.state = name;
  line.removeAttribute("data-heard");
  if (name === "saved") line.dataset.heard = "saved";
  if (name === "failed") line.dataset.heard = "problem";
  const words = { saving: says.saving, saved: says.saved, failed: `${says.not_saved} ${says.not_saved_hint}` }[name];
  line.replaceChildren(...(name === "saved" ? [picture("tick", "")] : []), ...(words ? [el("span", {}, words)] : []));
}

function note(id, ...inside) {
  const made = el("div", { class: "hd-note", id, role: "status", "data-say": true }, inside);
  view.root.querySelector(`#${id}`)?.remove();
  view.status.before(made);
  return made;
}

/** Both pages' words are in the box and kept; above it a child may leave those of one page. */
function twoPages(both, theirs, mine) {
  const { says } = view.data, show = view.notes.show;
  if (!show) return;
  show(both);
  const keep = (words, hook, text) => button(words, hook, () => {
    show(text);
    keeper.answered({ words: text }, { now: true });
    made.remove();
    view.root.querySelector("textarea").focus();
  });
  const made = note("hd-two-pages", says.two_pages, el("blockquote", { dir: "auto" }, el("bdi", {}, theirs)),
    el("div", { class: "hd-ways hd-equal" }, keep(says.keep_this, "keep-this", mine), keep(says.keep_other, "keep-other", theirs)));
  view.root.querySelector("[data-heard=question]").before(made);
}

function signIn(otherChild) {
  if (view.root.querySelector(".hd-again")) return;
  const again = view.data.noCode ? screens.gone(view.data) : screens.codeAgain(view.data, otherChild, async () => {
    await keeper.resume();
    arrive();
  });
  status("failed");
  view.root.querySelector(".hd-body").prepend(again);
  again.querySelector("input, a").focus();
}

/** After the code was given again: the socket still carries the old cookie, so load anew. */
function arrive() {
  if (keeper.unsaved() || view.root.querySelector(".hd-again")) setTimeout(arrive, 200);
  else location.replace("/");
}

/** A move is in the database: ask for the page of `place`. */
function moved(place) {
  Object.assign(view, { moved: true, awaits: place || "" });
  view.component.setTriggerValue("nav", Date.now());
  clearTimeout(view.late);
  view.late = setTimeout(recover, NEW_PAGE_WITHIN);
}

/** The next page does not come: wait until the server is well, then load it; nothing is unsaved. */
async function recover() {
  if (view.recovery) return;
  const mine = view.recovery = {};
  for (;;) {
    const well = await fetch("/health", { signal: AbortSignal.timeout(HEALTH_WITHIN) }).then((response) => response.json())
      .then((told) => told.database.writable, () => false);
    if (view.recovery !== mine) return;
    if (well && !keeper.unsaved()) { location.reload(); return; }
    await new Promise((resolve) => { setTimeout(resolve, ASK_HEALTH_EVERY); });
  }
}

/** Leave: the screen is empty and silent at once, and stays so until the server has let go.
 *
 * `how` is "left" (quickly), "later" (not now), "done", or "shared" (the tablet clears itself). */
async function leave(how) {
  if (view.leaving) return;
  view.leaving = true;
  view.hush();
  still.rest();
  view.root.replaceChildren();
  document.title = " ";
  view.lastWords = keeper.lastWords();
  const form = new URLSearchParams({ how, "hd-language": view.data.language.code, "hd-no-code": view.data.noCode ? "1" : "" });
  while (!await gone(form)) await new Promise((resolve) => { setTimeout(resolve, ASK_HEALTH_EVERY); });
}

/** Whether the last words have arrived and this device's sitting is over; then it goes on. */
async function gone(form) {
  try {
    if (view.lastWords) await keeper.post("/answer", view.lastWords);
    view.lastWords = null;
    const { url } = await keeper.post("/leave", form);
    location.replace(url);
    return true;
  } catch { return false; }
}

/** A new page is announced by its title; nothing else on it is read twice. */
function focusTitle() {
  const title = view.root.querySelector("h1");
  window.scrollTo(0, 0);
  if (title) title.focus({ preventScroll: true });
}

keeper.listen({
  state: (name) => status(name),
  moved,
  signIn,
  merged: twoPages,
  removed: (count, words) => {
    if (view.notes.show) view.notes.show(words);
    const { says } = view.data;
    note("hd-removed", count === 1 ? says.removed_one : fill(says.removed_more, { removed: count }));
  },
  refused: ({ place }) => {
    busy(false);
    if (place && place !== view.data.place) moved(place);
    else if (view.status) note("hd-refused", view.data.says.not_kept);
  },
});
addEventListener("pagehide", () => { if (view.lastWords) navigator.sendBeacon("/answer", view.lastWords); });
