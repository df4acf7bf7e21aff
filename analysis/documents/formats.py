"""The formats a report can be had in. Imported by the server, so nothing heavy is imported here."""

from typing import Literal, get_args

Format = Literal["docx", "pdf", "html", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
