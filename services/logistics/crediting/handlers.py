"""Orders that are paid by credit, and what is recorded and decided of their credits (LOG-7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Answer, Db, Handler
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.sales import OrderChanged, OrderConfirmed
from services.logistics.crediting import rules
from services.logistics.letter_of_credit import work
from services.logistics.letter_of_credit.rules.agreed import OrderNews


async def take_order(db: Db, news: Sequence[OrderNews]) -> list[tuple[CreditCompared, ...]]:
    """A confirmed order that is paid by credit awaits it; each version is compared. Of others nothing is kept."""
    today = clock.today()
    return await work.handle(db, news, lambda credit, one: rules.order_news(credit, one, today))


async def read(db: Db, asked: Sequence[rules.Read]) -> list[Answer[CreditReceived] | Refusal]:
    return await work.command(db, asked, rules.read)


async def enter(db: Db, asked: Sequence[rules.Enter]) -> list[Answer[CreditReceived] | Refusal]:
    return await work.command(db, asked, rules.enter)


async def record_amendment(db: Db, asked: Sequence[rules.Amend]) -> list[Answer[CreditAmended] | Refusal]:
    return await work.command(db, asked, rules.record_amendment)


async def decide(db: Db, asked: Sequence[rules.Decide]) -> list[Answer[CreditAmended] | Refusal]:
    return await work.command(db, asked, rules.decide)


async def take(db: Db, asked: Sequence[rules.Take]) -> list[Answer[CreditAmended] | Refusal]:
    return await work.command(db, asked, rules.take)


HANDLES: Mapping[type[Event], Handler] = {
    OrderConfirmed: take_order,
    OrderChanged: take_order,
}
