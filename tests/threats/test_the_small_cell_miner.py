"""The small-cell miner: takes every file apart, subtracts everything, and finds no few children."""

import random
from collections import defaultdict
from itertools import chain, combinations

import pytest

from analysis.documents.make import document
from analysis.results import report
from surveys.loader import published
from surveys.schema import Kind
from tests.answering import a_round
from tests.documents.reading import csv_cells

SEEDS = range(6)
FEW = range(1, 5)
COUNTS = ("Children", "Of", "Comments", "Moved up", "Same", "Moved down")


def made_up(survey: str, many: int, seed: int) -> list[dict[str, object]]:
    """Children whose answers crowd together, so that many answers are given by a few."""
    chance = random.Random(seed)
    sent = []
    for _ in range(many):
        child: dict[str, object] = {"band": "11-17", "team": chance.choice(("North", "South"))}
        for question in published()[survey].questionnaire("11-17").questions:
            if question.kind is Kind.CHOICE and chance.random() > 0.1:
                keys = [option.key for option in question.options]
                child[question.id] = chance.choice(keys[: chance.choice((1, 2, len(keys)))])
        sent.append(child)
    return sent


@pytest.fixture(params=SEEDS, ids=lambda seed: f"round {seed}")
def lines(request, sqlite_db, participation, now):
    """Every row of the CSV of a made-up round's figures, by column name."""
    sent = made_up("out_of_borough", 40, request.param)
    teams = {"North": 160, "South": 140}
    made = a_round(sqlite_db, now, "out_of_borough", sent, teams=teams)
    found = document(report(sqlite_db, participation, made.id, now), "csv")
    head, *rows = csv_cells(found)
    return [dict(zip(head, row, strict=True)) for row in rows]


def number(row: dict[str, str], column: str) -> int | None:
    return int(row[column]) if row.get(column, "").isdigit() else None


def test_no_cell_of_the_file_is_a_few_children(lines):
    cells = [(row["Sheet"], column, number(row, column)) for row in lines for column in COUNTS]
    assert [cell for cell in cells if cell[2] in FEW] == []
    assert len([cell for cell in cells if cell[2]]) > 20


def test_no_sum_or_difference_of_a_questions_figures_is_a_few_children(lines):
    answers: dict[str, dict[str, int]] = defaultdict(dict)
    for row in lines:
        if row["Sheet"] == "Answers" and not row["Answer"].startswith("Top answers together"):
            answers[row["Question"]] |= {row["Answer"]: number(row, "Children") or 0}
            answers[row["Question"]]["(of)"] = number(row, "Of") or 0
    found = {question: list(mined(figures)) for question, figures in answers.items()}
    assert {question: few for question, few in found.items() if few} == {}


def mined(figures: dict[str, int]) -> list[int]:
    """The base, and the forty who took part, less every set of answers to one question."""
    base = figures.pop("(of)")
    counts = list(figures.values())
    some = chain.from_iterable(combinations(counts, n) for n in range(len(counts) + 1))
    left = {whole - sum(taken) for taken in some for whole in (base, 40)} | {40 - base}
    return [rest for rest in left if rest in FEW]


def test_teams_and_groups_cannot_be_subtracted_from_the_whole(lines):
    for sheet, by in (("Teams", None), ("Groups", "Question")):
        whole: dict[str, list[int]] = defaultdict(list)
        for row in lines:
            if row["Sheet"] == sheet and number(row, "Children") is not None:
                whole[row[by] if by else ""].append(number(row, "Children") or 0)
        few = {key: 40 - sum(found) for key, found in whole.items() if 40 - sum(found) in FEW}
        assert (sheet, few) == (sheet, {})


def test_the_miner_would_find_what_was_left_open():
    assert mined({"(of)": 40, "Always": 36}) == [4]
    assert sorted(mined({"(of)": 38, "Always": 20, "Never": 15})) == [2, 3]
