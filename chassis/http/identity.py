"""Who asks: a bearer JWT checked against the company's keys; every route names its roles (ALL-3)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fastapi import Request
from joserfc import jwt
from joserfc.jwk import KeySet

from chassis.http.unknown import nothing_unknown
from chassis.refusal import Refusal
from contracts.texts import Text

ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "RS256"]
AUDIENCE = "gendan"
Role = Literal[
    "merchandiser",
    "salesperson",
    "sales manager",
    "buyer",
    "storekeeper",
    "inspector",
    "planner",
    "logistics clerk",
    "accountant",
    "finance manager",
    "general manager",
    "legal",
    "customer service",
    "management",
    "administrator",
    "customer",
    "supplier",
    "carrier",
    "bank",
]
"""As what a person signs in."""


class NotSignedIn(Refusal):
    """A bearer token of the company is needed: {why}."""

    status = 401


class NotAllowed(Refusal):
    """{person} may not do this; it takes one of the roles {roles}."""

    status = 403


@dataclass(frozen=True)
class Person:
    """Who asks, and as what."""

    code: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Identity:
    """Checks tokens against the keys of a JWKS file (RFC 7517)."""

    keys: KeySet

    @classmethod
    def from_file(cls, file: Path) -> Identity:
        return cls(KeySet.import_key_set(json.loads(file.read_text())))

    def person(self, authorization: str) -> Person:
        """The person of an Authorization header; raises NotSignedIn."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn(why=Text("no bearer token came"))
        return _person_of(self._claims(token))

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            claims = jwt.decode(token, self.keys, algorithms=ALGORITHMS).claims
            jwt.JWTClaimsRegistry(
                aud={"essential": True, "value": AUDIENCE}, exp={"essential": True}, sub={"essential": True}
            ).validate(claims)
        except Exception as fault:  # a caller writes the token: whatever it makes stumble, it is no token of ours
            raise NotSignedIn(why=str(fault)) from fault
        return claims


def _person_of(claims: dict[str, Any]) -> Person:
    roles = claims.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise NotSignedIn(why=Text("its roles are not a list of names"))
    return Person(claims["sub"], tuple(roles))


def allow(*roles: Role) -> Callable[[Request], Awaitable[Person]]:
    """A dependency: the person who asks, if he has one of the roles; else the route is closed to him.

    Who may ask also hears of what his request says that the route does not know.
    """

    async def person(request: Request) -> Person:
        identity: Identity = request.app.state.identity
        who = identity.person(request.headers.get("authorization", ""))
        if not set(roles) & set(who.roles):
            raise NotAllowed(person=who.code, roles=roles)
        await nothing_unknown(request)
        return who

    person.roles = roles  # type: ignore[attr-defined]
    return person
