"""Money that came by a bank's file: taken in once, booked by rule where it is certain, else for a person (FIN-2)."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer, Db
from chassis.http.page import FIRST
from chassis.ids import new_id
from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.finance import InvoiceIssued, PaymentReceived
from contracts.rates import OPENING
from services.finance.advances import handlers as advances
from services.finance.bank_statements import handlers as statements
from services.finance.bank_statements.rules.reading import read
from services.finance.bank_statements.rules.taking import BankFile, StatementTakenOtherwise, named
from services.finance.bank_statements.view import FileTaken
from services.finance.customer import store as customers
from services.finance.invoices import handlers as invoices
from services.finance.ledger import store as ledger
from services.finance.matching import handlers, store
from services.finance.matching.rules.assigning import Assign, GiveBack, OfCustomer
from services.finance.matching.rules.proposing import propose
from services.finance.payments import handlers as payments
from services.finance.payments.rules import BroughtByFile
from services.finance.policy import Policy
from services.finance.receipt import store as receipts
from services.finance.receipt.rules import MoreThanIsLeft, NothingLeft, Receipt
from services.finance.tests.bank_files import Line, camt
from services.finance.tests.samples import TODAY, Order, customer, money
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("FIN-2")

NOW = datetime(2026, 3, 3, tzinfo=UTC)
BALANCES = """
SELECT account, sum(debit - credit) AS balance FROM journal_line GROUP BY account HAVING sum(debit - credit) <> 0
"""
BY_CURRENCY = """
SELECT l.account, e.currency, sum(l.debit - l.credit) AS balance
FROM journal_line l JOIN journal_entry e USING (entry_id) GROUP BY 1, 2
"""


@pytest.fixture(autouse=True)
async def books_agree(db: asyncpg.Connection) -> AsyncIterator[None]:
    yield
    assert await ledger.faults(db) == []


async def take(db: Db, content: str) -> FileTaken | Refusal:
    reading = read(content, {}, OPENING, TODAY)
    assert not reading.faults
    file = BankFile(tuple(map(named, reading.statements)), "li.na", content.encode())
    (answer,) = await statements.take_in(db, [file])
    if isinstance(answer, Refusal):
        return answer
    assert isinstance(answer.body, FileTaken)
    return answer.body


async def judge(db: asyncpg.Connection) -> list[Any]:
    """What is said by the rule."""
    found = await handlers.find_new(db, NOW)
    return [event for said in await handlers.assign_by_rule(db, [one for _, one in found]) for event in said]


async def waiting(db: asyncpg.Connection) -> list[Receipt]:
    return await receipts.waiting(db, FIRST, 10)


async def balances(db: asyncpg.Connection) -> dict[str, Decimal]:
    return {row["account"]: row["balance"] for row in await db.fetch(BALANCES)}


async def billed(db: asyncpg.Connection, number: str = "SO-2026-000001", **terms: Any) -> tuple[Order, InvoiceIssued]:
    """An order over 100 USD that was invoiced."""
    order = Order(number=number, **terms)
    await advances.agree(db, [order.confirmed()])
    ((issued,),) = await invoices.issue(db, [order.dispatched(line1="10")])  # type: ignore[misc]
    assert isinstance(issued, InvoiceIssued)
    return order, issued


async def test_what_names_our_invoice_is_booked_by_rule(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    spelt = invoice.number.replace("-", " ").replace("0", "\uff10")
    await take(db, camt(Line("100.00", f"pay {spelt}, thanks")))
    assert await balances(db) == {"1122": 100, "6001": -100, "1002": 100, "224101": -100}
    (said,) = await judge(db)
    assert isinstance(said, PaymentReceived)
    assert (said.invoice_id, said.outstanding) == (invoice.invoice_id, Decimal(0))
    assert await balances(db) == {"6001": -100, "1002": 100}
    assert await judge(db) == []


async def test_a_part_and_more_than_is_owed_are_booked_too(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, refunds="by_hand")
    _, invoice = await billed(db)
    await take(db, camt(Line("40.00", invoice.number)))
    assert [said.outstanding for said in await judge(db)] == [60]
    await take(db, camt(Line("70.00", invoice.number), number="S-2", sequence="2", opening="1040.00"))
    assert [said.amount.amount for said in await judge(db)] == [60]
    assert await balances(db) == {"6001": -100, "1002": 110, "2241": -10}


@needs("FIN-7")
async def test_what_the_bank_kept_is_written_off_within_the_figure(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, write_off_up_to="50")
    _, invoice = await billed(db)
    await take(db, camt(Line("95.00", invoice.number)))
    assert [said.outstanding for said in await judge(db)] == [0]
    assert await balances(db) == {"6001": -100, "1002": 95, "6603": 5}


async def test_an_advance_is_booked_for_the_order_that_it_names(db: asyncpg.Connection) -> None:
    order = Order(share="0.5")
    await advances.agree(db, [order.confirmed()])
    await take(db, camt(Line("50.00", "deposit SO2026000001")))
    (said,) = await judge(db)
    assert (said.advance, said.order_id) == (True, order.id)


async def test_one_payment_of_several_orders_is_booked_when_it_is_their_sum(db: asyncpg.Connection) -> None:
    _, one = await billed(db)
    _, other = await billed(db, "SO-2026-000002")
    await take(db, camt(Line("200.00", f"{one.number} + {other.number}")))
    assert {said.invoice_id for said in await judge(db)} == {one.invoice_id, other.invoice_id}
    assert await waiting(db) == []


async def test_two_payments_of_one_order_are_booked_one_after_the_other(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    await take(db, camt(Line("40.00", invoice.number), Line("60.00", invoice.number)))
    assert sorted([len(await judge(db)), len(await judge(db)), len(await judge(db))]) == [0, 1, 1]
    assert await waiting(db) == []


async def test_a_customers_own_number_is_certain_with_his_name_alone(db: asyncpg.Connection) -> None:
    await customers.learn(db, [customer("10000")])
    await billed(db, customer_po="PO 4711-A")
    lines = (Line("60.00", "re po4711 / A", "A"), Line("20.00", "re PO 4711-A", "B", payer="Nobody"))
    await take(db, camt(*lines))
    assert [said.amount.amount for said in await judge(db)] == [60]
    (left,) = await waiting(db)
    assert (left.bank_reference, left.rest) == ("B", Decimal(20))


async def test_money_of_which_nobody_knows_waits_with_what_it_may_be_for(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    await customers.learn(db, [customer("10000")])
    await take(db, camt(Line("100.00", "goods")))
    assert await judge(db) == []
    (left,) = await waiting(db)
    cases, owing = await store.look_for(db, [left])
    (proposal, *_) = propose(cases[0], owing)
    assert (proposal.reference, proposal.why) == (invoice.number, ("payer_name", "amount"))


async def test_who_paid_for_a_customer_pays_for_no_other_by_rule(db: asyncpg.Connection) -> None:
    _, one = await billed(db)
    _, other = await billed(db, "SO-2026-000002", customer="BONAP")
    await take(db, camt(Line("10.00", one.number, "A", payer_account="DE11")))
    await judge(db)
    second = Line("10.00", other.number, "B", payer_account="DE11")
    await take(db, camt(second, number="S-2", sequence="2", opening="1010.00"))
    assert await judge(db) == []
    (left,) = await waiting(db)
    cases, owing = await store.look_for(db, [left])
    assert "number" in propose(cases[0], owing)[0].why


async def test_what_is_paid_already_asks_for_a_person(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    await take(db, camt(Line("100.00", invoice.number, "A")))
    await judge(db)
    await take(db, camt(Line("100.00", invoice.number, "B"), number="S-2", sequence="2", opening="1100.00"))
    assert await judge(db) == []
    assert [one.bank_reference for one in await waiting(db)] == ["B"]


@needs("ALL-10")
async def test_a_company_may_keep_all_of_it_by_hand(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, match_receipts="by_hand")
    _, invoice = await billed(db)
    await take(db, camt(Line("100.00", invoice.number)))
    assert await judge(db) == []
    assert len(await waiting(db)) == 1


async def test_the_same_file_and_the_same_entry_are_taken_once(db: asyncpg.Connection) -> None:
    content = camt(Line("10.00", "same"), Line("10.00", "same"), Line("5.00", reference="FT1"))
    first = await take(db, content)
    again = await take(db, content)
    assert isinstance(first, FileTaken)
    assert isinstance(again, FileTaken)
    assert [(s.receipts, s.amount, s.known) for s in first.statements] == [(3, Decimal(25), 0)]
    assert [(s.receipts, s.amount, s.known) for s in again.statements] == [(0, Decimal(0), 3)]


async def test_a_notice_and_the_statement_that_follows_it_are_one(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("5.00", reference="FT1"), kind="054", number="N-1"))
    taken = await take(db, camt(Line("5.00", reference="FT1"), Line("5.00", reference="FT2")))
    assert isinstance(taken, FileTaken)
    assert [(s.receipts, s.known) for s in taken.statements] == [(1, 1)]


async def test_a_payment_that_was_booked_by_its_reference_is_known(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await payments.pay(db, [order.payment("100", invoice.invoice_id, "FT1")])
    taken = await take(db, camt(Line("100.00", invoice.number, "FT1")))
    assert isinstance(taken, FileTaken)
    assert [(s.receipts, s.known) for s in taken.statements] == [(0, 1)]


async def test_what_a_file_brought_is_not_booked_once_more_by_its_reference(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await take(db, camt(Line("100.00", invoice.number, "FT1")))
    (refused,) = await payments.pay(db, [order.payment("100", invoice.invoice_id, "FT1")])
    assert isinstance(refused, BroughtByFile)
    await judge(db)
    (again,) = await payments.pay(db, [order.payment("100", invoice.invoice_id, "FT1")])
    assert isinstance(again, BroughtByFile)
    assert await balances(db) == {"1002": 100, "6001": -100}


async def test_a_statement_with_other_content_under_a_known_number_is_refused(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("10.00")))
    assert isinstance(await take(db, camt(Line("11.00"))), StatementTakenOtherwise)
    assert await db.fetchval("SELECT count(*) FROM receipt") == 1


async def test_a_balance_that_does_not_follow_on_is_told_in_either_order(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("10.00"), number="S-2", sequence="2"))
    for sequence, opening in (("3", "1000.00"), ("1", "1000.00")):
        refused = await take(db, camt(Line("1.00"), number=f"S-{sequence}", sequence=sequence, opening=opening))
        assert isinstance(refused, InvalidInput)
    assert isinstance(await take(db, camt(Line("1.00"), number="S-3", sequence="3", opening="1010.00")), FileTaken)


async def test_a_person_says_what_it_is_for_in_parts(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await take(db, camt(Line("120.00", "goods")))
    await judge(db)
    (left,) = await waiting(db)

    def part(amount: str | None) -> Assign:
        told = Decimal(amount) if amount else None
        return Assign(left.receipt_id, order.id, invoice.invoice_id, invoice.number, told, "li.na")

    (refused,) = await handlers.assign_receipts(db, [part("121")])
    assert isinstance(refused, MoreThanIsLeft)
    (answer,) = await handlers.assign_receipts(db, [part("60")])
    assert isinstance(answer, Answer)
    assert isinstance(answer.body, Receipt)
    assert (answer.body.rest, answer.body.state, answer.body.customer) == (Decimal(60), "waiting", "ALFKI")
    (answer,) = await handlers.assign_receipts(db, [part("40")])
    assert isinstance(answer, Answer)
    (back,) = await handlers.return_receipts(db, [GiveBack(left.receipt_id, "wang.wei")])
    assert isinstance(back, Answer)
    assert await balances(db) == {"6001": -100, "1002": 100}
    (refused,) = await handlers.assign_receipts(db, [part(None)])
    assert isinstance(refused, NothingLeft)
    assert "it is returned" in str(refused)
    (unknown,) = await handlers.return_receipts(db, [GiveBack(new_id(), "wang.wei")])
    assert isinstance(unknown, NotFound)


async def test_whose_it_is_may_be_known_before_what_for(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("120.00", "goods", payer_account="DE11")))
    await judge(db)
    (left,) = await waiting(db)
    await handlers.tell_customer(db, [OfCustomer(left.receipt_id, "ALFKI")])
    (left,) = await waiting(db)
    assert (left.customer, left.rest) == ("ALFKI", Decimal(120))


@needs("FIN-8")
async def test_money_in_another_currency_is_worth_what_the_rate_says(db: asyncpg.Connection) -> None:
    order, invoice = await billed(db)
    await take(db, camt(Line("78.00", invoice.number), currency="EUR"))
    assert await judge(db) == []
    (left,) = await waiting(db)
    (answer,) = await handlers.assign_receipts(
        db, [Assign(left.receipt_id, order.id, invoice.invoice_id, invoice.number, None, "li.na")]
    )
    assert isinstance(answer, Answer)
    assert isinstance(answer.body, Receipt)
    assert answer.body.parts[0].worth == money("85.69")
    assert [said.outstanding for said in answer.events if isinstance(said, PaymentReceived)] == [Decimal("14.31")]
    by_currency = {
        (row["account"], row["currency"]): row["balance"] for row in await db.fetch(BY_CURRENCY) if row["balance"]
    }
    assert by_currency == {
        ("1002", "EUR"): Decimal(78),
        ("6061", "EUR"): Decimal(-78),
        ("6061", "USD"): Decimal("85.69"),
        ("1122", "USD"): Decimal("14.31"),
        ("6001", "USD"): Decimal(-100),
    }


async def test_a_thousand_entries_cost_no_more_statements_than_one(db: asyncpg.Connection) -> None:
    """FIN-2: a file is taken in, and 500 receipts are judged, by so many statements."""
    orders = [Order(number=f"SO-2026-{n:06d}") for n in range(1, 1001)]
    await advances.agree(db, [order.confirmed() for order in orders])
    await db.fetch("SELECT $1::bytea[]", [])  # the driver asks once what that is
    counts = []
    for count in (1, 1000):
        lines = [Line("1.00", f"SO-2026-{n:06d}", f"{count}-{n}") for n in range(1, count + 1)]
        with counted(db) as run:
            await take(db, camt(*lines, number=f"S-{count}", sequence=""))
            assert len(await judge(db)) == min(count, 500)
        counts.append(len(run))
    assert counts[0] == counts[1]


@contextmanager
def counted(db: asyncpg.Connection) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    run: list[str] = []

    def note(query: Any) -> None:
        run.append(query.query)

    db.add_query_logger(note)
    yield run
    db.remove_query_logger(note)
