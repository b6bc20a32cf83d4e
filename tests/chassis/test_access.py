"""Whose access has ended is refused at the next look, and looking costs next to nothing (ALL-3)."""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey
from structlog.testing import capture_logs

from chassis.http.access import Access, AccessEnded
from chassis.http.identity import AUDIENCE, Identity, Person
from tests.needs import needs

pytestmark = needs("ALL-3")
PEOPLE = "CREATE TABLE person (person text PRIMARY KEY, active boolean NOT NULL)"
KEY = OKPKey.generate_key("Ed25519", {"kid": "a"})


class Counted:
    """A pool that counts what it is asked."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool, self.looks = pool, 0

    async def fetch(self, query: str) -> Sequence[asyncpg.Record]:
        self.looks += 1
        return await self.pool.fetch(query)


@pytest.fixture
async def people(pool: asyncpg.Pool) -> asyncpg.Pool:
    await pool.execute(PEOPLE)
    await pool.execute("INSERT INTO person VALUES ('li.na', true), ('xu.kai', false)")
    return pool


def identity_of(pool: Any, looks_every_s: float = 0.0) -> Identity:
    return Identity(KeySet([KEY]), access=Access(pool, looks_every_s))


def bearer(person: str) -> str:
    claims = {"aud": AUDIENCE, "sub": person, "exp": 4_000_000_000, "roles": ["buyer"]}
    return "Bearer " + jwt.encode({"alg": "Ed25519", "kid": "a"}, claims, KEY, algorithms=["Ed25519"])


async def test_a_good_token_of_who_left_lets_nobody_in_and_the_log_says_whose(people: asyncpg.Pool) -> None:
    identity = identity_of(people)
    assert await identity.person(bearer("li.na")) == Person("li.na", ("buyer",))
    with capture_logs() as logged, pytest.raises(AccessEnded, match=r"The access of xu\.kai has ended"):
        await identity.person(bearer("xu.kai"))
    assert [(line["event"], line["person"]) for line in logged] == [("access has ended", "xu.kai")]


async def test_whom_the_staffs_list_does_not_have_is_let_in_as_his_token_says(people: asyncpg.Pool) -> None:
    assert await identity_of(people).person(bearer("ALFKI")) == Person("ALFKI", ("buyer",))


async def test_access_that_is_given_back_holds_from_the_next_look_on(people: asyncpg.Pool) -> None:
    identity = identity_of(people)
    assert not await identity.lets_in("xu.kai")
    await people.execute("UPDATE person SET active = NOT active")
    assert [await identity.lets_in(one) for one in ("xu.kai", "li.na")] == [True, False]


async def test_many_who_ask_at_once_look_once_and_again_only_when_the_time_has_come(people: asyncpg.Pool) -> None:
    counted = Counted(people)
    identity = identity_of(counted, looks_every_s=60)
    await asyncio.gather(*(identity.person(bearer("li.na")) for _ in range(50)))
    await identity.person(bearer("li.na"))
    assert counted.looks == 1


async def test_while_the_database_does_not_answer_it_is_as_it_was_known_last(people: asyncpg.Pool) -> None:
    identity = identity_of(people)
    assert not await identity.lets_in("xu.kai")
    await people.execute("DROP TABLE person")
    assert [await identity.lets_in(one) for one in ("xu.kai", "li.na")] == [False, True]


async def test_one_who_goes_away_while_it_is_looked_for_ends_the_look_for_nobody(people: asyncpg.Pool) -> None:
    identity = identity_of(people)
    first, second = (asyncio.create_task(identity.lets_in("xu.kai")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert not await second
