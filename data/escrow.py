"""The keys in escrow: three printed shares, any two of which give the key file back.

Shamir's scheme as SLIP-39 defines it (words with a checksum, so that a slip in copying is
found), by the library of those who wrote it down. One share alone says nothing.
"""

from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from data.keys import KeyProblem, Keys

NEEDED, MADE = 2, 3
_KEY = 32


def shares(keys: Keys) -> tuple[str, ...]:
    """Three shares of the newest master key and the pepper, each 59 words and the key's number."""
    secret = keys.masters[keys.current] + keys.pepper
    (made,) = generate_mnemonics(1, [(NEEDED, MADE)], secret)
    return tuple(f"{keys.current} {words}" for words in made)


def joined(typed: Sequence[str]) -> Keys:
    """The keys from two shares as typed; raises KeyProblem with what is wrong."""
    parts = [share.lower().split() for share in typed]
    numbers = {part[0] for part in parts if part}
    if len(parts) < NEEDED or len(numbers) != 1 or not next(iter(numbers)).isdigit():
        raise KeyProblem(
            "Two shares of the same set are needed. Each begins with the number of its key; the "
            "numbers must be the same."
        )
    try:
        secret = combine_mnemonics([" ".join(part[1:]) for part in parts])
    except MnemonicError as problem:
        raise KeyProblem(
            f"These shares do not fit together ({problem}). Check each word against the paper."
        ) from None
    if len(secret) != 2 * _KEY:
        raise KeyProblem("These are shares of something else than Heard's keys.")
    number = int(next(iter(numbers)))
    return Keys({number: secret[:_KEY]}, number, secret[_KEY:])
