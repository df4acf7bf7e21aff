"""A whole page of the light door: its head, what stands at the top of every page, its one form."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from surveys.languages import language_of
from surveys.schema import Band
from surveys.screens import Screens, screens
from web.light import files, tools
from web.light.pictures import picture
from web.light.posted import ASKS, BAND, LANGUAGE, NO_CODE

_MARK = "{rk}"
"""Stands for the mark in what is kept of a top: the same for every child but for it."""
SAY = " data-say"
"""Further attributes of what is read aloud."""
Fields = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class View:
    """How and where a page is seen: what its frame depends on, and nothing of an answer.

    `place` is the place's key, `may_ask` whom a child can ask for on the help page, `mark` which
    child that is (`web.child.belonging`), `no_code` whether it came without one. `boxed`: the
    page has a box for words, so that the way to help keeps them first. `shared`: a tablet that
    many children use.
    """

    step: str
    place: str
    title: str
    band: Band | None = None
    language: str = "en"
    languages: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    mark: str = ""
    no_code: bool = False
    boxed: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page's HTML with its status. `styled`: the sheet stands in it."""

    html: str
    status: int = 200
    styled: bool = True


def page(
    view: View,
    body: str,
    fields: Fields = (),
    *,
    go: str = "",
    status: int = 200,
    styled: bool,
) -> Page:
    """The whole page; `body` is HTML, `fields` are the hidden ones of its form.

    `go` is where the Enter key leads, on a page with something to fill in.
    """
    language = language_of(view.language)
    where = f'lang="{language.code}" dir="{language.direction}"'
    looks = " ".join(view.looks)
    html = (
        f'<!DOCTYPE html>\n<html {where} class="heard-child">\n<head>{_head(styled)}'
        f"<title>{escape(view.title)}</title>{_wipes(view)}</head>\n<body>"
        f'<div class="hd" {where} data-band="{view.band or ""}" data-step="{view.step}" '
        f'data-place="{escape(view.place)}" data-looks="{looks}" data-door="light"'
        f"{_for_script(view)}>"
        f'<form id="hd-form" method="post" action="/s" autocomplete="off">{_first(view, go)}'
        f"{_hidden(view, fields)}{_top(_Top.of(view)).replace(_MARK, view.mark)}"
        f'<main class="hd-body">{body}</main></form></div></body></html>'
    )
    return Page(html, status, styled)


def hidden(name: str, value: str) -> str:
    """A field that a page carries without showing it; no browser fills it in by itself."""
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}" autocomplete="off">'


def button(words: str, hook: str, go: str, look: str = "", more: str = "") -> str:
    """A button of ours that posts the page's form; `more` are further attributes."""
    return (
        f'<button class="hd-button{f" {look}" if look else ""}" name="go" '
        f'value="{escape(go)}" data-heard="{hook}"{more}>{escape(words)}</button>'
    )


def leaving(
    words: str, hook: str, how: str, look: str = "hd-button", drawing: str = "", more: str = ""
) -> str:
    """A button that leaves; what is on the page is kept on the way out."""
    return (
        f'<button class="{look}" formaction="/leave" name="how" value="{how}" '
        f'data-heard="{hook}"{more}>{drawing}{escape(words)}</button>'
    )


def title(text: str, more: str = "") -> str:
    """The heading of a page, read aloud and told to who comes here; `more` are attributes."""
    return f'<h1 tabindex="-1" autofocus id="hd-title" data-say{more}>{escape(text)}</h1>'


def lead(text: str, more: str = "") -> str:
    """What stands under the heading, read aloud; `more` are further attributes."""
    return f'<p class="hd-lead" data-say{more}>{escape(text)}</p>'


def voiced(words: Screens, language: str) -> str:
    """What reading aloud needs to know, as attributes of a page's root."""
    said = {
        "listen": words.listen,
        "stop": words.listen_stop,
        "voice": language_of(language).voice,
        "reader": files.address("aloud"),
    }
    return "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())


def to_start(words: Screens) -> str:
    """The one way on from where a sitting is over."""
    look = "hd-button hd-main"
    return f'<div class="hd-ways">{leaving(words.help_start, "start", "done", look)}</div>'


def writer() -> str:
    """A fresh id for one drawn page."""
    return secrets.token_hex(8)


def _first(view: View, go: str) -> str:
    """Enter presses the first button of a form: the way on, unseen, and not the one that leaves."""
    if not go and view.step not in ("nobody", "trouble"):
        return ""
    return (
        '<button class="hd-only-heard" tabindex="-1" aria-hidden="true" name="go" '
        f'value="{escape(go)}"></button>'
    )


def _hidden(view: View, fields: Fields) -> str:
    own = [(BAND, view.band or ""), (LANGUAGE, view.language)]
    if view.no_code:
        own.append((NO_CODE, "1"))
    if view.boxed:
        own.append((ASKS, ".".join(view.may_ask)))
    return "".join(hidden(name, value) for name, value in (*fields, *own))


@lru_cache(maxsize=2)
def _head(styled: bool) -> str:
    sheet = files.address("style")
    style = (
        f"<style>{files.style()}</style>"
        f'<noscript><link rel="prefetch" as="style" href="{sheet}"></noscript>'
        if styled
        else f'<link rel="stylesheet" href="{sheet}">'
    )
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, '
        'initial-scale=1"><link rel="icon" href="/icon.svg" type="image/svg+xml">'
        f'{style}<script type="module" src="{files.address("light")}"></script>'
    )


def _wipes(view: View) -> str:
    """On a shared tablet without a script: ask who is here, but never over words being typed."""
    if not view.shared or view.boxed:
        return ""
    seconds, where = {"still": (30, "/s?gone=1"), "thanks": (60, "/s?still=1")}.get(
        view.step, (120, "/s?still=1")
    )
    return f'<noscript><meta http-equiv="refresh" content="{seconds};url={where}"></noscript>'


@lru_cache(maxsize=256)
def _said(band: Band | None, language: str) -> str:
    words = screens(band, language)
    said = {
        "saving": words.saving,
        "saved": words.saved,
        "failed": f"{words.not_saved} {words.not_saved_hint}",
        "still-title": words.still_title,
        "still-text": words.still_text,
        "still-go": words.still_go,
    }
    told = "".join(f' data-{name}="{escape(text)}"' for name, text in said.items())
    return told + voiced(words, language)


def _for_script(view: View) -> str:
    shared = f' data-shared data-still="{files.address("still")}"' if view.shared else ""
    return _said(view.band, view.language) + shared


# --- the top of every page --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Top:
    """What the top of a page depends on."""

    band: Band | None
    language: str
    languages: tuple[str, ...]
    looks: tuple[str, ...]
    may_ask: tuple[str, ...]
    no_code: bool
    boxed: bool

    @classmethod
    def of(cls, view: View) -> "_Top":
        return cls(
            view.band,
            view.language,
            view.languages,
            view.looks,
            view.may_ask,
            view.no_code,
            view.boxed,
        )


@lru_cache(maxsize=1024)
def _top(top: _Top) -> str:
    words = screens(top.band, top.language)
    leave = leaving(words.leave, "leave", "left", "hd-corner hd-leave", picture("leave", ""))
    return f'<header><div class="hd-top">{leave}{_help(top)}</div>{_tools(top)}</header>'


def _help(top: _Top) -> str:
    """The way to help; over a box for words a button, which keeps them on the way."""
    words = screens(top.band, top.language)
    where = {"lang": top.language, "door": "light", "ask": ".".join(top.may_ask)}
    more = {"band": top.band or "", "looks": ",".join(top.looks)}
    asked = urlencode(where | {name: value for name, value in more.items() if value})
    asked += f"&rk={_MARK}{'&say=1' if top.no_code else ''}"
    look, inside = "hd-corner hd-help", picture("help", "") + escape(words.help)
    if top.boxed:
        return (
            f'<button class="{look}" name="go" value="help" data-heard="help" '
            f'data-href="/help?{escape(asked)}">{inside}</button>'
        )
    return f'<a class="{look}" href="/help?{escape(asked)}" data-heard="help">{inside}</a>'


def _tools(top: _Top) -> str:
    """Language and looks, each folded away; what is on is said in words."""
    words = screens(top.band, top.language)
    spoken = tools.languages(words, top.languages, top.language)
    looks = tools.tool("looks", words.ways, tools.switches(words, top.looks, "go", "looks:"))
    return f'<div class="hd-tools">{spoken}{looks}</div>'
