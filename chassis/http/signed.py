"""A message from outside that bears no token: its sender signs it with a secret that he and we hold.

Headers and signature are those of Standard Webhooks 1.0 (www.standardwebhooks.com): ``webhook-signature`` holds
``v1,`` and the base64 of HMAC-SHA256 over ``webhook-id.webhook-timestamp.body``; two of them, with a blank between,
while a secret is changed. A secret is ``whsec_`` and base64.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from hmac import compare_digest, new

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


class NotSigned(Refusal):
    """This message is not signed by {who}: {why}."""

    status = 401


def signed(
    role: Role, parameter: str, secret_of: Callable[[str], str | None]
) -> Callable[[Request], Awaitable[Person]]:
    """A dependency: whom the path names by ``parameter``, when the message is signed with the secret of that one."""

    async def person(request: Request) -> Person:
        who = request.path_params[parameter]
        if why := _wrong(request, await request.body(), secret_of(who)):
            raise NotSigned(who=who, why=why)
        await nothing_unknown(request)
        return Person(who, (role,))

    person.roles = (role,)  # type: ignore[attr-defined]
    return person


def signature(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    """As the header has it. Raises ValueError when the secret is no base64."""
    key = b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    return "v1," + b64encode(new(key, f"{id_}.{timestamp}.".encode() + body, sha256).digest()).decode()


def _wrong(request: Request, body: bytes, secret: str | None) -> Text | None:
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


def _is_now(timestamp: str) -> bool:
    readable = timestamp.isdecimal() and len(timestamp) <= SECONDS_DIGITS_MAX
    return readable and abs(int(timestamp) - clock.real_now().timestamp()) <= TOLERANCE_S
