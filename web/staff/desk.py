"""Plain pages for staff, before Streamlit: one heading, fields with their problems beside them.

Everything that comes from outside passes `escape`; there is no script and no inline style.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

STYLE = (Path(__file__).parent.parent / "looks" / "staff.css").read_text(encoding="utf-8")

_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} – Heard</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/staff/looks.css">
</head>
<body>
<header><p class="mark"><img src="/icon.svg" alt="" width="30" height="30"> Heard</p></header>
<main>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled input. `problem` is shown between its label and the input, and read with it."""

    name: str
    label: str
    kind: str
    autocomplete: str
    hint: str = ""
    value: str = ""
    problem: str = ""
    fixed: bool = False


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A whole page; `body` is HTML that is already escaped."""
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status)


def heading(sentence: str) -> str:
    """The one heading of a page."""
    return f"<h1>{escape(sentence)}</h1>"


def paragraph(sentence: str, role: str = "") -> str:
    """A paragraph; with `role` "status" or "alert" it is a notice that is read out."""
    notice = f' class="notice" role="{role}"' if role else ""
    return f"<p{notice}>{escape(sentence)}</p>"


def way_on(address: str, words: str) -> str:
    """A link that is the one way on from this page."""
    return f'<p><a class="button" href="{escape(address)}">{escape(words)}</a></p>'


def form(action: str, fields: list[Field], button: str) -> str:
    """A form that posts its fields; the first field with a problem, else the first, has focus."""
    first = next((f for f in fields if f.problem), next((f for f in fields if not f.fixed), None))
    inside = "\n".join(_field(field, focus=field is first) for field in fields)
    return (
        f'<form method="post" action="{escape(action)}" novalidate>\n{inside}\n'
        f'<button type="submit">{escape(button)}</button>\n</form>'
    )


def _field(field: Field, *, focus: bool) -> str:
    notes = {"hint": field.hint, "problem": field.problem}
    said = [
        f'<p class="{kind}" id="{field.name}-{kind}">{escape(words)}</p>'
        for kind, words in notes.items()
        if words
    ]
    return (
        f'<div class="field"><label for="{field.name}">{escape(field.label)}</label>'
        f'{"".join(said)}<input id="{field.name}" name="{field.name}" '
        f"{_attributes(field, focus)}></div>"
    )


def _attributes(field: Field, focus: bool) -> str:
    notes = {"hint": field.hint, "problem": field.problem}
    described = " ".join(f"{field.name}-{kind}" for kind, words in notes.items() if words)
    attributes = {
        "type": field.kind,
        "autocomplete": field.autocomplete,
        "value": field.value,
        "aria-describedby": described,
        "aria-invalid": "true" if field.problem else "",
        "spellcheck": "false",
        "autocapitalize": "none" if field.kind == "password" else "words",
    }
    flags = ["readonly"] * field.fixed + ["autofocus"] * focus
    return " ".join([f'{k}="{escape(v)}"' for k, v in attributes.items() if v] + flags)
