// Reads a screen aloud, one part after the other, and shows which part and which word is spoken.
// Both doors use it; it needs nothing but a browser. A voice that sends the text to another
// company's machine is never used: only voices that live on this device, or recorded sound.

const SLOWLY = 0.92;
const WORD = "heard-word";
const SVG = "http://www.w3.org/2000/svg";
const LOUDSPEAKER = "M6 18v12h8l11 9V9L14 18ZM32 17a10 10 0 0 1 0 14M37 11a18 18 0 0 1 0 26";
const SQUARE = "M12 12h24v24H12Z";

/** What is read where nothing is marked: a sheet, or a plain page. */
export const EVERYTHING = ":is(main, dialog) :is(h1, h2, p, dt, dd, li, .hd-ways:not(.hd-close) :is(a, button))";

const standing = new Map();

/** Puts a button for reading aloud on a screen where it can be, and takes it away where it cannot.
 *
 * `root` is the `.hd` element, or a sheet over it that is read by itself. What is read are the
 * elements that `parts` selects, in their order; the button goes into the element marked
 * `data-aloud`, or before the first of them. `voice` is the language to speak ("en-GB"), `listen`
 * and `stop` are the button's words. A part with a `lang` of its own is read by a voice for that;
 * one with `data-sound`, the address of a recording, is played instead. Parts that nothing can say
 * are passed over. Returns a function that falls silent and takes the button away; so does a new
 * page with all that stood, and a sheet that is closed. */
export function aloud(root, { voice, listen, stop, parts = "[data-say]" }) {
  for (const away of root.matches("dialog") ? [] : [...standing.values()]) away();
  const button = listenButton(listen), page = root.closest(".hd");
  const reader = { root, page, voice, parts, button, run: 0, words: { listen, stop } };
  button.onclick = () => (button.getAttribute("aria-pressed") === "true" ? silence(reader) : read(reader));
  const look = () => offer(reader);
  const watch = new MutationObserver(look);  // the quiet switch, and a screen that is emptied
  watch.observe(page, { attributes: true, attributeFilter: ["data-looks"], childList: true });
  const voices = window.speechSynthesis;
  if (voices && voices.addEventListener) voices.addEventListener("voiceschanged", look);  // they load late
  const hush = () => { if (document.visibilityState === "hidden") silence(reader); };
  addEventListener("pagehide", standDown);
  document.addEventListener("visibilitychange", hush);
  look();
  function standDown() { silence(reader); }
  const away = () => {
    standDown();
    watch.disconnect();
    if (voices && voices.removeEventListener) voices.removeEventListener("voiceschanged", look);
    removeEventListener("pagehide", standDown);
    document.removeEventListener("visibilitychange", hush);
    button.remove();
    standing.delete(root);
  };
  standing.set(root, away);
  root.addEventListener("close", away);
  return away;
}

/** The button is there only where pressing it is heard. */
function offer(reader) {
  const { root, page, button } = reader;
  const first = root.querySelector(reader.parts);
  const quiet = (page.dataset.looks || "").split(" ").includes("quiet");
  const heard = first && (first.dataset.sound || voiceFor(languageOf(first, reader)));
  if (quiet || !heard) { silence(reader); button.remove(); return; }
  if (button.isConnected) return;
  const slot = root.querySelector("[data-aloud]");
  if (slot) slot.append(button);
  else (first.closest("fieldset") || first).before(button);
}

/** A voice on this device for a language: of the same country where there is one. */
function voiceFor(language) {
  const all = window.speechSynthesis ? window.speechSynthesis.getVoices() : [];
  const spoken = (one) => one.lang.replace("_", "-").toLowerCase();
  const near = all.filter((one) => one.localService && spoken(one).split("-")[0] === language.toLowerCase().split("-")[0]);
  return near.find((one) => spoken(one) === language.toLowerCase()) || near[0] || null;
}

/** The language of a part: the page's voice, unless the part itself is in another language. */
function languageOf(part, { page, voice }) {
  const marked = part.closest("[lang]");
  const own = marked && page.contains(marked) ? marked.lang : "";
  return own && own.split("-")[0] !== voice.split("-")[0] ? own : voice;
}

function read(reader) {
  silence(reader);
  reader.run += 1;
  say(reader, true);
  readParts(reader, [...reader.root.querySelectorAll(reader.parts)].filter(isShown), reader.run);
}

function isShown(part) {
  return part.getClientRects().length > 0;
}

/** The first of the parts, then the rest. */
function readParts(reader, [part, ...rest], run) {
  if (run !== reader.run) return;
  if (!part || !part.isConnected) { silence(reader); return; }
  let over = false;  // a recording may tell twice that it cannot be played
  const next = () => {
    if (over || run !== reader.run) return;
    over = true;
    unmark(reader.root);
    readParts(reader, rest, run);
  };
  const recorded = part.dataset.sound;
  if (recorded) play(reader, part, recorded, next);
  else speak(reader, part, next);
}

function play(reader, part, recorded, next) {
  const playing = new Audio(recorded);
  reader.playing = playing;
  playing.onended = next;
  playing.onerror = next;
  mark(part);
  playing.play().catch(next);
}

function speak(reader, part, next) {
  const { run } = reader;
  const voice = voiceFor(languageOf(part, reader));
  const pieces = piecesOf(part);
  const text = pieces.map((piece) => piece.data).join("");
  if (!voice || !text.trim()) { next(); return; }
  const spoken = Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: SLOWLY });
  spoken.onboundary = (event) => { if (run === reader.run && event.name !== "sentence") markWord(pieces, text, event); };
  spoken.onend = next;
  spoken.onerror = () => { if (run === reader.run) silence(reader); };
  reader.spoken = spoken;  // Chromium forgets the events of one that nobody holds
  mark(part);
  window.speechSynthesis.speak(spoken);
}

function silence(reader) {
  const spoke = reader.button.getAttribute("aria-pressed") === "true";
  reader.run += 1;
  if (reader.playing) {
    reader.playing.onended = reader.playing.onerror = null;
    reader.playing.pause();
  }
  if (spoke && window.speechSynthesis) window.speechSynthesis.cancel();
  reader.playing = reader.spoken = null;
  unmark(reader.root);
  say(reader, false);
}

// --- what is shown ----------------------------------------------------------------------------

/** The part that is read, or the whole answer card round it. */
function mark(part) {
  const shown = part.closest(".hd-choice") || part;
  shown.setAttribute("data-reading", "");
  shown.scrollIntoView({ block: "nearest" });
}

function unmark(root) {
  for (const part of root.querySelectorAll("[data-reading]")) part.removeAttribute("data-reading");
  if (window.CSS && CSS.highlights) CSS.highlights.delete(WORD);
}

/** The spoken word, as a highlight over the text: nothing in the page changes for a screen reader. */
function markWord(pieces, text, { charIndex, charLength }) {
  if (!window.CSS || !CSS.highlights) return;
  const length = charLength || (text.slice(charIndex).match(/^\S+/) || [""])[0].length;
  const range = document.createRange();
  range.setStart(...placeIn(pieces, charIndex));
  range.setEnd(...placeIn(pieces, charIndex + length));
  CSS.highlights.set(WORD, new Highlight(range));
}

/** The text node at a place in the whole text, and the place in it. */
function placeIn(pieces, index) {
  let left = index;
  for (const piece of pieces) {
    if (left <= piece.data.length) return [piece, left];
    left -= piece.data.length;
  }
  const last = pieces[pieces.length - 1];
  return [last, last.data.length];
}

function piecesOf(part) {
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("[aria-hidden=true]")) pieces.push(walker.currentNode);
  }
  return pieces;
}

function listenButton(words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "hd-button hd-listen";
  button.dataset.heard = "listen";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  button.append(svg, document.createElement("span"));
  show(button, words, false);
  return button;
}

function say({ button, words }, speaking) {
  show(button, speaking ? words.stop : words.listen, speaking);
}

function show(button, words, speaking) {
  button.setAttribute("aria-pressed", String(speaking));
  button.querySelector("path").setAttribute("d", speaking ? SQUARE : LOUDSPEAKER);
  button.querySelector("span").textContent = words;
}
