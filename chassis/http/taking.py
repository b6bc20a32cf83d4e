"""How much one person may take out of a department in a day, counted and recorded (ALL-3, ALL-4).

The company says how much: two figures of each department, ``downloads_a_day`` and ``downloads_by_role``. A record is a
paper, a file, or a row of a sheet. Counted is what leaves as a file (`chassis/http/download.py`); pages and lists with
pages, by which programs read, are not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, cast

import asyncpg
import structlog
from pydantic_settings import BaseSettings

from chassis import clock
from chassis.figures import holding
from chassis.handling import DownloadLimit, Reading
from chassis.http.identity import Person
from chassis.refusal import Refusal
from chassis.roles import Role

TAKE = """
WITH counted AS (
    INSERT INTO taken_in_a_day AS so_far (person, day, records) SELECT $1, $3, $6::int WHERE $6::int <= $7::bigint
    ON CONFLICT (person, day) DO UPDATE SET records = so_far.records + EXCLUDED.records
    WHERE so_far.records + EXCLUDED.records <= $7::bigint
    RETURNING records
)
INSERT INTO taken_out (person, roles, day, at, what, records) SELECT $1, $2::text[], $3, $4, $5, $6::int FROM counted
RETURNING id
"""
SO_FAR = "SELECT coalesce((SELECT records FROM taken_in_a_day WHERE person = $1 AND day = $2), 0)"
LATEST = """
SELECT id, person, roles, day, at, what, records FROM taken_out
WHERE id < $2 AND ($1::text IS NULL OR person = $1) ORDER BY id DESC LIMIT $3
"""
NO_LIMIT = 2**31 - 1
log = structlog.get_logger()


class TooMuchTakenOut(Refusal):
    """Of the {limit} records that {person} may take out of this department in a day, {taken} are taken; this would be {records} more. It is possible again on {opens}; before that, {role} may raise the figure downloads_a_day or downloads_by_role."""  # noqa: E501

    status = 429


class Limiting(Protocol):
    """A department's policy, as far as it says how much one person may take out."""

    @property
    def downloads_a_day(self) -> int: ...
    @property
    def downloads_by_role(self) -> Mapping[Role, int]: ...


@dataclass(frozen=True)
class ByFigures:
    """The limit that a department's figures set, which its head puts."""

    policy: type[BaseSettings]
    head: Role

    async def of(self, db: Reading, roles: Collection[str]) -> int:
        """Records in a day."""
        return limit_of(cast(Limiting, await holding(db, self.policy)), roles)


def limit_of(policy: Limiting, roles: Collection[str]) -> int:
    """The highest of those that are set for one of his roles; what holds for everybody, where none is."""
    own = [records for role, records in policy.downloads_by_role.items() if role in roles]
    return max(own, default=policy.downloads_a_day)


async def take(db: asyncpg.Pool, by: Person, what: str, records: int, limit: DownloadLimit | None) -> None:
    """So many records leave for a person, or none: raises TooMuchTakenOut."""
    today, most = clock.today(), await limit.of(db, by.roles) if limit else NO_LIMIT
    taken = await db.fetchval(TAKE, by.code, list(by.roles), today, clock.now(), what, records, most)
    if limit and taken is None:
        raise await _too_much(db, by, records, most, limit, today)


async def _too_much(
    db: asyncpg.Pool, by: Person, records: int, most: int, limit: DownloadLimit, today: date
) -> TooMuchTakenOut:
    taken = await db.fetchval(SO_FAR, by.code, today)
    log.warning("too much taken out", person=by.code, taken=taken, records=records, limit=most)
    opens = today + timedelta(days=1)
    return TooMuchTakenOut(limit=most, person=by.code, taken=taken, records=records, opens=opens, role=limit.head)


async def latest(db: Reading, person: str | None, before: int, limit: int) -> Sequence[asyncpg.Record]:
    """What left for whom, the newest first; by whom, if told."""
    return await db.fetch(LATEST, person, before, limit)
