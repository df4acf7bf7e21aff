"""Maps from the columns of a CSV file to answers, and what is said about a wrong one."""

from pathlib import Path

import pytest

from surveys.importing.map_loader import MapProblems, load_map, parse_map
from surveys.loader import published

MAPS = Path(__file__).resolve().parent.parent.parent / "surveys" / "mappings"

GOOD = """survey = "service_feedback"
band = "11-17"
key = "id"
[date]
column = "day"
format = "yyyy-mm-dd"
[[answer]]
question = "rating"
column = "stars"
values.5 = "very_good"
"""


def problems(text: str) -> list[str]:
    with pytest.raises(MapProblems) as refused:
        parse_map(text, "my.toml", published()["service_feedback"])
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("path", sorted(MAPS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_map_that_ships_fits_its_survey(path):
    survey = next(
        s for s in published().values() if f'survey = "{s.id}"' in path.read_text("utf-8")
    )
    assert load_map(path, survey).rules


def test_a_map_names_every_column_it_reads():
    assert parse_map(GOOD, "my.toml", published()["service_feedback"]).columns == (
        "id",
        "day",
        "stars",
    )


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"service_feedback"', '"lac_review"', "my.toml:1:1: survey: The map is for the survey"),
        ('"11-17"', '"12-16"', "my.toml:2:1: band: “12-16” is not one of its bands"),
        ('key = "id"', "", "“key” is missing"),
        ('"yyyy-mm-dd"', '"summer"', "my.toml:6:1: [date]: “summer” does not say where day"),
        ('"rating"', '"stars"', "my.toml:8:1: [[answer]] 1: The survey has no question “stars”"),
        ('"very_good"', '"bestest"', "my.toml:10:1: [[answer]] 1: “bestest” (for “5”) is not"),
        ("values.5", "vlues.5", "my.toml:10:1: [[answer]] 1: “vlues” is not known here"),
        ("[[answer]]", 'when = "x"\n[[answer]]', "“when” is not known here"),
        ("values.5", 'when.shop = "x"\nvalues.5', "“when” does not list cells by column"),
        ("[date]", '[file]\nencoding = "utf-88"\n[date]', "“utf-88” is not an encoding"),
        ("[date]", '[file]\nguarded = "yes"\n[date]', "“yes” is unclear"),
        ("[date]", '[file]\nencoding = "base64"\n[date]', "“base64” is not an encoding"),
        ("[date]", '[file]\ndelimiter = "x"\n[date]', "“x” cannot separate columns"),
        ("[[answer]]", "[[answer]", "my.toml:7:"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_do(before, after, says):
    assert any(says in problem for problem in problems(GOOD.replace(before, after, 1)))


def test_everything_wrong_is_said_at_once_in_the_order_of_the_lines():
    text = GOOD.replace('"11-17"', '"8-10"').replace('"rating"', '"x"').replace('"id"', '""')
    found = problems(text)
    assert len(found) == 2
    assert found == sorted(found, key=lambda one: int(one.split(":")[1]))


def test_a_map_that_is_not_there_is_said_plainly(tmp_path):
    with pytest.raises(MapProblems, match="The map cannot be read"):
        load_map(tmp_path / "no.toml", published()["service_feedback"])
