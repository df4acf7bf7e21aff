"""The light door's part of `test_every_screen.py`, which has the words for both."""

from collections.abc import Callable

import pytest

from tests.browser import looking
from tests.browser.stages import Stage
from tests.browser.test_every_screen import REST, Case


@pytest.mark.ci
@pytest.mark.parametrize("case", [c for c in REST if c[1] == "light"], ids="-".join)
def test_every_light_screen_is_there_for_everybody(
    staged: Callable[..., Stage], case: Case
) -> None:
    assert looking.faults(staged(*case).page, case[3]) == []
