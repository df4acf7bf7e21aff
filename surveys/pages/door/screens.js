// The screens that are no question: age, notice, review, thanks, and the code asked for again.

import { button, el, picture, spoken } from "./dom.js";
import * as keeper from "./keeper.js";

export function band({ bands, says, partly, asked }) {
  return [
    heading(says.band_title),
    lead(says.band_intro),
    known(asked),
    partly ? el("p", { class: "hd-note", "data-say": true }, says.some_english) : null,
    el("div", { class: "hd-ways", role: "group", "aria-labelledby": "hd-title" }, bands.map(({ band: name, label }) => {
      const choice = said(label, "band", () => keeper.move(`band:${name}`), "hd-age");
      choice.setAttribute("data-band", name);
      return choice;
    })),
    anotherCode(says),
  ];
}

/** What this is about, what happens to the answers; yes, no and not now look and weigh the same. */
export function notice({ about, notice: told, says, partly, language }, leave, go) {
  const own = spoken(about.language, language);
  return [
    el("div", { "data-aloud": true }),
    heading(about.title, own),
    about.intro ? lead(about.intro, own) : null,
    el("div", { class: "hd-notice" }, el("h2", { "data-say": true }, told.title),
      told.paragraphs.map((text) => el("p", { "data-say": true }, text))),
    partly ? el("p", { class: "hd-note", "data-say": true }, says.some_english) : null,
    el("h2", { class: "hd-ask", "data-say": true }, says.agree_title),
    el("div", { class: "hd-ways hd-equal" },
      said(says.agree, "agree", () => go("agree")),
      said(says.decline, "decline", () => go("decline")),
      said(says.not_now, "not-now", () => leave("later"))),
    anotherCode(says),
  ];
}

export function declined({ says, asked, text }, leave) {
  return [heading(says.declined_title), lead(text), known(asked), toStart(says, leave)];
}

/** What this child wrote at the start, shown with the question at the end. */
export function recalled({ says, recalled: words }) {
  return el("div", { class: "hd-said-before" }, el("p", { "data-say": true }, says.you_wrote),
    el("blockquote", { dir: "auto" }, el("bdi", { "data-say": true }, words)));
}

export function review(data, _leave, go) {
  const { says, elsewhere } = data;
  return [
    heading(says.review_title),
    lead(says.review_intro),
    elsewhere ? el("p", { class: "hd-note", "data-say": true }, elsewhere) : null,
    lines(data, go),
    el("div", { class: "hd-ways" },
      button(says.send, "submit", () => go("send"), "hd-main"),
      button(says.back, "back", () => go("back"))),
  ];
}

function lines({ review: all, says, language }, go) {
  return el("div", { "data-heard": "review" }, el("ul", { class: "hd-review" },
    all.map((line, index) => reviewed(line, index, says, language, go))));
}

function reviewed(line, index, says, language, go) {
  const change = button(says.review_change, "change", () => go(`to:${line.id}`));
  change.id = `hd-change-${index}`;
  change.setAttribute("aria-labelledby", `hd-change-${index} hd-asked-${index}`);
  const answer = el("p", { dir: "auto", "data-say": true }, line.words ? el("bdi", {}, line.answer) : line.answer);
  return el("li", {}, el("h2", { id: `hd-asked-${index}`, "data-say": true, ...spoken(line.language, language) }, line.text), answer, change);
}

export function thanks(data, leave) {
  const { says, hear, held, shared, language } = data;
  return [
    picture("thanks", "hd-thanks"),
    el("div", { "data-aloud": true }),
    el("div", { "data-heard": "thanks" },
      heading(says.thanks_title),
      hear ? el("p", { class: "hd-lead", "data-say": true }, el("strong", {}, hear)) : null,
      lead(held ? says.thanks_held : says.thanks_read),
      receipt(data),
      lead(says.thanks_worry),
      lead(says.thanks_close)),
    known(data.asked),
    shared ? el("div", { class: "hd-ways" }, button(says.mine_done, "done", () => leave("done"), "hd-main")) : null,
    el("p", { class: "hd-foot" }, el("a", { href: `/receipt?lang=${language.code}`, "data-heard": "receipt" }, says.receipt_link)),
  ];
}

/** The four words, where the answers were sent; any other device is told that they are in. */
function receipt({ says, words, until }) {
  if (!words) return lead(says.already_sent);
  return el("section", { class: "hd-keep", "aria-labelledby": "hd-four" },
    el("h2", { id: "hd-four", "data-say": true }, says.words_title),
    el("p", { class: "hd-words", "data-say": true, "data-heard": "words", lang: "en", dir: "ltr" }, words),
    el("p", { "data-say": true }, until), el("p", { "data-say": true }, says.words_keep));
}

/** Own answers, opened by the four words. */
export function mine(data, _leave, go) {
  const { says, until } = data;
  return [
    heading(says.mine_title),
    lead(until),
    lines(data, go),
    el("div", { class: "hd-ways" },
      button(says.mine_done, "done", () => go("done"), "hd-main"),
      button(says.take_back, "take-back", () => go("take-back"))),
  ];
}

export function take_back({ says }, _leave, go) {
  return [
    heading(says.take_back_title),
    lead(says.take_back_text),
    el("div", { class: "hd-ways hd-equal" },
      said(says.take_back_yes, "take-back-yes", () => go("take-back:yes")),
      said(says.take_back_no, "take-back-no", () => go("take-back:no"))),
  ];
}

export function taken_back({ says }, leave) {
  return [heading(says.taken_back_title), lead(says.taken_back_text), toStart(says, leave)];
}

/** A fault has a number to quote, and stays until the child tries again. */
export function trouble({ says, quote, again, language }) {
  return [
    el("div", { "data-heard": "problem" }, heading(says.trouble_title), lead(says.trouble_text)),
    quote ? el("p", { class: "hd-quiet hd-lead", "data-heard": "number" }, quote) : null,
    quote ? el("div", { class: "hd-ways" }, el("a", { class: "hd-button hd-main", href: `/?lang=${language.code}`, "data-heard": "again" }, again)) : null,
  ];
}

/** For a child without a code the page is over: the words stay in sight, to be said again. */
export function gone({ says, language }) {
  return el("div", { class: "hd-again" },
    el("p", { class: "hd-problem", role: "alert", "data-heard": "problem" }, says.gone_no_code),
    el("div", { class: "hd-ways" }, el("a", { class: "hd-button hd-main", href: `/?lang=${language.code}`, "data-heard": "start" }, says.help_start)));
}

/** The code, asked for beside the words that wait for it; the page is not left. */
export function codeAgain({ says, language }, otherChild, done) {
  const problem = el("p", { class: "hd-problem", role: "alert", "data-say": true, "data-heard": "problem" }, otherChild ? says.not_you : says.code_again);
  const code = el("input", {
    class: "hd-code", id: "hd-code", name: "code", "data-heard": "code", maxlength: "40", autocomplete: "off", dir: "ltr",
    autocapitalize: "characters", spellcheck: "false", "aria-describedby": "hd-code-hint",
  });
  const form = el("form", { class: "hd-again", onsubmit: async (event) => {
    event.preventDefault();
    const refusal = code.value.trim() ? await enter(code.value, language.code) : says.code_missing;
    if (!refusal) { form.remove(); done(); return; }
    problem.textContent = refusal === true ? says.not_saved : refusal;
    code.focus();
  } },
  problem,
  el("p", { class: "hd-lead", "data-say": true }, el("label", { for: "hd-code" }, el("strong", {}, says.code_label))),
  el("p", { class: "hd-quiet", id: "hd-code-hint", "data-say": true }, says.code_hint),
  code,
  el("div", { class: "hd-ways" }, el("button", { class: "hd-button hd-main", "data-heard": "start" }, says.carry_on)));
  return form;
}

/** "" when the code works, the sentence when it does not, true when nobody answers. */
async function enter(code, lang) {
  try {
    const response = await fetch("/enter", {
      method: "POST", body: new URLSearchParams({ code, lang }), headers: { accept: "application/json" },
    });
    const reply = await response.json();
    return reply.ok ? "" : reply.problem;
  } catch { return true; }
}

function heading(words, more = {}) {
  return el("h1", { tabindex: "-1", id: "hd-title", "data-say": true, ...more }, words);
}

function lead(words, more = {}) {
  return el("p", { class: "hd-lead", "data-say": true, ...more }, words);
}

/** That a wish of this child waits for a person. */
function known(asked) {
  return asked ? el("p", { class: "hd-note", role: "status", "data-heard": "asked" }, asked) : null;
}

/** A button that answers what the page asks: it is read aloud with the page. */
function said(words, hook, onclick, className) {
  const choice = button(words, hook, onclick, className);
  choice.setAttribute("data-say", "");
  return choice;
}

function toStart(says, leave) {
  return el("div", { class: "hd-ways" }, button(says.help_start, "start", () => leave("done"), "hd-main"));
}

/** For whoever finds somebody else's questions on this device. */
function anotherCode(says) {
  return el("form", { method: "post", action: "/leave", class: "hd-foot" },
    el("button", { class: "hd-button hd-plain" }, says.another_code));
}
