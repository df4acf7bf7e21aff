"""The tables about how staff come in and what they may see, beside those in `data/tables.py`."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Table, Text

from data.tables import metadata as metadata

second_steps = Table(
    "second_steps",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("confirmed_at", Text),
    Column("last_step", Integer, nullable=False, server_default="0"),
    Column("wrong", Integer, nullable=False, server_default="0"),
)
"""The secret that a person's app makes codes from, sealed. `last_step` is the newest half minute
whose code was used; `wrong` counts codes that did not fit since one did."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code_hash", Text, nullable=False),
    Column("used_at", Text),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("linked_at", Text, nullable=False),
)
"""A person's account at the authority's own sign-in: known by issuer and subject, not e-mail."""

person_limits = Table(
    "person_limits",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    CheckConstraint("kind IN ('survey', 'team')", name="kind"),
)
"""The only surveys, or teams, whose rounds a person sees; no row of a kind means all of them."""

reveal_requests = Table(
    "reveal_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("response", Text, nullable=False, index=True),
    Column("reason", LargeBinary, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", Text),
    Column("shown_at", Text),
    CheckConstraint("state IN ('asked', 'approved', 'refused')", name="state"),
)
"""A wish to find out who a code belongs to. The reason is sealed with the response's own key, so
that it is gone when the response is erased; the row stays, for it tells who asked whom."""

rows_taken = Table(
    "rows_taken",
    metadata,
    Column("id", Text, primary_key=True),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("taken_by", Text, nullable=False),
    Column("taken_at", Text, nullable=False),
    Column("rows", Integer, nullable=False),
)
"""Who took a round's answers out row by row, and why: sealed with a key of its own, which goes when
the round's answers are erased. The row stays, for it tells who has a copy."""
