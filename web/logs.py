"""Logs without codes: the path of a personal link is masked wherever it might be written.

Streamlit runs uvicorn without an access log. Whoever switches one on, or serves the app with
another server, still gets no code: the filter hangs on the loggers that write addresses.
"""

import logging
import re

_CODE = re.compile(r"(/s/|/staff/welcome/)[^\s?/\"']+")
_LOGGERS = ("uvicorn.access", "uvicorn.error", "starlette", "streamlit")


class Masked(logging.Filter):
    """Writes `/s/…` where a log line would hold `/s/<code>`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the line's message and arguments; the line itself always stays."""
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return True


def mask_codes() -> None:
    """Hang the filter on the loggers; again does nothing."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, Masked) for known in logger.filters):
            logger.addFilter(Masked())


def _masked(value: object) -> object:
    return _CODE.sub(r"\1…", value) if isinstance(value, str) else value
