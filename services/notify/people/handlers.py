"""What notify is told about people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, Reading
from chassis.http import staff
from chassis.http.sight import sees_own_alone
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.notify import PersonChanged
from contracts.sales import CustomerChanged
from services.notify.people import rules, store
from services.notify.policy import Policy


async def put_people(db: Db, asked: Sequence[rules.PutPerson]) -> list[Answer[PersonChanged] | Refusal]:
    """Says person.changed only when something is different."""
    known = await store.people(db, [a.person for a in asked])
    changed = [rules.changed(known.get(a.person), a) for a in asked]
    await store.put(db, changed)
    return [Answer(person, () if person == known.get(person.person) else (person,)) for person in changed]


async def answer(db: Db, changed: Sequence[CustomerChanged]) -> list[Nothing]:
    """Who answers for a customer sees his orders."""
    await staff.answer(db, changed)
    return [() for _ in changed]


async def sight(db: Reading, person: str, roles: Collection[str]) -> Sequence[str] | None:
    """For whose customers a person is let in (person codes); None where he sees all (ALL-3, ALL-8)."""
    if sees_own_alone(roles) and (await holding(db, Policy)).own_customers_only:
        return await staff.stands_for(db, person, clock.today())
    return None


HANDLES: Mapping[type[Event], Handler] = {CustomerChanged: answer}
