"""OpenID Connect: authorization code with PKCE, and an ID token that is checked to the last claim.

Only the front door: who came is told to us once, then our own session takes over. Tokens are
dropped at once; nothing of the e-mail or the name in them is read. RS256 only, which every
provider must offer; a token that names another algorithm, or none, is refused.
"""

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from data.settings import LOCAL, Oidc

WAIT_S = 10
LEEWAY_S = 60
LARGEST = 1_000_000


class NotSignedIn(RuntimeError):
    """The provider did not say who this is, or not in a way that can be trusted."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is remembered between going to the provider and coming back; all of it random."""

    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came back: known by issuer and subject. `mfa`: they gave a second step there."""

    issuer: str
    subject: str
    mfa: bool


def errand() -> Errand:
    """A fresh errand."""
    return Errand(*(secrets.token_urlsafe(32) for _ in range(3)))


def address(oidc: Oidc, going: Errand, back: str) -> str:
    """Where the browser goes to sign in, and `back` where it comes to afterwards."""
    digest = hashlib.sha256(going.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": oidc.client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": going.state,
        "nonce": going.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    claim, value = oidc.mfa
    if claim in ("acr", "acrs"):
        wish = {"id_token": {claim: {"essential": True, "value": value}}}
        asked["claims"] = json.dumps(wish)
    return f"{_provider(oidc)['authorization_endpoint']}?{urlencode(asked)}"


def identity(oidc: Oidc, going: Errand, code: str, back: str, now: datetime) -> Identity:
    """Exchange the code for an ID token and check it; raises NotSignedIn."""
    provider = _provider(oidc)
    secret = oidc.secret_file.read_text("utf-8").strip()
    basic = base64.b64encode(f"{quote(oidc.client_id)}:{quote(secret)}".encode()).decode()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": going.verifier,
    }
    answer = _fetch(provider["token_endpoint"], form, {"authorization": f"Basic {basic}"})
    claims = _signed(str(answer.get("id_token", "")), _fetch(provider["jwks_uri"]))
    _check(claims, oidc, going, now)
    return Identity(oidc.issuer, str(claims["sub"]), _tells_of(claims, *oidc.mfa))


def _provider(oidc: Oidc) -> Mapping[str, Any]:
    found = _fetch(f"{oidc.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != oidc.issuer:
        raise NotSignedIn("The sign-in of your authority names itself otherwise than we know it.")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _check_safe(str(found.get(name, "")))
    return found


def _check_safe(url: str) -> None:
    """Refuse an address that somebody on the way could answer for; on this machine nobody is."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL):
        return
    raise NotSignedIn(
        "The sign-in of your authority names an address that does not begin with https://. Tell "
        "whoever looks after it."
    )


class _ByHttps(HTTPRedirectHandler):
    """Follows the provider nowhere else than by https."""

    def redirect_request(self, *asked: Any) -> Request | None:
        """The request to where the provider sends us, if it is safe."""
        _check_safe(asked[-1])
        return super().redirect_request(*asked)


_BY_HTTPS = build_opener(_ByHttps)


def _fetch(
    url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """A JSON object from the provider that an operator named in the settings."""
    _check_safe(url)
    body = urlencode(form).encode() if form is not None else None
    asked = Request(url, body, {"accept": "application/json", **(headers or {})})  # noqa: S310
    try:
        with _BY_HTTPS.open(asked, timeout=WAIT_S) as answer:
            found = json.loads(answer.read(LARGEST))
    except (URLError, TimeoutError, ValueError) as problem:
        raise NotSignedIn("The sign-in of your authority does not answer. Try again.") from problem
    if not isinstance(found, dict):
        raise NotSignedIn("The sign-in of your authority answers in a way we do not understand.")
    return found


def _signed(token: str, keys: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims of a token that one of the provider's keys has signed."""
    try:
        head, body, signature = token.split(".")
        header, claims = json.loads(_bytes(head)), json.loads(_bytes(body))
        if header["alg"] != "RS256":
            raise NotSignedIn("The sign-in of your authority uses a signature we do not take.")
        known = [k for k in keys["keys"] if k.get("kty") == "RSA" and _may_sign(k, header)]
        content, seal = f"{head}.{body}".encode(), _bytes(signature)
        numbers = [RSAPublicNumbers(_number(k["e"]), _number(k["n"])) for k in known]
    except (ValueError, KeyError, TypeError, binascii.Error) as problem:
        raise NotSignedIn("The sign-in of your authority sent no proof.") from problem
    for one in numbers:
        try:
            one.public_key().verify(seal, content, PKCS1v15(), SHA256())
        except InvalidSignature:
            continue
        return dict(claims)
    raise NotSignedIn("The proof is not signed by the sign-in of your authority.")


def _may_sign(key: Mapping[str, Any], header: Mapping[str, Any]) -> bool:
    same = "kid" not in header or "kid" not in key or key["kid"] == header["kid"]
    return bool(same and key.get("use", "sig") == "sig")


def _check(claims: Mapping[str, Any], oidc: Oidc, going: Errand, now: datetime) -> None:
    at = now.timestamp()
    heard_by = claims.get("aud", "")
    to = [heard_by] if isinstance(heard_by, str) else list(heard_by)
    right = (
        str(claims.get("iss", "")).rstrip("/") == oidc.issuer
        and to == [oidc.client_id]
        and claims.get("azp", oidc.client_id) == oidc.client_id
        and secrets.compare_digest(str(claims.get("nonce", "")), going.nonce)
        and _time(claims, "exp") > at - LEEWAY_S
        and _time(claims, "iat") < at + LEEWAY_S
        and bool(claims.get("sub"))
    )
    if not right:
        raise NotSignedIn("The proof is not meant for this sign-in. Begin again.")


def _time(claims: Mapping[str, Any], name: str) -> float:
    found = claims.get(name)
    if not isinstance(found, int | float):
        raise NotSignedIn("The proof does not say for how long it is good.")
    return float(found)


def _tells_of(claims: Mapping[str, Any], claim: str, value: str) -> bool:
    found = claims.get(claim)
    return found == value or (isinstance(found, list) and value in found)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
