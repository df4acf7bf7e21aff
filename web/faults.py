"""A fault of ours gets a short number: the page says it to quote, the log has it beside the kind.

What a person reads is a sentence and the number; what whoever runs the server reads is the number,
the kind of the fault and where in the program it happened. Nobody reads its message, which might
quote what somebody wrote.
"""

import logging
import secrets

from data.database import Unavailable
from web.logs import told_of

_log = logging.getLogger("heard.faults")
FOR_STAFF = (
    "Something went wrong on our side, and what you last did may not be kept. Please try again. If "
    "it goes on, tell whoever looks after this server the number {number}."
)


def numbered(problem: BaseException) -> str:
    """Write a fault into the log; the number to quote, such as "481 207"."""
    drawn = f"{secrets.randbelow(1_000_000):06d}"
    number = f"{drawn[:3]} {drawn[3:]}"
    _log.error("Fault %s: %s", number, told_of(problem), extra={"told": {"number": number}})
    return number


def number_of(problem: BaseException) -> str:
    """The number to quote; "" while the database is away, which a page says and waits for."""
    return "" if isinstance(problem, Unavailable) else numbered(problem)
