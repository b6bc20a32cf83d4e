"""ALL-3, ALL-8: the staff."""

import asyncpg
import pytest

from chassis.handling import Answer
from contracts.notify import PersonChanged
from services.notify.people.handlers import put_people
from services.notify.people.rules import OwnAccess, PutPerson
from tests.needs import needs

WANG = PutPerson("wang.fang", "Wang Fang", "sales", ("merchandiser",), None, True)


async def said(db: asyncpg.Connection, person: PutPerson) -> list[int]:
    (answer,) = await put_people(db, [person])
    assert isinstance(answer, Answer)
    return [event.version for event in answer.events if isinstance(event, PersonChanged)]


async def test_a_new_person_is_said_with_version_one(db: asyncpg.Connection) -> None:
    assert await said(db, WANG) == [1]


@needs("ALL-8")
async def test_a_changed_person_has_the_next_version(db: asyncpg.Connection) -> None:
    await said(db, WANG)
    assert await said(db, PutPerson(**{**vars(WANG), "deputy": "li.na"})) == [2]


async def test_the_same_person_again_says_nothing(db: asyncpg.Connection) -> None:
    await said(db, WANG)
    assert await said(db, WANG) == []


@needs("ALL-3")
@pytest.mark.parametrize("known", [True, False])
async def test_nobody_ends_his_own_access_and_anybody_elses_ends(db: asyncpg.Connection, known: bool) -> None:
    if known:
        await said(db, WANG)
    gone = PutPerson(**{**vars(WANG), "active": False, "by": "wang.fang"})
    (refused,) = await put_people(db, [gone])
    assert isinstance(refused, OwnAccess)
    assert await said(db, PutPerson(**{**vars(gone), "by": "li.na"})) == [2 if known else 1]


@needs("ALL-3")
async def test_who_is_gone_may_be_changed_further_by_whoever_administers(db: asyncpg.Connection) -> None:
    gone = PutPerson(**{**vars(WANG), "active": False, "by": "li.na"})
    assert [await said(db, gone), await said(db, PutPerson(**{**vars(gone), "deputy": "li.na"}))] == [[1], [2]]
