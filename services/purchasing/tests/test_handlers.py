"""Purchasing's handlers on a real database (PUR-1, PUR-3, PUR-4, PUR-7, SAL-5)."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import pytest

from chassis import clock
from chassis.handling import Answer, Db, NotReady, events_of
from chassis.refusal import NotFound
from contracts.sales import OrderChanged, OrderConfirmed
from contracts.value import fields_of
from services.purchasing.house import HOUSE
from services.purchasing.needs import handlers as needs
from services.purchasing.needs import store as needs_store
from services.purchasing.policy import Policy
from services.purchasing.purchases import handlers as purchases
from services.purchasing.purchases import store
from services.purchasing.purchases.rules import asked, doing
from services.purchasing.review import handlers as review
from services.purchasing.suppliers import handlers as suppliers
from services.purchasing.suppliers.rules import PutOffer, PutSupplier, Supplier
from services.purchasing.tests.made import (
    cancelled,
    confirmed,
    decided,
    eur,
    goods,
    item_changed,
    low,
    need,
    offer,
    order_id,
    received,
    rejected,
    reserved,
    served,
    short,
    topics,
    unreserved,
)
from tests.figures import put as put_figures

A, B = order_id(1), order_id(2)
Statements = Callable[[Db], AbstractContextManager[list[str]]]


async def sells(db: Db, *offers: tuple[str, Any]) -> list[Any]:
    """Suppliers with their offers: (item, offer); what is said by it."""
    codes = {o.supplier for _, o in offers}
    data = Supplier(name="Schmidt", country="DE", currency="EUR")
    await suppliers.put_suppliers(db, [PutSupplier(code, fields_of(data)) for code in sorted(codes)])
    answers = [await suppliers.put_offers(db, [PutOffer(item, o)]) for item, o in offers]
    return [event for (answer,) in answers if isinstance(answer, Answer) for event in answer.events]


async def one(handler: Any, db: Db, message: Any) -> tuple[Any, ...]:
    (outcome,) = await handler(db, [message])
    assert not isinstance(outcome, NotReady), outcome
    return events_of(outcome)


async def does(db: Db, act: asked.Act) -> tuple[Any, ...]:
    (answer,) = await purchases.act(db, [act])
    assert isinstance(answer, Answer), answer
    return answer.events


async def bought(db: Db, lines: dict[str, int] | None = None) -> Any:
    """Order 1 is short of 10 bolts and they are ordered."""
    await sells(db, ("bolt", offer()), ("bolt", offer("S-2", rank=2)))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (event,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    return event


@pytest.mark.needs("PUR-1")
async def test_a_shortage_of_a_confirmed_order_is_ordered(db: Db) -> None:
    event = await bought(db)
    assert event.topic == "purchase.ordered"
    assert event.number == f"PO-{clock.today().year}-000001"
    assert served(event) == {A: 10}
    kept: Any = await store.purchase_of(db, event.purchase_id)
    assert (kept.state, kept.amount, kept.outstanding) == ("ordered", eur(100), 10)
    assert kept.latest_on == clock.today().replace(2026, 7, 3) - timedelta(10)


async def test_a_shortage_before_its_order_is_not_ready_and_leaves_nothing(db: Db) -> None:
    await sells(db, ("bolt", offer()))
    await one(needs.take_versions, db, confirmed(2, {"bolt": 3}))
    early = short(1, {"bolt": 10}, {"bolt": (2, 13)})
    ready = short(2, {"bolt": 3}, {"bolt": (1, 3)})
    first, second = await needs.take_states(db, [early, ready])
    assert first == NotReady((OrderConfirmed, OrderChanged), str(A))
    (event,) = events_of(second)
    assert (event.quantity, served(event)) == (3, {B: 3})  # type: ignore[attr-defined]
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    said = await one(needs.take_states, db, early)
    assert topics(said) == ["purchase.changed", "purchase.ordered"]
    assert sum(s.quantity for e in said for s in e.served if s.order_id == A) == 10


async def test_a_shortage_of_a_version_not_heard_yet_is_not_ready(db: Db) -> None:
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (outcome,) = await needs.take_states(db, [short(1, {"bolt": 10}, {"bolt": (1, 10)}, version=2)])
    assert isinstance(outcome, NotReady)


async def test_a_shortage_of_a_cancelled_order_is_not_bought(db: Db) -> None:
    await sells(db, ("bolt", offer()))
    await one(needs.take_cancels, db, cancelled(1))
    assert await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)})) == ()
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    assert await store.purchases(db, None, None, None, None, None, 10) == []


@pytest.mark.needs("PUR-1")
async def test_a_receipt_and_the_reservation_that_it_made_heard_together_say_nothing(db: Db) -> None:
    """Heard first, the reservation would make the goods that are here look as if nobody needed them."""
    purchase = await bought(db)
    receipt = goods(purchase.purchase_id, "bolt", 10, (need(1, 2, {}),), {"bolt": (2, 0)})
    poll = sorted([reserved(1, {}, {"bolt": (2, 0)}), receipt], key=lambda event: HOUSE.topics.index(event.topic))
    heard = [await one(handler, db, event) for event in poll for handler in HOUSE.handles[type(event)]]
    assert set(heard) == {()}


@pytest.mark.needs("PUR-1")
async def test_a_reservation_heard_before_the_receipt_that_made_it_gives_up_nothing(db: Db) -> None:
    """The supplier has not confirmed, and his goods are here: nothing of the purchase is cancelled (PUR-1)."""
    purchase = await bought(db)
    assert "purchase.cancelled" not in topics(await one(needs.take_states, db, reserved(1, {}, {"bolt": (2, 0, 10)})))
    receipt = goods(purchase.purchase_id, "bolt", 10, (need(1, 2, {}),), {"bolt": (2, 0, 10)})
    assert await one(purchases.take_receipts, db, receipt) == ()


@pytest.mark.needs("PUR-1")
async def test_what_a_cancelled_order_no_longer_needs_is_given_up_in_its_name(db: Db) -> None:
    """Also when its need was forgotten before: the purchase served nobody any more."""
    await bought(db)
    assert topics(await one(needs.take_cancels, db, cancelled(1))) == ["purchase.changed"]
    (given_up,) = await one(needs.take_unreserved, db, unreserved(1, {"bolt": (2, 0)}))
    assert (given_up.topic, given_up.orders) == ("purchase.cancelled", (A,))


@pytest.mark.needs("PUR-1")
async def test_needs_of_one_batch_are_combined_in_one_purchase(db: Db, statements: Statements) -> None:
    await sells(db, ("bolt", offer()), ("nut", offer()))
    await needs.take_versions(db, [confirmed(n, {"bolt": 1}) for n in range(1, 41)])
    batch = [short(n, {"bolt": 1, "nut": 2}, {"bolt": (n, n), "nut": (n, 2 * n)}) for n in range(1, 41)]
    with statements(db) as seen:
        outcomes = await needs.take_states(db, batch)
    assert len(seen) == 4, "lock and load, figures, numbers, save"
    events: list[Any] = [event for outcome in outcomes for event in events_of(outcome)]
    assert sorted((e.item, e.quantity) for e in events) == [("bolt", 40), ("nut", 80)]
    assert len(events[0].orders) == 40


async def test_a_clean_order_costs_two_statements_beside_the_figures(db: Db, statements: Statements) -> None:
    with statements(db) as seen:
        await needs.take_versions(db, [confirmed(n, {"bolt": 1}) for n in range(1, 41)])
    assert len(seen) == 3
    with statements(db) as seen:
        await needs.take_states(db, [reserved(n, {}, {}, need=1) for n in range(1, 41)])
    assert len(seen) == 3


@pytest.mark.needs("PUR-1")
async def test_a_reservation_and_a_shortage_of_one_need_version_buy_once_and_answer_once(db: Db) -> None:
    await sells(db, ("bolt", offer()))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    first = await one(needs.take_states, db, reserved(1, {"bolt": 6}, {"bolt": (1, 6)}, need=1))
    assert topics(first) == ["purchase.ordered"]
    assert await one(needs.take_states, db, short(1, {"bolt": 6}, {"bolt": (1, 6)}, need=1)) == ()


@pytest.mark.needs("WHS-3")
async def test_a_receipt_closes_the_purchase_and_lowers_the_need(db: Db) -> None:
    event = await bought(db)
    receipt = goods(event.purchase_id, "bolt", 4, (need(1, 2, {"bolt": 6}),), {"bolt": (2, 6)})
    (changed,) = await one(purchases.take_receipts, db, receipt)
    assert (changed.topic, served(changed), changed.outstanding) == ("purchase.changed", {A: 6}, 6)
    assert await one(needs.take_states, db, short(1, {"bolt": 6}, {"bolt": (2, 6)}, need=2)) == ()
    last = goods(event.purchase_id, "bolt", 6, (need(1, 3, {}),), {"bolt": (3, 0)})
    assert await one(purchases.take_receipts, db, last) == ()
    kept: Any = await store.purchase_of(db, event.purchase_id)
    assert (kept.state, kept.accepted, kept.outstanding) == ("closed", 10, 0)


async def test_a_receipt_for_orders_not_heard_of_is_taken(db: Db) -> None:
    event = await bought(db)
    receipt = goods(event.purchase_id, "bolt", 10, (need(2, 1, {"bolt": 3}),), {"bolt": (2, 3)})
    said = await one(purchases.take_receipts, db, receipt)
    assert [served(e) for e in said] == [{A: 3}], "order 1's need is still known; the total is what order 2 lacks"


async def test_two_receipts_in_one_batch_keep_the_highest_need(db: Db, statements: Statements) -> None:
    await sells(db, ("bolt", offer()), ("nut", offer()))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 1}))
    events = await one(needs.take_states, db, short(1, {"bolt": 1, "nut": 2}, {"bolt": (1, 1), "nut": (1, 2)}))
    bolt, nut = sorted(events, key=lambda e: e.item)
    receipts = [
        goods(nut.purchase_id, "nut", 2, (need(1, 3, {}),), {"nut": (2, 0)}),
        goods(bolt.purchase_id, "bolt", 1, (need(1, 2, {"nut": 2}),), {"bolt": (2, 0)}),
    ]
    with statements(db) as seen:
        assert await purchases.take_receipts(db, receipts) == [(), ()]
    assert len(seen) <= 3
    assert await store.purchases(db, "ordered", None, None, None, None, 10) == []


async def test_a_cancelled_order_leaves_its_purchase_at_once_and_ends_it_with_the_total(db: Db) -> None:
    event = await bought(db)
    (changed,) = await one(needs.take_cancels, db, cancelled(1))
    assert (changed.topic, changed.served, changed.orders) == ("purchase.changed", (), (A,))
    (gone,) = await one(needs.take_unreserved, db, unreserved(1, {"bolt": (2, 0)}))
    assert (gone.topic, gone.purchase_id, gone.was_ordered) == ("purchase.cancelled", event.purchase_id, True)
    assert gone.version == 3


@pytest.mark.needs("PUR-3")
async def test_a_price_above_budget_waits_for_the_decision_on_its_request(db: Db) -> None:
    await sells(db, ("bolt", offer(asks="12")), ("bolt", offer("S-2", rank=2, asks="13")))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (asked,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    assert (asked.topic, asked.request, asked.requested_by) == ("price.change_requested", 1, "purchasing")
    (again,) = await one(purchases.decide, db, decided(asked, approved=False))
    assert (again.topic, again.request, again.supplier) == ("price.change_requested", 2, "S-2")
    assert await one(purchases.decide, db, decided(asked, approved=True)) == (), "another request"
    (ordered,) = await one(purchases.decide, db, decided(again, approved=True))
    assert (ordered.topic, ordered.unit_price, ordered.supplier) == ("purchase.ordered", eur(13), "S-2")
    assert await one(purchases.decide, db, decided(again, approved=True)) == (), "decided already"


@pytest.mark.needs("PUR-7")
async def test_the_last_refusal_is_impossible_until_an_offer_changes(db: Db) -> None:
    await sells(db, ("bolt", offer(asks="12")))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (asked,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    (event,) = await one(purchases.decide, db, decided(asked, approved=False))
    assert event.topic == "purchase.impossible"
    (row,) = await needs_store.uncovered(db, None, None, 10)
    assert (row["order_id"], row["reason"]) == (str(A), "all_declined")
    assert await sells(db, ("bolt", offer(asks="12"))) == [], "the same offer is no change"
    (ordered,) = await sells(db, ("bolt", offer(asks="10")))
    assert (ordered.topic, served(ordered)) == ("purchase.ordered", {A: 10})
    assert await needs_store.uncovered(db, None, None, 10) == []


@pytest.mark.needs("PUR-7")
async def test_a_supplier_who_declines_is_followed_by_the_next(db: Db) -> None:
    event = await bought(db)
    said = await does(db, asked.Decline(event.purchase_id, "no capacity"))
    assert topics(said) == ["purchase.cancelled", "purchase.ordered"]
    ordered = next(e for e in said if e.topic == "purchase.ordered")
    assert (ordered.supplier, served(ordered)) == ("S-2", {A: 10})
    said = await does(db, asked.Decline(ordered.purchase_id, "no capacity"))
    assert topics(said) == ["purchase.cancelled", "purchase.impossible"]


@pytest.mark.needs("PUR-4")
async def test_a_supplier_confirms_delays_and_is_not_cancelled_without_asking(db: Db) -> None:
    event = await bought(db)
    day = clock.today() + timedelta(5)
    (said,) = await does(db, asked.Confirm(event.purchase_id, day))
    assert (said.topic, said.promised_on, said.outstanding) == ("purchase.confirmed", day, 10)
    (said,) = await does(db, asked.Delay(event.purchase_id, day + timedelta(3), "strike"))
    assert (said.topic, said.reason) == ("purchase.delayed", "strike")
    await one(needs.take_cancels, db, cancelled(1))
    assert await one(needs.take_unreserved, db, unreserved(1, {"bolt": (2, 0)})) == ()
    (said,) = await does(db, asked.RefuseCancel(event.purchase_id))
    assert (said.topic, said.served, said.outstanding) == ("purchase.changed", (), 10)
    (answer,) = await purchases.act(db, [asked.AgreeCancel(event.purchase_id)])
    assert isinstance(answer, doing.NoCancelAsked)


@pytest.mark.needs("PUR-4", "SAL-20")
async def test_whom_a_purchase_serves_anew_learns_when_it_is_expected(db: Db) -> None:
    """By its lead time until the supplier promises a date: the order was not there when that was said."""
    event = await bought(db)
    assert event.expected_on == clock.today() + timedelta(7)
    day = clock.today() + timedelta(5)
    await does(db, asked.Confirm(event.purchase_id, day))
    await one(needs.take_versions, db, confirmed(2, {"bolt": 10}))
    await one(needs.take_states, db, short(2, {"bolt": 10}, {"bolt": (2, 20)}))
    said = await one(needs.take_cancels, db, cancelled(1))
    (changed,) = (one for one in said if one.purchase_id == event.purchase_id)
    assert (changed.expected_on, set(changed.orders)) == (day, {A, B})


async def test_a_supplier_who_agrees_to_a_cancel_late_ends_the_story_of_the_orders_served_last(db: Db) -> None:
    event = await bought(db)
    await does(db, asked.Confirm(event.purchase_id, clock.today()))
    await one(needs.take_cancels, db, cancelled(1))
    assert await one(needs.take_unreserved, db, unreserved(1, {"bolt": (2, 0)})) == ()
    (said,) = await does(db, asked.AgreeCancel(event.purchase_id))
    assert (said.topic, said.quantity, said.served, said.orders) == ("purchase.cancelled", 10, (), (A,))


@pytest.mark.needs("WHS-5")
async def test_a_rejected_lot_is_delivered_again_or_given_up(db: Db) -> None:
    event = await bought(db)
    assert await one(purchases.take_rejections, db, rejected(event.purchase_id, "bolt", 10)) == ()
    (said,) = await does(db, asked.Redeliver(event.purchase_id, clock.today()))
    assert said.topic == "purchase.confirmed"
    await one(purchases.take_rejections, db, rejected(event.purchase_id, "bolt", 10))
    said_all = await does(db, asked.GiveUp(event.purchase_id, Decimal(4), "bad lot"))
    assert topics(said_all) == ["purchase.cancelled", "purchase.changed", "purchase.ordered"]
    assert next(e for e in said_all if e.topic == "purchase.cancelled").outstanding == 6
    assert next(e for e in said_all if e.topic == "purchase.ordered").quantity == 4


@pytest.mark.needs("ALL-3")
async def test_a_supplier_reaches_his_own_purchases_only_and_sees_no_budget(db: Db) -> None:
    event = await bought(db)
    (answer,) = await purchases.act(db, [asked.Confirm(event.purchase_id, clock.today(), supplier="S-2")])
    assert isinstance(answer, NotFound)
    answer_: Any
    (answer_,) = await purchases.act(db, [asked.Confirm(event.purchase_id, clock.today(), supplier="S-1")])
    assert (answer_.body.budget_price, answer_.body.served) == (None, ())
    assert answer_.body.unit_price == eur(10)


async def test_an_unknown_purchase_is_not_found(db: Db) -> None:
    (answer,) = await purchases.act(db, [asked.AgreeCancel(UUID(int=1))])
    assert isinstance(answer, NotFound)


@pytest.mark.needs("PUR-4", "ALL-10")
async def test_by_hand_a_buyer_orders_the_draft(db: Db) -> None:
    await put_figures(db, Policy, ordering="by_hand")
    await sells(db, ("bolt", offer(asks="12")))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    assert await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)})) == ()
    (draft,) = await store.purchases(db, "draft", None, None, None, None, 10)
    (said,) = await does(db, asked.OrderDraft(draft.purchase_id, "li.na"))
    assert (said.topic, said.requested_by, served(said)) == ("price.change_requested", "li.na", {A: 10})


@pytest.mark.needs("PUR-3", "ALL-10")
async def test_nobody_signs_for_a_price_that_no_buyer_asked_for(db: Db) -> None:
    """PUR-3: within the budget the rule orders; above it a buyer's signature is a buyer's."""
    await put_figures(db, Policy, asking="by_hand")
    await sells(db, ("bolt", offer(asks="12")), ("nut", offer()))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10, "nut": 10}))
    (event,) = await one(needs.take_states, db, short(1, {"bolt": 10, "nut": 10}, {"bolt": (1, 10), "nut": (1, 10)}))
    assert (event.topic, event.item) == ("purchase.ordered", "nut")
    (draft,) = await store.purchases(db, "draft", None, None, None, None, 10)
    (said,) = await does(db, asked.OrderDraft(draft.purchase_id, "li.na"))
    assert (said.topic, said.requested_by) == ("price.change_requested", "li.na")


async def test_the_shelf_is_filled_once_and_each_call_is_answered(db: Db) -> None:
    await sells(db, ("bolt", offer()))
    (event,) = await one(needs.take_lows, db, low("bolt", 20))
    assert (event.topic, event.quantity, event.served) == ("purchase.ordered", 20, ())
    (event,) = await one(needs.take_lows, db, low("bolt", 20, version=2))
    assert (event.topic, event.outstanding) == ("purchase.changed", 20)


@pytest.mark.needs("PUR-7")
async def test_a_shelf_that_nobody_fills_waits_for_an_offer(db: Db) -> None:
    assert await one(needs.take_lows, db, low("bolt", 20)) == ()
    (event,) = await sells(db, ("bolt", offer()))
    assert (event.topic, event.quantity) == ("purchase.ordered", 20)


async def test_an_offer_of_an_unknown_supplier_is_not_found(db: Db) -> None:
    (answer,) = await suppliers.put_offers(db, [PutOffer("bolt", offer("S-9"))])
    assert isinstance(answer, NotFound)


@pytest.mark.needs("PUR-5")
async def test_a_supplier_is_said_when_he_changes_and_only_then(db: Db) -> None:
    put = PutSupplier("S-1", {"name": "Schmidt", "country": "DE", "currency": "EUR"})
    (first,) = await suppliers.put_suppliers(db, [put])
    (again,) = await suppliers.put_suppliers(db, [put])
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert topics(first.events) == ["supplier.changed"]
    assert again.events == ()


@pytest.mark.needs("PUR-7")
async def test_a_supplier_who_comes_back_is_asked_for_what_is_uncovered(db: Db) -> None:
    data = Supplier(name="Schmidt", country="DE", currency="EUR")
    await sells(db, ("bolt", offer()))
    await suppliers.put_suppliers(db, [PutSupplier("S-1", fields_of(data.but(active=False)))])
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (event,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    assert event.topic == "purchase.impossible"
    (answer,) = await suppliers.put_suppliers(db, [PutSupplier("S-1", fields_of(data.but(active=True)))])
    assert isinstance(answer, Answer)
    assert topics(answer.events) == ["purchase.ordered", "supplier.changed"]


async def test_items_that_change_cost_two_statements_beside_the_figures(db: Db, statements: Statements) -> None:
    items = [f"bolt {n}" for n in range(1, 41)]
    await sells(db, *((item, offer()) for item in items))
    await one(needs.take_versions, db, confirmed(1, dict.fromkeys(items, 1)))
    with statements(db) as seen:
        await suppliers.take_items(db, [item_changed(item, 1, discontinued=True) for item in items])
    assert len(seen) == 3
    outcome = await one(needs.take_states, db, short(1, dict.fromkeys(items, 1), dict.fromkeys(items, (1, 1))))
    assert topics(outcome) == ["purchase.impossible"] * 40


@pytest.mark.needs("PUR-4")
async def test_purchase_orders_are_numbered_without_a_gap(db: Db) -> None:
    await sells(db, ("bolt", offer()), ("nut", offer()), ("gear", offer("S-2")))
    await one(needs.take_lows, db, low("bolt", 20))
    low_outcomes = await needs.take_lows(db, [low("nut", 20), low("gear", 20)])
    numbers = sorted(event.number for outcome in low_outcomes for event in cast(Any, events_of(outcome)))
    assert numbers == [f"PO-{clock.today().year}-{n:06d}" for n in (2, 3)]


@pytest.mark.needs("SAL-25")
async def test_a_discontinued_item_is_bought_from_nobody(db: Db) -> None:
    await sells(db, ("bolt", offer()))
    await one(suppliers.take_items, db, item_changed("bolt", 2, discontinued=True))
    await one(suppliers.take_items, db, item_changed("bolt", 1))
    await one(needs.take_versions, db, confirmed(1, {"bolt": 10}))
    (event,) = await one(needs.take_states, db, short(1, {"bolt": 10}, {"bolt": (1, 10)}))
    assert (event.topic, event.reasons[0].code) == ("purchase.impossible", "discontinued")


@pytest.mark.needs("SAL-5")
async def test_the_review_names_what_nobody_sells_and_the_longest_lead_time(db: Db) -> None:
    await sells(db, ("bolt", offer(lead_days=7)), ("nut", offer(lead_days=20)), ("nut", offer("S-2", 2, lead_days=3)))
    outcomes: Sequence[Any] = await review.review(
        db,
        [
            received(1, {"bolt": 1, "nut": 2}),
            received(2, {"bolt": 1, "gold": 2}),
            received(3, {"gold": 1}),
            received(4, {"bolt": 1}, missing=("wanted",)),
        ],
    )
    yes, partly, no, silent = outcomes
    assert (yes.verdict, yes.ready_on, yes.impossible) == ("yes", clock.today() + timedelta(20), ())
    assert (partly.verdict, partly.impossible) == ("conditions", ("gold",))
    assert (no.verdict, no.ready_on, no.reasons[0].code) == ("no", None, "nobody_sells")
    assert silent == ()
