"""A table on a phone: each row as a card, each of its figures beside the name of its column.

A table that is wider than the screen hides its last columns, and nobody scrolls to what they do not
know of.
"""

from collections.abc import Sequence

_CARDS = """
@media (max-width: 640px) {
  .st-key-NAME thead { position: absolute; clip-path: inset(50%); }
  .st-key-NAME :is(table, tbody, tr) { display: block; width: 100%; }
  .st-key-NAME td {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
    padding: .25rem .75rem !important;
    border-width: 0;
  }
  .st-key-NAME tr + tr { border-top: 1px solid #8f8775; }
  .st-key-NAME td:first-child { padding-top: .75rem !important; font-weight: 700; }
  .st-key-NAME td:last-child { padding-bottom: .75rem !important; }
  .st-key-NAME td > div { flex: none; max-width: 60%; }
"""


def as_cards(name: str, columns: Sequence[str]) -> str:
    """The look of the table in the container of this key, whose columns are these."""
    named = "".join(
        f'  .st-key-{name} td:nth-child({place})::before {{ content: "{column}"; }}\n'
        for place, column in enumerate(columns, 1)
    )
    return f"{_CARDS.replace('NAME', name)}{named}}}\n"
