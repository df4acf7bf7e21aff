"""The formats a report can be had in. Imported by the server, so nothing heavy is imported here."""

from typing import Literal, get_args

Format = Literal["docx", "pdf", "html", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
LABELS: dict[Format, str] = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "web page",
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
}
"""What a page calls each."""
