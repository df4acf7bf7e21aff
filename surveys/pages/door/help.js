// Help now: a sheet over the question, with the numbers to ring and somebody to ask for.

import { button, el, fill, leftToRight, spoken } from "./dom.js";

const YOUNGEST = "4-7";

/** The sheet: who helps right now, then somebody to ask for, then the others. Nothing is lost under it. `go` is told of a wish that leads to another question; `quit` is the way out. */
export function helpSheet({ says, lines, language, mayAsk, band }, go, quit) {
  if (!lines) return null;
  const sheet = el("dialog", { "aria-labelledby": "hd-help-title" },
    el("h2", { id: "hd-help-title", tabindex: "-1", autofocus: true }, says.help_title),
    el("p", { class: "hd-danger" }, says.help_danger),
    el("p", { class: "hd-hint" }, says.help_intro),
    listed(lines.first, says, language),
    mayAsk.length ? asking(says, mayAsk, (whom) => { sheet.close(); go(`ask:${whom}`); }) : null,
    lines.own.length ? [el("h2", { class: "hd-lead" }, says.help_own), listed(lines.own, says, language), checked(lines.ownChecked)] : null,
    el("details", { open: band !== YOUNGEST }, el("summary", {}, says.help_more), listed(lines.more, says, language)),
    checked(lines.checked),
    el("div", { class: "hd-ways hd-close" }, quit, button(says.help_back, "help-back", () => sheet.close(), "hd-main")));
  return sheet;
}

/** When a person last checked the numbers above it, where somebody has said so. */
function checked(said) {
  return said ? el("p", { class: "hd-quiet", "data-heard": "checked" }, said) : null;
}

function asking(says, mayAsk, ask) {
  const ways = {
    contact: [says.help_ask_text, says.help_ask_go],
    advocate: [says.help_advocate_text, says.help_advocate_go],
  };
  return [
    el("h2", { class: "hd-ask" }, says.help_ask_title),
    mayAsk.map((whom) => [
      el("p", { class: "hd-hint" }, ways[whom][0]),
      el("div", { class: "hd-ways" }, button(ways[whom][1], `ask-${whom}`, () => ask(whom))),
    ]),
  ];
}

function listed(lines, says, language) {
  return el("dl", { class: "hd-lines" }, lines.map(({ name, number, note, noteLanguage, text, link }) => el("div", {},
    el("dt", {}, name), el("dd", spoken(noteLanguage, language), note),
    el("dd", {}, el("a", { class: "hd-ring", href: link },
      fill(text ? says.help_text : says.help_ring, { number: leftToRight(number) }))))));
}
