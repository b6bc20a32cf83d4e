"""A person's work, asked of all departments and, in seven statements, of notify's own tables (NOT-17)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.handling import Reading
from services.notify.desk.doing.actions import Command, Document, waiting_everywhere
from services.notify.desk.doing.departments import Departments
from services.notify.desk.session import OF_ROLE, Session
from services.notify.desk.trace import Trace
from services.notify.desk.worklist import store
from services.notify.desk.worklist.view import Told, Work, in_turn, of_document, of_promise
from services.notify.work_list.store import put_off_by


@dataclass(frozen=True)
class WorkList:
    """All that waits for him, the most pressing first; ``more`` departments have more than one page of their queue."""

    works: tuple[Work, ...]
    orders: Mapping[UUID, Mapping[str, Any]]
    putting_off: Command | None
    away: tuple[str, ...]
    more: tuple[str, ...]


async def gather(
    db: Reading, departments: Departments, session: Session, trace: Trace, now: datetime, until: datetime
) -> WorkList:
    """``until``: promises that are due later are left out. What no department answers is read meanwhile."""
    owners = sorted({OF_ROLE[role] for role in session.person.roles if role in OF_ROLE})
    answers, promised, large_from = await asyncio.gather(
        waiting_everywhere(departments, session, trace), store.awaited(db, owners, until), store.large_from(db)
    )
    documents = [one for actions in answers.values() for one in actions.documents if one.kind and one.possible]
    served = await store.served(db, [one.id for one in documents if one.id and not one.orders])
    works = [of_document(one, served) for one in documents]
    works += _besides([of_promise(row) for row in promised], works)
    told = await _told(db, works, session.person.code, large_from)
    weighed = [told.weighed(work if work.due else told.timed(work), now) for work in works]
    return WorkList(
        works=in_turn(weighed),
        orders=told.orders,
        putting_off=_putting_off(answers["notify"].documents),
        away=tuple(name for actions in answers.values() for name in actions.away),
        more=tuple(name for name, actions in answers.items() if actions.next),
    )


def _besides(promises: list[Work], works: list[Work]) -> list[Work]:
    """Those for which there is no document at hand in the department that owes it."""
    at_hand = {(work.department, order) for work in works for order in work.orders}
    return [one for one in promises if at_hand.isdisjoint((one.department, order) for order in one.orders)]


async def _told(db: Reading, works: list[Work], person: str, large_from: Mapping[str, Decimal]) -> Told:
    orders = sorted({order for work in works for order in work.orders})
    known, due, cases, put_off = await asyncio.gather(
        store.known(db, orders),
        store.due(db, orders),
        store.cases(db, [work.about for work in works if work.kind == "exception" and work.about]),
        put_off_by(db, person, [work.id for work in works]),
    )
    return Told(orders=known, due=due, large_from=large_from, cases=cases, put_off=put_off)


def _putting_off(documents: tuple[Document, ...]) -> Command | None:
    """Notify's command, as it tells it of itself."""
    every = (command for document in documents if not document.kind for command in document.commands)
    return next((command for command in every if command.command == "put_off"), None)
