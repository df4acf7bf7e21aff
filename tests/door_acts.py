"""What happens at the staff's door, before anybody is an actor: the lines it promises."""

from functools import partial

import pytest

from tests.every_act import CANARY, PASSWORD, A, World
from tests.staff_acts import Act, Promised
from web.oidc import Identity
from web.staff import accounts, second_step, totp, work_account

AT_THE_DOOR: Promised = {
    "the first link": (
        ("made first link",),
        lambda w: lambda: w.secret(accounts.first_link(w.db, w.now) or ""),
    ),
    "a password is set": (("set password",), lambda w: _set_password(w)),
    "signing in": (("signed in",), lambda w: (w.person(), w.signed_in)[1]),
    "a wrong password": (
        ("sign-in refused",),
        lambda w: partial(_refused, w, w.person()),
    ),
    "signing out": (
        ("signed out",),
        lambda w: partial(accounts.sign_out, w.db, w.signed_in()[1], w.now),
    ),
    "a second step is set up": (
        ("set up second step", "signed in"),
        lambda w: _second_step(w, right=True),
    ),
    "a wrong second step": (
        ("second step refused",),
        lambda w: _second_step(w, right=False),
    ),
    "a work account": (("tied work account", "signed in"), lambda w: _work_account(w)),
}


def _set_password(w: World) -> Act:
    token = w.secret(accounts.add_person(w.db, A, "Sett Password", ["board"], w.now))
    return partial(accounts.set_password, w.db, token, None, PASSWORD, w.now)


def _refused(w: World, _person: str) -> None:
    with pytest.raises(accounts.SignInRefused):
        accounts.sign_in(w.db, w.kept["name"], CANARY, w.now)


def _second_step(w: World, *, right: bool) -> Act:
    w.person()
    opened = accounts.sign_in(w.db, w.kept["name"], PASSWORD, w.now, half=True)
    secret = second_step.look(w.db, w.secret(opened.token), w.now).secret or b""
    code = totp.code(secret, totp.step_of(w.clock)) if right else "000000"
    return partial(_answer, w, opened.token, w.secret(code))


def _answer(w: World, half: str, code: str) -> None:
    try:
        full = second_step.answer(w.db, half, code, w.clock)
    except accounts.AccountProblem:
        return
    w.secret(full.token, *full.codes)


def _work_account(w: World) -> Act:
    link = w.secret(accounts.add_person(w.db, A, "Wim Work", ["board"], w.now))
    who = Identity(w.secret("https://id.example/tenant"), w.secret("subject-77"), mfa=True)
    return lambda: w.secret(work_account.come_in(w.db, who, link, w.now).token)
