"""Use cases about reports: write over the drafts, publish, and read what was published.

Publishing freezes the Report as JSON. The board reads that, and nothing computes it again.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from analysis import own_words, results
from analysis.messages import MOST
from analysis.protection import differencing
from analysis.report import ActionLine, Report, from_json, to_json
from data import audit, comments, reports
from data.clock import day
from data.database import Database, Transaction
from data.records import PublishedReport, RoundRecord
from data.reports import Changed as Changed
from surveys.grants import hidden_in, within
from surveys.permissions import Actor, NotAllowed, may, require
from surveys.rounds import known

SECTIONS = {
    "title": "Title",
    "asks": "What we ask the board to do (one a line, at most 2)",
    "key_messages": "Key messages (one a line, at most 5)",
    "analysis": "Analysis: what this means",
    "outcomes": "Outcomes: how much, how well, what difference",
}
MOST_ASKS = 2
LONGEST = 5_000


class ReportRefused(ValueError):
    """A report cannot be published or written like this; `problems` lists every reason at once."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep every reason; the message is all of them."""
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Section:
    """One text as it stands: what a person wrote, or the draft. `version` is 0 for a draft."""

    name: str
    label: str
    text: str
    version: int
    by: str


@dataclass(frozen=True, slots=True)
class Drafting:
    """A report being written: the Report as it stands, its texts, and what is in the way."""

    report: Report
    sections: tuple[Section, ...]
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    published: PublishedReport | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One published report in a list: the newest of its round."""

    round: str
    title: str
    number: int
    published_by: str
    published_at: str


def drafting(db: Database, actor: Actor, round_id: str, now: datetime) -> Drafting:
    """Everything a person needs to write and publish a round's report."""
    require(actor, "write reports")
    within(db, actor, round_id)
    with db.reading() as tx:
        record = known(tx, actor, round_id)
        made = results.build(tx, record, now)
        earlier = reports.of_round(tx, round_id)
        return Drafting(
            report=made,
            sections=_sections(tx, record, made),
            problems=_in_the_way(tx, made, earlier),
            warnings=unknown_numbers(made, reports.texts(tx, round_id)),
            published=earlier[0] if earlier else None,
        )


def write_text(
    db: Database,
    actor: Actor,
    round_id: str,
    section: str,
    text: str,
    expected_version: int,
    now: datetime,
) -> int:
    """Write one section over version `expected_version`; the new one. An empty text is the draft.

    Raises `Changed` where somebody else wrote meanwhile, ReportRefused where it does not fit.
    """
    require(actor, "write reports")
    within(db, actor, round_id)
    if section not in SECTIONS:
        raise ReportRefused((f"“{section}” is not a section. Choose: {', '.join(SECTIONS)}.",))
    if len(text) > LONGEST:
        raise ReportRefused(
            (f"{SECTIONS[section]}: longer than {LONGEST:,} characters. Shorten it.",)
        )
    with db.writing() as tx:
        known(tx, actor, round_id)
        by = actor.name
        version = reports.write_text(tx, round_id, section, text, by, now, expected_version)
        audit.record(tx, by, "wrote report text", round_id, now, section)
    return version


def publish(db: Database, actor: Actor, round_id: str, now: datetime) -> int:
    """Freeze the report as it stands for the board; its number. Raises ReportRefused."""
    require(actor, "write reports")
    within(db, actor, round_id)
    with db.writing() as tx:
        made = results.build(tx, known(tx, actor, round_id), now)
        earlier = reports.of_round(tx, round_id)
        problems = _in_the_way(tx, made, earlier)
        if problems:
            raise ReportRefused(problems)
        expected = earlier[0].number + 1 if earlier else 1
        final = replace(made, published=day(now), published_by=actor.name, number=expected)
        number = reports.publish(tx, round_id, to_json(final), actor.name, now)
        audit.record(tx, actor.name, "published report", round_id, now, str(number))
    return number


def published(db: Database, actor: Actor) -> tuple[Listed, ...]:
    """The newest published report of each round, newest first."""
    require(actor, "read published reports")
    with db.reading() as tx:
        unseen = hidden_in(tx, actor)
        return tuple(
            Listed(r.round, from_json(r.frozen).title, r.number, r.published_by, r.published_at)
            for r in reports.published(tx)
            if r.round not in unseen
        )


def read(db: Database, actor: Actor, round_id: str) -> Report | None:
    """A round's newest published report as it was frozen, or None."""
    require(actor, "read published reports")
    within(db, actor, round_id)
    with db.reading() as tx:
        latest = reports.latest(tx, round_id)
        return from_json(latest.frozen) if latest else None


def newest(
    db: Database, actor: Actor, round_id: str, now: datetime, *, draft: bool = False
) -> Report:
    """What a download or a command renders: the published report, else the draft.

    `draft` asks for the draft also where one is published. Somebody who may not see results gets
    published reports only; raises NotAllowed where there is none, RoundRefused for no such round.
    """
    require(actor, "read published reports")
    within(db, actor, round_id)
    if draft:
        return results.report(db, actor, round_id, now)
    frozen = read(db, actor, round_id)
    if frozen is not None:
        return frozen
    if not may(actor, "see results"):
        raise NotAllowed(f"No report of “{round_id}” has been published yet.")
    return results.report(db, actor, round_id, now)


def _sections(tx: Transaction, record: RoundRecord, made: Report) -> tuple[Section, ...]:
    kept = reports.texts(tx, record.id)
    drafts = {
        "title": made.title,
        "asks": "",
        "key_messages": "\n".join(made.key_messages),
        "analysis": "",
        "outcomes": made.outcomes,
    }
    sections = []
    for name, label in SECTIONS.items():
        text = kept.get(name)
        if text is None:
            sections.append(Section(name, label, drafts[name], 0, ""))
        else:
            words = text.text or drafts[name]
            sections.append(Section(name, label, words, text.version, text.by))
    return tuple(sections)


def _in_the_way(
    tx: Transaction, made: Report, earlier: tuple[PublishedReport, ...]
) -> tuple[str, ...]:
    """Every reason not to publish, at once; children's words among them, which nobody is shown."""
    found = _problems(made, earlier)
    if not made.actions and not reports.texts(tx, made.round):
        return found  # nobody has typed anything, and no words need be opened
    said = (one.words for one in comments.of_round(tx, made.round))
    return (*found, *own_words.problems(made, said))


def _problems(made: Report, earlier: tuple[PublishedReport, ...]) -> tuple[str, ...]:
    """What the report itself tells against it, and beside every one that is out already."""
    found = []
    if not made.who.answered:
        found.append("Nobody has answered this round yet. Wait until children have.")
    if len(made.key_messages) > MOST:
        found.append(f"{len(made.key_messages)} key messages are more than {MOST}. Leave some out.")
    if len(made.asks) > MOST_ASKS:
        found.append(f"{len(made.asks)} things are asked of the board. Leave at most {MOST_ASKS}.")
    for line in made.actions:
        found += _action_problems(line)
    for one in earlier:
        found += differencing.problems(from_json(one.frozen), made)
    return tuple(found)


def _action_problems(line: ActionLine) -> list[str]:
    needed = {"owner": line.owner, "due date": line.due, "measure": line.measure}
    missing = [name for name, text in needed.items() if not text.strip()]
    if not missing:
        return []
    lacks = " and no ".join(missing)
    return [f"The action “{line.action}” has no {lacks}. Add it on the Actions page."]


_NUMBER = re.compile(r"(?<![\d.,/-])\d{1,3}(?:,\d{3})*(?![\d/-])")


def unknown_numbers(made: Report, written: Collection[str]) -> tuple[str, ...]:
    """Numbers in the `written` sections that are not figures of this report, as sentences."""
    figures = set(_NUMBER.findall(_figures_text(made)))
    texts = {
        "key_messages": " ".join(made.key_messages),
        "asks": " ".join(made.asks),
        "analysis": made.analysis,
        "outcomes": made.outcomes,
    }
    said = []
    for name, text in texts.items():
        if name not in written:
            continue
        strange = sorted(set(_NUMBER.findall(text)) - figures)
        if strange:
            where, numbers = SECTIONS[name].split(" (")[0], ", ".join(strange)
            said.append(
                f"{where}: {numbers} is not a figure of this report. Check it, and never write a "
                "number of children that is withheld here."
            )
    return tuple(said)


def _figures_text(made: Report) -> str:
    """Every figure of the report, without what a person wrote in its sections."""
    plain = replace(made, key_messages=(), asks=(), analysis="", outcomes="")
    return to_json(plain) + _with_commas(re.findall(r"\d{4,}", to_json(plain)))


def _with_commas(numbers: Iterable[str]) -> str:
    return "".join(f" {int(number):,}" for number in numbers)
