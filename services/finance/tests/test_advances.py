"""An advance is asked by the terms, set off in invoices, and given back at the end (FIN-2)."""

from datetime import timedelta
from decimal import Decimal

import asyncpg

from contracts.finance import AdvanceRequested, PaymentRefunded
from contracts.sales import OrderChanged, OrderConfirmed
from services.finance.account.rules.account import Account
from services.finance.advances import handlers, rules
from services.finance.payments import rules as payments
from services.finance.tests.samples import TODAY, Order, agreed, money, shipped
from tests.needs import needs

pytestmark = needs("FIN-2")


def test_the_terms_share_of_the_whole_order_is_asked() -> None:
    order = Order({1: ("3", "33.33")}, share="0.3", freight="5", tax="0.1")
    (asked,) = rules.agree(Account(order_id=order.id), order.confirmed(), TODAY, 7).events
    assert (asked.amount, asked.received) == (money("34.65"), money("0"))
    assert (asked.due, asked.order_version, asked.advance_version) == (TODAY + timedelta(days=7), 1, 1)


def test_without_a_share_nothing_is_asked() -> None:
    order = Order()
    assert rules.agree(Account(order_id=order.id), order.confirmed(), TODAY, 7).events == ()


def test_a_share_that_rounds_to_nothing_is_said_too_for_sales_waits_for_it() -> None:
    order = Order({1: ("1", "0.01")}, share="0.3")
    (asked,) = rules.agree(Account(order_id=order.id), order.confirmed(), TODAY, 7).events
    assert (asked.amount, asked.open) == (money("0.00"), False)


def test_a_changed_order_asks_anew_and_counts_what_came() -> None:
    order = Order(share="0.5")
    paid = payments.settle(agreed(order), order.payment("50"), "automatic").document
    (asked,) = rules.agree(paid, order.changed({1: ("20", "10")}), TODAY + timedelta(days=3), 7).events
    assert (asked.amount, asked.received, asked.order_version, asked.advance_version) == (
        money("100.00"), money("50"), 2, 3,
    )  # fmt: skip
    assert asked.open


def test_the_due_date_stays_while_the_amount_does() -> None:
    order = Order(share="0.5")
    (asked,) = rules.agree(agreed(order), order.changed(), TODAY + timedelta(days=3), 7).events
    assert asked.due == TODAY + timedelta(days=7)


def test_a_changed_order_is_told_that_its_advance_has_come_though_nothing_of_it_changes() -> None:
    order = Order(share="0.5")
    paid = payments.settle(agreed(order), order.payment("50"), "automatic").document
    (asked,) = rules.agree(paid, order.changed(), TODAY, 7).events
    assert (asked.amount, asked.received, asked.open) == (money("50.00"), money("50"), False)
    assert (asked.order_version, asked.advance_version) == (2, 3)


def test_a_change_that_asks_no_advance_any_more_takes_back_what_was_asked() -> None:
    order = Order(share="0.5")
    (asked,) = rules.agree(agreed(order), order.changed(share="0"), TODAY, 7).events
    assert (asked.amount, asked.open, asked.order_version) == (money("0.00"), False, 2)


def test_an_older_version_asks_nothing() -> None:
    order = Order(share="0.5")
    confirmed, changed = order.confirmed(), order.changed()
    account = rules.agree(Account(order_id=order.id), changed, TODAY, 7).document
    turn = rules.agree(account, confirmed, TODAY, 7)
    assert (turn.events, turn.document) == ((), account.with_content(confirmed.version, confirmed.content))


def test_what_no_invoice_used_goes_back_when_the_order_is_closed() -> None:
    order = Order(share="1")
    paid = payments.settle(agreed(order), order.payment("100"), "automatic").document
    account = shipped(paid, order, order.dispatched(line1="4")).document
    (refund,) = rules.end(account, "closed", 1, "automatic").events
    assert refund == PaymentRefunded(order_id=order.id, amount=money("60.00"), of="advance")


def test_a_cancel_gives_the_advance_back_and_awaits_no_more_of_it() -> None:
    order = Order(share="0.5")
    paid = payments.settle(agreed(order), order.payment("20"), "automatic").document
    turn = rules.end(paid, "cancelled", 2, "automatic")
    refund, asked = turn.events
    assert isinstance(refund, PaymentRefunded)
    assert isinstance(asked, AdvanceRequested)
    assert (refund.amount, asked.open, turn.document.advance.unused) == (money("20"), False, Decimal(0))


def test_an_advance_is_given_back_once() -> None:
    order = Order(share="1")
    paid = payments.settle(agreed(order), order.payment("100"), "automatic").document
    cancelled = rules.end(paid, "cancelled", 2, "automatic").document
    assert rules.end(cancelled, "closed", 2, "automatic").events == ()
    assert rules.end(cancelled, "cancelled", 2, "automatic").events == ()


def test_an_advance_that_comes_after_the_cancel_goes_back_at_once() -> None:
    order = Order(share="1")
    cancelled = rules.end(agreed(order), "cancelled", 2, "automatic").document
    turn = payments.settle(cancelled, order.payment("100"), "automatic")
    (booked,) = turn.payments
    assert turn.events == (PaymentRefunded(order_id=order.id, amount=money("100"), of="advance"),)
    assert (booked.settled, turn.document) == ((), cancelled)


async def test_a_cancel_heard_first_leaves_a_tombstone(db: asyncpg.Connection) -> None:
    order = Order(share="1")
    confirmed, cancelled = order.confirmed(), order.cancelled()
    assert await handlers.cancel(db, [cancelled]) == [()]
    assert await handlers.agree(db, [confirmed]) == [()]
    stage, number = await db.fetchrow("SELECT stage, number FROM order_account")  # type: ignore[misc]
    assert (stage, number) == ("cancelled", "SO-2026-000001")
    assert await db.fetchval("SELECT count(*) FROM order_content") == 1


async def test_every_interleaving_of_versions_asks_the_same_in_the_end(db: asyncpg.Connection) -> None:
    for reverse in (False, True):
        order = Order(share="0.5")
        versions: list[OrderConfirmed | OrderChanged] = [order.confirmed(), order.changed({1: ("20", "10")})]
        for version in reversed(versions) if reverse else versions:
            await handlers.agree(db, [version])
    open_ = await db.fetch("SELECT advance_open FROM order_account")
    assert [row["advance_open"] for row in open_] == [Decimal(100), Decimal(100)]
