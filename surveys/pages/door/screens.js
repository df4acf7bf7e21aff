// The screens that are no question: age, notice, review, thanks, and the code asked for again.

import { button, el, picture } from "./dom.js";
import * as keeper from "./keeper.js";

export function band({ bands, says }) {
  return [
    heading(says.band_title),
    el("p", { class: "hd-lead" }, says.band_intro),
    el("div", { class: "hd-ways", role: "group", "aria-labelledby": "hd-title" }, bands.map(({ band: name, label }) => {
      const choice = button(label, "band", () => keeper.move(`band:${name}`), "hd-age");
      choice.setAttribute("data-band", name);
      return choice;
    })),
    anotherCode(says),
  ];
}

export function notice({ notice: said, says }, leave) {
  return [
    heading(said.title),
    el("div", { class: "hd-notice" }, said.paragraphs.map((text) => el("p", {}, text))),
    el("div", { class: "hd-ways" },
      button(says.agree, "agree", () => keeper.move("agree"), "hd-main"),
      button(says.not_now, "not-now", () => leave(true))),
    anotherCode(says),
  ];
}

export function review({ review: lines, says, kept_elsewhere: elsewhere }) {
  return [
    heading(says.review_title),
    el("p", { class: "hd-lead" }, says.review_intro),
    elsewhere ? el("p", { class: "hd-note" }, elsewhere) : null,
    el("div", { "data-heard": "review" }, el("ul", { class: "hd-review" }, lines.map((line, index) => reviewed(line, index, says)))),
    el("div", { class: "hd-ways" },
      button(says.send, "submit", () => keeper.move("send"), "hd-main"),
      button(says.back, "back", () => keeper.move("back"))),
  ];
}

function reviewed(line, index, says) {
  const change = button(says.review_change, "change", () => keeper.move(`to:${line.id}`));
  change.id = `hd-change-${index}`;
  change.setAttribute("aria-labelledby", `hd-change-${index} hd-asked-${index}`);
  const answer = el("p", { dir: "auto" }, line.words ? el("bdi", {}, line.answer) : line.answer);
  return el("li", {}, el("h2", { id: `hd-asked-${index}` }, line.text), answer, change);
}

export function thanks({ says, hear }) {
  return [
    picture("thanks", "hd-thanks"),
    el("div", { "data-heard": "thanks" },
      heading(says.thanks_title),
      hear ? el("p", { class: "hd-lead" }, el("strong", {}, hear)) : null,
      el("p", { class: "hd-lead" }, says.thanks_read),
      el("p", { class: "hd-lead" }, says.thanks_worry),
      el("p", { class: "hd-lead" }, says.thanks_close)),
  ];
}

export function trouble({ says }) {
  return [
    el("div", { "data-heard": "problem" }, heading(says.trouble_title), el("p", { class: "hd-lead" }, says.trouble_text)),
  ];
}

/** The code, asked for beside the words that wait for it; the page is not left. */
export function codeAgain(says, otherChild, done) {
  const problem = el("p", { class: "hd-problem", role: "alert", "data-heard": "problem" }, otherChild ? says.not_you : says.code_again);
  const code = el("input", {
    class: "hd-code", id: "hd-code", name: "code", "data-heard": "code", maxlength: "40", autocomplete: "off",
    autocapitalize: "characters", spellcheck: "false", "aria-describedby": "hd-code-hint",
  });
  const form = el("form", { class: "hd-again", onsubmit: async (event) => {
    event.preventDefault();
    const refusal = code.value.trim() ? await enter(code.value) : says.code_missing;
    if (!refusal) { form.remove(); done(); return; }
    problem.textContent = refusal === true ? says.not_saved : refusal;
    code.focus();
  } },
  problem,
  el("p", { class: "hd-lead" }, el("label", { for: "hd-code" }, el("strong", {}, says.code_label))),
  el("p", { class: "hd-quiet", id: "hd-code-hint" }, says.code_hint),
  code,
  el("div", { class: "hd-ways" }, el("button", { class: "hd-button hd-main", "data-heard": "start" }, says.code_go)));
  return form;
}

/** "" when the code works, the sentence when it does not, true when nobody answers. */
async function enter(code) {
  try {
    const response = await fetch("/enter", {
      method: "POST", body: new URLSearchParams({ code }), headers: { accept: "application/json" },
    });
    const reply = await response.json();
    return reply.ok ? "" : reply.problem;
  } catch { return true; }
}

function heading(words) {
  return el("h1", { tabindex: "-1", id: "hd-title" }, words);
}

function anotherCode(says) {
  return el("form", { method: "post", action: "/leave", class: "hd-foot" },
    el("button", { class: "hd-button hd-plain" }, says.another_code));
}
