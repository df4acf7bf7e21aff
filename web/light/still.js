// A tablet that many children use: after two idle minutes it asks "Are you still here?", and half
// a minute later it clears itself. Nothing else on the child's side has a time.

const IDLE = 120000;
const IDLE_AFTER_SENDING = 60000;
const ANSWER_WITHIN = 30000;

const watched = { root: null, seen: 0, timer: 0, leave: () => {}, here: () => {}, quit: null };

/** Watches a page; `leave` clears the tablet, `here` tells the server of a child who stays, `quit`
 * is the way out. */
export function watch(root, { leave, here, quit }) {
  Object.assign(watched, { root, leave, here, quit });
  wake();
}

const idle = () => (watched.root.dataset.step === "thanks" ? IDLE_AFTER_SENDING : IDLE);

/** Somebody is there; while the question stands, only its button says so. */
function wake() {
  if (watched.root.querySelector(".hd-still")) return;
  clearTimeout(watched.timer);
  watched.seen = Date.now();
  watched.timer = setTimeout(ask, idle());
}

/** A tablet that slept may wake long after its time: then nobody is asked any more. */
function ask() {
  if (Date.now() - watched.seen >= idle() + ANSWER_WITHIN) { watched.leave(); return; }
  const sheet = dialog();
  watched.root.append(sheet);
  sheet.showModal();
  watched.timer = setTimeout(() => watched.leave(), ANSWER_WITHIN);
}

function dialog() {
  const { stillTitle, stillText, stillGo } = watched.root.dataset;
  const sheet = made("dialog", { className: "hd-still" });
  const ways = made("div", { className: "hd-ways" });
  const stay = made("button", { type: "button", className: "hd-button hd-main", textContent: stillGo });
  stay.dataset.heard = "still";
  // The event that a sheet is closed comes later; by then the clock must not have run out.
  sheet.oncancel = () => clearTimeout(watched.timer);
  stay.onclick = () => { clearTimeout(watched.timer); sheet.close(); };
  sheet.onclose = () => { sheet.remove(); watched.here(); wake(); };
  sheet.setAttribute("aria-labelledby", "hd-still-title");
  ways.append(stay);
  sheet.append(made("h2", { id: "hd-still-title", textContent: stillTitle }), made("p", { className: "hd-lead", textContent: stillText }), ways, watched.quit);
  return sheet;
}

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

for (const sign of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(sign, wake, { capture: true, passive: true });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && Date.now() - watched.seen >= idle() + ANSWER_WITHIN) watched.leave();
});
