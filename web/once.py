"""What Streamlit works out anew for every run of the script although it never changes."""

from collections.abc import Callable
from typing import Any


def worked_out_once(populate: Callable[..., None]) -> Callable[..., None]:
    """`populate(message, *section)`, which fills a fresh protobuf message, remembering the result.

    Streamlit reads its theme and its settings for every run: a seventh of what a child's move
    costs. They stay as they are while the server runs.
    """
    made: dict[tuple[str, ...], Any] = {}

    def populate_again(message: Any, *section: str) -> None:
        if section not in made:
            filled = type(message)()
            populate(filled, *section)
            made[section] = filled
        if made[section].ByteSize():  # merging nothing would still mark the message as set
            message.MergeFrom(made[section])

    return populate_again
