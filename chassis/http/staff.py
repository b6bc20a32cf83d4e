"""Whose customers a person is let in for, as a department keeps it beside its own documents (ALL-3, decision 0056).

Its tables ``person`` and ``answers_for``, and its function ``stands_for``, are in each department's migrations; what it
hears of them it hands on to here. Who is confined by them, `chassis/http/sight.py` tells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol, cast

from pydantic_settings import BaseSettings

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db, Reading, Sight
from chassis.http.sight import sees_own_alone

KEEP = """
INSERT INTO person (person, version, active, deputy, superior, away_from, away_until)
SELECT * FROM unnest($1::text[], $2::int[], $3::boolean[], $4::text[], $5::text[], $6::date[], $7::date[])
ON CONFLICT (person) DO UPDATE SET version = EXCLUDED.version, active = EXCLUDED.active, deputy = EXCLUDED.deputy,
    superior = EXCLUDED.superior, away_from = EXCLUDED.away_from, away_until = EXCLUDED.away_until
WHERE person.version < EXCLUDED.version
"""
ANSWERS_FOR = """
INSERT INTO answers_for (customer, version, merchandiser) SELECT * FROM unnest($1::text[], $2::int[], $3::text[])
ON CONFLICT (customer) DO UPDATE SET version = EXCLUDED.version, merchandiser = EXCLUDED.merchandiser
WHERE answers_for.version < EXCLUDED.version
"""
STANDS_FOR = "SELECT stands_for($1, $2)"


class Confining(Protocol):
    """A department's policy, as far as it says whether people see their own customers alone."""

    @property
    def own_customers_only(self) -> bool: ...


class Staff(Protocol):
    """What is told of a person, whole; the highest version holds."""

    @property
    def person(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def active(self) -> bool: ...
    @property
    def deputy(self) -> str | None: ...
    @property
    def superior(self) -> str | None: ...
    @property
    def away_from(self) -> date | None: ...
    @property
    def away_until(self) -> date | None: ...


class AnsweredFor(Protocol):
    """What is told of a customer, whole; the highest version holds."""

    @property
    def customer(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def merchandiser(self) -> str | None: ...


async def keep(db: Db, changed: Sequence[Staff]) -> None:
    """The highest version of each person holds."""
    newest = {one.person: one for one in sorted(changed, key=lambda one: one.version)}
    rows = [
        (one.person, one.version, one.active, one.deputy, one.superior, one.away_from, one.away_until)
        for one in newest.values()
    ]
    await db.execute(KEEP, *(list(column) for column in zip(*rows, strict=True)))


async def answer(db: Db, changed: Sequence[AnsweredFor]) -> None:
    """The highest version of each customer holds."""
    newest = {one.customer: one for one in sorted(changed, key=lambda one: one.version)}
    rows = [(one.customer, one.version, one.merchandiser) for one in newest.values()]
    await db.execute(ANSWERS_FOR, *(list(column) for column in zip(*rows, strict=True)))


async def stands_for(db: Reading, person: str, day: date) -> Sequence[str]:
    """Himself, whom he leads, and for whom he stands in on this day."""
    people: list[str] = await db.fetchval(STANDS_FOR, person, day)
    return people


def sight_by(policy: type[BaseSettings]) -> Sight:
    """For whose customers a person is let in (person codes); None where he sees all (ALL-3, ALL-8).

    ``policy``: the department's own, which is ``Confining``.
    """

    async def sight(db: Reading, person: str, roles: Collection[str]) -> Sequence[str] | None:
        if sees_own_alone(roles) and cast(Confining, await holding(db, policy)).own_customers_only:
            return await stands_for(db, person, clock.today())
        return None

    return sight
