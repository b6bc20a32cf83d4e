"""What notify is told about people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.handling import Answer, Db, Handler, Nothing
from chassis.http import staff
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.notify import PersonChanged
from contracts.sales import CustomerChanged
from services.notify.people import rules, store


async def put_people(db: Db, asked: Sequence[rules.PutPerson]) -> list[Answer[PersonChanged] | Refusal]:
    """Says person.changed only when something is different."""
    known = await store.people(db, [a.person for a in asked])
    said = [rules.put(known.get(a.person), a) for a in asked]
    if new := [one for one in said if not isinstance(one, Refusal)]:
        await store.put(db, new)
    return [one if isinstance(one, Refusal) else _answer(one, known.get(one.person)) for one in said]


def _answer(person: PersonChanged, before: PersonChanged | None) -> Answer[PersonChanged]:
    return Answer(person, () if person == before else (person,))


async def answer(db: Db, changed: Sequence[CustomerChanged]) -> list[Nothing]:
    """Who answers for a customer sees his orders."""
    await staff.answer(db, changed)
    return [() for _ in changed]


HANDLES: Mapping[type[Event], Handler] = {CustomerChanged: answer}
