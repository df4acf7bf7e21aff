"""Whatever people type is printed as typed and acts on nothing."""

import json
import re

import pytest

from analysis.documents.blocks import printable
from analysis.documents.glyphs import MISSING, drawable
from analysis.documents.make import document
from tests.documents.conftest import READERS
from tests.documents.reading import squeezed
from tests.samples import actions, questions, sample

TYPST = (
    '#panic("stop")',
    '#read("/etc/passwd")',
    "#sys.inputs",
    "$ integral $ *bold* _slanted_ `raw`",
    "= A heading <label> @label",
    "// gone /* gone */",
    "\\ #h(1em) ~ --- ...",
    '"; #text(red)[x]',
)
WEB = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "&amp;&#60;")
WORD = ("]]><w:p/>", "a\x00b\x0bc", "\ud800", "left\u202etfel", "{{ field }}", "=1+1")

TAGS = (
    "html head meta title style body main header section p span b h1 h2 h3 ol ul li figure "
    "figcaption table caption colgroup col thead tbody tr th td svg g path text tspan rect"
)


def full_of(strings: tuple[str, ...]):
    """A report whose every text is one of these strings."""
    first, asked = strings[0], questions()[0]
    return sample(
        title=first,
        authority=first,
        analysis="\n".join(strings),
        asks=strings[:2],
        key_messages=strings[:5],
        results=tuple(
            type(asked)(**{**_fields(asked), "text": words, "wordings": (("8-10", words),)})
            for words in strings
        ),
        actions=tuple(
            type(line)(**{**_fields(line), "said": words, "action": words, "owner": words})
            for line, words in zip(actions() * 10, strings, strict=False)
        ),
    )


def _fields(thing):
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}


@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "xlsx", "csv", "json"])
@pytest.mark.parametrize("strings", [TYPST, WEB, WORD], ids=["typst", "web", "word"])
def test_what_looks_like_code_is_printed_as_typed(kind, strings):
    text = squeezed(READERS[kind](document(full_of(strings), kind)))
    assert all(squeezed(_as_printed(words, kind)) in text for words in strings)


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx", "csv"])
def test_the_big_list_of_naughty_strings_is_printed_as_typed(cases, kind):
    naughty = _naughty(cases)
    text = squeezed(READERS[kind](document(full_of(naughty), kind)))
    missing = [words for words in naughty if squeezed(printable(words)) not in text]
    assert missing == []


def test_the_big_list_of_naughty_strings_makes_an_accessible_pdf(cases):
    text = squeezed(READERS["pdf"](document(full_of(_naughty(cases)), "pdf")))
    assert MISSING in text
    assert squeezed("stands for a sign that this PDF cannot draw") in text


def test_no_tag_of_theirs_becomes_a_tag_of_ours(cases):
    page = document(full_of((*WEB, *_naughty(cases))), "html").decode()
    tags = {tag.lower() for tag in re.findall(r"<\s*([a-zA-Z][\w:-]*)", page)}
    assert tags <= set(TAGS.split())


def test_a_sign_that_the_typeface_lacks_is_marked():
    assert drawable("Zoë 😀 田") == f"Zoë {MISSING} {MISSING}"


def _as_printed(words: str, kind: str) -> str:
    words = printable(words)
    return json.dumps(words, ensure_ascii=False)[1:-1] if kind == "json" else words


def _naughty(cases) -> tuple[str, ...]:
    strings = json.loads((cases / "forms" / "ons__blns.json").read_text("utf-8"))
    return tuple(words for words in strings if words.strip())
