"""Codes from an app: the standard's own examples, its neighbours, and nothing else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from web.staff import totp

SECRET = b"12345678901234567890"
EXAMPLES = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
"""RFC 6238, appendix B, SHA-1: the last six of its eight figures."""
THEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("second", EXAMPLES)
def test_the_examples_of_the_standard_come_out(second):
    assert totp.code(SECRET, second // totp.STEP_S) == EXAMPLES[second]


@pytest.mark.parametrize(("late", "fits"), [(-60, False), (-30, True), (0, True), (30, True)])
def test_a_code_fits_in_its_own_half_minute_and_beside_it(late, fits):
    typed = totp.code(SECRET, totp.step_of(THEN))
    found = totp.fitting_step(SECRET, typed, THEN + timedelta(seconds=late))
    assert (found == totp.step_of(THEN)) is fits


@pytest.mark.parametrize("typed", ["", "28708", "2870820", "abcdef", "۲۸۷۰۸۲", "287 082x"])
def test_what_is_no_code_fits_nothing(typed):
    assert totp.fitting_step(SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_a_code_may_be_typed_with_a_space_in_it():
    assert totp.fitting_step(SECRET, " 287 082 ", datetime.fromtimestamp(59, UTC)) == 1


def test_the_square_says_what_an_app_needs():
    said = urlsplit(totp.address(SECRET, "Asha Rao", "Sandwick & District"))
    asked = parse_qs(said.query)
    assert (said.scheme, said.netloc) == ("otpauth", "totp")
    assert asked["secret"] == ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]
    assert asked["issuer"] == ["Heard (Sandwick & District)"]


def test_the_key_in_text_is_in_fours():
    assert totp.key_in_text(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
