"""NOT-1, NOT-2: the board and the story of an order."""

import json
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from chassis import clock
from contracts.event import Event
from contracts.money import Money
from contracts.order import value_of
from contracts.purchasing import SupplyReviewed
from contracts.review import Reason
from contracts.stages import STAGES
from contracts.value import fields_of
from services.notify.overdue.handlers import watch
from services.notify.story import store
from services.notify.story.handlers import tell
from services.notify.story.rules import board as rules
from services.notify.story.rules.board import Row
from services.notify.story.rules.facts import facts_of, summary_of
from services.notify.tests.samples import Order, content
from tests.needs import needs

OBJECTIONS = Path(__file__).parents[1] / "migrations" / "0007_objections.sql"

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


async def hear(db: asyncpg.Connection, *events: Event) -> None:
    for event in events:
        await tell(db, [event])
        await watch(db, [event])


def heard(*events: Event) -> Row:
    rows, _ = rules.fold({}, events, clock.now())
    return rows[0]


@needs("NOT-1")
def test_the_head_comes_from_the_newest_content() -> None:
    order = Order()
    row = heard(order.changed(version=2), order.confirmed(version=1))
    assert (row.number, row.customer, row.merchandiser, row.version) == ("SO-2026-000001", "ALFKI", "wang.fang", 2)
    assert row.value == Decimal("50.5")


@needs("NOT-10")
def test_an_order_that_was_handed_over_is_the_new_merchandisers_and_stays_on_its_stage() -> None:
    order = Order()
    row = heard(order.received(), order.confirmed(2), order.handed_over("li.na", version=2))
    assert (row.merchandiser, row.stage, row.version) == ("li.na", "confirmed", 2)


@needs("NOT-10")
def test_in_whatever_order_handovers_and_contents_are_heard_the_board_ends_with_the_same_merchandiser() -> None:
    """Received, handed to Li Na and on to Sun Li; clarified with another, handed back, and confirmed so."""
    order = Order()
    clarified = order.clarified(2)
    events: list[Event] = [
        order.received(1),
        order.handed_over("li.na", 1, version=1),
        order.handed_over("sun.li", 2, version=1),
        clarified.but(content=clarified.content.but(merchandiser="chen.yu")),
    ]
    later = [order.handed_over("wu.dan", 3, version=2), order.confirmed(3, merchandiser="wu.dan")]
    for told, ends in ((events[:1], "wang.fang"), (events[:2], "li.na"), (events[:3], "sun.li"),
                       (events, "chen.yu"), ([*events, *later], "wu.dan")):  # fmt: skip
        assert {heard(*shuffled).merchandiser for shuffled in permutations(told)} == {ends}


@needs("SAL-7")
def test_in_whatever_order_weighings_and_contents_are_heard_the_board_ends_with_the_same_priority() -> None:
    """Received with priority 3, weighed twice, changed under a new version with priority 3 again, and weighed."""
    order = Order()
    events: list[Event] = [order.received(1), order.weighed(6, 1, 1), order.weighed(9, 2, 1), order.changed(2)]
    told = [events[:1], events[:2], events[:3], events, [*events, order.weighed(5, 3, 2)]]
    for some, ends in zip(told, ((3, ""), (6, "urgent"), (9, "urgent"), (3, ""), (5, "urgent")), strict=True):
        assert {(row.priority, row.quadrant) for row in (heard(*one) for one in permutations(some))} == {ends}


@needs("NOT-10")
async def test_the_board_lists_an_order_under_the_merchandiser_to_whom_it_was_handed_over(
    db: asyncpg.Connection,
) -> None:
    order = Order()
    await hear(db, order.handed_over("li.na"), order.received())

    async def listed(who: str) -> list[Any]:
        some: dict[str, Any] = {"state": None, "stage": None, "customer": None, "after": None, "limit": 9}
        return [row.order_id for row in await store.listed(db, merchandiser=who, **some)]

    assert (await listed("li.na"), await listed("wang.fang")) == ([order.id], [])


@needs("FIN-1")
def test_the_value_is_what_the_invoices_will_say_with_tax_and_in_whole_minor_units() -> None:
    """FIN-1: finance, the credit and the board name one figure."""
    taxed = content().but(tax_rate=Decimal("0.13"), currency="JPY")
    assert value_of(taxed) == Decimal(32)


@needs("NOT-1")
def test_four_reviews_of_one_version_make_the_stage_reviewed() -> None:
    order = Order()
    assert heard(order.received(), *order.reviews()[:3]).stage == "received"
    assert heard(order.received(), *order.reviews()).stage == "reviewed"


def test_reviews_of_two_versions_are_not_counted_together() -> None:
    order = Order()
    row = heard(order.received(), *order.reviews()[:2], order.clarified(), *order.reviews(version=2)[2:])
    assert row.stage == "received"


@needs("NOT-1")
def test_a_change_sets_the_stage_back_to_confirmed() -> None:
    order = Order()
    assert heard(order.confirmed(), order.reserved(), order.changed()).stage == "confirmed"


@needs("NOT-1")
def test_a_reservation_heard_before_its_change_keeps_its_stage() -> None:
    order = Order()
    assert heard(order.confirmed(), order.reserved(version=2), order.changed()).stage == "reserved"


def test_an_older_reservation_heard_late_changes_no_stage() -> None:
    order = Order()
    assert heard(order.changed(version=2), order.reserved(version=1)).stage == "confirmed"


@needs("NOT-1")
def test_a_cancel_ends_an_order_of_which_nothing_left() -> None:
    order = Order()
    assert heard(order.received(), order.cancelled()).state == "cancelled"


@pytest.mark.parametrize("reverse", [False, True])
def test_a_cancelled_order_with_goods_outside_is_cancelled_as_sales_has_it(*, reverse: bool) -> None:
    order = Order()
    events: list[Event] = [order.dispatched(), order.cancelled()]
    assert heard(*(events[::-1] if reverse else events)).state == "cancelled"
    assert heard(*events, order.closed("cancelled")).state == "cancelled"
    assert heard(order.closed("cancelled"), *events).state == "cancelled"


@needs("NOT-1")
@pytest.mark.parametrize("seed", range(20))
def test_in_whatever_order_the_events_are_heard_the_board_ends_the_same(seed: int) -> None:
    order = Order()
    events = order.clean_story()
    random.Random(seed).shuffle(events)
    row = heard(*events)
    assert (row.stage, row.state, row.value) == ("closed", "closed", Decimal(28))


def test_an_advance_paid_is_no_stage() -> None:
    order = Order()
    assert heard(order.received(), order.paid(advance=True)).stage == "received"


@needs("NOT-2", "ALL-3")
async def test_a_story_holds_its_events_in_order_without_personal_or_cost_data(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.received(), *order.reviews(), order.ordered(), order.dispatched())
    events = await store.events_of(db, order.id)
    assert [e["topic"] for e in events][-3:] == ["credit.reviewed", "purchase.ordered", "shipment.dispatched"]
    told = json.dumps([e["facts"] for e in events])
    assert not any(secret in told for secret in ("7777777", "Obere", "Alfreds", "unit_price"))
    assert events[-1]["summary"] == "shipment SH-1 left by sea with C-1, tracking T-1, expected 2099-01-01"


@needs("NOT-2")
async def test_what_an_earlier_release_put_into_words_stays_as_it_was_said(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.dispatched())
    await db.execute("UPDATE order_event SET summary = 'it left'")
    await db.execute(
        "INSERT INTO order_event (order_id, topic, facts, at) SELECT order_id, 'it.was', facts, at FROM order_event"
    )
    assert [line["summary"] for line in await store.events_of(db, order.id)] == ["it left", "it.was"]


def test_a_quantity_is_told_without_zeros_that_say_nothing_and_an_amount_with_its_cents() -> None:
    order = Order()
    received = order.goods_received().but(accepted=Decimal("300.0"), outstanding=Decimal("3E+2"))
    facts = facts_of(received)
    assert (facts["accepted"], facts["outstanding"]) == ("300", "300")
    assert summary_of(received.topic, facts) == "goods received 300 × P-1 with receipt GR-1, 300 still to come"
    money = Money(amount=Decimal("74327.00"), currency="CNY")
    assert facts_of(order.paid().but(amount=money))["amount"] == "74327.00 CNY"


@needs("NOT-2")
async def test_an_event_about_several_orders_enters_each_story(db: asyncpg.Connection) -> None:
    one, other = Order(), Order()
    await hear(db, one.purchase(type(one.ordered()), **{**fields_of(one.ordered()), "orders": (one.id, other.id)}))
    assert [len(await store.events_of(db, o.id)) for o in (one, other)] == [1, 1]


@needs("NOT-2")
async def test_an_order_is_found_by_id_number_and_customer_po(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.received())
    for name in (str(order.id), "SO-2026-000001", "PO/1"):
        found = await store.find(db, name)
        assert found
        assert found.order_id == order.id
    assert await store.find(db, "SO-1") is None


@needs("NOT-2")
async def test_every_open_order_is_explained_by_its_oldest_open_promise(db: asyncpg.Connection) -> None:
    done, waits = Order(), Order()
    await hear(db, *done.clean_story())
    await hear(db, waits.received(), *waits.reviews(), waits.confirmed(), waits.short("P-1"), waits.impossible())
    (row,) = await store.explanations(db)
    assert (row["awaits"], row["owner"], row["reason"], row["orders"]) == (
        "order.changed or order.cancelled",
        "sales",
        "purchase.impossible: discontinued",
        1,
    )


async def test_an_order_that_waits_for_a_purchase_is_explained_by_it(db: asyncpg.Connection) -> None:
    order = Order()
    await hear(db, order.received(), *order.reviews(), order.confirmed(), order.short("P-1"), order.ordered())
    (row,) = await store.explanations(db)
    assert (row["awaits"], row["reason"]) == (
        "purchase.confirmed or purchase.cancelled or goods.received",
        "purchase.ordered",
    )


@needs("NOT-2")
async def test_an_order_that_waits_for_a_decision_tells_what_speaks_against_it(db: asyncpg.Connection) -> None:
    order = Order()
    reason = Reason(code="discontinued", text="P-1 is discontinued.")
    against = SupplyReviewed(order_id=order.id, order_version=1, verdict="no", reasons=(reason,), impossible=("P-1",))
    others = [review for review in order.reviews() if review.topic != against.topic]
    await hear(db, order.received(), *others, against)
    (row,) = await store.explanations(db)
    assert row["reason"] == "order.received; supply.reviewed: discontinued"


async def test_what_spoke_against_an_order_before_the_upgrade_speaks_against_it_after(db: asyncpg.Connection) -> None:
    """Then it was a text alone."""
    order = Order()
    await hear(db, order.received())
    text = "credit.reviewed: credit_held, no_credit; supply.reviewed: discontinued"
    await db.execute("UPDATE board SET reviewed_version = 1, against = $1", text)
    await db.execute(OBJECTIONS.read_text().split(";\n")[1])
    await hear(db, next(review for review in order.reviews() if review.topic == "supply.reviewed"))
    row = await store.find(db, str(order.id))
    assert row
    assert row.objections == {"credit.reviewed": ["credit_held", "no_credit"]}
    assert row.against == "credit.reviewed: credit_held, no_credit"


async def test_an_open_order_that_waits_for_nothing_is_listed_as_unexplained(db: asyncpg.Connection) -> None:
    order = Order()
    await tell(db, [order.received()])
    (row,) = await store.explanations(db)
    assert (row["awaits"], row["numbers"]) == (None, ["SO-2026-000001"])


@needs("NOT-11")
async def test_stage_seconds_are_counted_from_the_stage_before(db: asyncpg.Connection) -> None:
    await hear(db, *Order().clean_story())
    seconds = await store.stage_seconds(db)
    assert set(seconds) == set(STAGES) - {"received"}
    assert all(s["p50"] >= 0 for s in seconds.values())


async def test_a_batch_of_everything_takes_three_statements(db: asyncpg.Connection, statements: Statements) -> None:
    events = [Order().clean_story()[n % 15] for n in range(60)]
    with statements(db) as seen:
        await tell(db, events)
    assert len(seen) == 3


@needs("SAL-5")
def test_what_a_review_had_against_an_order_is_gone_when_it_is_reviewed_again() -> None:
    """SAL-5: a corrected offer turns a no into a yes."""
    order = Order()
    nobody = Reason(code="nobody_sells", text="No supplier offers P-1.")
    no = SupplyReviewed(order_id=order.id, order_version=1, verdict="no", impossible=("P-1",), reasons=(nobody,))
    assert heard(no).against == "supply.reviewed: nobody_sells"
    row = heard(no, no.but(verdict="yes", impossible=(), reasons=()))
    assert (row.against, row.reviewed) == ("", ("supply.reviewed",))


@needs("NOT-1")
@pytest.mark.parametrize("left", [False, True])
def test_an_order_is_cancelled_on_the_board_from_its_cancel_on(*, left: bool) -> None:
    """NOT-1: sales has it as cancelled, whatever is still to be undone."""
    order = Order()
    gone = [order.dispatched()] if left else []
    assert heard(order.confirmed(), *gone, order.cancelled()).state == "cancelled"
