"""At the end of each month sales states its own ledger, order by order (SAL-16, FIN-6)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis.ids import new_id
from services.sales.collection import handlers as collection
from services.sales.collection.rules import NoteReceipt
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.order.store import Row
from services.sales.statements import handlers, rules, store
from services.sales.tests.story import DAY, confirmed, goes, money
from tests.needs import needs

pytestmark = needs("SAL-16", "FIN-6")
MONTH = "2026-03"
AFTER = datetime(2026, 4, 1, 1, tzinfo=UTC)


async def kept(db: asyncpg.Connection, *left: int, on: date = DAY, stage: str = "dispatched") -> Order:
    order = confirmed(10).but(order_id=new_id())
    content = order.binding.but(number=f"SO-{order.order_id}", customer_po=f"PO-{order.order_id}")
    order = order.but(content=content)
    if left:
        order = order.with_shipment(uuid4(), dispatched=goes(*left), dispatched_on=on)
    await book.add(db, [Row(order, stage, False, False, None)], {})
    return order


async def told(db: asyncpg.Connection, order: Order, amount: str, currency: str = "USD", on: date = DAY) -> None:
    asked = NoteReceipt(order.order_id, money(amount, currency), on, "transfer", "", "", "wang.fang")
    await collection.note(db, [asked])


def test_the_month_that_is_over_is_the_one_before() -> None:
    assert rules.month_before(date(2026, 3, 1)) == "2026-02"
    assert rules.month_before(date(2026, 1, 31)) == "2025-12"
    assert rules.last_day("2024-02") == date(2024, 2, 29)


async def test_what_left_and_what_was_told_until_the_end_of_the_month_is_stated(db: asyncpg.Connection) -> None:
    shipped, paid_first, _untouched = await kept(db, 10), await kept(db, stage="reserved"), await kept(db)
    later = await kept(db, 10, on=date(2026, 4, 1))
    await told(db, shipped, "40")
    await told(db, shipped, "5", on=date(2026, 4, 1))
    await told(db, paid_first, "30")
    await told(db, paid_first, "9", currency="EUR")
    ((statement,),) = await handlers.state(db, [MONTH])
    assert (statement.month, statement.part, statement.last) == (MONTH, 1, True)
    found = {one.order_id: (one.expected, one.told, one.in_another_currency) for one in statement.stated}
    assert found == {
        shipped.order_id: (Decimal(100), Decimal(40), False),
        paid_first.order_id: (Decimal(0), Decimal(30), True),
    }
    assert later.order_id not in found


async def test_an_order_that_is_over_is_stated_where_a_payment_of_the_month_was_told(db: asyncpg.Connection) -> None:
    over, silent = await kept(db, 10, stage="closed"), await kept(db, 10, stage="closed")
    await told(db, over, "100")
    ((statement,),) = await handlers.state(db, [MONTH])
    assert [one.order_id for one in statement.stated] == [over.order_id]
    assert silent.order_id != over.order_id


async def test_a_long_statement_is_said_in_parts_and_once(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ORDERS_A_PART", 2)
    monkeypatch.setattr(rules, "PARTS_AT_ONCE", 2)
    orders = [await kept(db, 10) for _ in range(5)]
    assert await handlers.find_month(db, AFTER) == [(MONTH, MONTH)]
    (first,) = await handlers.state(db, [MONTH])
    (rest,) = await handlers.state(db, [MONTH])
    assert [(part.part, part.last, len(part.stated)) for part in (*first, *rest)] == [
        (1, False, 2), (2, False, 2), (3, True, 1),
    ]  # fmt: skip
    assert [one.order_id for part in (*first, *rest) for one in part.stated] == [order.order_id for order in orders]
    assert await handlers.find_month(db, AFTER) == []
    assert await handlers.state(db, [MONTH]) == [()]


async def test_a_company_in_which_all_is_over_says_so(db: asyncpg.Connection) -> None:
    await kept(db, 10, stage="closed")
    ((statement,),) = await handlers.state(db, [MONTH])
    assert (statement.last, statement.stated) == (True, ())


async def test_of_a_company_without_orders_nothing_is_said(db: asyncpg.Connection) -> None:
    assert await handlers.state(db, [MONTH]) == [()]
    assert await handlers.find_month(db, AFTER) == []


async def test_the_last_part_is_said_even_where_its_orders_have_nothing(
    db: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ORDERS_A_PART", 1)
    order = await kept(db, 10)
    await kept(db)
    (parts,) = await handlers.state(db, [MONTH])
    assert [(part.last, len(part.stated)) for part in parts] == [(False, 1), (True, 0)]
    assert parts[0].stated[0].expected == Decimal(100)
    assert order.order_id == parts[0].stated[0].order_id


MANY = """
INSERT INTO sales_order (id, number, customer, customer_po, stage, document)
SELECT gen_random_uuid(), 'SO-' || n, 'C-' || n % 5000, n::text,
    CASE WHEN n % 20 > 0 THEN 'closed' ELSE 'confirmed' END, '{}'
FROM generate_series(0, 19999) n;
ANALYZE sales_order; ANALYZE receipt;
"""


async def test_among_many_orders_each_part_of_a_statement_is_found_by_indexes(db: asyncpg.Connection) -> None:
    """However many are over; few at a time here, for documents of nothing are read as a whole sooner than real ones."""
    await db.execute(MANY)
    arguments = (UUID(int=0), date(2026, 10, 1), date(2026, 10, 31), 50)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.NEXT}", *arguments))
    assert "Seq Scan on sales_order" not in plan, plan
    assert "sales_order_phase" in plan, plan
