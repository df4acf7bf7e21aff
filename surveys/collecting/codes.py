"""Codes: ten safe characters that let one child in, kept only as a slow keyed hash.

HMAC with a pepper that is not in the database, then Argon2id (19 MiB, t=2, p=1): a stolen
table gives neither a code nor something that can be guessed fast. At most two are computed at
a time; thirty at once took 1.5 GB in a spike.
"""

import hashlib
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2.low_level import Type, hash_secret_raw

from data.words import Vault

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""30 signs without 0, O, 1, I, L and U: nothing that is misread on paper."""
LENGTH = 10
"""Eight (39 bits) would have had to lock a class out whenever somebody guesses beside it."""
# Two threads of their own, not only two at a time: what a thread has used for a hash, the C
# library keeps for that thread. With hashes in every worker thread 30 codes at once took the
# server from 192 to 519 MB for good, with these two to 246 MB.
_HASHING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="codes")


def new_code() -> str:
    """A fresh code: 10 of 30 signs, 49 bits, from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A code as it is printed and read out: "ABCDE-23456"."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def tidy(typed: str) -> str:
    """A code as typed, in capitals, without spaces and dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def hash_code(vault: Vault, typed: str) -> str:
    """The slow keyed hash of a code as typed, in hex. Costs the same for whatever was typed."""
    secret = hmac.new(vault.derived("invitation codes"), tidy(typed[:64]).encode(), hashlib.sha256)
    salt = vault.derived("invitation code salt")[:16]
    hashing = _HASHING.submit(
        hash_secret_raw,
        secret.digest(),
        salt,
        time_cost=2,
        memory_cost=19 * 1024,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return hashing.result().hex()


def hash_token(token: str) -> str:
    """A cookie's token as it is stored; it is 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
