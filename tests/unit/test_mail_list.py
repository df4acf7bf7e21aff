"""A list of children is checked whole; what is wrong is said without what stands there."""

import pytest

from surveys.paper.mail_list import LARGEST, Expected, ListRefused, read_list

EXPECTED = Expected(bands=("4-7", "8-10", "11-17"), band=None, teams=("",))
TEAMS = Expected(bands=("8-10",), band=None, teams=("Oak", "Elm"))


def read(text, expected=EXPECTED):
    return read_list(text if isinstance(text, bytes) else text.encode(), expected)


def problems(text, expected=EXPECTED):
    with pytest.raises(ListRefused) as refused:
        read(text, expected)
    return list(refused.value.problems)


def test_every_column_is_read():
    (child,) = read(
        "reference,name,address1,address2,postcode,team,language,band\n"
        "Case 1,Zoë,12 Long Lane,Smethwick,B66 1AA,oak,Urdu,8-10\n",
        TEAMS,
    )
    assert (child.reference, child.name, child.team) == ("Case 1", "Zoë", "Oak")
    assert child.address == ("12 Long Lane", "Smethwick", "B66 1AA")
    assert (child.language, child.band) == ("ur", "8-10")


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "with a mark at its start"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_what_spreadsheets_write_is_read(start, delimiter):
    text = f"{start}Reference{delimiter}Name\r\nA1{delimiter}Zoë\r\n\r\n"
    assert [(child.line, child.name) for child in read(text)] == [(2, "Zoë")]


@pytest.mark.parametrize("band", ["8-10", "8 to 10", "8–10", "8 - 10"])
def test_an_age_group_is_read_however_it_is_written(band):
    assert read(f"reference,band\nA1,{band}\n")[0].band == "8-10"


@pytest.mark.parametrize("language", ["ur", "UR", "Urdu", "اردو"])
def test_a_language_is_read_by_its_code_its_english_name_or_its_own(language):
    assert read(f"reference,language\nA1,{language}\n")[0].language == "ur"


@pytest.mark.parametrize(("band", "age"), [("11-17", 13), ("", 9), ("11-17", None)])
def test_an_age_is_read_in_years(band, age):
    (child,) = read(f"reference,band,age\nA1,{band},{age or ''}\n")
    assert child.age == age


@pytest.mark.parametrize("named", ["large print", "Large Print", "largeprint"])
@pytest.mark.parametrize(
    ("cell", "large"), [("yes", True), ("Yes", True), ("no", False), ("", False)]
)
def test_large_print_is_wanted_or_not(named, cell, large):
    assert read(f"reference,{named}\nA1,{cell}\n")[0].large is large


def test_a_round_of_one_age_group_needs_no_column_for_it():
    expected = Expected(bands=("8-10", "11-17"), band="11-17", teams=())
    assert read("reference\nA1\n", expected)[0].band == "11-17"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty"),
        ("reference\n", "no children"),
        ("name\nZoë\n", "no column “reference”"),
        ("reference,reference\nA,B\n", "reference is there twice"),
        ("reference,dob\nA1,2010\n", "Line 1, column 2: not a column that a letter needs"),
        ("reference,name\nA1\n", "Line 2: 1 cells where the first line has 2"),
        ('reference,name\nA1,"Zoë\n', "Line 2: a quotation mark is opened"),
        ("reference\n\n=1+1\n", "Line 3, column reference: begins like a formula"),
        ("reference,name\n,Zoë\n", "Line 2, column reference: empty"),
        ("reference,band\nA1,08-Oct\n", "Line 2, column band: not an age group of this round"),
        ("reference,language\nA1,Klingon\n", "Line 2, column language: not one we have"),
        ("reference,age\nA1,12/03/2012\n", "Line 2, column age: not a whole number from 4 to 25"),
        ("reference,band,age\nA1,8-10,12\n", "Line 2, column age: not a whole number from 8 to 10"),
        ("reference,large print\nA1,18\n", "Line 2, column large print: neither yes nor no"),
        ("reference,name\nA1,田中\n", "Line 2, column name: holds a sign that our typefaces"),
        ("reference,name\nA1,Z\u202eoë\n", "Line 2, column name: holds a line break or a hidden"),
        (f"reference,name\nA1,{'Z' * 61}\n", "Line 2, column name: 61 letters long; at most 60"),
        ("reference\nA1\nB2\na1\n", "Line 4, column reference: the same as in line 2"),
        (b"reference\nZo\xeb\n", "Line 2: a letter cannot be read"),
        (b"PK\x03\x04and so on", "This is not a CSV file"),
        (b"reference\n" + b"A" * LARGEST, "larger than 1 MB"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else "bytes",
)
def test_what_is_wrong_is_said_with_its_place(text, said):
    assert problems(text)[0].startswith(said) or said in problems(text)[0]


@pytest.mark.parametrize("text", ["reference,team\nA1,Ash\n", "reference\nA1\n"])
def test_in_a_round_of_several_teams_each_child_is_in_one_of_them(text):
    said = "Line 2, column team: not a team of this round. Write one of: Oak, Elm."
    assert said in problems(text, TEAMS)


def test_the_only_team_of_a_round_need_not_be_written():
    expected = Expected(bands=("8-10",), band=None, teams=("Oak",))
    assert read("reference\nA1\n", expected)[0].team == "Oak"


def test_every_problem_is_said_at_once():
    assert len(problems("reference,band\n=A,x\n,8-10\nB,y\n")) == 4


def test_no_problem_repeats_what_stands_in_the_list():
    names = ["Aisha Khan", "12 Long Lane", "dob-of-aisha"]
    texts = [
        "reference,name\n=Aisha Khan,12 Long Lane" + "x" * 60,
        "reference,Aisha Khan\nA,B\n",
        "reference,team,band,language\nAisha Khan,Aisha Khan,Aisha Khan,Aisha Khan\n" * 2,
    ]
    said = "\n".join(line for text in texts for line in problems(text))
    assert [name for name in names if name in said] == []


def test_more_than_can_be_made_at_once_are_refused():
    text = "reference\n" + "\n".join(f"A{n}" for n in range(2001))
    assert problems(text) == ["The list has 2,001 children. Split it: at most 2,000 at a time."]
