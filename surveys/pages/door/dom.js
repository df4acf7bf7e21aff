// Elements without a template language: el("p", {class: "hd-lead"}, "words").
// Words always become text nodes, so nothing that a child typed is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

// The drawings come once and stay in the page; a `use` of another file would ask again each time.
const drawings = fetch(new URL("pictures.svg", import.meta.url)).then((response) => response.text()).then((text) => {
  const sheet = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  sheet.setAttribute("hidden", "");
  sheet.setAttribute("aria-hidden", "true");
  sheet.setAttribute("width", "0");
  sheet.setAttribute("height", "0");
  document.body.prepend(document.importNode(sheet, true));
});
drawings.catch(() => {});  // without them every answer still has its words

/** An element. `on…` attributes are listeners; true is a bare attribute; null and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** One of our line drawings, for the eye only: the words beside it say the same. */
export function picture(name, className = "hd-picture") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#hd-${name}`);
  svg.append(use);
  return svg;
}

/** A button of ours; `hook` is its data-heard mark. */
export function button(words, hook, onclick, className = "") {
  return el("button", { type: "button", class: `hd-button ${className}`, "data-heard": hook, onclick }, words);
}

/** "{left} letters" with its gaps filled. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

/** Numbers in their own order, also in a line that runs from the right. */
export function leftToRight(text) {
  return `\u2066${text}\u2069`;
}

/** What says that a text is in another language than the page; nothing where it is not. */
export function spoken(language, page) {
  return language.code === page.code ? {} : { lang: language.code, dir: language.dir };
}
