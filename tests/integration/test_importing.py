"""Taking in responses from a CSV: real comments, refused rows, second runs, cut-off imports."""

from pathlib import Path

import pytest

from data import audit, comments, concerns, responses, rounds
from data.records import ResponseRecord
from surveys.importing.rows import LONGEST_KEY
from surveys.importing.taking import ImportCutOff, Imported, RowsRefused, import_responses
from surveys.permissions import NotAllowed
from surveys.rounds import RoundRefused, open_round

NHS_MAP = Path(__file__).resolve().parent.parent.parent / "surveys" / "mappings" / "nhs_fft.toml"

MAP = """survey = "service_feedback"
band = "11-17"
key = "id"
[date]
column = "day"
format = "dd/mm/yyyy"
[team]
column = "team"
[[answer]]
question = "rating"
column = "stars"
values.5 = "very_good"
values.1 = "very_bad"
values.x = "preferred_not_to_say"
[[answer]]
question = "good"
column = "words"
when.about = ["good"]
[[answer]]
question = "better"
column = "words"
when.about = ["better"]
[[answer]]
question = "contact"
column = "ring me"
"""
HEADER = "id,day,team,stars,about,words,ring me\n"
GOOD = [
    'a1,01/06/2026,Oak,5,good,"The slide, it is ""brilliant""",',
    "a2,02/06/2026,Elm,1,better,Nobody asked me,",
    "a3,03/06/2026,Oak,x,better,,",
]


@pytest.fixture
def folder(tmp_path):
    """A folder with the small map in it."""
    (tmp_path / "small.toml").write_text(MAP, "utf-8")
    return tmp_path


@pytest.fixture
def take(db, participation, now, folder):
    """Take in rows as a small file; more arguments go to the use case."""

    def run(rows, **more) -> Imported:
        file = folder / "rows.csv"
        file.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
        survey = "service_feedback"
        return import_responses(
            db, participation, survey, file, folder / "small.toml", now=now, **more
        )

    return run


def refused(take, *rows: str) -> list[str]:
    with pytest.raises(RowsRefused) as problem:
        take([*GOOD, *rows])
    return [str(row) for row in problem.value.bad]


def submitted(db, round_id) -> tuple[ResponseRecord, ...]:
    with db.reading() as tx:
        return responses.of_round(tx, round_id)


def words(db, round_id) -> set[tuple[str, str]]:
    with db.reading() as tx:
        return {(c.question, c.words) for c in comments.of_round(tx, round_id)}


def test_the_real_comments_are_taken_in_once(db, participation, now, cases):
    file = cases / "text" / "nhs_fft_dev.csv"
    survey = "service_feedback"
    steps: list[tuple[int, int]] = []
    first = import_responses(
        db,
        participation,
        survey,
        file,
        NHS_MAP,
        now=now,
        progress=lambda *step: steps.append(step),
    )
    again = import_responses(db, participation, survey, file, NHS_MAP, now=now)
    assert (first.added, again.added, again.known) == (3020, 0, 3020)
    assert again.round == first.round
    assert steps[-1] == (3020, 3020)
    assert len(submitted(db, first.round)) == len(words(db, first.round)) == 3020


def test_words_ratings_days_and_teams_arrive_as_they_stand(db, take):
    done = take(GOOD)
    assert {(r.submitted_at, r.team, r.band) for r in submitted(db, done.round)} == {
        ("2026-06-01", "Oak", "11-17"),
        ("2026-06-02", "Elm", "11-17"),
        ("2026-06-03", "Oak", "11-17"),
    }
    assert words(db, done.round) == {
        ("good", 'The slide, it is "brilliant"'),
        ("better", "Nobody asked me"),
    }


def test_silence_is_told_from_not_being_asked(db, take):
    done = take(GOOD)
    third = next(r for r in submitted(db, done.round) if r.submitted_at == "2026-06-03")
    with db.reading() as tx:
        given = {a.question: a.choice for a in responses.answers(tx, third.id)}
    assert given == {
        "rating": ("preferred_not_to_say",),
        "better": ("not_answered",),
        "contact": ("not_answered",),
    }


def test_the_round_says_from_when_to_when_and_that_nobody_said_how_many(db, take):
    done = take(GOOD)
    with db.reading() as tx:
        record = rounds.get(tx, done.round)
        eligible = rounds.eligible(tx)[done.round]
    assert (record.source, record.opens, record.closes) == ("imported", "2026-06-01", "2026-06-03")
    assert eligible is None


def test_a_wish_for_contact_is_a_concern_at_once(db, take):
    done = take(["b1,01/06/2026,Oak,5,good,Fine,Yes, urgently".replace("Yes, urgently", "urgent")])
    with db.reading() as tx:
        assert [c.cause for c in concerns.open_ones(tx)] == ["contact"]
        assert audit.listing(tx)[0].subject == done.round


def test_rows_that_were_known_are_left_and_new_ones_get_a_round(db, take):
    first, second = take(GOOD), take([*GOOD, "a4,04/06/2026,Elm,5,good,New,"])
    assert (second.added, second.known) == (1, 3)
    assert len(submitted(db, first.round)) == 3


def test_rows_can_go_into_a_round_that_is_there(db, take, participation, now):
    asked = open_round(db, participation, "service_feedback", now=now, teams={"Oak": 40})
    assert take(GOOD, round_id=asked.id).round == asked.id
    assert len(submitted(db, asked.id)) == 3


def test_a_round_of_another_survey_is_refused(db, take, participation, now):
    other = open_round(db, participation, "lac_review", now=now)
    with pytest.raises(RoundRefused, match="asked lac_review, not service_feedback"):
        take(GOOD, round_id=other.id)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("b,2026-06-01,Oak,5,good,x,", "line 5, column day: “2026-06-01” is not a date like dd/"),
        ("b,31/02/2026,Oak,5,good,x,", "line 5, column day: “31/02/2026” is not a date"),
        ("b,01/06/2031,Oak,5,good,x,", "line 5, column day: “01/06/2031” is a day that is still"),
        ("b,01/06/2026,Oak,9,good,x,", "line 5, column stars: “9” is not one of the cells that"),
        ("b,01/06/2026,Oak,5,shop,x,", "line 5, column about: “shop” fits no “when” of the map"),
        ("b,01/06/2026,Oak,5,good,x,maybe", "line 5, column ring me: “maybe” is not one of the op"),
        (",01/06/2026,Oak,5,good,x,", "line 5, column id: the key is empty"),
        ("a2,01/06/2026,Oak,5,good,x,", "line 5, column id: the key “a2” stands on line 3 too"),
        ("k" * 201 + ",01/06/2026,Oak,5,good,x,", f"longer than {LONGEST_KEY}"),
        ("b,01/06/2026,Oak,5,good,x\0y,", "line 5, column words: there is a NUL character"),
        ("b,01/06/2026,Oak,5,good,x,,", "line 5: the row has 8 cells"),
        (f"b,01/06/2026,Oak,5,good,{'x' * 20_001},", "the words are 20,001 characters long"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_place(sqlite_db, take_sqlite, row, says):
    assert says in refused(take_sqlite, row)[0]


@pytest.fixture
def take_sqlite(sqlite_db, participation, now, folder):
    """As `take`, where no SQL is reached."""

    def run(rows) -> Imported:
        file = folder / "rows.csv"
        file.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
        survey = "service_feedback"
        return import_responses(
            sqlite_db, participation, survey, file, folder / "small.toml", now=now
        )

    return run


def test_every_problem_is_listed_and_nothing_is_written(db, take):
    bad = refused(take, "b,x,Oak,9,good,y,", "c,01/06/2026,Oak,7,good,y,")
    assert len(bad) == 3
    with db.reading() as tx:
        assert rounds.listing(tx) == ()


def test_rows_that_do_not_fit_can_be_left_out(db, take):
    done = take([*GOOD, "b,x,Oak,5,good,y,"], skip_bad=True)
    assert (done.added, len(done.left_out)) == (3, 1)


def test_an_import_that_was_cut_off_is_seen_by_nobody_and_starts_anew(db, take):
    def unplugged(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(GOOD, progress=unplugged)
    with db.reading() as tx:
        assert rounds.answered(tx) == {}
    done = take(GOOD)
    with db.reading() as tx:
        assert [r.id for r in rounds.listing(tx)] == [done.round]
        assert rounds.answered(tx) == {done.round: 3}


def test_two_imports_at_once_do_not_mix(db, take):
    def other_import(_done: int, _of: int) -> None:
        with db.writing() as tx:
            responses.drop_importing(tx, rounds.listing(tx)[0].id)

    with pytest.raises(ImportCutOff, match="Another import"):
        take(GOOD, progress=other_import)
    assert take(GOOD).added == 3


def test_words_are_sealed_and_keys_are_not_kept_as_they_are(db, settings, take):
    take([*GOOD, "case-4711,01/06/2026,Oak,5,good,A sentence to look for,"])
    with db.reading() as tx:
        assert "case-4711" not in responses.known_source_keys(tx, "service_feedback")
    if settings.embedded:
        kept = b"".join(file.read_bytes() for file in settings.var.glob("heard.db*"))
        assert b"A sentence to look for" not in kept


def test_control_characters_are_taken_out_with_a_note(db, take):
    done = take(["b,01/06/2026,Oak,5,good,ding\adong,"])
    assert done.notes == ("Control characters taken out of words: 1 (line 2).",)
    assert words(db, done.round) == {("good", "dingdong")}


def test_only_the_participation_team_may_import(db, board, now, folder):
    with pytest.raises(NotAllowed):
        import_responses(
            db, board, "service_feedback", folder / "x.csv", folder / "small.toml", now=now
        )
