// A tablet that many children use: after two idle minutes it asks "Are you still here?", and half
// a minute later it clears itself. Nothing else on the child's side has a time.

import { button, el } from "./dom.js";

const IDLE = 120_000;
const IDLE_AFTER_SENDING = 60_000;
const ANSWER_WITHIN = 30_000;

const watched = { shared: false, since: 0, idle: IDLE, timer: 0, sheet: null, wipe: () => {}, here: () => {} };

/** Begin to watch a page; `wipe` clears the tablet, `here` tells the server of a child who stays,
 * `quit` is the way out. */
export function watch({ shared, says, step }, root, { wipe, here, quit }) {
  Object.assign(watched, { shared, wipe, here, idle: step === "thanks" ? IDLE_AFTER_SENDING : IDLE });
  if (!shared) return;
  watched.sheet = sheet(says, quit);
  root.append(watched.sheet);
  moved();
}

/** No longer: the tablet is being cleared. */
export function rest() {
  watched.shared = false;
  clearTimeout(watched.timer);
}

function sheet(says, quit) {
  const stay = () => { watched.sheet.close(); watched.here(); moved(); };
  const made = el("dialog", { class: "hd-still", "aria-labelledby": "hd-still-title", oncancel: stay },
    el("h2", { id: "hd-still-title" }, says.still_title),
    el("p", { class: "hd-lead" }, says.still_text),
    el("div", { class: "hd-ways" }, button(says.still_go, "still", stay, "hd-main")), quit);
  return made;
}

/** Somebody is there; while the question stands, only its button says so. */
function moved() {
  if (!watched.shared || watched.sheet.open) return;
  watched.since = Date.now();
  later(watched.idle);
}

function later(pause) {
  clearTimeout(watched.timer);
  watched.timer = setTimeout(look, pause);
}

/** A tablet that slept may wake long after its time: then nobody is asked any more. */
function look() {
  if (!watched.shared) return;
  const still = Date.now() - watched.since;
  if (still >= watched.idle + ANSWER_WITHIN) watched.wipe();
  else if (still < watched.idle) later(watched.idle - still);
  else {
    if (!watched.sheet.open) watched.sheet.showModal();
    later(watched.idle + ANSWER_WITHIN - still);
  }
}

for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, moved, { capture: true, passive: true });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });
