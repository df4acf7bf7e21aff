"""Every use case that changes something or lets words out: which lines it promises.

Each entry prepares a made-up installation (`tests/every_act.py`) and gives the act, done once.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from analysis import actions, coding, exports, reports, rows
from analysis.actions import Wanted
from analysis.worker import worker
from surveys import all_held, held, log, looked, reading, retention, reveal, rounds
from surveys import concerns as deciding
from surveys.importing.taking import import_responses
from surveys.keying import drafts, second
from surveys.paper import merge, statement
from surveys.permissions import Actor
from surveys.safeguarding import allegations, queue
from tests.every_act import CANARY, P2, A, D, L, P, S, World
from web.staff import accounts, second_step, sight

LATER = timedelta(days=365 * 4)
ACTION = Wanted(CANARY, "Ask every child", "Team manager", "2027-05-01", "Children asked")
Act = Callable[[], object]
Promised = dict[str, tuple[tuple[str, ...], Callable[[World], Act]]]

ACTS: Promised = {
    "surveys.retention.erase_due": (("erased round",), lambda w: _erase_due(w)),
    "surveys.safeguarding.queue.queue": (("read words",), lambda w: _only_one(w, queue.queue, S)),
    "surveys.safeguarding.allegations.allegations": (
        ("read words",),
        lambda w: _only_one(w, allegations.allegations, D),
    ),
    "surveys.rounds.open_round": (("opened round",), lambda w: w.round),
    "surveys.rounds.set_counts": (
        ("set counts",),
        lambda w: partial(rounds.set_counts, w.db, P, w.round(teams={"": 9}), "", 9, 1, 1, w.now),
    ),
    "surveys.rounds.close_round": (
        ("closed round",),
        lambda w: partial(rounds.close_round, w.db, P, w.round(), w.now),
    ),
    "surveys.invitations.make": (
        ("made invitations",),
        lambda w: partial(w.code, w.round()),
    ),
    "surveys.paper.merge.write_to": (
        ("made invitations",),
        lambda w: partial(merge.write_to, w.db, P, w.round(band="11-17"), w.list_of_names(), w.now),
    ),
    "surveys.paper.statement.statement": (
        ("gave statement",),
        lambda w: partial(statement.statement, w.db, P, w.sent(w.round(mode="named")), w.now),
    ),
    "surveys.importing.taking.import_responses": (
        ("imported responses",),
        lambda w: partial(
            import_responses,
            w.db,
            P,
            "service_feedback",
            *w.rows_to_import(),
            now=w.now,
            round_id=w.round(),
        ),
    ),
    "surveys.reveal.ask_who": (
        ("asked to find out who",),
        lambda w: partial(reveal.ask_who, w.db, S, w.said, CANARY, w.now),
    ),
    "surveys.reveal.to_agree": (("read reason",), lambda w: _to_agree(w)),
    "surveys.safeguarding.queue.decision_log": (("read notes",), lambda w: _closed_ones(w)),
    "surveys.reveal.decide_wish": (
        ("agreed to finding out who",),
        lambda w: partial(reveal.decide_wish, w.db, D, w.wish(agreed=False), True, w.now),
    ),
    "surveys.reveal.find_out_who": (
        ("found out who",),
        lambda w: partial(reveal.find_out_who, w.db, S, w.wish(agreed=True), w.now),
    ),
    "surveys.looked.looked": (
        ("saw who looked",),
        lambda w: partial(looked.looked, w.db, L, w.now),
    ),
    "surveys.log.look_through": (
        ("looked at the log",),
        lambda w: partial(log.look_through, w.db, L, log.Wanted(), w.now),
    ),
    "surveys.log.take_out": (
        ("took the log out",),
        lambda w: partial(log.take_out, w.db, L, log.Wanted(), w.now),
    ),
    "surveys.log.verify": (("verified the log",), lambda w: partial(log.verify, w.db, L, w.now)),
    "surveys.reading.open_response": (
        ("read words",),
        lambda w: partial(reading.open_response, w.db, P, w.said, w.now),
    ),
    "surveys.reading.words_to_read": (
        ("read words",),
        lambda w: _reads(w, "participation"),
    ),
    "surveys.reading.mark_read": (
        ("marked read",),
        lambda w: partial(reading.mark_read, w.db, P, w.said, {"good": 1}, "participation", w.now),
    ),
    "surveys.keying.drafts.begin": (("began a paper",), lambda w: _begin(w)),
    "surveys.keying.drafts.finish": (
        ("keyed in paper",),
        lambda w: partial(drafts.finish, w.db, P, w.paper(), w.now),
    ),
    "surveys.keying.drafts.throw_away": (
        ("threw a paper away",),
        lambda w: partial(drafts.throw_away, w.db, P, w.paper(), w.now),
    ),
    "surveys.keying.second.take_up": (("took up paper",), lambda w: _take_up(w)),
    "surveys.keying.second.open_paper": (
        ("read words",),
        lambda w: partial(second.open_paper, w.db, P2, w.keyed(), w.now),
    ),
    "surveys.keying.second.correct": (
        ("corrected paper",),
        lambda w: partial(second.correct, w.db, P2, w.keyed(), "good", {"words": CANARY}, w.now),
    ),
    "surveys.keying.second.confirm": (
        ("checked paper",),
        lambda w: partial(second.confirm, w.db, P2, w.keyed(), w.now),
    ),
    "surveys.held.count_it": (
        ("counted",),
        lambda w: partial(held.count_it, w.db, P, w.held(), {}, w.now),
    ),
    "surveys.held.set_aside": (
        ("set aside",),
        lambda w: partial(held.set_aside, w.db, P, w.held(), "joke", w.now),
    ),
    "surveys.held.bring_back": (("brought back",), lambda w: _bring_back(w)),
    "surveys.retention.erase_response": (
        ("erased response",),
        lambda w: partial(retention.erase_response, w.db, A, w.settled(), CANARY, w.now),
    ),
    "surveys.all_held.all_held": (("gave out what is held",), lambda w: _all_held(w)),
    "surveys.concerns.mark_read": (
        ("marked read",),
        lambda w: partial(deciding.mark_read, w.db, S, w.said, "good", 1, w.now),
    ),
    "surveys.concerns.mark_plain_read": (("marked read",), lambda w: _plain(w)),
    "surveys.concerns.pass_on": (
        ("passed on",),
        lambda w: partial(
            *(deciding.pass_on, w.db, S, w.said, "good", 1),
            passed_to="duty",
            note=CANARY,
            now=w.now,
        ),
    ),
    "surveys.concerns.close": (
        ("closed concern",),
        lambda w: partial(deciding.close, w.db, S, w.said, "good", 1, outcome=CANARY, now=w.now),
    ),
    "surveys.concerns.raise_concern": (
        ("raised concern",),
        lambda w: partial(deciding.raise_concern, w.db, P, w.said, "good", w.now),
    ),
    "analysis.coding.comments_to_code": (("read words",), lambda w: _to_code(w)),
    "analysis.coding.decide": (
        ("gave theme",),
        lambda w: partial(coding.decide, w.db, P, w.said, "good", "T03", "given", w.now),
    ),
    "analysis.coding.fits_no_theme": (
        ("rejected theme",),
        lambda w: partial(coding.fits_no_theme, w.db, P, w.said, "good", w.now),
    ),
    "analysis.coding.undo": (
        ("took back theme",),
        lambda w: partial(coding.undo, w.db, P, w.said, "good", "T03", w.now),
    ),
    "analysis.coding.make_suggestions": (
        ("suggested themes",),
        lambda w: partial(coding.make_suggestions, w.db, P, w.round(), w.now),
    ),
    "analysis.actions.add": (
        ("added action",),
        lambda w: partial(actions.add, w.db, P, w.round(), ACTION, w.now),
    ),
    "analysis.actions.change": (("changed action",), lambda w: _change(w)),
    "analysis.reports.write_text": (
        ("wrote report text",),
        lambda w: partial(reports.write_text, w.db, P, w.reported(), "analysis", CANARY, 0, w.now),
    ),
    "analysis.reports.publish": (
        ("published report",),
        lambda w: partial(reports.publish, w.db, P, w.reported(), w.now),
    ),
    "analysis.exports.export": (
        ("exported report",),
        lambda w: partial(exports.export, w.db, P, worker(), w.reported(), "html", w.now),
    ),
    "analysis.rows.take_rows": (
        ("took rows out",),
        lambda w: partial(rows.take_rows, w.db, P, w.reported(), CANARY, w.now),
    ),
    "web.staff.accounts.add_person": (
        ("added person",),
        lambda w: lambda: w.secret(accounts.add_person(w.db, A, "Nia New", ["board"], w.now)),
    ),
    "web.staff.accounts.new_link": (
        ("made link",),
        lambda w: (lambda who: lambda: w.secret(accounts.new_link(w.db, A, who, w.now)))(
            w.person()
        ),
    ),
    "web.staff.accounts.change_roles": (
        ("granted role",),
        lambda w: partial(
            accounts.change_roles, w.db, A, w.person("board"), ["board", "auditor"], w.now
        ),
    ),
    "web.staff.accounts.stop_person": (
        ("stopped person",),
        lambda w: partial(accounts.stop_person, w.db, A, w.person(), w.now),
    ),
    "web.staff.accounts.end_sessions": (
        ("ended sessions",),
        lambda w: partial(accounts.end_sessions, w.db, A, w.person(), w.now),
    ),
    "web.staff.accounts.sign_out_everywhere": (
        ("signed out everywhere",),
        lambda w: partial(accounts.sign_out_everywhere, w.db, w.signed_in()[0], w.now),
    ),
    "web.staff.sight.limit": (
        ("limited to rounds",),
        lambda w: partial(sight.limit, w.db, A, w.person(), ["cp_start"], [], w.now),
    ),
    "web.staff.second_step.reset": (
        ("reset second step",),
        lambda w: partial(second_step.reset, w.db, A, w.person(), w.now),
    ),
}
"""By use case, of the list in `test_audiences.py`. Erasing what is over and
the queue come first, while there is one response only."""


def _reads(w: World, purpose: str) -> Act:
    round_id = w.round()
    w.sent(round_id)
    return partial(reading.words_to_read, w.db, P, round_id, purpose, w.now)


def _begin(w: World) -> Act:
    round_id = w.round(teams={"": 3}, band="11-17")
    more = {"code": w.code(round_id), "team": "", "band": "11-17", "language": "en"}
    return partial(drafts.begin, w.db, P, round_id, **more, now=w.now)


def _take_up(w: World) -> Act:
    response = w.paper()
    drafts.finish(w.db, P, response, w.now)
    return partial(second.take_up, w.db, P2, response, w.now)


def _bring_back(w: World) -> Act:
    entry = w.held()
    held.set_aside(w.db, P, entry, "joke", w.now)
    return partial(held.bring_back, w.db, P, entry, w.now)


def _erase_due(w: World) -> Act:
    """The first act of all: later there would be other rounds that are over."""
    w.settled()
    rounds.close_round(w.db, P, "service_feedback-1", w.now)
    return partial(retention.erase_due, w.db, A, w.now + LATER)


def _all_held(w: World) -> Act:
    assert w.said
    return partial(all_held.all_held, w.db, P, w.kept["said_code"], w.now)


def _plain(w: World) -> Act:
    round_id = w.round()
    response = w.plain(round_id)
    return partial(deciding.mark_plain_read, w.db, S, [(response, "good", 1)], w.now)


def _only_one(w: World, use_case: Callable[..., object], who: Actor) -> Act:
    """The newest worry alone: everything before was shown, and so noted, a moment ago."""
    use_case(w.db, who, w.now)
    w.sent()
    return partial(use_case, w.db, who, w.now)


def _to_agree(w: World) -> Act:
    w.wish(agreed=False)
    return partial(reveal.to_agree, w.db, D, w.now)


def _closed_ones(w: World) -> Act:
    """The concern closed last alone: those before were shown, and so noted, a moment ago."""
    queue.decision_log(w.db, S, w.now)
    w.settled()
    return partial(queue.decision_log, w.db, S, w.now)


def _to_code(w: World) -> Act:
    round_id = w.round()
    w.sent(round_id)
    return partial(coding.comments_to_code, w.db, P, round_id, w.now)


def _change(w: World) -> Act:
    made = actions.add(w.db, P, w.round(), ACTION, w.now)
    return partial(actions.change, w.db, P, made, ACTION, w.now)
