"""The auditor's log: found by person, act and day, taken out safely, checked against anchors."""

import csv
import io
from datetime import timedelta

import pytest

from data import anchors, audit
from surveys.log import Wanted, look_through, take_out, verify
from surveys.permissions import Actor

AUDITOR = Actor("Lou Log", frozenset({"auditor"}))


@pytest.fixture
def trail(db, now):
    """Three lines of two people on two days, one with a name that a spreadsheet would run."""
    with db.writing() as tx:
        audit.record(tx, "Ben Okafor", "opened round", "r-1", now - timedelta(days=1))
        audit.record(tx, "Ben Okafor", "closed round", "r-1", now)
        audit.record(tx, "Eve Moss", "closed round", "r-2", now, "=HYPERLINK(1)")
    return db


def acts(found):
    return [(line.actor, line.act) for line in found.lines if line.actor != AUDITOR.name]


def test_lines_are_found_by_person_act_and_day(trail, now):
    by_person = look_through(trail, AUDITOR, Wanted(person="Ben Okafor"), now)
    by_act = look_through(trail, AUDITOR, Wanted(act="closed round"), now)
    by_day = look_through(trail, AUDITOR, Wanted(last_day="2026-11-19"), now)
    assert acts(by_person) == [("Ben Okafor", "closed round"), ("Ben Okafor", "opened round")]
    assert acts(by_act) == [("Eve Moss", "closed round"), ("Ben Okafor", "closed round")]
    assert acts(by_day) == [("Ben Okafor", "opened round")]


def test_that_the_auditor_looked_is_itself_in_the_log_once_a_day(trail, now):
    for _ in range(3):
        found = look_through(trail, AUDITOR, Wanted(), now)
    assert [line.act for line in found.lines if line.actor == "Lou Log"] == ["looked at the log"]


def test_the_file_runs_no_formula(trail, now):
    rows = list(
        csv.DictReader(io.StringIO(take_out(trail, AUDITOR, Wanted(), now).decode("utf-8-sig")))
    )
    assert rows[0]["detail"] == "'=HYPERLINK(1)"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t\r" and cell]


def test_the_check_says_when_lines_were_cut_off(trail, now):
    anchors.put(trail, now)
    assert verify(trail, AUDITOR, now).faults == ()
    with anchors.path(trail.settings).open("a") as file:
        file.write("2026-11-20T10:00:00Z\t999\tabc\n")
    assert "Line 999" in verify(trail, AUDITOR, now).faults[0]
