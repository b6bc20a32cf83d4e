"""A message from outside that bears no token: its sender signs it with a secret that he and we hold.

Where its sender has no way of his own, headers and signature are those of Standard Webhooks 1.0
(www.standardwebhooks.com): ``webhook-signature`` holds ``v1,`` and the base64 of HMAC-SHA256 over
``webhook-id.webhook-timestamp.body``; two of them, with a blank between, while a secret is changed. A secret is
``whsec_`` and base64. Of web shops many sign the body alone (``body_signed``).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from hmac import compare_digest, new
from pathlib import Path

from fastapi import Request

from chassis import clock
from chassis.http.identity import Person, Role
from chassis.http.unknown import nothing_unknown
from chassis.refusal import Refusal
from contracts.texts import Text

TOLERANCE_S = 300
"""So far from ours may the sender's clock be: what is older may be an old message that somebody sends again."""
SECONDS_DIGITS_MAX = 12
"""Of a time in seconds since 1970; no more of what anybody sends is read as a number."""
PREFIX = "whsec_"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
Wrong = Callable[[Request, bytes, str | None], Text | None]
"""Of a request, its body and the sender's secret, if he has any: why it is not his; nothing when it is."""


class NotSigned(Refusal):
    """This message is not signed by {who}: {why}."""

    status = 401


def body_signed(header: str) -> Wrong:
    """The base64 of HMAC-SHA256 over the body alone, in a header; the secret is the text that the sender was given.

    Nothing says when it was signed: what such a message asks must be the same however often it comes.
    """

    def wrong(request: Request, body: bytes, secret: str | None) -> Text | None:
        right = _mac(secret.strip().encode(), body) if secret and secret.strip() else b""
        fits = right and compare_digest(right, request.headers.get(header, "").encode())
        return None if fits else Text("the signature fits no secret of theirs")

    return wrong


def standard_webhook(request: Request, body: bytes, secret: str | None) -> Text | None:
    """Whoever has no secret hears the same as one whose signature is wrong."""
    told = [request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")]
    id_, timestamp, signatures = told
    if not all(told):
        return Text("expected are the headers webhook-id, webhook-timestamp and webhook-signature")
    if not _is_now(timestamp):
        return Text("expected is a webhook-timestamp within {seconds} s of now", seconds=TOLERANCE_S)
    right = signature(secret, id_, timestamp, body).encode() if secret else b""
    fits = right and any(compare_digest(right, one.encode()) for one in signatures.split())
    return None if fits else Text("the signature fits no secret of theirs")


def signed(
    role: Role, parameter: str, secret_of: Callable[[str], str | None], wrong: Wrong = standard_webhook
) -> Callable[[Request], Awaitable[Person]]:
    """A dependency: whom the path names by ``parameter``, when the message is signed with the secret of that one."""

    async def person(request: Request) -> Person:
        who = request.path_params[parameter]
        if why := wrong(request, await request.body(), secret_of(who)):
            raise NotSigned(who=who, why=why)
        await nothing_unknown(request)
        return Person(who, (role,))

    person.roles = (role,)  # type: ignore[attr-defined]
    return person


def secret_in(folder: Path | None, who: str) -> str | None:
    """Of this sender, as the file that is called by his code has it; None where there is none."""
    file = folder / who if folder and CODE.fullmatch(who) else None
    return file.read_text() if file and file.is_file() else None


def signature(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    """As the header has it. Raises ValueError when the secret is no base64."""
    key = b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    return "v1," + _mac(key, f"{id_}.{timestamp}.".encode() + body).decode()


def _mac(key: bytes, text: bytes) -> bytes:
    return b64encode(new(key, text, sha256).digest())


def _is_now(timestamp: str) -> bool:
    readable = timestamp.isdecimal() and len(timestamp) <= SECONDS_DIGITS_MAX
    return readable and abs(int(timestamp) - clock.real_now().timestamp()) <= TOLERANCE_S
