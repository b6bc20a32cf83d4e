"""Who asks: a bearer JWT checked against the company's keys; every route names its roles (ALL-3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from joserfc import jws, jwt
from joserfc.jwk import KeySet

from chassis.http.access import Access
from chassis.http.keys import Keys
from chassis.http.unknown import nothing_unknown
from chassis.refusal import Refusal
from chassis.roles import Role as Role
from chassis.settings import Settings
from contracts.texts import Text

ALGORITHMS = ["EdDSA", "Ed25519", "ES256", "RS256"]
HEADERS = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
"""A header that nobody here knows means nothing (RFC 7515, 4.2); one that must be known (crit) is refused."""
LEEWAY_S = 10
"""So far the provider's clock may be from ours."""
AUDIENCE = "gendan"
TOKENS_MAX = 1_000
"""As many as are remembered; whether one has expired is looked at each time."""
ASKING = "gendan.asking"
"""In a request's scope: the person who asks."""
OPS_ROLES: tuple[Role, ...] = ("administrator", "merchandiser", "sales manager", "management")
"""Who may see what goes on inside the departments, without personal and cost data."""


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

    def only(self, role: Role, beside: Collection[Role]) -> str:
        """The person's code when he has this role and none of those beside it; else empty."""
        return self.code if role in self.roles and not set(self.roles) & set(beside) else ""


@dataclass(frozen=True)
class Tokens:
    """What a token of the company's provider says where; ``issuer`` none: whoever has the key speaks."""

    issuer: str | None = None
    audience: str = AUDIENCE
    roles: str = "roles"
    person: str = "sub"


@dataclass(frozen=True)
class Identity:
    """Checks tokens against the company's public keys (RFC 7517)."""

    keys: KeySet | Keys
    tokens: Tokens = Tokens()
    access: Access | None = None
    """Whose access has ended; none, where the department keeps no people."""
    _known: dict[str, tuple[KeySet, dict[str, Any]]] = field(default_factory=dict, repr=False)
    """The claims of tokens that one of these keys signed."""

    @classmethod
    def from_file(cls, file: Path) -> Identity:
        return cls(Keys.of_file(file))

    @classmethod
    def of(cls, settings: Settings) -> Identity:
        """As the settings of the process say."""
        tokens = Tokens(settings.token_issuer, settings.token_audience, settings.token_roles, settings.token_person)
        return cls(Keys.of_file(settings.jwks_file) if settings.jwks_file else Keys.at(str(settings.jwks_url)), tokens)

    async def person(self, authorization: str) -> Person:
        """The person of an Authorization header; raises NotSignedIn, KeysAway when no key is known yet,
        and AccessEnded."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn(why=Text("no bearer token came"))
        keys = self.keys if isinstance(self.keys, KeySet) else await self.keys.having(key_named_by(token))
        person = self._person_of(self._claims(token, keys))
        if self.access:
            await self.access.insist_on(person.code)
        return person

    async def lets_in(self, code: str) -> bool:
        """Whether a person's access goes on: of who was known once and still listens."""
        return self.access is None or not await self.access.has_ended(code)

    def _claims(self, token: str, keys: KeySet) -> dict[str, Any]:
        issuers = [self.tokens.issuer] if self.tokens.issuer else []
        try:
            claims = self._signed(token, keys)
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY_S,
                iss={"essential": bool(issuers), "values": issuers},
                aud={"essential": True, "value": self.tokens.audience},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(claims)
        except Exception as fault:  # a caller writes the token: whatever it makes stumble, it is no token of ours
            raise NotSignedIn(why=str(fault)) from fault
        return claims

    def _signed(self, token: str, keys: KeySet) -> dict[str, Any]:
        """Who asks again with a token is not checked again for its signature, as long as the keys are the same."""
        known = self._known.get(token)
        if known is None or known[0] is not keys:
            if len(self._known) >= TOKENS_MAX:
                self._known.clear()
            known = self._known[token] = keys, jwt.decode(token, keys, registry=HEADERS).claims
        return known[1]

    def _person_of(self, claims: dict[str, Any]) -> Person:
        code, roles = said(claims, self.tokens.person), said(claims, self.tokens.roles, [])
        if not isinstance(code, str) or not code:
            raise NotSignedIn(why=Text("it names nobody in {claim}", claim=self.tokens.person))
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise NotSignedIn(why=Text("its roles are not a list of names"))
        return Person(code, tuple(role.replace("_", " ") for role in roles))


def said(claims: Any, name: str, default: Any = None) -> Any:
    """What a token says under a name, or under a path with dots, as ``realm_access.roles``."""
    if name in claims:
        return claims[name]
    for part in name.split("."):
        claims = claims.get(part, default) if isinstance(claims, dict) else default
    return claims


def key_named_by(token: str) -> str | None:
    """The name of the key by which a token says that it was signed."""
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
    except Exception:  # what is no token names no key
        return None
    return kid if isinstance(kid, str) else None


def allow(*roles: Role) -> Callable[[Request], Awaitable[Person]]:
    """A dependency: the person who asks, if he has one of the roles; else the route is closed to him.

    Who may ask also hears of what his request says that the route does not know.
    """

    async def person(request: Request) -> Person:
        identity: Identity = request.app.state.identity
        who = await identity.person(request.headers.get("authorization", ""))
        if not set(roles) & set(who.roles):
            raise NotAllowed(person=who.code, roles=roles)
        request.scope[ASKING] = who
        await nothing_unknown(request)
        return who

    person.roles = roles  # type: ignore[attr-defined]
    return person


def roles_of(dependant: Dependant | None) -> frozenset[str]:
    """Who is let in by what a route depends on, and by what that depends on."""
    if dependant is None:
        return frozenset()
    own = frozenset(role for one in dependant.dependencies for role in getattr(one.call, "roles", ()))
    return own.union(*map(roles_of, dependant.dependencies))
