"""Debits equal credits, always; nothing is changed, only reversed (FIN-3)."""

from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pytest

from chassis import clock
from chassis.ids import new_id
from services.finance.account import store as accounts
from services.finance.account.rules import entries as rules
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.ledger import store
from services.finance.payments import handlers as payments
from services.finance.returns import handlers as returns
from services.finance.tests.samples import Order
from services.finance.tests.test_http import Office, office, pool
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("FIN-3")


def test_an_entry_that_does_not_balance_cannot_be_made() -> None:
    lines = (rules.debit(rules.BANK, Decimal(2)), rules.credit(rules.RECEIVABLE, Decimal(1)))
    with pytest.raises(ValueError, match="debit 2, credit 1"):
        rules.Entry(kind="payment", document="B-1", order_id=new_id(), customer="ALFKI", currency="USD", postings=lines)


@pytest.fixture
async def books(db: asyncpg.Connection) -> asyncpg.Connection:
    """An order with advance, two shipments, a payment above what is owed, a return, and its end."""
    order = Order(share="0.3", freight="7", tax="0.13", discount="0.05")
    await advances.agree(db, [order.confirmed()])
    await payments.pay(db, [order.payment("34.11")])
    first, second = order.dispatched(line1="3"), order.dispatched(line1="7")
    await invoices.issue(db, [first])
    await invoices.issue(db, [second])
    await payments.pay(db, [order.payment("500", bank_reference="B-2")])
    await returns.credit(db, [order.back(first.shipment_id, line1="2")])
    await returns.credit(db, [order.back(first.shipment_id, whole=True, line1="1")])
    await advances.close(db, [order.closed()])
    return db


async def test_the_books_agree_after_every_kind_of_entry(books: asyncpg.Connection) -> None:
    assert await store.faults(books) == []
    (balance,) = await store.balance(books)
    assert (balance.currency, balance.difference) == ("USD", Decimal(0))
    left = {row.account: row.balance for row in await store.accounts(books) if row.balance}
    assert set(left) == {"1002", "2221", "6001"}
    assert left["1002"] == -(left["2221"] + left["6001"])


async def test_the_receivables_are_what_the_invoices_leave_open(db: asyncpg.Connection) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    await invoices.issue(db, [order.dispatched(line1="10")])
    await payments.pay(db, [order.payment("30")])
    (owed,) = await store.receivables(db, "ALFKI", order.id.__class__(int=0), 10)
    assert owed.balance == 70


async def posted(db: asyncpg.Connection, day: date, amount: str, currency: str = "CNY") -> None:
    sides = (rules.debit(rules.BANK, Decimal(amount)), rules.credit(rules.SUSPENSE, Decimal(amount)))
    entry = rules.Entry(kind="receipt", document=f"B-{day}", currency=currency, postings=sides)
    await accounts.post(db, [entry], day)


async def test_an_account_has_what_it_had_before_a_period_and_what_was_posted_in_it(db: asyncpg.Connection) -> None:
    for day, amount in ((1, "100"), (10, "20"), (20, "3"), (21, "7")):
        await posted(db, date(2026, 3, day), amount)
    await posted(db, date(2026, 3, 10), "5", "USD")
    found = await store.of_period(db, date(2026, 3, 10), date(2026, 3, 20), None)
    told = [(one.account, one.currency, *map(int, (one.opening, one.debit, one.credit, one.closing))) for one in found]
    assert told == [
        ("1002", "CNY", 100, 23, 0, 123),
        ("1002", "USD", 0, 5, 0, 5),
        ("224101", "CNY", -100, 0, 23, -123),
        ("224101", "USD", 0, 0, 5, -5),
    ]
    one, _ = await store.of_period(db, date(2026, 3, 21), date(2026, 3, 21), "1002")
    assert (int(one.opening), int(one.debit), int(one.closing)) == (123, 7, 130)


async def test_what_a_period_ends_with_the_next_one_begins_with(books: asyncpg.Connection) -> None:
    today = clock.today()
    until = {(one.account, one.currency): one.closing for one in await store.of_period(books, today, today, None)}
    after = {
        (one.account, one.currency): one.opening
        for one in await store.of_period(books, today + timedelta(days=1), today + timedelta(days=9), None)
    }
    assert after == {name: left for name, left in until.items() if left}


async def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    status, told = await office.ask("GET", "/ledger/accounts?since=2026-03-02&until=2026-03-01", "accountant")
    assert (status, told["faults"][0]["expected"]) == (422, "2026-03-02 or later")
    status, told = await office.ask("GET", "/ledger/accounts?account=1002", "management")
    assert (status, told["items"], told["since"]) == (200, [], f"{clock.today().replace(day=1)}")
    assert (await office.ask("GET", "/ledger/accounts", "merchandiser"))[0] == 403


@needs("FIN-9")
@pytest.mark.parametrize("table", ["journal_entry", "journal_line"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET entry_id = entry_id", "TRUNCATE {} CASCADE"])
async def test_nothing_in_the_ledger_is_changed(books: asyncpg.Connection, table: str, change: str) -> None:
    with pytest.raises(asyncpg.RaiseError, match="only reversed"):
        await books.execute(change.format(table))


async def test_the_database_refuses_an_entry_that_does_not_balance(books: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.RaiseError, match="differ"):
        await books.execute(
            "INSERT INTO journal_line SELECT entry_id, 99, '1002', NULL, 1, 0 FROM journal_entry LIMIT 1"
        )


async def test_the_check_names_an_invoice_that_the_ledger_does_not_know(books: asyncpg.Connection) -> None:
    await books.execute("UPDATE invoice SET paid = paid - 1 WHERE position = 2")
    (fault,) = await store.faults(books)
    assert fault.fault == "receivable is not invoice less payments and credits"


async def test_the_check_names_a_hole_in_the_numbers(books: asyncpg.Connection) -> None:
    await books.execute("UPDATE invoice SET number = 'INV-2026-000009' WHERE position = 2")
    assert [fault.fault for fault in await store.faults(books)] == ["invoice numbers have a hole"]
