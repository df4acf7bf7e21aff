// Keeps what a child answers: from the page to the database, and nothing is lost on the way.
//
// The words live here, in this page, until /answer has said that they are kept. One request at a
// time; a save half a second after the last key and at least every two seconds; again for ever
// while the server does not answer; a beacon when the page goes away. Every message carries this
// page's writer id and a rising number, so that it may arrive twice or late.

const PAUSE = 500;
const LONGEST_UNSAVED = 2000;
const ANSWER_WITHIN = 8000;
const LONGEST_RETRY = 4000;
/** Control characters and halves of characters, which the server takes out (`clean_words`). */
const HIDDEN = /^[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]$/;

/** What this page knows. `value` is the answer as it is posted; `kept` what /answer last took. */
const page = {
  writer: Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join(""),
  seq: 0, question: null, place: null, mark: null, base: 0,
  value: null, kept: null, unsavedSince: 0,
  go: null, wishes: null, busy: false, failures: 0, timer: 0, stopped: null, refused: false,
};
let told = {};

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const unsaved = () => page.question !== null && !same(page.value, page.kept);

/** Whether something is chosen or written, as opposed to passed over or left. */
export function answeredNow() {
  const { keys = [], value = null, words = "" } = page.value || {};
  return keys.length > 0 || value !== null || words.trim() !== "";
}

/** The answer as it stands on the page, kept or not. */
export const standing = () => page.value;

/** Whether a switch is on its way to the server. */
export const wishing = () => page.wishes !== null;

/** Who hears what happens: state(name), moved(place), signIn(otherChild), merged(both, theirs, mine), removed(count). */
export function listen(listeners) { told = listeners; }

/** Whether a freshly drawn page may replace what is here: never while words of it are unsaved. */
export function take(data) {
  const question = data.question ? data.question.id : null;
  const sameQuestion = question !== null && question === page.question && data.rk === page.mark;
  if (sameQuestion && unsaved()) {
    page.place = data.place;
    if (page.go && page.go.startsWith("language:")) page.go = null;  // that page has come
    return false;
  }
  if (unsaved()) beacon();
  if (!sameQuestion) clearTimeout(page.timer);
  Object.assign(page, {
    question, place: data.place, mark: data.rk, base: data.version || 0,
    value: data.answer || null, kept: data.answer || null, unsavedSince: 0, go: null, stopped: null, refused: false,
  });
  return true;
}

/** The child chose, wrote or passed: keep it, at once or after a pause in typing. */
export function answered(value, { now = false } = {}) {
  page.value = value;
  page.refused = false;
  if (!unsaved()) return;
  if (!page.unsavedSince) page.unsavedSince = Date.now();
  told.state(page.failures || page.stopped ? "failed" : "saving");
  if (page.failures || page.stopped) return;  // a retry is under way, or the code is asked for
  const left = Math.max(0, page.unsavedSince + LONGEST_UNSAVED - Date.now());
  schedule(now ? 0 : Math.min(PAUSE, left));
}

/** The child wants to go on, back, or to send: the answer goes along in the same message. */
export function move(go) {
  if (page.go) return;
  page.go = go;
  if (!page.stopped) schedule(0);
}

/** Something that leaves the page as it is: how it looks, or that the child is still here. */
export function wish(go) {
  page.wishes = go;
  if (!page.stopped) schedule(0);
}

/** Try now: the code was given again, or the page is looked at again. */
export function resume() {
  page.stopped = null;
  return flush();
}

/** Last chance: the page goes away. A beacon outlives it; its repeat does no harm. */
export function beacon() {
  if (!unsaved() || page.refused) return;
  page.seq += 1;
  navigator.sendBeacon("/answer", packed(message(false)));
}

/** The words that are not kept yet, as a message; nothing is kept, or moved, by itself any more. */
export function lastWords() {
  clearTimeout(page.timer);
  page.seq += 1;
  const words = unsaved() && !page.refused ? packed(message(false)) : null;
  page.question = page.go = page.wishes = null;
  return words;
}

function schedule(after) {
  clearTimeout(page.timer);
  page.timer = setTimeout(flush, after);
}

function message(withMove) {
  const answer = withAnswer(withMove) ? { question: page.question, ...(page.value || { passed: "not_answered" }) } : {};
  const moving = withMove ? page.wishes || page.go : null;
  return { ...answer, rk: page.mark, w: page.writer, seq: page.seq, base: page.base, from: page.place, go: moving };
}

/** Next over a question that nobody answered yet says so; other moves leave it as it is. */
function withAnswer(withMove) {
  if (page.question === null) return false;
  return unsaved() || (withMove && !page.wishes && page.go === "next" && page.base === 0);
}

async function flush() {
  if (page.busy || page.stopped || page.refused || !(unsaved() || page.go || page.wishes)) return;
  clearTimeout(page.timer);
  page.busy = true;
  page.seq += 1;
  const sent = {
    value: page.value, go: page.wishes ? null : page.go, wishes: page.wishes,
    question: page.question, place: page.place, answers: withAnswer(true),
  };
  try {
    const response = await post("/answer", packed(message(true)));
    page.busy = false;
    await answerIs(response.status, response.status === 503 ? {} : await response.json(), sent);
  } catch {
    page.busy = false;
    failed();
  }
}

const packed = (message) => new Blob([JSON.stringify(message)], { type: "application/json" });

/** Post a body to one of our addresses; it throws where no answer comes in time. */
export async function post(address, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN);
  try {
    return await fetch(address, { method: "POST", body, signal: stop.signal });
  } finally { clearTimeout(timer); }
}

async function answerIs(status, reply, sent) {
  if (status === 200) return kept(reply, sent);
  if (status === 401 || status === 403) return ask(status === 403);
  if (status === 409) return merge(reply);
  if (status === 400 || status === 413) return refuse(reply);
  failed();
}

function kept(reply, sent) {
  page.failures = 0;
  if (sent.question === page.question) {
    page.kept = sent.value;
    page.unsavedSince = unsaved() ? Date.now() : 0;
    if (reply.version) page.base = reply.version;
    if (reply.removed) clean(reply.removed);
  }
  if (page.wishes === sent.wishes) page.wishes = null;
  if (unsaved() || page.wishes || (page.go && !sent.go)) schedule(page.go || page.wishes ? 0 : PAUSE);
  if (unsaved()) told.state("saving");
  else if (sent.answers || page.kept) told.state("saved");
  else told.state("");
  if (sent.go && sent.place === page.place) told.moved(reply.place);
}

/** Hidden marks were taken out: the page shows the words as they are kept. */
function clean(count) {
  const words = page.value && page.value.words;
  if (typeof words === "string") {
    const cleaned = Array.from(words).filter((sign) => !HIDDEN.test(sign)).join("");
    const whole = same(page.value, page.kept);
    page.value = { words: cleaned };
    if (whole) page.kept = page.value;
    told.removed(count, cleaned);
  }
}

function ask(otherChild) {
  page.stopped = otherChild ? "other" : "code";
  told.signIn(otherChild);
}

/** Two pages of one child wrote different words: what they begin with once, then both ends.
 *
 * The beginning ends at a space, so that no word is cut in two. */
function merge(reply) {
  const mine = (page.value && page.value.words) || "", theirs = reply.words || "";
  let common = 0;
  while (common < mine.length && mine[common] === theirs[common]) common += 1;
  common = mine.slice(0, common).search(/\S*$/);
  page.base = reply.version;
  page.kept = { words: theirs };
  const both = mine.startsWith(theirs) ? mine : theirs.startsWith(mine) ? theirs
    : `${mine}\n${theirs.slice(common)}`;
  page.value = { words: both };
  told.merged(both, theirs, mine);
  schedule(0);
}

/** Not an answer to this question (any more): said once, not tried again until it changes. */
function refuse(reply) {
  page.go = page.wishes = null;
  page.failures = 0;
  page.refused = true;
  told.refused(reply);
}

function failed() {
  page.failures += 1;
  told.state("failed");
  schedule(Math.min(PAUSE * 2 ** page.failures, LONGEST_RETRY));
}

addEventListener("pagehide", beacon);
addEventListener("popstate", beacon);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") beacon();
  else if (unsaved()) flush();
});
addEventListener("online", () => { if (unsaved() || page.go || page.wishes) flush(); });
addEventListener("beforeunload", (event) => {
  if (unsaved() && page.failures) event.preventDefault();
});
