"""Codes: enough chance that nobody guesses one, and a hash that is slow and keyed."""

import math
import secrets
from datetime import UTC, datetime

import pytest
from argon2.low_level import Type, hash_secret_raw

from data.keys import Keys
from data.words import Vault
from surveys.collecting.codes import ALPHABET, LENGTH, hash_code, hash_token, new_code
from surveys.paper.shelf import Shelf
from web.sessions import new_token

CODE = "ABCDE23456"


def vault() -> Vault:
    """Another installation each time."""
    return Vault(Keys({1: secrets.token_bytes(32)}, 1, secrets.token_bytes(32)))


def test_a_code_has_49_bits() -> None:
    assert math.log2(len(set(ALPHABET)) ** LENGTH) > 49
    assert not set(ALPHABET) & set("0O1IlLU")


def test_each_sign_of_a_code_comes_from_the_systems_random_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = iter(CODE)
    monkeypatch.setattr("secrets.choice", lambda signs: next(given) if signs else "")
    assert new_code() == CODE


def test_codes_do_not_follow_each_other() -> None:
    made = [new_code() for _ in range(1_000)]
    assert len(set(made)) == len(made)
    assert all({code[place] for code in made} == set(ALPHABET) for place in range(LENGTH))


def test_what_opens_something_alone_and_is_typed_by_nobody_has_128_bits_and_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    monkeypatch.setattr("secrets.token_urlsafe", lambda size: f"{drawn.append(size * 8) or ''}")
    new_token()
    Shelf().put("somebody", "letters", "letters.pdf", b"", datetime(2026, 11, 20, tzinfo=UTC))
    assert drawn == [256, 128]


def test_another_installation_has_another_hash_of_the_same_code() -> None:
    here, there = vault(), vault()
    assert hash_code(here, CODE) == hash_code(here, "abcde-23456")
    assert hash_code(here, CODE) != hash_code(there, CODE)


def test_a_code_is_hashed_with_argon2id_and_19_mib(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def listening(*secret: bytes, **cost: object) -> bytes:
        asked.update(cost, secret=secret)
        return hash_secret_raw(*secret, **cost)  # type: ignore[arg-type]

    monkeypatch.setattr("surveys.collecting.codes.hash_secret_raw", listening)
    hash_code(vault(), CODE)
    assert (asked["type"], asked["memory_cost"], asked["time_cost"]) == (Type.ID, 19_456, 2)
    assert CODE.encode() not in asked["secret"]  # type: ignore[operator]


def test_a_cookies_token_is_not_kept_as_it_is() -> None:
    token = secrets.token_urlsafe(32)
    assert token not in hash_token(token)
