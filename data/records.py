"""Facts as they leave `data`: frozen, plain, picklable. Days and times are ISO 8601 text, UTC."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One survey opened to a group for a period. `sequence` orders rounds, oldest first.

    `erased_at`: its answers were kept for as long as they may be, and are gone.
    """

    id: str
    survey: str
    version: int
    title: str
    mode: str
    band: str | None
    source: str
    opens: str
    closes: str | None
    hear_by: str | None
    closed_at: str | None
    opened_at: str
    sequence: int
    erased_at: str | None = None


@dataclass(frozen=True, slots=True)
class TeamCount:
    """One team's part of a round. `eligible` None means that nobody has said how many.

    `offered` is the number of invitations made; `started` and `submitted` count responses.
    """

    team: str
    eligible: int | None
    offered: int
    declined: int
    not_offered: int
    started: int
    submitted: int


@dataclass(frozen=True, slots=True)
class InvitationRecord:
    """One child's way in, without its code. `state`: unused, started, used, declined or void."""

    id: str
    round: str
    team: str
    pair: str | None
    state: str
    made_at: str


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """A response's facts, without answers. `translation`: the revision asked, None for English.

    `state`: started, submitted, withdrawn (taken back), declined ("no, thank you"), held (came
    without a code, nobody has looked yet), set_aside (a person looked: not to be counted) or
    importing.
    """

    id: str
    round: str
    survey: str
    version: int
    band: str | None
    language: str
    door: str
    team: str
    pair: str | None
    state: str
    place: str
    started_at: str
    touched_at: str
    submitted_at: str | None
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One answer with its words opened. `kind` is chosen, scaled, wrote or passed.

    `choice` is a tuple of option keys, or the one reason of a passed answer. `sitting` is the
    device that gave it. `kept` are words that another device wrote before, kept beside.
    `damaged`: there are words that do not open; then `words` is None. Only readers get such a one.
    """

    response: str
    question: str
    kind: str
    choice: tuple[str, ...]
    number: int | None
    words: str | None
    version: int
    writer: str
    seq: int
    sitting: str
    kept: str | None = None
    damaged: bool = False

    @property
    def all_words(self) -> str | None:
        """What every device wrote, oldest first; None for an answer that is not words."""
        if self.kind != "wrote":
            return None
        return "\n".join(part for part in (self.kept, self.words) if part)


@dataclass(frozen=True, slots=True)
class CountRecord:
    """How many submitted responses of a round gave one answer: no words, no response ids.

    `kind` and `value`: "chosen" and an option key, "scaled" and the number as text, "passed"
    and its reason, "wrote" and "". A response counts once in each row it belongs to.
    """

    question: str
    band: str
    kind: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """One answer in a child's own words, with what a reader needs to place it.

    `damaged`: the words do not open, and `words` is "". They must be said to be so, never shown.
    """

    response: str
    question: str
    words: str
    round: str
    survey: str
    version: int
    band: str
    submitted: bool
    answer_version: int
    saved_at: str
    language: str = "en"
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class ConcernRecord:
    """Words, a rating or a wish for contact that may mean a child is not safe."""

    id: str
    response: str
    question: str
    cause: str
    state: str
    raised_at: str
    raised_by: str


@dataclass(frozen=True, slots=True)
class ConcernStep:
    """What one person did about a concern, and when. `damaged`: its note does not open."""

    state: str
    by: str
    at: str
    passed_to: str
    note: str
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class CodingRecord:
    """A person's decision about one theme on one comment: given or rejected."""

    response: str
    question: str
    theme: str
    decision: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class SuggestionRecord:
    """A machine's suggestion of one theme for one comment; never counted."""

    response: str
    question: str
    theme: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """What adults will do, who owns it, by when, how it is judged and what came of it."""

    id: str
    round: str
    theme: str | None
    said: str
    action: str
    owner: str
    due: str
    measure: str
    status: str
    reason: str
    difference: str
    told_children_on: str | None
    made_at: str
    made_by: str


@dataclass(frozen=True, slots=True)
class ReportText:
    """What a person wrote for one section of a round's report."""

    section: str
    text: str
    by: str
    at: str
    version: int


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """A report as it was published: `frozen` is its JSON, never computed again."""

    round: str
    number: int
    frozen: str
    published_by: str
    published_at: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A member of staff. `state` is invited, active or stopped."""

    id: str
    name: str
    state: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One act of staff or an operator; never words, codes or tokens."""

    number: int
    at: str
    actor: str
    act: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class ChainedRecord:
    """A line of the audit trail with its keyed hash; "" for one from before there was a chain."""

    line: AuditRecord
    mac: str


@dataclass(frozen=True, slots=True)
class SittingRecord:
    """One device's way into a response: the response, its round, and the key as it is stored.

    `kind` is code, receipt or open; `looks` the switches that are on; `shared` a tablet that many
    children use, with the time when a child last did something on it.
    """

    sitting: str
    response: ResponseRecord
    round: RoundRecord
    wrapped_key: bytes
    invitation: str | None
    kind: str = "code"
    looks: tuple[str, ...] = ()
    shared: bool = False
    seen_at: str | None = None


@dataclass(frozen=True, slots=True)
class KeyingRecord:
    """Who typed in an answer on paper, and who checked it; `checked_by` None: nobody yet."""

    response: str
    keyed_by: str
    keyed_at: str
    checked_by: str | None
    checked_at: str | None


@dataclass(frozen=True, slots=True)
class CrossRecord:
    """As CountRecord, within one group (a band, a team, or the option of another question)."""

    question: str
    band: str
    kind: str
    value: str
    group: str
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Responses of one round by state, and the submitted ones by band, door and language."""

    started: int
    submitted: int
    by_band: dict[str, int]
    by_door: dict[str, int]
    by_language: dict[str, int]


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A live staff session."""

    person: PersonRecord
    began_at: str
    seen_at: str
