"""The provider changes its keys while we run; it is asked once, and its absence locks nobody out (ALL-3)."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey
from joserfc.jws import JWSRegistry

from chassis.http import keys as of_keys
from chassis.http.identity import Identity, NotSignedIn, Person, Tokens
from chassis.http.keys import Keys, KeysAway, usable
from tests.needs import needs

pytestmark = needs("ALL-3")

OLD, NEW = (OKPKey.generate_key("Ed25519", {"kid": kid}) for kid in ("old", "new"))
LI_NA = Person("li.na", ("storekeeper",))


class Provider:
    """Shows its keys, counts who looks, and may be away."""

    def __init__(self, *shown: OKPKey) -> None:
        self.shown, self.looks, self.away = list(shown), 0, False

    async def read(self) -> Any:
        self.looks += 1
        await asyncio.sleep(0)
        if self.away:
            raise OSError("nobody answers")
        return {"keys": [key.as_dict(private=False) for key in self.shown]}


def bearer(key: OKPKey, **claims: Any) -> str:
    told = {
        "iss": "https://id",
        "aud": "gendan",
        "sub": "li.na",
        "exp": 4_000_000_000,
        "roles": ["storekeeper"],
    } | claims
    return "Bearer " + jwt.encode({"alg": "Ed25519", "kid": key.kid}, told, key, algorithms=["Ed25519"])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_keys, "LOOK_AGAIN_AFTER_S", -1.0)


async def test_a_provider_is_asked_for_its_keys_when_the_first_token_comes() -> None:
    provider = Provider(OLD)
    identity = Identity(Keys(provider.read))
    assert provider.looks == 0
    assert [await identity.person(bearer(OLD)) for _ in range(3)] == [LI_NA] * 3
    assert provider.looks == 1


@pytest.mark.usefixtures("impatient")
async def test_a_new_key_is_fetched_once_whoever_comes_with_it_at_the_same_time() -> None:
    provider = Provider(OLD)
    identity = Identity(Keys(provider.read))
    await identity.person(bearer(OLD))
    provider.shown.append(NEW)
    assert await asyncio.gather(*(identity.person(bearer(NEW)) for _ in range(20))) == [LI_NA] * 20
    assert provider.looks == 2


async def test_made_up_keys_ask_the_provider_once_in_half_a_minute() -> None:
    provider = Provider(OLD)
    identity = Identity(Keys(provider.read))
    await identity.person(bearer(OLD))
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            await identity.person(bearer(NEW))
    assert provider.looks == 1


@pytest.mark.usefixtures("impatient")
async def test_while_the_provider_is_away_the_known_keys_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = Provider(OLD)
    identity = Identity(Keys(provider.read))
    await identity.person(bearer(OLD))
    provider.away = True
    with pytest.raises(NotSignedIn):
        await identity.person(bearer(NEW))
    monkeypatch.setattr(of_keys, "OLD_AFTER_S", -1.0)
    assert await identity.person(bearer(OLD)) == LI_NA
    assert provider.looks == 3


async def test_before_any_key_is_known_it_is_the_provider_that_is_away_and_not_the_token_that_is_wrong() -> None:
    provider = Provider(OLD)
    provider.away = True
    with pytest.raises(KeysAway):
        await Identity(Keys(provider.read)).person(bearer(OLD))


@pytest.mark.usefixtures("impatient")
async def test_a_key_that_the_provider_gave_up_opens_no_longer_than_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    provider = Provider(OLD, NEW)
    identity = Identity(Keys(provider.read))
    await identity.person(bearer(OLD))
    provider.shown.remove(OLD)
    monkeypatch.setattr(of_keys, "OLD_AFTER_S", -1.0)
    with pytest.raises(NotSignedIn):
        await identity.person(bearer(OLD))


@pytest.mark.usefixtures("impatient")
async def test_a_file_that_changes_is_read_again_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps({"keys": [OLD.as_dict(private=False)]}))
    identity = Identity.from_file(file)
    file.write_text(json.dumps({"keys": [NEW.as_dict(private=False)]}))
    assert await identity.person(bearer(NEW)) == LI_NA


def test_a_file_that_is_not_there_ends_the_start(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="jwks"):
        Identity.from_file(tmp_path / "jwks.json")


def test_keys_that_are_not_for_signatures_or_of_a_kind_of_tomorrow_are_passed_over() -> None:
    public = OLD.as_dict(private=False)
    odd = [public | {"kid": "e", "use": "enc"}, {"kty": "AKP", "kid": "p"}, {"kty": "OKP", "crv": "X", "kid": "x"}]
    assert [key.kid for key in usable({"keys": [*odd, public]})] == ["old"]
    with pytest.raises(ValueError, match="no key"):
        usable({"keys": odd})


STRICT = Identity(KeySet([OLD]), Tokens("https://id", "gendan", "realm_access.roles", "preferred_username"))
KEYCLOAK = {
    "sub": "8f2c",
    "preferred_username": "li.na",
    "realm_access": {"roles": ["sales_manager", "offline"]},
}


async def test_roles_and_person_stand_where_the_company_says() -> None:
    assert await STRICT.person(bearer(OLD, **KEYCLOAK)) == Person("li.na", ("sales manager", "offline"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://other"},
        {"iss": None},
        {"iss": ["https://id", "https://other"]},
        {"aud": "shop"},
        {"exp": 1},
        {"nbf": 4_000_000_000},
        {"preferred_username": ""},
        {"preferred_username": None},
        {"realm_access": {"roles": "administrator"}},
    ],
    ids=str,
)
async def test_a_token_of_another_issuer_for_somebody_else_or_of_nobody_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn):
        await STRICT.person(bearer(OLD, **{**KEYCLOAK, **wrong}))


@pytest.mark.parametrize("elsewhere", [{}, {"realm_access": "none"}, {"realm_access": {}}], ids=str)
async def test_who_has_no_roles_where_they_should_stand_has_none(elsewhere: dict[str, Any]) -> None:
    person = await STRICT.person(bearer(OLD, preferred_username="li.na", **elsewhere))
    assert person.roles == ()


async def test_a_header_that_only_the_provider_understands_changes_nothing() -> None:
    header = {"alg": "Ed25519", "kid": "old", "x5t#S256": "e", "nonce": "graph"}
    token = jwt.encode(
        header,
        {"aud": "gendan", "sub": "li.na", "exp": 4_000_000_000},
        OLD,
        registry=JWSRegistry(algorithms=["Ed25519"], strict_check_header=False),
    )
    assert await Identity(KeySet([OLD])).person(f"Bearer {token}") == Person("li.na", ())
