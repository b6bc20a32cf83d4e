"""A bank takes back what came: what it paid is owed again, and said so (FIN-2)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import asyncpg

from chassis.refusal import InvalidInput, Refusal
from contracts.finance import AdvanceRequested, InvoiceIssued, PaymentReversed
from services.finance.account import store as accounts
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.payments import rules as payments
from services.finance.policy import Policy
from services.finance.receipt.rules import Receipt
from services.finance.refunds import rules as refunds
from services.finance.reversals import handlers
from services.finance.reversals.rules.naming import NameReversed, NotToBeNamed
from services.finance.reversals.rules.undoing import undo
from services.finance.tests.bank_files import Line, camt
from services.finance.tests.samples import Order, agreed, shipped
from services.finance.tests.test_receipts import balances, billed, books_agree, judge, take, waiting
from tests.figures import put as put_figures
from tests.needs import needs

__all__ = ["books_agree"]
pytestmark = needs("FIN-2")

NOW = datetime(2026, 3, 3, tzinfo=UTC)


async def undone(db: asyncpg.Connection) -> list[Any]:
    found = await handlers.find_reversals(db, NOW)
    return [event for said in await handlers.take_back(db, [one for _, one in found]) for event in said]


def back(amount: str, **told: Any) -> str:
    line = Line(amount, reversal=True, **told)
    return camt(line, number="S-2", sequence="", opening="5000.00")


async def test_a_payment_that_the_bank_takes_back_is_owed_again(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    await take(db, camt(Line("100.00", invoice.number, "FT-1001")))
    await judge(db)
    await take(db, back("-100.00", reference="FT-1002", text="return of FT-1001, no cover"))
    assert await balances(db) == {"6001": -100, "224101": 100}
    (said,) = await undone(db)
    assert (said.invoice_id, said.advance, said.outstanding) == (invoice.invoice_id, False, Decimal(100))
    assert await balances(db) == {"6001": -100, "1122": 100}
    assert await undone(db) == []
    marked = await db.fetchval("SELECT doc->>'reversed_by' FROM payment")
    assert marked.endswith("FT-1002")


async def test_what_a_bank_kept_is_no_charge_any_more(db: asyncpg.Connection) -> None:
    await put_figures(db, Policy, write_off_up_to="50")
    _, invoice = await billed(db)
    await take(db, camt(Line("95.00", invoice.number, "FT-1001")))
    await judge(db)
    await take(db, back("-95.00", reference="FT-1001"))
    assert [said.outstanding for said in await undone(db)] == [100]
    assert await balances(db) == {"6001": -100, "1122": 100}


async def test_what_was_for_nothing_yet_is_taken_back_without_an_order(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("12.00", "goods", "FT-1001")))
    await judge(db)
    await take(db, back("-12.00", reference="FT-1001"))
    assert await undone(db) == []
    assert await waiting(db) == []
    assert await balances(db) == {}


async def test_of_two_equal_payments_without_a_name_a_person_must_say_which(db: asyncpg.Connection) -> None:
    await take(db, camt(Line("12.00", "goods", "FT-1001"), Line("12.00", "goods", "FT-1002")))
    await judge(db)
    await take(db, back("-12.00", reference="FT-1003", text="goods"))
    assert await undone(db) == []
    assert sorted(one.rest for one in await waiting(db)) == [-12, 12, 12]


async def named(db: asyncpg.Connection, reversal: Receipt, reference: str) -> Any:
    (answer,) = await handlers.name(db, [NameReversed(reversal.receipt_id, reference, "li.na")])
    return answer


async def test_a_person_names_what_a_bank_took_back_and_it_is_undone(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    await take(db, camt(Line("100.00", invoice.number, "FT-1001"), Line("100.00", "goods", "FT-1009")))
    await judge(db)
    await take(db, back("-100.00", reference="X-77", text="no cover"))
    assert await undone(db) == []
    (reversal,) = [one for one in await waiting(db) if one.reversal]
    wrong = await named(db, reversal, "FT-4711")
    assert isinstance(wrong, InvalidInput)
    assert {"FT-1001", "FT-1009"} <= set(str(wrong.faults[0]["expected"]).replace(",", " ").split())
    assert not isinstance(await named(db, reversal, "FT-1001"), Refusal)
    assert [said.invoice_id for said in await undone(db)] == [invoice.invoice_id]
    (left,) = await waiting(db)
    assert left.bank_reference == "FT-1009"
    assert isinstance(await named(db, reversal, "FT-1009"), NotToBeNamed)
    assert isinstance(await named(db, left, "FT-1001"), NotToBeNamed)


async def test_an_advance_that_an_invoice_used_is_owed_by_the_invoice(db: asyncpg.Connection) -> None:
    order = Order({1: ("12", "10")}, share="0.5")
    await advances.agree(db, [order.confirmed()])
    await take(db, camt(Line("60.00", "SO-2026-000001", "FT-1001")))
    await judge(db)
    ((invoice,),) = await invoices.issue(db, [order.dispatched(line1="6")])  # type: ignore[misc]
    assert isinstance(invoice, InvoiceIssued)
    used = invoice.advance_used.amount
    await take(db, back("-60.00", reference="FT-1001"))
    said = await undone(db)
    assert [(one.topic, one.amount.amount) for one in said] == [
        ("payment.reversed", used),
        ("payment.reversed", 60),
        ("advance.requested", 60),
    ]
    *_, reversed_, asked = said
    assert isinstance(reversed_, PaymentReversed)
    assert isinstance(asked, AdvanceRequested)
    assert (asked.open, asked.advance_version > reversed_.version) == (True, True), "it is awaited anew"
    (account,) = await accounts.load(db, [order.id])
    assert (account.advance.outstanding, account.advance.unused) == (Decimal(60), Decimal(0))


async def test_one_payment_of_two_orders_is_taken_back_from_both(db: asyncpg.Connection) -> None:
    _, one = await billed(db)
    _, other = await billed(db, "SO-2026-000002")
    await take(db, camt(Line("200.00", f"{one.number} + {other.number}", "FT-1001")))
    await judge(db)
    await take(db, back("-200.00", reference="FT-1001"))
    assert {said.invoice_id for said in await undone(db)} == {one.invoice_id, other.invoice_id}
    assert await waiting(db) == []


@needs("FIN-7")
def test_what_waited_to_go_back_waits_no_more_and_what_went_back_is_a_persons() -> None:
    order = Order()
    account = shipped(agreed(order), order, order.dispatched(line1="10")).document
    for way in ("by_hand", "automatic"):
        turn = payments.settle(account, order.payment("130"), way)
        done = undo(turn.document, turn.payments[0], "FT-1002")
        if way == "automatic":
            assert done is None
        else:
            assert done
            assert done.document.due_back[0].state == "withdrawn"
            answer = refunds.approve(done.document, refunds.Approve(order.id, 1, "li.na"))
            assert isinstance(answer, refunds.RefundWithdrawn)


async def test_what_came_and_went_in_one_file_leaves_nothing(db: asyncpg.Connection) -> None:
    _, invoice = await billed(db)
    await take(db, camt(Line("100.00", invoice.number, "FT-1"), Line("-100.00", "", "FT-1", reversal=True)))
    await judge(db)
    await undone(db)
    assert await balances(db) == {"6001": -100, "1122": 100}
