"""Drawing papers as PDF/UA-1 with Typst: the worker's job, the only module that imports Typst."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from surveys.languages import LANGUAGES
from surveys.paper import typefaces
from surveys.paper.papers import NotPrintable, Printed
from surveys.paper.strings import each_string

TEMPLATES = Path(__file__).parent / "templates"
CANNOT = "This paper could not be drawn. Tell whoever looks after Heard which one it was."


def printed(content: Printed) -> bytes:
    """The content as one accessible PDF; a sign that no typeface has is drawn as a small box.

    Raises NotPrintable: Typst's own message may quote a name or a child's words.
    """
    drawable: Any = each_string(content, typefaces.drawable)
    data = asdict(drawable) | {"fonts": {code: typefaces.families(code) for code in LANGUAGES}}
    compiler = typst.Compiler(
        str(TEMPLATES / f"{content.template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(typefaces.FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(data)},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        raise NotPrintable(CANNOT) from None
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no PDF.")
    return made
