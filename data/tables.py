"""Every table, as SQLAlchemy Core. Nothing outside `data` imports this module.

Times are UTC, ISO 8601 text in `*_at` columns (a day, `YYYY-MM-DD`, where only the day is
kept): both databases then store, compare and show them alike. Columns that hold a child's
words or contact details are `LargeBinary` and sealed by `data/words.py`.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# --- asking -----------------------------------------------------------------------------------

survey_versions = Table(
    "survey_versions",
    metadata,
    Column("survey", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("published_at", Text, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("survey", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("band", Text),
    Column("source", Text, nullable=False),
    Column("opens", Text, nullable=False),
    Column("closes", Text),
    Column("hear_by", Text),
    Column("closed_at", Text),
    Column("opened_at", Text, nullable=False),
    Column("sequence", Integer, nullable=False, unique=True),
    Column("erased_at", Text),
    _one_of("mode", "named", "code", "none"),
    _one_of("source", "asked", "imported", "open"),
)

round_teams = Table(
    "round_teams",
    metadata,
    Column("round", Text, ForeignKey("rounds.id"), primary_key=True),
    Column("team", Text, primary_key=True),
    Column("eligible", Integer),
    Column("declined", Integer, nullable=False, server_default="0"),
    Column("not_offered", Integer, nullable=False, server_default="0"),
    CheckConstraint("eligible IS NULL OR eligible >= 0", name="eligible"),
    CheckConstraint("declined >= 0 AND not_offered >= 0", name="counts"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False, index=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("team", Text, nullable=False, server_default=""),
    Column("pair", Text, index=True),
    Column("state", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    _one_of("state", "unused", "started", "used", "declined", "void"),
)

keyholders = Table(
    "keyholders",
    metadata,
    Column("invitation", Text, ForeignKey("invitations.id"), primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("reference", LargeBinary, nullable=False),
)

responses = Table(
    "responses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("survey", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("band", Text),
    Column("language", Text, nullable=False),
    Column("translation", Text),
    Column("door", Text, nullable=False),
    Column("team", Text, nullable=False, server_default=""),
    Column("invitation", Text, ForeignKey("invitations.id"), unique=True),
    Column("pair", Text),
    Column("state", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("source_key", Text),
    Column("sequence", Integer),
    Column("started_at", Text, nullable=False),
    Column("touched_at", Text, nullable=False),
    Column("submitted_at", Text),
    UniqueConstraint("round", "source_key"),
    UniqueConstraint("sequence"),
    _one_of(
        *("state", "started", "submitted", "withdrawn", "importing"),
        *("declined", "held", "set_aside"),
    ),
    _one_of("door", "streamlit", "light", "paper", "imported"),
    Index("ix_responses_round_state", "round", "state"),
)

answers = Table(
    "answers",
    metadata,
    Column("response", Text, ForeignKey("responses.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("choice", Text),
    Column("number", Integer),
    Column("words", LargeBinary),
    Column("kept", LargeBinary),
    Column("version", Integer, nullable=False),
    Column("writer", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("sitting", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    _one_of("kind", "chosen", "scaled", "wrote", "passed"),
)
"""`choice` holds option keys, `|` between, or the reason of a passed answer. `kept` holds words
typed on another device: read with the words, never shown on a screen of the child's side."""

sittings = Table(
    "sittings",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("response", Text, ForeignKey("responses.id"), nullable=False, index=True),
    Column("began_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("kind", Text, nullable=False, server_default="code"),
    Column("looks", Text, nullable=False, server_default=""),
    Column("shared", Integer, nullable=False, server_default="0"),
    Column("seen_at", Text),
    _one_of("kind", "code", "receipt", "open"),
    CheckConstraint("shared IN (0, 1)", name="shared"),
)
"""One device on which a response was opened; the cookie holds the token, we only its hash.

`kind`: let in by its code, by the four words given after sending, or without a code. `looks`
holds the switches that are on. On a `shared` tablet `seen_at` says when a child last did
something."""

receipts = Table(
    "receipts",
    metadata,
    Column("response", Text, ForeignKey("responses.id"), primary_key=True),
    Column("lookup", Text, nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("sitting", Text, nullable=False),
)
"""The four words that open a sent response again, as a keyed hash; `number` is which try of
making them gave words that no other response has, `sitting` the device that sent."""

translations = Table(
    "translations",
    metadata,
    Column("survey", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("revision", Text, primary_key=True),
    Column("wording", Text, nullable=False),
    Column("checked_by", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)
"""The words in which a survey was asked in another language; never changed once kept."""

keyings = Table(
    "keyings",
    metadata,
    Column("response", Text, ForeignKey("responses.id"), primary_key=True),
    Column("keyed_by", Text, nullable=False),
    Column("keyed_at", Text, nullable=False),
    Column("checked_by", Text),
    Column("checked_at", Text),
)
"""Who typed in an answer on paper, and who held it against the paper a second time."""

# --- hearing ----------------------------------------------------------------------------------

readings = Table(
    "readings",
    metadata,
    Column("response", Text, ForeignKey("responses.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("answer_version", Integer, nullable=False),
    Column("reader", Text, nullable=False),
    Column("read_at", Text, nullable=False),
    _one_of("purpose", "safeguarding", "participation"),
)

concerns = Table(
    "concerns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("response", Text, ForeignKey("responses.id"), nullable=False),
    Column("question", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("raised_at", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    UniqueConstraint("response", "question", "cause"),
    _one_of("cause", "words", "rating", "contact"),
    _one_of("state", "new", "seen", "passed_on", "closed"),
)

concern_steps = Table(
    "concern_steps",
    metadata,
    Column("concern", Text, ForeignKey("concerns.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("passed_to", Text, nullable=False, server_default=""),
    Column("note", LargeBinary),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("response", Text, ForeignKey("responses.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("theme", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
)

codings = Table(
    "codings",
    metadata,
    Column("response", Text, ForeignKey("responses.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("theme", Text, primary_key=True),
    Column("decision", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    _one_of("decision", "given", "rejected"),
)

actions = Table(
    "actions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("round", Text, ForeignKey("rounds.id"), nullable=False),
    Column("theme", Text),
    Column("said", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("difference", Text, nullable=False, server_default=""),
    Column("told_children_on", Text),
    Column("made_at", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    _one_of("status", "new", "on_track", "late", "done", "cannot"),
)

report_texts = Table(
    "report_texts",
    metadata,
    Column("round", Text, ForeignKey("rounds.id"), primary_key=True),
    Column("section", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("round", Text, ForeignKey("rounds.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("frozen", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", Text, nullable=False),
)

# --- people -----------------------------------------------------------------------------------

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("password_hash", Text),
    Column("state", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    _one_of("state", "invited", "active", "stopped"),
)

person_roles = Table(
    "person_roles",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", Text, nullable=False),
    _one_of(
        *("role", "participation", "safeguarding", "designated"),
        *("board", "administrator", "auditor"),
    ),
)

setup_links = Table(
    "setup_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id")),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
)
"""A one-time link to set a password; `person` is empty for the first administrator's."""

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("began_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("kind", Text, nullable=False, server_default="full"),
    _one_of("kind", "half", "full"),
)
"""`half`: the password was right and the second step is still to come; it opens no page."""

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("mac", Text, nullable=False, server_default=""),
)
"""`mac` chains each line to the one before (`data/audit.py`). Triggers refuse every change."""

installation = Table(
    "installation",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
KEY_CHECK = "key_check"
"""A wrapped key that opens only with this installation's key file. The master key that wraps it
wraps every new key: a rotation moves it first, so that no process goes on with an old one."""
