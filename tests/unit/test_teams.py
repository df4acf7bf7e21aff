"""Teams as people type them."""

import pytest

from surveys.rounds import RoundRefused
from surveys.teams import read_teams


def test_a_line_is_a_team_and_how_many_could_be_asked():
    assert read_teams("North team, 120\nSouth\t1 200\n\nEast: 7") == {
        "North team": 120,
        "South": 1200,
        "East": 7,
    }


def test_a_team_whose_name_ends_in_a_number_keeps_it():
    assert read_teams("Team 1\nTeam 2, 30") == {"Team 1": None, "Team 2": 30}


def test_a_number_alone_is_everybody_together():
    assert read_teams("300") == {"": 300}


def test_nothing_typed_means_that_nobody_has_said_how_many():
    assert read_teams(" \n") == {"": None}


def test_a_team_that_comes_twice_is_refused_with_its_line():
    with pytest.raises(RoundRefused, match="line 2: “North” is there twice"):
        read_teams("North, 3\nNorth, 4")
