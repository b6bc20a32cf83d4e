"""Any interleaving of the topics leads one order to the same money (design, invariant 5; flow, Money)."""

import random
from collections import deque
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis.handling import NotReady
from contracts.event import Event
from services.finance.account import store as accounts
from services.finance.account.rules.account import Turn
from services.finance.account.rules.follow import follow
from services.finance.house import HOUSE
from services.finance.ledger import store as ledger
from services.finance.payments import handlers as payments
from services.finance.tests.samples import Order, customer
from tests.needs import needs

MONEY = """
SELECT (SELECT sum(total) FROM invoice WHERE order_id = $1) AS invoiced,
       (SELECT sum(credited) FROM invoice WHERE order_id = $1) AS credited,
       (SELECT sum(debit - credit) FROM journal_line JOIN journal_entry USING (entry_id)
        WHERE order_id = $1 AND account = '1002') AS in_the_bank,
       (SELECT sum(abs(balance)) FROM (
           SELECT sum(debit - credit) AS balance FROM journal_line JOIN journal_entry USING (entry_id)
           WHERE order_id = $1 AND account IN ('1122', '2203', '2241') GROUP BY account) open) AS open
"""
CHANGED = {1: ("12", "0.337"), 2: ("5", "3.333")}


async def deliver(db: asyncpg.Connection, event: Event) -> bool:
    """Whether finance was ready for it. Whatever is heard, nothing is left to follow of it."""
    outcomes = [outcome for handler in HOUSE.handles[type(event)] for outcome in await handler(db, [event])]
    for account in await accounts.load(db, event.orders):
        assert follow(account, "automatic") == Turn(account)
    return not any(isinstance(outcome, NotReady) for outcome in outcomes)


async def drain(db: asyncpg.Connection, events: Sequence[Event], chance: random.Random) -> None:
    """Hear the topics in any order; each topic in its own, and what is not ready later again."""
    topics: dict[str, deque[Event]] = {}
    for event in events:
        topics.setdefault(event.topic, deque()).append(event)
    while any(topics.values()):
        topic = chance.choice([topic for topic, waiting in topics.items() if waiting])
        if await deliver(db, topics[topic][0]):
            topics[topic].popleft()


async def settle_all(db: asyncpg.Connection, order: Order) -> None:
    rows = await db.fetch("SELECT invoice_id, outstanding FROM invoice WHERE order_id = $1", order.id)
    for row in rows:
        if row["outstanding"]:
            payment = order.payment(str(row["outstanding"]), row["invoice_id"], f"rest of {row['invoice_id']}")
            await payments.pay(db, [payment])


async def money_of(db: asyncpg.Connection, seed: int, *, cancelled: bool) -> dict[str, Any]:
    """One order: agreed with an advance, changed, shipped twice, partly returned, perhaps cancelled."""
    order = Order({1: ("10", "0.335"), 2: ("5", "3.333")}, share="0.3", freight="4", discount="0.03", tax="0.13")
    events: list[Event] = [order.received(), order.confirmed()]
    first = order.dispatched(line1="3", line2="2")
    events += [first, order.changed(CHANGED)]
    second = order.dispatched(line1="9", line2="3")
    events += [second, order.back(first.shipment_id, line1="1"), order.back(second.shipment_id, whole=True)]
    events += [order.cancelled()] if cancelled else []
    chance = random.Random(seed)
    at = chance.randrange(len(events))
    await drain(db, [customer(), *events[:2]], chance)
    await payments.pay(db, [order.payment("5", bank_reference=f"advance {order.id}")])
    await drain(db, events[2:at], chance)
    await drain(db, events[max(at, 2) :], chance)
    await settle_all(db, order)
    await deliver(db, order.closed())
    return dict(await db.fetchrow(MONEY, order.id) or {})


@needs("FIN-1", "FIN-2")
@pytest.mark.parametrize("cancelled", [False, True])
async def test_any_interleaving_of_one_order_leads_to_the_same_money(db: asyncpg.Connection, cancelled: bool) -> None:
    ends = [await money_of(db, seed, cancelled=cancelled) for seed in range(40)]
    assert all(end == ends[0] for end in ends)
    assert ends[0]["open"] == 0
    assert ends[0]["in_the_bank"] == ends[0]["invoiced"] - ends[0]["credited"] > Decimal(0)
    assert await ledger.faults(db) == []
