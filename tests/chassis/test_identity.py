"""A token that is no token of ours is a 401, whatever is wrong with it (ALL-3)."""

import base64
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis.http.identity import AUDIENCE, LEEWAY_S, Identity, NotSignedIn, Person
from tests.needs import needs

pytestmark = needs("ALL-3")

KEY = OKPKey.generate_key("Ed25519", {"kid": "a"})
IDENTITY = Identity(KeySet([KEY]))
CLAIMS: dict[str, Any] = {"aud": AUDIENCE, "sub": "li.na", "exp": 4_000_000_000, "roles": ["storekeeper"]}


def signed(**claims: Any) -> str:
    return jwt.encode({"alg": "Ed25519", "kid": "a"}, {**CLAIMS, **claims}, KEY, algorithms=["Ed25519"])


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def with_header(header: Any) -> str:
    return f"{part(header)}.{part(CLAIMS)}.AA"


async def test_a_signed_token_names_the_person_and_his_roles() -> None:
    assert await IDENTITY.person(f"Bearer {signed()}") == Person("li.na", ("storekeeper",))


async def test_a_token_that_was_good_is_none_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its signature is remembered, its end is not forgotten."""
    token = signed()
    await IDENTITY.person(f"Bearer {token}")
    monkeypatch.setattr("time.time", lambda: float(CLAIMS["exp"] + LEEWAY_S + 1))
    with pytest.raises(NotSignedIn, match="expired"):
        await IDENTITY.person(f"Bearer {token}")


async def test_a_token_of_one_company_is_none_in_another() -> None:
    token = signed()
    await IDENTITY.person(f"Bearer {token}")
    with pytest.raises(NotSignedIn):
        await Identity(KeySet([OKPKey.generate_key("Ed25519", {"kid": "a"})])).person(f"Bearer {token}")


@pytest.mark.parametrize("roles", [None, 5, "administrator", [5], [None], {"administrator": True}])
async def test_roles_that_are_no_list_of_names_are_no_roles(roles: Any) -> None:
    with pytest.raises(NotSignedIn, match="list of names"):
        await IDENTITY.person(f"Bearer {signed(roles=roles)}")


HEADERS: list[Any] = [
    {"alg": "Ed25519", "kid": "a", "crit": 5},
    {"alg": "Ed25519", "kid": "a", "crit": [{}]},
    {"alg": "Ed25519", "kid": "a", "crit": {"b64": 1}},
    {"alg": 5, "kid": "a"},
    {"alg": [], "kid": "a"},
    {"alg": "Ed25519", "kid": {}},
    {"alg": "none"},
    {"kid": "a"},
    [],
    5,
    None,
]


@pytest.mark.parametrize("header", HEADERS, ids=str)
async def test_a_header_that_means_nothing_makes_no_token(header: Any) -> None:
    with pytest.raises(NotSignedIn):
        await IDENTITY.person(f"Bearer {with_header(header)}")


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "a.b.c.d.e", "é.é.é", "\x00", "\udcff.a.b", "[" * 5000])
async def test_what_is_no_token_at_all_is_none(token: str) -> None:
    with pytest.raises(NotSignedIn):
        await IDENTITY.person(f"Bearer {token}")
