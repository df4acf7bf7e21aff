"""Which passwords are taken, and how they are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.staff.passwords import fits, hashed, problem


@pytest.mark.parametrize(
    "password",
    [
        "wet piano lantern",
        "correct horse battery",
        "k9$2mLq8!xZ1",
        "сорок лет спустя",
        "ünïcødé pässwörd",
        "748201957362",
    ],
)
def test_a_long_password_nobody_would_guess_is_taken(password):
    assert problem(password, "Asha Rao", "Sandwick Council") is None


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P4ssw0rd!!!2026",
        "123456789012",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "ababababababab",
        "councilheard2026",
        "AshaRaoAshaRao",
        "Sandwick2026!",
        "liverpoolfootball",
        "1qaz2wsx3edc",
        "leavemealone",
        "Peanutbutter1!",
        "fender-fender-fender",
        "2468-maverick-2026",
    ],
)
def test_a_password_of_well_known_words_is_refused_with_what_to_do_instead(password):
    said = problem(password, "Asha Rao", "Sandwick Council")
    assert said is not None
    assert "Use three or four words" in said


def test_a_short_password_is_refused_with_its_length():
    assert problem("wet piano 1") == "This password has 11 characters. Use 12 or more."


def test_a_password_of_256_characters_is_taken_and_one_more_is_not():
    longest = "wet piano lantern " * 14 + "more"
    assert len(longest) == 256
    assert problem(longest) is None
    assert problem(longest + "!") == "This password has 257 characters. Use 256 or fewer."


@given(st.text(min_size=12, max_size=256))
@settings(deadline=None)
def test_any_characters_are_looked_at_without_failing(password):
    assert problem(password, "Asha Rao") is None or "Use" in str(problem(password, "Asha Rao"))


def test_a_password_is_kept_as_argon2id_and_recognised():
    kept = hashed("wet piano lantern")
    assert kept.startswith("$argon2id$")
    assert fits("wet piano lantern", kept)


def test_the_same_password_typed_on_another_keyboard_is_recognised():
    assert fits("caf\u0065\u0301 piano lantern", hashed("caf\u00e9 piano lantern"))


def test_without_a_kept_password_nothing_fits():
    assert not fits("nobody has this password", None)


def test_a_kept_password_that_is_no_hash_fits_nothing():
    assert not fits("wet piano lantern", "wet piano lantern")
