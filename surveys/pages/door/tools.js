// The tools at the top of every page: the language, and how the page looks and sounds.

import { el, picture } from "./dom.js";
import * as keeper from "./keeper.js";

const ROOMY = "(min-width: 40rem)";
const LOOKS = { bigger: "text_size", contrast: "contrast", quiet: "quiet" };

/** Both tools; a page whose sitting is over has neither. `redraw` is told of changed looks. */
export function tools(data, looks, redraw) {
  if (!data.knows) return null;
  return el("div", { class: "hd-tools" },
    data.languages.length > 1 ? tool("language", data.says.language, tongues(data), false) : null,
    tool("looks", data.says.ways, switches(data.says, looks, redraw), data.unfolded && matchMedia(ROOMY).matches));
}

/** A tool that unfolds; on the first page the switches lie open, where they push nothing down. */
function tool(name, words, picks, open) {
  return el("details", { class: "hd-tool", name: "hd-tool", open },
    el("summary", {}, picture(name, ""), words),
    el("div", { class: "hd-picks", role: "group", "aria-label": words }, picks));
}

function tongues({ languages, language }) {
  return languages.map(({ code, name, dir }) => {
    const here = code === language.code;
    const pick = el("button", {
      type: "button", class: "hd-pick", "data-heard": "language", lang: code, dir, "aria-current": here ? "true" : null,
      onclick: () => { if (!here) keeper.move(`language:${code}`); },
    }, name);
    return pick;
  });
}

function switches(says, looks, redraw) {
  return Object.entries(LOOKS).map(([name, words]) => {
    const state = el("span", { class: "hd-state" });
    const pick = el("button", { type: "button", class: "hd-pick", "data-heard": "looks", "data-look": name, onclick: () => {
      if (looks.has(name)) looks.delete(name);
      else looks.add(name);
      keeper.wish(`looks:${[...looks].join(",")}`);
      tell();
      redraw();
    } }, says[words], " ", state);
    function tell() {
      pick.setAttribute("aria-pressed", String(looks.has(name)));
      state.textContent = looks.has(name) ? says.on : says.off;
    }
    tell();
    return pick;
  });
}
