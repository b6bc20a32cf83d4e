"""The one road of a month: load, do, save, publish; heard part by part, compared when all of it is heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from chassis import clock
from chassis.handling import Answer, Db, Nothing, Step
from chassis.refusal import NotFound, Refusal
from contracts.finance import MonthClosed
from contracts.sales import ReceivablesStated
from services.finance.month import store
from services.finance.month.rules.cause import differences
from services.finance.month.rules.month import Month, compared, heard
from services.finance.month.view import state_of

Charges = Callable[[str], Decimal]
"""What a bank is thought to keep of a payment at most, by currency."""


class OfMonth(Protocol):
    @property
    def month(self) -> str: ...


C = TypeVar("C", bound=OfMonth)
Turned = Step[Month, MonthClosed] | Refusal


async def handle(db: Db, parts: Sequence[ReceivablesStated], charges: Charges) -> list[Nothing]:
    """Keep what sales states; with the last part the month is compared."""
    known = await store.load(db, [part.month for part in parts])
    await store.keep(db, parts)
    months = [heard(known.get(part.month, Month(month=part.month)), part.part) for part in parts]
    await store.save(
        db, [m if not p.last else await compare(db, m, charges) for p, m in zip(parts, months, strict=True)]
    )
    return [() for _ in parts]


async def compare(db: Db, month: Month, charges: Charges) -> Month:
    """The month with its differences found, in place of those that were found before."""
    found = [one for both in await store.differing(db, month) for one in differences(both, charges(both.currency))]
    await store.put(db, month.month, found)
    return compared(month, len(found), await store.unexplained(db, month.month), clock.now().isoformat())


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Month, C], Turned]
) -> list[Answer[MonthClosed] | Refusal]:
    """Each command done with its month; a refusal changes nothing."""
    known = await store.load(db, [asked.month for asked in commands])
    done = [_done(known, asked, do) for asked in commands]
    await store.save(db, [step.document for step in done if isinstance(step, Step)])
    return [Answer(state_of(step.document), step.events) if isinstance(step, Step) else step for step in done]


def _done(known: Mapping[str, Month], asked: C, do: Callable[[Month, C], Turned]) -> Turned:
    month = known.get(asked.month)
    return do(month, asked) if month else NotFound(what="month", id=asked.month)
