"""NOT-3: what opens a promise, what keeps it, what makes it void."""

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta

import asyncpg
import pytest

from chassis import clock
from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.matching import answers, openings
from contracts.purchasing import PurchaseCancelled, PurchaseChanged
from contracts.sales import ReturnWaived
from contracts.warehouse import ReturnReceived
from services.notify.overdue.handlers import watch
from services.notify.overdue.store import open_promises
from services.notify.promise import store
from services.notify.promise.rules.promise import KnownPromise
from services.notify.tests.samples import SOON, Order
from tests.needs import needs

pytestmark = needs("NOT-3")

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


async def hear(db: asyncpg.Connection, *events: Event) -> None:
    for event in events:
        await watch(db, [event])


async def waiting(db: asyncpg.Connection, order: Order) -> list[KnownPromise]:
    return await store.open_promises_of(db, order.id)


async def awaited(db: asyncpg.Connection, order: Order) -> set[str]:
    return {promise.awaits for promise in await waiting(db, order)}


@pytest.fixture
def order() -> Order:
    return Order()


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_every_event_carries_what_its_promises_are_matched_on(event: type[Event]) -> None:
    assert len(openings(event)) == len(event.then)
    answers(event)


@needs("SAL-5")
async def test_a_complete_order_awaits_four_reviews_and_a_decision(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.received())
    reviews = {"stock.reviewed", "supply.reviewed", "route.reviewed", "credit.reviewed"}
    assert await awaited(db, order) == {*reviews, "order.confirmed or order.rejected"}


@needs("SAL-3")
async def test_an_incomplete_order_awaits_what_is_missing(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.incomplete())
    (promise,) = await waiting(db, order)
    assert (promise.awaits, promise.reason) == (
        "order.clarified or order.rejected",
        "order.received: quantity, wanted",
    )


async def test_a_review_of_an_older_version_does_not_keep_the_promise(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.clarified(version=2), *order.reviews(version=1))
    assert "stock.reviewed" in await awaited(db, order)
    await hear(db, *order.reviews(version=2))
    assert await awaited(db, order) == {"order.confirmed or order.rejected"}


async def test_a_clarified_order_that_still_lacks_something_does_not_answer_itself(
    db: asyncpg.Connection, order: Order
) -> None:
    lacking = order.clarified(version=2).but(missing=("wanted",))
    await hear(db, order.incomplete(), lacking)
    assert await awaited(db, order) == {"order.clarified or order.rejected"}
    await hear(db, order.clarified(version=3), *order.reviews(version=3))
    assert await awaited(db, order) == {"order.confirmed or order.rejected"}


async def test_a_clean_story_leaves_nothing_open(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, *order.clean_story())
    assert await waiting(db, order) == []


@pytest.mark.parametrize("seed", range(20))
async def test_in_whatever_order_a_clean_story_is_heard_nothing_stays_open(
    db: asyncpg.Connection, order: Order, seed: int
) -> None:
    events = order.clean_story()
    random.Random(seed).shuffle(events)
    await hear(db, *events)
    assert await waiting(db, order) == []


async def test_without_its_invoice_a_clean_story_still_awaits_one(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, *(e for e in order.clean_story() if e.topic not in ("invoice.issued", "payment.received")))
    assert await awaited(db, order) == {"invoice.issued"}


async def test_an_answer_heard_first_is_remembered(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.packed(), order.released())
    assert await awaited(db, order) == {"shipment.dispatched or shipment.cancelled"}


async def test_a_payment_in_part_keeps_the_promise_open(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.invoiced(), order.paid(outstanding=8))
    assert await awaited(db, order) == {"payment.received or invoice.credited or debt.written_off"}
    await hear(db, order.paid(outstanding=0, version=3))
    assert await awaited(db, order) == set()


async def test_an_advance_is_not_answered_by_an_invoices_payment(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.advance_requested(), order.paid(version=5))
    assert await awaited(db, order) == {"payment.received"}
    await hear(db, order.paid(advance=True, version=2))
    assert await awaited(db, order) == set()


async def test_a_change_supersedes_what_was_promised_for_the_version_before(
    db: asyncpg.Connection, order: Order
) -> None:
    await hear(db, order.confirmed(version=1), order.reserved(version=1), order.changed(version=2))
    assert await awaited(db, order) == {"stock.reserved or stock.short"}
    (promise,) = await waiting(db, order)
    assert promise.cause == "order.changed"


async def test_a_change_leaves_what_was_released_standing(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.confirmed(), order.reserved(), order.released(), order.changed(version=2))
    assert "goods.packed or stock.unreserved" in await awaited(db, order)


async def test_an_old_version_heard_late_opens_nothing(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.changed(version=2), order.reserved(version=2), order.released(), order.confirmed(version=1))
    assert await awaited(db, order) == {"goods.packed or stock.unreserved"}


async def test_a_cancel_withdraws_and_asks_for_the_undoing_of_each_open_shipment(
    db: asyncpg.Connection, order: Order
) -> None:
    await hear(db, order.confirmed(), order.reserved(), order.cancelled())
    (promise,) = await waiting(db, order)
    assert (promise.awaits, promise.owner) == ("stock.unreserved or shipment.dispatched", "warehouse")
    await hear(db, order.stock_unreserved())
    assert await waiting(db, order) == []


async def test_a_cancel_asks_purchasing_about_each_purchase_of_the_order(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.ordered(), order.purchase_confirmed(), order.cancelled())
    assert await awaited(db, order) == {
        "goods.received or purchase.cancelled",
        "purchase.cancelled or purchase.changed",
    }
    await hear(db, order.purchase(PurchaseChanged, version=3, served=(), orders=(), outstanding=4))
    assert await awaited(db, order) == set()


async def test_a_lost_invoice_is_noticed_also_after_a_cancel(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.dispatched(), order.cancelled())
    assert "invoice.issued" in await awaited(db, order)


async def test_each_item_that_lacks_awaits_its_own_answer(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.short("P-1", "P-2"))
    assert len(await waiting(db, order)) == 2
    await hear(db, order.ordered())
    reasons = [p.awaits for p in await waiting(db, order) if p.order_id]
    assert len(reasons) == 1


async def test_a_purchase_that_names_an_older_need_does_not_answer_a_newer_one(
    db: asyncpg.Connection, order: Order
) -> None:
    await hear(db, order.ordered(), order.short("P-1", need_version=2))
    assert any(p.cause == "stock.short" for p in await waiting(db, order))


async def test_a_later_need_without_the_item_ends_the_wait(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.short("P-1"), order.short(need_version=2))
    assert await waiting(db, order) == []


async def test_an_order_that_waits_for_the_impossible_says_why(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.short("P-1"), order.impossible())
    (promise,) = await waiting(db, order)
    assert (promise.reason, promise.owner) == ("purchase.impossible: discontinued", "sales")
    await hear(db, order.changed(version=2), order.reserved(version=2), order.released())
    assert await awaited(db, order) == {"goods.packed or stock.unreserved"}


async def test_the_impossible_is_forgotten_when_the_need_is_met_otherwise(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.impossible(), order.goods_received(need_version=2))
    assert await waiting(db, order) == []


async def test_an_order_waits_for_the_purchases_that_serve_it(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.short("P-1"), order.ordered(), order.purchase_confirmed())
    (promise,) = await waiting(db, order)
    assert (promise.awaits, promise.owner) == ("goods.received or purchase.cancelled", "warehouse")
    await hear(db, order.goods_received(outstanding=2, need_version=1))
    assert len(await waiting(db, order)) == 1
    await hear(db, order.goods_received(outstanding=0))
    assert await waiting(db, order) == []


async def test_a_cancelled_rest_of_a_purchase_ends_the_wait_for_it(db: asyncpg.Connection, order: Order) -> None:
    cancelled = order.purchase(
        PurchaseCancelled, version=3, quantity=4, was_ordered=True, outstanding=0, reason="bankrupt"
    )
    await hear(db, order.ordered(), order.purchase_confirmed(), cancelled)
    assert await waiting(db, order) == []


async def test_a_confirmation_before_a_rejected_lot_does_not_answer_it(
    db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(hours=1)
    await hear(db, order.ordered(), order.purchase_confirmed())
    monkeypatch.setattr(clock, "now", lambda: later)
    await hear(db, order.goods_rejected())
    assert {p.cause for p in await waiting(db, order)} == {"purchase.confirmed", "goods.rejected"}
    await hear(db, order.purchase_confirmed(version=3))
    assert {p.cause for p in await waiting(db, order)} == {"purchase.confirmed"}


@needs("PUR-4")
async def test_goods_that_come_before_the_supplier_confirmed_answer_his_order(
    db: asyncpg.Connection, order: Order
) -> None:
    """He cannot confirm any more; what he still owes is awaited of him (PUR-4)."""
    await hear(db, order.ordered(), order.goods_received(outstanding=2))
    assert [p.cause for p in await waiting(db, order)] == ["purchase.ordered"]
    await hear(db, order.goods_received(outstanding=0))
    assert await waiting(db, order) == []


@needs("WHS-4", "WHS-5")
async def test_a_rejected_lot_that_comes_again_without_a_word_is_answered_when_all_is_here(
    db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The good part that came with it answers nothing (WHS-4)."""
    later = clock.now() + timedelta(hours=1)
    await hear(db, order.ordered(), order.purchase_confirmed())
    monkeypatch.setattr(clock, "now", lambda: later)
    await hear(db, order.goods_rejected(), order.goods_received(outstanding=4))
    assert {p.cause for p in await waiting(db, order)} == {"purchase.confirmed", "goods.rejected"}
    await hear(db, order.goods_received(outstanding=0))
    assert await waiting(db, order) == []


async def test_a_rest_that_is_given_up_in_part_answers_the_rejection(db: asyncpg.Connection, order: Order) -> None:
    given_up = order.purchase(
        PurchaseCancelled, version=3, quantity=2, was_ordered=True, outstanding=2, reason="two are enough"
    )
    await hear(db, order.goods_rejected(), given_up)
    assert await waiting(db, order) == []


@needs("SAL-11")
@pytest.mark.parametrize("ended", [ReturnReceived, ReturnWaived])
async def test_a_delivery_that_is_taken_back_or_kept_needs_no_acceptance(
    db: asyncpg.Connection, order: Order, ended: type[Event]
) -> None:
    """It can be accepted no more (SAL-11)."""
    await hear(db, order.delivered())
    assert [p.cause for p in await waiting(db, order)] == ["shipment.delivered"]
    await hear(db, order.back(ended))
    assert await waiting(db, order) == []


async def test_goods_sent_back_on_the_way_are_delivered_no_more(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.dispatched(), order.invoiced(), order.paid())
    await hear(db, order.back(ReturnReceived, whole=False))
    assert [p.cause for p in await waiting(db, order)] == ["shipment.dispatched"]
    await hear(db, order.back(ReturnReceived))
    assert await waiting(db, order) == []


@needs("LOG-5")
async def test_a_delay_moves_the_due_time_of_the_delivery(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.delayed(SOON), order.dispatched(date(2026, 2, 2)))
    (promise,) = [p for p in await waiting(db, order) if p.awaits.startswith("shipment.delivered")]
    assert promise.due.year == 2099


async def test_an_order_by_event_is_answered_by_the_order_in_the_book(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.placed())
    (promise,) = await open_promises(db, owner=None, due_before=None, after=None, limit=9)
    assert (promise.awaits, promise.owner) == ("order.received", "sales")
    await hear(db, order.incomplete())
    owners = [p.awaits for p in await open_promises(db, owner=None, due_before=None, after=None, limit=9)]
    assert owners == ["order.clarified or order.rejected"]


async def test_overdue_promises_come_first_and_by_pages(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.dispatched(date(2026, 1, 1)), order.received())
    soon = clock.now() + timedelta(minutes=1)
    (overdue,) = await open_promises(db, owner=None, due_before=soon, after=None, limit=9)
    assert overdue.awaits == "shipment.delivered or return.received"
    rest = await open_promises(db, owner=None, due_before=None, after=(overdue.due, overdue.key), limit=9)
    assert len(rest) == 6


async def test_a_batch_of_everything_takes_three_statements_beside_the_figures(
    db: asyncpg.Connection, statements: Statements
) -> None:
    orders = [Order() for _ in range(30)]
    turns: Sequence[list[Event]] = [[o.clean_story()[n % 15] for n, o in enumerate(orders)], _purchases(orders)]
    for turn in turns:
        with statements(db) as seen:
            await watch(db, turn)
        assert len(seen) <= 4


def _purchases(orders: Sequence[Order]) -> list[Event]:
    return [e for o in orders for e in (o.short("P-1"), o.ordered(), o.purchase_confirmed(), o.goods_received())]
