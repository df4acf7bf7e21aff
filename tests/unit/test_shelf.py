"""The shelf: papers wait in memory for the one who made them, and not for long."""

from datetime import timedelta

from surveys.paper.shelf import KEPT, MOST, Shelf

A_MOMENT = timedelta(seconds=1)


def test_its_owner_gets_a_paper_and_gets_it_again(now):
    shelf = Shelf()
    token = shelf.put("Ben", "letters", "letters.pdf", "content", now)
    assert [shelf.get("Ben", token, now).content for _ in range(2)] == ["content", "content"]


def test_nobody_else_gets_it(now):
    shelf = Shelf()
    token = shelf.put("Ben", "letters", "letters.pdf", "content", now)
    assert shelf.get("Mallory", token, now) is None
    assert shelf.get("Ben", "guessed", now) is None


def test_after_a_quarter_of_an_hour_it_is_gone_from_memory(now):
    shelf = Shelf()
    token = shelf.put("Ben", "letters", "letters.pdf", "content", now)
    assert shelf.get("Ben", token, now + KEPT - A_MOMENT) is not None
    assert shelf.get("Ben", token, now + KEPT) is None
    assert shelf._waiting == {}


def test_the_oldest_gives_way_when_there_are_too_many(now):
    shelf = Shelf()
    tokens = [shelf.put("Ben", "slips", "slips.pdf", n, now) for n in range(MOST + 1)]
    assert shelf.get("Ben", tokens[0], now) is None
    assert shelf.get("Ben", tokens[-1], now).content == MOST
