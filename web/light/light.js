// What a script adds to the light door; every page is whole without it. Words are kept while they
// are typed, a dropped connection never takes the page away, the next page comes in the same answer
// as the save, and screens are read aloud. Nothing is stored here: what is on the page is all there
// is, until the server has said that it is kept.

const PAUSE = 500, LONGEST_UNSAVED = 2000;
const ANSWER_WITHIN = 8000, LONGEST_RETRY = 4000;
const SAME_TAP = 400, SAME_SPOT = 24;
const ROOM_SAID_FROM = 0.9;
const GUARD = "heard";
const JSON_BODY = { "content-type": "application/json" };

/** What this page knows. `kept` is the answer that the server has; `pressed` the button that waits. */
const page = { kept: "", since: 0, timer: 0, busy: false, failures: 0, pressed: null, leaving: false, last: null, tap: null, touched: false, help: new Map() };

const root = () => document.querySelector(".hd");
const form = () => document.getElementById("hd-form");
const find = (selector) => root().querySelector(selector);
const field = (name) => form().elements.namedItem(name) || { value: "" };
const box = () => find("textarea");

// --- the answer on the page -------------------------------------------------------------------

const chosen = () => new FormData(form()).getAll(field("question").value || "\n").map((value) => value.replace(/\r\n/g, "\n"));
const answer = () => JSON.stringify(chosen());
const answered = () => chosen().some((value) => value.trim());
const asking = () => root().dataset.step === "question";
const unsaved = () => !page.leaving && asking() && answer() !== page.kept;

/** The answer as the server drew it: what a child did before this script was here is not in it. */
function drawn() {
  const inputs = [...root().querySelectorAll("[data-heard=question] :is(input, textarea)")];
  const values = inputs.filter((one) => one.matches("textarea") || one.defaultChecked);
  return JSON.stringify(values.map((one) => (one.matches("textarea") ? one.defaultValue : one.value)));
}

function message() {
  const values = chosen(), kind = field("hd-kind").value;
  const given = kind === "text" ? { words: values[0] || "" } : kind === "scale" ? { value: values[0] ?? null } : { keys: values };
  return { question: field("question").value, ...given, ...stamp() };
}

/** Each message has a number above the one before: what does not is taken for a repeat of it. */
function counted() {
  const seq = Number(field("seq").value) + 1;
  if (field("seq").value) field("seq").value = String(seq);
  return seq;
}

function stamp() {
  return { rk: field("rk").value, w: field("w").value, seq: counted(), base: Number(field("base").value), from: field("from").value, go: null };
}

function changed(event) {
  if (!event.target.form || event.target.form !== form() || event.target.name === "code") return;
  const skip = find("[data-heard=skip]");
  if (skip) skip.hidden = answered();  // a slip must not wipe an answer
  if (answered()) find("[data-heard=rather-not]")?.setAttribute("aria-pressed", "false");
  room();
  if (!unsaved()) return;
  page.since = page.since || Date.now();
  if (!page.failures) say("saving");
  if (page.failures) return;
  const left = Math.max(0, page.since + LONGEST_UNSAVED - Date.now());
  later(event.target.matches("textarea") ? Math.min(PAUSE, left) : 0);
}

/** How much room is left: said from nine tenths on, so that nobody meets the end unprepared. */
function room() {
  const line = find("#hd-room"), area = box();
  if (!line || !area || area.maxLength < 0) return;
  const left = area.maxLength - area.value.length;
  const told = left <= 0 ? line.dataset.full : line.dataset.left.replace("{left}", String(left));
  const said = area.value.length >= area.maxLength * ROOM_SAID_FROM ? told : "";
  if (line.textContent !== said) line.textContent = said;
}

// --- keeping it: one request at a time, again for ever -----------------------------------------

function later(after) {
  clearTimeout(page.timer);
  page.timer = setTimeout(flush, after);
}

async function flush() {
  if (page.busy || page.leaving || !(page.pressed || unsaved())) return;
  clearTimeout(page.timer);
  page.busy = true;
  try {
    await (page.pressed ? send() : save());
    page.failures = 0;
  } catch {
    if (page.leaving) return;
    page.failures += 1;
    say("failed");
    later(Math.min(PAUSE * 2 ** page.failures, LONGEST_RETRY));
  } finally { page.busy = false; }
  if (!page.failures && (page.pressed || unsaved())) later(page.pressed ? 0 : PAUSE);
}

/** Keeps the answer where the child stays on the page. */
async function save() {
  const sent = answer();
  const response = await post("/answer", JSON.stringify(message()), JSON_BODY);
  if (response.status === 503) throw new Error("not saved");
  const reply = stillHere(response.ok ? await response.json() : null);
  if (!reply || reply.removed) { page.pressed = {}; return; }  // the server draws what there is to say
  page.kept = sent;
  page.since = unsaved() ? Date.now() : 0;
  if (reply.version) field("base").value = String(reply.version);
  field("hd-had").value = chosen().length ? "1" : field("hd-had").value;
  say(unsaved() ? "saving" : "saved");
}

/** Posts the form as its button would, and shows the page that answers. */
async function send() {
  const { button } = page.pressed || {};
  counted();
  const sent = new FormData(form(), button && button.isConnected ? button : null);
  const response = await post("/s", new URLSearchParams(sent), { "x-heard-page": "1" });
  if (response.status === 503) throw new Error("not saved");
  const html = stillHere(await response.text());
  page.pressed = null;
  show(html, sent, button);
  if (response.status === 409) page.kept = "";  // both pages' words are only here so far
}

/** What came back; on a screen that was left meanwhile nothing may be drawn any more. */
function stillHere(came) {
  if (page.leaving) throw new Error("left");
  return came;
}

async function post(address, body, headers) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN);
  try {
    return await fetch(address, { method: "POST", body, headers, signal: stop.signal });
  } finally { clearTimeout(timer); }
}

/** The page goes away: a beacon outlives it; its repeat does no harm. */
function beacon() {
  if (page.last) navigator.sendBeacon("/leave", page.last);
  if (!unsaved()) return;
  navigator.sendBeacon("/answer", new Blob([JSON.stringify(message())], { type: "application/json" }));
}

/** Says whether the answer is in the database: "saving", "saved" or "failed". */
function say(state) {
  let line = find(".hd-status");
  if (!line) {
    line = document.createElement("p");
    line.className = "hd-status";
    line.setAttribute("role", "alert");
    line.append(document.createElement("span"));
    (find(".hd-ways") || find("main").lastChild).before(line);
  }
  if (line.dataset.state === state) return;
  line.dataset.state = state;
  const hook = { saved: "saved", failed: "problem" }[state];
  if (hook) line.setAttribute("data-heard", hook);
  else line.removeAttribute("data-heard");
  line.querySelector("svg")?.toggleAttribute("hidden", state !== "saved");
  line.querySelector("span").textContent = root().dataset[state];
}

// --- the page that follows --------------------------------------------------------------------

function show(html, sent, button) {
  const next = new DOMParser().parseFromString(html, "text/html"), coming = next.querySelector(".hd");
  if (!coming) { location.replace("/s"); return; }
  const typed = box(), writing = typed && document.activeElement === typed;
  const same = coming.dataset.place === root().dataset.place;
  const open = button && button.closest("details") ? [...root().querySelectorAll("details")].indexOf(button.closest("details")) : -1;
  const more = typed ? moreThan(typed.value, sent.get(typed.name) || "") : "";
  root().replaceWith(document.adoptNode(coming));
  document.title = next.title;
  for (const name of ["lang", "dir"]) document.documentElement[name] = next.documentElement[name];
  if (more && box() && box().name === typed.name) box().value += more;
  if (open >= 0) reopen(open, button);
  else if (same && writing && box() && coming.dataset.step === "question") box().focus();
  else arriveAt(coming);
  begin();
}

/** What was typed while the form was on its way. */
function moreThan(now, sent) {
  const before = sent.replace(/\r\n/g, "\n");
  return now.startsWith(before) ? now.slice(before.length) : `\n${now}`;
}

function arriveAt(coming) {
  window.scrollTo(0, 0);
  (coming.querySelector("[autofocus]") || coming.querySelector("h1"))?.focus({ preventScroll: true });
}

/** Switches stay unfolded after one was pressed, with the focus where it was. */
function reopen(index, button) {
  const tool = root().querySelectorAll("details")[index];
  if (tool) tool.open = true;
  const same = (one) => (one.dataset.look ? one.dataset.look === button.dataset.look : one.value === button.value);
  [...(tool ? tool.querySelectorAll("button") : [])].find(same)?.focus();
}

/** A page is here, by its address or in answer to the one before. */
function begin() {
  page.kept = drawn();
  page.since = 0;
  room();
  readAloud(root());
  if (root().hasAttribute("data-shared")) clearWhenIdle();
  const back = find("[data-heard=back]");
  if (back && history.state !== GUARD) history.pushState(GUARD, "");
  const help = find("[data-heard=help]");
  if (help) keepHelp(addressOf(help));
  if (page.failures) say("failed");
  if (unsaved()) later(PAUSE);
}

/** The page is read aloud, or a sheet over it. */
async function readAloud(here) {
  const { voice, listen, stop, reader } = root().dataset;
  try {
    const { aloud, EVERYTHING } = await import(reader);
    if (here.isConnected) aloud(here, { voice, listen, stop, ...(here === root() ? {} : { parts: EVERYTHING }) });
  } catch { /* the page is whole without it */ }
}

/** A tablet that many children use. */
async function clearWhenIdle() {
  const { watch } = await import(root().dataset.still);
  const here = () => post("/answer", JSON.stringify({ ...stamp(), go: "here" }), JSON_BODY).catch(() => null);
  if (!page.leaving) watch(root(), { leave: () => leave(null, "done"), here, quit: wayOut("still-leave") });
}

/** Help is fetched ahead, so that one tap shows it also when nothing answers any more. */
async function keepHelp(address) {
  if (page.help.has(address)) return;
  page.help.set(address, null);
  const got = await fetch(address, { headers: { "x-heard-page": "1" } }).catch(() => null);
  if (got && got.ok) page.help.set(address, await got.text());
  else page.help.delete(address);
}

const addressOf = (link) => link.dataset.href || link.getAttribute("href");

function showHelp(event, link) {
  const address = addressOf(link), html = page.help.get(address);
  event.preventDefault();
  if (!html) { beacon(); location.assign(address); return; }
  const sheet = document.createElement("dialog");
  sheet.append(...new DOMParser().parseFromString(html, "text/html").querySelector("main").children);
  const title = sheet.querySelector("h1");
  Object.assign(title, { id: "hd-help-title", tabIndex: -1, autofocus: true });  // the sheet opens at its top
  sheet.setAttribute("aria-labelledby", title.id);
  const close = sheet.querySelector("[data-heard=help-back]");
  close.parentElement.classList.add("hd-close");  // at hand, however long the sheet is
  close.before(wayOut("help-leave"));
  close.onclick = (press) => { press.preventDefault(); sheet.close(); };
  sheet.onclose = () => { sheet.remove(); link.focus(); };
  root().append(sheet);
  sheet.showModal();
  find("[data-heard=listen][aria-pressed=true]")?.click();
  readAloud(sheet).then(() => { sheet.scrollTop = 0; });  // its button stands above what was first
}

/** The way out once more, on a sheet that lies over the one at the top. */
function wayOut(hook) {
  const made = find(".hd-leave").cloneNode(true);
  made.setAttribute("form", form().id);
  made.dataset.heard = hook;
  return made;
}

/** Leave quickly: the screen is empty at once; the last words go along on the way out. */
async function leave(button, how) {
  if (page.leaving) return;
  page.leaving = true;
  counted();
  page.last = new URLSearchParams(new FormData(form()));
  page.last.set("how", how || button.value);
  root().replaceChildren();
  document.title = " ";
  for (;;) {
    const response = await post("/leave", page.last, {}).catch(() => null);
    if (response) { page.last = null; location.replace(response.url); return; }
    await new Promise((resolve) => { setTimeout(resolve, LONGEST_RETRY); });
  }
}

/** Of two pages' words those of one stay in the box. */
function leaveOnly(button) {
  box().value = button.value;
  button.closest(".hd-note").remove();
  box().focus();
  if (unsaved()) later(0);
}

/** A second tap that follows the first at once must not press a button of the page that came. */
function onlyOnce(event) {
  const before = page.tap;
  page.tap = { at: event.timeStamp, x: event.clientX, y: event.clientY };
  if (!before || event.detail === 0 || !event.target.closest("button")) return;
  const near = Math.hypot(event.clientX - before.x, event.clientY - before.y) < SAME_SPOT;
  const again = page.touched && near && event.timeStamp - before.at < SAME_TAP;
  if (event.detail > 1 || again) { event.preventDefault(); event.stopPropagation(); }
}

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  const button = event.submitter;
  if (button && button.formAction.endsWith("/leave")) { leave(button); return; }
  if (box() && button && button.name === box().name) { leaveOnly(button); return; }
  if (page.pressed && page.pressed.button) return;
  page.pressed = { button };
  flush();
});
document.addEventListener("click", onlyOnce, { capture: true });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-heard=help]");
  if (link) showHelp(event, link);
});
document.addEventListener("pointerdown", (event) => { page.touched = event.pointerType === "touch"; }, { capture: true });
for (const change of ["input", "change"]) document.addEventListener(change, changed);
document.addEventListener("focusout", (event) => { if (event.target === box() && !page.failures && unsaved()) later(0); });
addEventListener("popstate", () => {
  const back = find("[data-heard=back]");
  if (back && !page.leaving) form().requestSubmit(back);
});
addEventListener("pagehide", beacon);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") beacon(); else flush(); });
addEventListener("online", flush);
addEventListener("beforeunload", (event) => { if (page.failures && unsaved()) event.preventDefault(); });
begin();
