"""ALL-3, ALL-8: the staff."""

import asyncpg

from chassis.handling import Answer
from contracts.notify import PersonChanged
from services.notify.people.handlers import put_people
from services.notify.people.rules import PutPerson
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
