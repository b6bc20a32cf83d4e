"""Production orders are planned on lines that fill up, in purchasing's database; none of it stays (PUR-9, PUR-12)."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.stored import storable
from contracts.money import Money
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.lines import store as lines
from services.purchasing.making import handlers
from services.purchasing.making.rules import Release
from services.purchasing.production.rules.lines import Line, LineItem
from tests.bench.running import Running

LINES, ORDERS, AT_ONCE = 20, 2_000, 100
QUANTITY, MINUTES_PER_UNIT = Decimal(60), Decimal("7.5")
"""An order takes 450 minutes: each line's hundred fill it for four months and more."""
COST = Money(amount=Decimal("4.00"), currency="CNY")
KEEP = """
INSERT INTO purchase (id, item, supplier, state, number, doc)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])
"""


async def planning(running: Running, _: Namespace) -> dict[str, Any]:
    """Seconds until all are planned, by the department's own handler without HTTP."""
    first = len(running.speed.spins)
    async with running.company.session("purchasing") as db:
        change = db.transaction()
        await change.start()
        seconds = await planned(db)
        await change.rollback()
    return {"orders": ORDERS, "lines": LINES, "planning_s": round(seconds, 2), **running.speed.since(first)}


async def planned(db: Db) -> float:
    """What it took; the lines and production orders are there before."""
    orders = await _to_make(db)
    await handlers.shop_of(db, [orders[0].id])  # the calendar of the country is read once in a process
    begun = time.monotonic()
    for at in range(0, ORDERS, AT_ONCE):
        answers = await handlers.release(db, [Release(one.id) for one in orders[at : at + AT_ONCE]])
        if refused := [one for one in answers if not isinstance(one, Answer)]:
            raise SystemExit(f"not planned: {refused[0]}")
    return time.monotonic() - begun


async def _to_make(db: Db) -> Sequence[Purchase]:
    """Each of an item of its own, as what is short of one item is one production order."""
    names = [f"BENCH-{number}" for number in range(ORDERS)]
    codes = [f"BENCH-L{number}" for number in range(LINES)]
    await lines.keep_lines(db, [Line(line=code, name=code, shifts=1, shift_minutes=480) for code in codes])
    cost = {"rank": 1, "minutes_per_unit": MINUTES_PER_UNIT, "cost_per_unit": COST}
    made = [LineItem.having({"item": item, "line": codes[at % LINES], **cost}) for at, item in enumerate(names)]
    await lines.keep_items(db, made)
    wanted = {"state": "ordered", "quantity": QUANTITY, "for_stock": QUANTITY, "lead_days": 200, "version": 1}
    priced = {"unit_price": COST, "budget_price": COST, "ordered_on": clock.today()}
    draft = Purchase(id=UUID(int=0), item="", supplier="own-shop", made=True, **wanted, **priced)  # type: ignore[arg-type]
    numbered = zip(ids(), names, strict=False)
    orders = [replace(draft, id=id_, item=item, number=f"MO-BENCH-{item}") for id_, item in numbered]
    rows = [(one.id, one.item, one.supplier, one.state, one.number, storable(one)) for one in orders]
    await db.execute(KEEP, *(list(column) for column in zip(*rows, strict=True)))
    return orders
