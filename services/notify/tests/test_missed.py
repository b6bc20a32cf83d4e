"""NOT-3: what did not happen in time is said once, and what came late is known as late."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import asyncpg
import pytest
from prometheus_client import REGISTRY

from chassis import clock
from contracts.event import Event
from contracts.finance import AdvanceRequested, CreditHeld, CreditReleased
from contracts.logistics import CreditAmended, CreditCompared, CreditReceived
from contracts.notify import DeadlineMissed
from contracts.value import fields_of
from services.notify.overdue import handlers, store
from services.notify.overdue.handlers import watch
from services.notify.overdue.store import promises_of
from services.notify.promise.rules.promise import state_of
from services.notify.story.handlers import tell
from services.notify.tests.samples import Order, usd
from tests.needs import needs

pytestmark = needs("NOT-3")

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


@pytest.fixture
def order() -> Order:
    return Order()


async def hear(db: asyncpg.Connection, *events: Event) -> None:
    for event in events:
        await tell(db, [event])
        await watch(db, [event])


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> "PassTime":
    return PassTime(monkeypatch)


class PassTime:
    """Moves business time on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch, self.now = monkeypatch, clock.now()

    def __call__(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        self.monkeypatch.setattr(clock, "now", lambda: self.now)
        return self.now


async def look(db: asyncpg.Connection) -> list[DeadlineMissed]:
    """What the watchdog says when it looks now."""
    promises = [key for _, key in await handlers.find_missed(db, clock.now())]
    orders = [key for _, key in await handlers.find_undone(db, clock.now())]
    said = [missed for missed in await handlers.miss(db, promises) if isinstance(missed, DeadlineMissed)]
    return said + [missed for each in await handlers.miss_undoing(db, orders) for missed in each]


async def states(db: asyncpg.Connection, order: Order) -> dict[str, str]:
    return {promise.awaits: state_of(promise, clock.now()) for promise in await promises_of(db, order.id)}


async def test_an_overdue_promise_is_said_with_who_owes_what_since_when(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.confirmed())
    pass_time(minutes=11)
    (missed,) = await look(db)
    assert (missed.owner, missed.awaited, missed.cause) == (
        "warehouse",
        ("stock.reserved", "stock.short"),
        "order.confirmed",
    )
    assert (missed.orders, missed.due < clock.now()) == ((order.id,), True)


async def test_nothing_is_said_before_it_is_due(db: asyncpg.Connection, order: Order, pass_time: PassTime) -> None:
    await hear(db, order.confirmed())
    pass_time(minutes=9)
    assert await look(db) == []


async def test_an_overdue_promise_is_said_once_per_opening(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.confirmed())
    pass_time(minutes=11)
    promises = [key for _, key in await handlers.find_missed(db, clock.now())]
    assert [isinstance(said, DeadlineMissed) for said in await handlers.miss(db, promises)] == [True]
    assert await handlers.miss(db, promises) == [()]
    await hear(db, order.changed(version=2))
    assert await look(db) == []
    pass_time(minutes=11)
    assert len(await look(db)) == 1


async def test_what_was_kept_in_time_is_never_said(db: asyncpg.Connection, order: Order, pass_time: PassTime) -> None:
    await hear(db, *order.clean_story())
    pass_time(days=400)
    assert await look(db) == []


async def test_what_is_superseded_or_withdrawn_is_looked_at_once_and_not_said(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.received(), order.cancelled())
    pass_time(days=9)
    found = await handlers.find_missed(db, clock.now())
    assert await handlers.miss(db, [key for _, key in found]) == [()] * len(found) != []
    assert await handlers.find_missed(db, clock.now()) == []


async def test_what_should_be_undone_for_a_cancelled_order_is_said_once(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.confirmed(), order.reserved(), order.ordered(), order.cancelled())
    pass_time(days=14)
    said = {(missed.owner, missed.awaited) for missed in await look(db)}
    assert ("warehouse", ("stock.unreserved", "shipment.dispatched")) in said
    assert ("purchasing", ("purchase.cancelled", "purchase.changed")) in said
    assert await look(db) == []


async def test_a_purchase_that_is_late_concerns_the_orders_that_it_serves(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.ordered())
    pass_time(days=14)
    assert [missed.orders for missed in await look(db)] == [(order.id,)]


async def test_at_most_five_hundred_are_found_at_once(db: asyncpg.Connection, pass_time: PassTime) -> None:
    await watch(db, [Order().confirmed() for _ in range(501)])
    assert len(await handlers.find_missed(db, pass_time(hours=1))) == 500


async def test_an_answer_after_the_due_time_is_late(db: asyncpg.Connection, order: Order, pass_time: PassTime) -> None:
    await hear(db, order.confirmed())
    pass_time(minutes=11)
    await hear(db, order.reserved())
    assert (await states(db, order))["stock.reserved or stock.short"] == "kept late"


@pytest.mark.parametrize(
    ("events", "awaits", "state"),
    [
        (["confirmed"], "stock.reserved or stock.short", "open"),
        (["confirmed", "reserved"], "stock.reserved or stock.short", "kept"),
        (["confirmed", "short"], "stock.reserved or stock.short", "kept by an alternative"),
        (["received", "cancelled"], "order.confirmed or order.rejected", "withdrawn"),
        (["received", "changed"], "order.confirmed or order.rejected", "superseded"),
    ],
)
async def test_an_order_tells_what_became_of_its_promises(
    db: asyncpg.Connection, order: Order, events: Sequence[str], awaits: str, state: str
) -> None:
    await hear(db, *(getattr(order, name)() for name in events))
    assert (await states(db, order))[awaits] == state


async def test_a_promise_of_which_a_rest_is_outstanding_is_kept_in_part(db: asyncpg.Connection, order: Order) -> None:
    await hear(db, order.invoiced(), order.paid(outstanding=8))
    assert (await states(db, order))["payment.received or invoice.credited or debt.written_off"] == "kept in part"
    await hear(db, order.paid(outstanding=0, version=3))
    assert (await states(db, order))["payment.received or invoice.credited or debt.written_off"] == "kept"


@needs("FIN-2")
async def test_an_invoice_whose_payment_the_bank_takes_back_is_awaited_anew(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    awaits = "payment.received or invoice.credited or debt.written_off"
    await hear(db, order.invoiced(), order.paid(version=2), order.taken_back(version=3))
    assert (await states(db, order))[awaits] == "open"
    pass_time(days=8)
    assert [missed.awaited for missed in await look(db)] == [
        ("payment.received", "invoice.credited", "debt.written_off")
    ]
    await hear(db, order.paid(version=4))
    assert (await states(db, order))[awaits] == "kept late"


@needs("FIN-1", "LOG-7")
@pytest.mark.parametrize("bank_first", [False, True])
async def test_an_invoice_that_a_bank_pays_on_its_own_day_is_late_after_that_day_alone(
    db: asyncpg.Connection, order: Order, pass_time: PassTime, bank_first: bool
) -> None:
    issued = order.invoiced().but(due=clock.today() + timedelta(days=30))
    later = order.due_on(issued.due + timedelta(days=60), version=2)
    await hear(db, *((later, issued) if bank_first else (issued, later)))
    pass_time(days=32)
    assert await look(db) == []
    pass_time(days=60)
    assert [missed.topic for missed in await look(db)] == ["deadline.missed"]
    await hear(db, order.paid(version=3))
    assert (await states(db, order))["payment.received or invoice.credited or debt.written_off"] == "kept late"


@needs("FIN-1", "FIN-2")
async def test_what_a_bank_takes_back_of_an_invoice_that_is_not_due_is_not_late_before_it_is(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    due = clock.today() + timedelta(days=40)
    await hear(db, order.invoiced(), order.paid(version=2), order.taken_back(version=3, due=due))
    pass_time(days=39)
    assert await look(db) == []
    pass_time(days=2)
    assert len(await look(db)) == 1


async def test_a_confirmation_repeated_later_leaves_what_was_kept_in_time(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.ordered(), order.purchase_confirmed())
    pass_time(days=30)
    await hear(db, order.purchase_confirmed(version=5))
    assert (await states(db, order))["purchase.confirmed or purchase.cancelled or goods.received"] == "kept"


@needs("FIN-4")
async def test_while_a_customer_is_held_his_orders_wait_without_being_late(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.received(), order.reserved(), CreditHeld(customer="ALFKI", version=1, reason="overdue"))
    pass_time(days=9)
    awaited = {missed.awaited[0] for missed in await look(db)}
    assert awaited == {"stock.reviewed", "supply.reviewed", "route.reviewed", "credit.reviewed"}
    assert (await states(db, order))["order.released or stock.unreserved"] == "asleep"


async def test_a_released_customers_orders_have_their_whole_time_again(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.reserved(), order.received(), CreditHeld(customer="ALFKI", version=1, reason="overdue"))
    pass_time(days=9)
    await hear(db, *order.reviews(), CreditReleased(customer="ALFKI", version=2))
    assert await look(db) == []
    pass_time(hours=49)
    assert "order.confirmed" in {missed.awaited[0] for missed in await look(db)}


async def test_a_hold_heard_after_its_release_holds_nothing(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    released, held = CreditReleased(customer="ALFKI", version=2), CreditHeld(customer="ALFKI", version=1, reason="x")
    await hear(db, released, held, order.received())
    pass_time(days=9)
    assert "order.confirmed" in {missed.awaited[0] for missed in await look(db)}


async def test_an_open_advance_puts_the_release_to_sleep(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.advance_requested(), order.reserved())
    pass_time(days=9)
    assert await look(db) == []
    await hear(db, order.paid(advance=True, version=2))
    pass_time(days=9)
    assert [missed.awaited[0] for missed in await look(db)] == ["order.released"]


@needs("LOG-7", "SAL-17")
async def test_an_awaited_letter_of_credit_puts_the_release_to_sleep(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.confirmed(by_credit=True), order.reserved())
    pass_time(days=9)
    assert await look(db) == []
    stand = await states(db, order)
    assert (stand["order.released or stock.unreserved"], stand["lc.received or lc.compared"]) == ("asleep", "open")
    await hear(db, order.credit(CreditReceived, 1))
    pass_time(days=9)
    assert [missed.awaited[0] for missed in await look(db)] == ["order.released"]


@needs("LOG-7", "SAL-17")
async def test_a_credit_that_is_not_in_order_is_the_customers_to_amend_and_the_release_sleeps(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    received = order.credit(CreditReceived, 1, in_order=False)
    await hear(db, received, order.reserved(), order.confirmed(by_credit=True))
    pass_time(days=9)
    assert await look(db) == []
    await hear(db, order.credit(CreditAmended, 2, in_order=False))
    pass_time(days=30)
    assert [missed.awaited[0] for missed in await look(db)] == ["lc.amended"]
    await hear(db, order.credit(CreditAmended, 3))
    assert (await states(db, order))["order.released or stock.unreserved"] == "open"


@needs("LOG-7", "SAL-17")
@pytest.mark.parametrize("by_credit", [True, False])
async def test_a_newer_version_is_compared_anew_or_awaits_no_credit_any_more(
    db: asyncpg.Connection, order: Order, pass_time: PassTime, by_credit: bool
) -> None:
    changed = order.changed(version=2, by_credit=by_credit)
    await hear(db, order.confirmed(by_credit=True), changed, order.reserved(version=2))
    pass_time(days=9)
    assert [missed.awaited[0] for missed in await look(db)] == ([] if by_credit else ["order.released"])
    await hear(db, order.credit(CreditCompared, 2, order_version=2))
    pass_time(days=9)
    assert (await states(db, order))["order.released or stock.unreserved"] == "overdue"


async def test_a_promise_that_an_earlier_release_wrote_sleeps_and_is_missed_as_any_other(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    """It has the topics that keep it in its text alone, and what it suspends in its cause."""
    await hear(db, order.advance_requested(), order.reserved())
    await db.execute("UPDATE promise SET topics = NULL, suspends = NULL")
    pass_time(days=9)
    assert await look(db) == []
    await hear(db, order.paid(advance=True, version=2))
    pass_time(days=9)
    assert [missed.awaited for missed in await look(db)] == [("order.released", "stock.unreserved")]


async def test_an_advance_that_is_no_longer_asked_is_no_longer_awaited(db: asyncpg.Connection, order: Order) -> None:
    lowered = AdvanceRequested(**{**fields_of(order.advance_requested()), "advance_version": 2, "amount": usd(0)})
    await hear(db, order.advance_requested(), lowered)
    assert (await states(db, order))["payment.received"] == "superseded"


async def test_the_metric_counts_what_is_overdue_by_who_owes_what(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.confirmed())
    pass_time(minutes=11)
    await look(db)
    await handlers.show(db, clock.now())
    labels = {"owner": "warehouse", "awaits": "stock.reserved or stock.short"}
    assert REGISTRY.get_sample_value("gendan_promises_overdue", labels) == 1
    await hear(db, order.reserved())
    await handlers.show(db, clock.now())
    assert REGISTRY.get_sample_value("gendan_promises_overdue", labels) == 0


async def test_the_metrics_count_stuck_orders_by_stage_and_show_how_long_they_are_there(
    db: asyncpg.Connection, order: Order, pass_time: PassTime
) -> None:
    await hear(db, order.confirmed())
    pass_time(minutes=11)
    await look(db)
    await handlers.show(db, clock.now())
    labels = {"stage": "confirmed", "cause": "stock.reserved or stock.short", "owner": "warehouse"}
    assert REGISTRY.get_sample_value("gendan_orders_stuck", labels) == 1
    assert REGISTRY.get_sample_value("gendan_order_stage_age_seconds", {"stage": "confirmed"}) == pytest.approx(660, 1)
    assert REGISTRY.get_sample_value("gendan_orders_open", {"stage": "confirmed"}) == 1
    await hear(db, order.reserved())
    await handlers.show(db, clock.now())
    assert REGISTRY.get_sample_value("gendan_orders_stuck", labels) is None


MANY_LOOKED_AT = """
INSERT INTO promise (key, cause, reason, awaits, owner, since, due, order_id, order_version, provisional,
                     opened_version, looked_version)
SELECT gen_random_uuid(), 'order.released', 'order.released', 'goods.packed', 'warehouse', now(), now(),
       gen_random_uuid(), 1, false, 1, 1 FROM generate_series(1, 5000)
"""
MANY_WATCHED = """
INSERT INTO watched_order (order_id, version, ended, undo_due, need_version, lacking, undo_looked)
SELECT gen_random_uuid(), 1, 'cancelled', now(), 0, '{}', true FROM generate_series(1, 5000)
"""


@pytest.mark.parametrize(
    ("query", "index"),
    [(store.FIND, "promise_unlooked"), (store.FIND_UNDONE, "watched_undo"), (store.COUNT, "promise_missed")],
)
async def test_the_watchdogs_looks_have_their_index(db: asyncpg.Connection, query: str, index: str) -> None:
    """Of many open promises few are not yet looked at or missed, and of many orders few are to be undone."""
    await db.execute(MANY_LOOKED_AT)
    await db.execute(MANY_WATCHED)
    await db.execute("ANALYZE promise, watched_order")
    arguments = [clock.now()] if "$1" in query else []
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *arguments))
    assert index in plan


async def test_five_hundred_looks_take_one_statement(
    db: asyncpg.Connection, pass_time: PassTime, statements: Statements
) -> None:
    await watch(db, [Order().confirmed() for _ in range(500)])
    promises = [key for _, key in await handlers.find_missed(db, pass_time(hours=1))]
    with statements(db) as seen:
        said = await handlers.miss(db, promises)
    assert (len(seen), sum(isinstance(one, DeadlineMissed) for one in said)) == (1, 500)
