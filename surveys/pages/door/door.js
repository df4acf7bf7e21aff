// The child's page. Streamlit calls this with what the database says; we draw it, keep what is
// answered (keeper.js), and ask for the next page when a move is in the database.

import { button, el, fill, picture } from "./dom.js";
import * as keeper from "./keeper.js";
import { question } from "./question.js";
import * as screens from "./screens.js";

const NEW_PAGE_WITHIN = 3000;
const ASK_HEALTH_EVERY = 1000;
const SAME_TAP = 400;
const SAME_SPOT = 24;

/** What is on the screen. `drawn` is its data as text, so that the same page is not drawn twice. */
const view = { component: null, data: null, drawn: "", root: null, status: null, notes: {}, late: 0, moved: false, press: null, touched: false, recovering: false, offerSkip: () => {} };

export default function door(component) {
  view.component = component;
  document.documentElement.classList.add("heard-child");
  document.getElementById("stMain")?.setAttribute("tabindex", "-1");  // no stop on the way to an answer
  clearTimeout(view.late);
  const { data } = component;
  if (data.step === "nobody" && keeper.unsaved()) signIn(false);
  else if (data.step === "nobody") location.replace("/");
  else show(data, component.parentElement);
  return () => document.documentElement.classList.remove("heard-child");
}

function show(data, parent) {
  const attached = view.root && view.root.isConnected && parent.contains(view.root);
  if (!keeper.take(data) && attached) { busy(false); return; }
  const asText = JSON.stringify(data);
  if (attached && asText === view.drawn && !view.moved) { busy(false); return; }
  const another = !view.data || view.data.place !== data.place;
  Object.assign(view, { data, drawn: asText, notes: {}, moved: false });
  draw(parent);
  if (data.step === "trouble") recover();
  if (another) focusTitle();
}

function draw(parent) {
  const { data } = view;
  const root = el("div", { class: "hd", lang: "en-GB", "data-band": data.band, "data-step": data.step, "data-place": data.place },
    top(data), progress(data), el("div", { class: "hd-body" }, body(data)), helpSheet(data));
  const ways = root.querySelector(".hd-ways");
  if (ways && data.step !== "thanks") ways.before(el("p", { class: "hd-status", role: "status" }));
  root.addEventListener("pointerdown", (event) => { view.touched = event.pointerType === "touch"; }, { capture: true });
  root.addEventListener("click", onlyOnce, { capture: true });
  for (const change of ["input", "change"]) root.addEventListener(change, () => view.offerSkip());
  view.status = root.querySelector(".hd-status");
  if (view.root) view.root.remove();
  view.root = root;
  parent.append(root);
  if (data.step === "question" && data.version && data.answer) status("saved");
}

function body(data) {
  if (data.step !== "question") return screens[data.step](data, leave);
  return [
    data.hidden ? el("p", { class: "hd-note" }, data.says.other_device) : null,
    question(data, view.notes),
    ways(data),
  ];
}

function top({ says, step }) {
  const quit = el("button", { type: "button", class: "hd-corner hd-leave", "data-heard": "leave", onclick: () => leave(false) }, picture("leave", ""), says.leave);
  const help = el("a", { class: "hd-corner hd-help", href: "/help", "data-heard": "help", onclick: (event) => {
    const sheet = view.root.querySelector("dialog");
    if (!sheet || !sheet.showModal) return;
    event.preventDefault();
    sheet.showModal();
  } }, picture("help", ""), says.help);
  return el("div", { class: "hd-top" }, step === "trouble" ? null : quit, help);
}

function progress({ step, number, of, progress: said }) {
  if (step !== "question") return null;
  return el("div", { class: "hd-progress" }, el("p", {}, said),
    el("progress", { value: number, max: of, "aria-hidden": "true" }));
}

function ways({ says, first, answer }) {
  const pass = (reason) => () => { keeper.answered({ passed: reason }, { now: true }); go("next"); };
  const rather = button(says.rather_not, "rather-not", pass("preferred_not_to_say"));
  if (answer && answer.passed === "preferred_not_to_say") rather.prepend(picture("tick", "hd-said"));
  const skip = button(says.skip, "skip", pass("not_answered"));
  view.offerSkip = () => { skip.hidden = keeper.answeredNow(); };  // a slip must not wipe an answer
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

/** Says whether the answer is in the database: "saving", "saved" or "failed". */
function status(name) {
  const line = view.status, { says } = view.data;
  if (!line || line.dataset.state === name) return;
  line.dataset.state = name;
  line.toggleAttribute("data-heard", false);
  const hook = { saved: "saved", failed: "problem" }[name];
  if (hook) line.setAttribute("data-heard", hook);
  const words = { saving: says.saving, saved: says.saved, failed: `${says.not_saved} ${says.not_saved_hint}` }[name];
  line.replaceChildren(...(name === "saved" ? [picture("tick", "")] : []), el("span", {}, words));
}

function note(id, ...inside) {
  const old = view.root.querySelector(`#${id}`);
  const made = el("div", { class: "hd-note", id, role: "status" }, inside);
  if (old) old.replaceWith(made);
  else view.status.before(made);
}

function signIn(otherChild) {
  if (view.root.querySelector(".hd-again")) return;
  const form = screens.codeAgain(view.data.says, otherChild, async () => {
    await keeper.resume();
    arrive();
  });
  status("failed");
  view.root.querySelector(".hd-body").prepend(form);
  form.querySelector("input").focus();
}

/** After the code was given again: the socket still carries the old cookie, so load anew. */
function arrive() {
  if (keeper.unsaved() || view.root.querySelector(".hd-again")) setTimeout(arrive, 200);
  else location.replace("/");
}

function moved() {
  view.moved = true;
  view.component.setTriggerValue("nav", Date.now());
  view.late = setTimeout(recover, NEW_PAGE_WITHIN);
}

/** The next page does not come: wait until the server is well, then load it; nothing is unsaved. */
async function recover() {
  if (view.recovering) return;
  view.recovering = true;
  for (;;) {
    const well = await fetch("/health").then((response) => response.ok, () => false);
    if (well && !keeper.unsaved()) { location.reload(); return; }
    await new Promise((resolve) => { setTimeout(resolve, ASK_HEALTH_EVERY); });
  }
}

/** Leave quickly: the screen is empty at once; the last words are kept on the way out. */
async function leave(later) {
  const done = view.data.step === "thanks";
  view.root.replaceChildren();
  document.title = view.data.says.leave;
  await keeper.lastWords();
  const how = later ? "later" : done ? "done" : "left";
  const form = el("form", { method: "post", action: "/leave" }, el("input", { type: "hidden", name: "how", value: how }));
  document.body.append(form);
  form.submit();
}

function helpSheet({ says, lines }) {
  if (!lines) return null;
  const sheet = el("dialog", { "aria-labelledby": "hd-help-title" },
    el("h2", { id: "hd-help-title" }, says.help_title),
    el("p", { class: "hd-danger" }, says.help_danger),
    el("p", { class: "hd-hint" }, says.help_intro),
    lines.own.length ? [el("h2", {}, says.help_own), listed(lines.own, says)] : null,
    listed(lines.all, says),
    el("div", { class: "hd-ways" }, button(says.help_back, null, () => sheet.close(), "hd-main")));
  return sheet;
}

function listed(lines, says) {
  return el("dl", { class: "hd-lines" }, lines.map((line) => el("div", {},
    el("dt", {}, line.name), el("dd", {}, line.note),
    el("dd", {}, el("a", { class: "hd-ring", href: line.link }, fill(line.text ? says.help_text : says.help_ring, line))))));
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
  merged: (both, theirs) => {
    if (view.notes.show) view.notes.show(both);
    note("hd-two-pages", view.data.says.two_pages, el("blockquote", {}, el("bdi", {}, theirs)));
  },
  removed: (count, words) => {
    if (view.notes.show) view.notes.show(words);
    const { says } = view.data;
    note("hd-removed", count === 1 ? says.removed_one : fill(says.removed_more, { removed: count }));
  },
  refused: ({ place }) => {
    busy(false);
    if (place && place !== view.data.place) moved();
    else note("hd-refused", view.data.says.not_kept);
  },
});
