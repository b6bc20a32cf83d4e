"""A month is stated, compared, explained, signed by two and closed (FIN-6)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis.handling import Answer
from chassis.http.page import FIRST
from chassis.refusal import NotFound, Refusal
from contracts.finance import MonthClosed
from contracts.sales import ReceivablesStated, StatedOrder
from services.finance.account import store as accounts
from services.finance.account.rules.account import Turn
from services.finance.account.rules.entries import BANK, EXCHANGE, REVENUE, SUSPENSE
from services.finance.month import store as months
from services.finance.month.rules.month import Month
from services.finance.month.view import DifferenceShown
from services.finance.payments.rules import settle
from services.finance.reconciliation import handlers, rules, store
from services.finance.reversals.rules.undoing import undo
from services.finance.tests.samples import Order, agreed, shipped
from tests.needs import needs

pytestmark = needs("FIN-6")
MONTH, INSIDE, AFTER = "2026-03", date(2026, 3, 2), date(2026, 4, 1)


STATED_BY_THE_THOUSAND = """
INSERT INTO stated_receivable (month, order_id, customer, currency, expected, told, in_another_currency)
SELECT $1, order_id, 'C-' || n % 500, 'USD', 100, CASE WHEN n % 100 = 0 THEN 40 ELSE 0 END, false
FROM (SELECT order_id, row_number() OVER () AS n FROM journal_entry) booked
"""
BOOKED_BY_THE_THOUSAND = """
WITH entries AS (
    INSERT INTO journal_entry (entry_id, booked_on, kind, document, order_id, customer, currency)
    SELECT gen_random_uuid(), $1, 'invoice', 'INV-' || n, gen_random_uuid(), 'C-' || n % 500, 'USD'
    FROM generate_series(1, $2::int) n RETURNING entry_id
)
INSERT INTO journal_line (entry_id, line, account, debit, credit)
SELECT entry_id, 1, '1122', 100, 0 FROM entries UNION ALL SELECT entry_id, 2, '6001', 0, 100 FROM entries
"""


async def booked(
    db: asyncpg.Connection, paid: str = "", *, on: date = INSIDE, reference: str = "B-1", lies_on: str = BANK
) -> Order:
    """An order of 100 that was shipped and invoiced; ``paid`` of it came on a day, and lay on an account."""
    number = f"SO-{uuid4()}"
    order = Order(number=number)
    account = agreed(order)
    await accounts.save(db, [account.but(number="")], [Turn(account)], INSIDE)
    turn: Any = shipped(account, order, order.dispatched(line1="10"))
    (invoice,) = turn.document.invoices
    turn = Turn(turn.document.with_invoice(invoice.but(number=f"INV-{number}")), (), turn.entries)
    await accounts.save(db, [account], [turn], INSIDE)
    if paid:
        payment = order.payment(paid, bank_reference=f"{reference} {number}")
        settled = settle(turn.document, payment, "automatic", lies_on=lies_on)
        await accounts.save(db, [turn.document], [settled], on)
    return order


def stated(order: Order, expected: str = "100", told: str = "0", customer: str = "ALFKI") -> StatedOrder:
    about = {"order_id": order.id, "customer": customer, "currency": "USD"}
    return StatedOrder.having({**about, "expected": Decimal(expected), "told": Decimal(told)})


async def hear(db: asyncpg.Connection, *lines: StatedOrder, part: int = 1, last: bool = True) -> None:
    await handlers.hear(db, [ReceivablesStated(month=MONTH, part=part, last=last, stated=lines)])


async def causes(db: asyncpg.Connection) -> dict[UUID, str]:
    return {one.order_id: one.cause for one in await shown(db)}


async def shown(db: asyncpg.Connection) -> Sequence[DifferenceShown]:
    return await store.listed(db, MONTH, None, None, FIRST, 100)


async def sign(
    db: asyncpg.Connection, person: str = "chen.yu", role: str = "merchandiser", note: str = ""
) -> Answer[MonthClosed] | Refusal:
    (answer,) = await handlers.sign(db, [rules.Sign(MONTH, note, person, (role,))])
    return answer


async def test_two_ledgers_that_agree_leave_nothing_to_explain(db: asyncpg.Connection) -> None:
    unpaid, paid = await booked(db), await booked(db, "100")
    await hear(db, stated(unpaid), stated(paid, told="100"))
    assert await store.month_of(db, MONTH) == (await store.months(db, FIRST, 9, closed=False))[0][1]
    assert await causes(db) == {}


async def test_each_order_that_differs_is_listed_with_its_likely_cause(db: asyncpg.Connection) -> None:
    in_transit, charged = await booked(db), await booked(db, "97")
    untold, later = await booked(db, "60"), await booked(db, "100", on=AFTER)
    dearer, closed_early = await booked(db), await booked(db)
    never_invoiced = Order()
    await hear(
        db,
        stated(in_transit, told="30"),
        stated(charged, told="100"),
        stated(untold),
        stated(later, told="100"),
        stated(dearer, expected="105"),
        stated(never_invoiced),
    )
    assert await causes(db) == {
        in_transit.id: "in_transit",
        charged.id: "bank_charges",
        untold.id: "not_told",
        later.id: "booked_later",
        dearer.id: "unknown",
        closed_early.id: "not_stated",
        never_invoiced.id: "not_invoiced",
    }


async def test_money_under_another_order_of_the_customer_is_found_there(db: asyncpg.Connection) -> None:
    meant, booked_for = await booked(db), await booked(db, "40")
    await hear(db, stated(meant, told="40"), stated(booked_for))
    assert await causes(db) == {meant.id: "wrong_order", booked_for.id: "wrong_order"}


async def test_what_is_paid_and_over_on_both_sides_is_not_stated_and_no_difference(db: asyncpg.Connection) -> None:
    await booked(db, "100")
    await hear(db)
    assert await causes(db) == {}


@pytest.mark.parametrize("lies_on", [SUSPENSE, EXCHANGE])
async def test_money_that_came_by_a_banks_file_is_paid_too(db: asyncpg.Connection, lies_on: str) -> None:
    order = await booked(db, "100", lies_on=lies_on)
    await hear(db, stated(order, told="100"))
    assert await causes(db) == {}


async def test_what_the_bank_took_back_was_not_paid(db: asyncpg.Connection) -> None:
    order = await booked(db)
    (account,) = await accounts.load(db, [order.id])
    paid = settle(account, order.payment("100"), "automatic", lies_on=SUSPENSE)
    await accounts.save(db, [account], [paid], INSIDE)
    back = undo(paid.document, paid.payments[0], "FT-2")
    assert back
    await accounts.save(db, [paid.document], [back], INSIDE)
    await hear(db, stated(order, told="0"))
    assert await causes(db) == {}


async def test_a_month_is_compared_when_its_last_part_is_heard(db: asyncpg.Connection) -> None:
    order = await booked(db)
    await hear(db, stated(order, told="30"), last=False)
    assert isinstance(await sign(db), rules.NotCompared)
    assert await causes(db) == {}
    await hear(db, part=2)
    assert await causes(db) == {order.id: "in_transit"}


async def test_what_was_booked_since_is_seen_when_it_is_compared_once_more(db: asyncpg.Connection) -> None:
    order = await booked(db)
    await hear(db, stated(order, told="100"))
    (difference,) = await shown(db)
    assert difference.cause == "in_transit"
    account = (await accounts.load(db, [order.id]))[0]
    await accounts.save(db, [account], [settle(account, order.payment("100"), "automatic")], AFTER)
    (answer,) = await handlers.compare(db, [rules.Compare(MONTH)])
    assert isinstance(answer, Answer)
    (again,) = await shown(db)
    assert (again.cause, again.difference_id) == ("booked_later", difference.difference_id)


async def test_two_people_sign_and_the_month_is_closed(db: asyncpg.Connection) -> None:
    await hear(db, stated(await booked(db)))
    first = await sign(db)
    assert isinstance(first, Answer)
    assert first.events == ()
    assert isinstance(await sign(db, "wang.fang"), rules.SignedForThatSide)
    assert isinstance(await sign(db, "chen.yu", "finance manager"), rules.AnotherPersonSigns)
    second = await sign(db, "zhou.min", "finance manager")
    assert isinstance(second, Answer)
    (closed,) = second.events
    assert (closed.month, closed.open_from) == (MONTH, AFTER)
    assert [signature.person for signature in closed.signatures] == ["chen.yu", "zhou.min"]
    assert isinstance(await sign(db, "li.na", "finance manager"), rules.MonthIsClosed)


async def test_what_nobody_can_explain_is_explained_or_signed_with_a_note(db: asyncpg.Connection) -> None:
    await hear(db, stated(await booked(db), expected="105"))
    assert isinstance(await sign(db), rules.UnexplainedDifferences)
    assert isinstance(await sign(db, note="one order, looked into"), Answer)
    (difference,) = await shown(db)
    told = rules.Explain(MONTH, difference.difference_id, "price changed after the goods had left", "zhou.min")
    assert isinstance((await handlers.explain(db, [told]))[0], Answer)
    assert isinstance(await sign(db, "zhou.min", "finance manager"), Answer)
    (after,) = await shown(db)
    assert [(one.text, one.person) for one in after.explanations] == [(told.text, "zhou.min")]


async def test_what_somebody_signed_is_compared_no_more_and_a_closed_month_stays(db: asyncpg.Connection) -> None:
    await hear(db, stated(await booked(db), told="30"))
    await sign(db)
    assert isinstance((await handlers.compare(db, [rules.Compare(MONTH)]))[0], rules.SignedForThatSide)
    await sign(db, "zhou.min", "finance manager")
    (difference,) = await shown(db)
    explained = await handlers.explain(db, [rules.Explain(MONTH, difference.difference_id, "late", "zhou.min")])
    assert isinstance(explained[0], rules.MonthIsClosed)
    with pytest.raises(asyncpg.RaiseError, match="once its month is closed"):
        async with db.transaction():
            await db.execute("DELETE FROM difference")


async def test_a_difference_that_is_not_there_is_not_explained(db: asyncpg.Connection) -> None:
    await hear(db)
    asked = [rules.Explain(MONTH, uuid4(), "late", "zhou.min"), rules.Explain("2026-02", uuid4(), "late", "zhou.min")]
    for one in asked:
        assert isinstance((await handlers.explain(db, [one]))[0], NotFound)


async def test_after_the_close_nothing_is_booked_in_the_month_any_more(db: asyncpg.Connection) -> None:
    order = await booked(db)
    await hear(db, stated(order))
    await sign(db)
    await sign(db, "zhou.min", "finance manager")
    await booked(db, "100", on=INSIDE, reference="LATE")
    days = await db.fetch("SELECT booked_on FROM journal_entry ORDER BY entry_id")
    assert [row["booked_on"] for row in days] == [INSIDE, AFTER, AFTER]


def test_a_month_ends_where_the_next_begins() -> None:
    ends = {month: Month(month=month).last_day for month in ("2026-12", "2024-02")}
    assert ends == {"2026-12": date(2026, 12, 31), "2024-02": date(2024, 2, 29)}


async def test_five_thousand_open_orders_are_compared_by_one_statement(db: asyncpg.Connection) -> None:
    await db.execute(BOOKED_BY_THE_THOUSAND, INSIDE, 5000)
    await db.execute(STATED_BY_THE_THOUSAND, MONTH)
    await hear(db, last=False)
    asked = list[str]()
    db.add_query_logger(lambda query: asked.append(query.query))
    await hear(db, part=2)
    compares = [query for query in asked if "differing" in query]
    assert (len(asked), len(compares)) == (7, 1), "whatever it holds"
    found = await store.listed(db, MONTH, None, "in_transit", FIRST, 500)
    assert len(found) == 50


async def test_among_many_orders_what_misses_is_looked_up_and_not_compared_with_each_other(
    db: asyncpg.Connection,
) -> None:
    await db.execute(BOOKED_BY_THE_THOUSAND, INSIDE, 5000)
    await db.execute(STATED_BY_THE_THOUSAND, MONTH)
    await db.execute("ANALYZE")
    month = Month(month=MONTH)
    arguments = (MONTH, month.first_day, month.last_day, [REVENUE], [BANK, SUSPENSE, EXCHANGE])
    rows = await db.fetch(f"EXPLAIN VERBOSE {months.COMPARE}", *arguments)
    plan = "\n".join(row[0] for row in rows)
    assert "hashed SubPlan" in plan, plan
