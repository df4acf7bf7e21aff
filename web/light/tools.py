"""The tools at the top of a page: another language, and how it looks; each unfolds."""

from html import escape

from surveys.languages import language_of
from surveys.screens import Screens
from web.light.pictures import picture

LOOKS = ("bigger", "contrast", "quiet")


def languages(words: Screens, offered: tuple[str, ...], here: str) -> str:
    """The way to each language that is offered; "" where there is only one."""
    picks = "".join(_tongue(code, code == here) for code in offered)
    return tool("language", words.language, picks) if len(offered) > 1 else ""


def tool(drawing: str, name: str, picks: str, opened: str = "") -> str:
    """A tool that unfolds; `picks` are its buttons in HTML."""
    return (
        f'<details class="hd-tool" name="hd-tool"{opened}><summary>{picture(drawing, "")}'
        f"{escape(name)}</summary>"
        f'<div class="hd-picks" role="group" aria-label="{escape(name)}">{picks}</div></details>'
    )


def switches(words: Screens, looks: tuple[str, ...], field: str, before: str) -> str:
    """A button for each look; `field` is posted with what will be on, after the word `before`."""
    names = {"bigger": words.text_size, "contrast": words.contrast, "quiet": words.quiet}
    return "".join(
        _switch(name, label, looks, words.on if name in looks else words.off, field, before)
        for name, label in names.items()
    )


def _switch(
    name: str, label: str, looks: tuple[str, ...], state: str, field: str, before: str
) -> str:
    pressed = name in looks
    after = ",".join(look for look in LOOKS if (look in looks) != (look == name))
    return (
        f'<button class="hd-pick" name="{field}" value="{before}{after}" '
        f'data-heard="looks" data-look="{name}" aria-pressed="{str(pressed).lower()}">'
        f'{escape(label)} <span class="hd-state">{escape(state)}</span></button>'
    )


def _tongue(code: str, here: bool) -> str:
    language = language_of(code)
    current = ' aria-current="true"' if here else ""
    return (
        f'<button class="hd-pick" name="go" value="language:{code}" '
        f'data-heard="language" lang="{code}" dir="{language.direction}"{current}>'
        f"{escape(language.name)}</button>"
    )
