"""NOT-4: a missed promise is an exception of a kind and level; people resolve it, or progress does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from pydantic import ValidationError

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.notify import DeadlineMissed, ExceptionRaised, ExceptionResolved
from services.notify.exception import store
from services.notify.exception.rules.case import ended
from services.notify.exception.rules.kinds import Kinds
from services.notify.overdue.handlers import find_missed, miss, watch
from services.notify.overdue.store import open_promises
from services.notify.policy import Policy, calendar
from services.notify.resolving import handlers, rules
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-4")

Statements = Callable[[asyncpg.Connection], AbstractContextManager[list[str]]]


def missed(*awaited: str, owner: str = "warehouse", orders: tuple[UUID, ...] = ()) -> DeadlineMissed:
    now = clock.now()
    return DeadlineMissed(
        orders=orders,
        promise_id=uuid4(),
        opening=1,
        cause="order.confirmed",
        reason="order.confirmed",
        awaited=awaited,
        owner=owner,
        since=now,
        due=now,
    )


@pytest.fixture
def order() -> Order:
    return Order()


async def late(db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch) -> ExceptionRaised:
    """An exception because nobody reserved or bought for a confirmed order."""
    await watch(db, [order.confirmed()])
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    said = await miss(db, [key for _, key in await find_missed(db, later)])
    ((raised,),) = await handlers.raise_(db, [one for one in said if isinstance(one, DeadlineMissed)])
    assert isinstance(raised, ExceptionRaised)
    return raised


async def progress(db: asyncpg.Connection) -> list[ExceptionResolved]:
    """What is said when the timer looks for exceptions that are over."""
    found = [exception_id for _, exception_id in await handlers.find_cleared(db, clock.now())]
    return [event for events in await handlers.clear(db, found) for event in events]


@pytest.mark.parametrize(
    ("awaited", "owner", "kind", "level", "approval"),
    [
        ("purchase.ordered", "purchasing", "material shortage", 1, "general manager"),
        ("goods.received", "warehouse", "material shortage", 1, "general manager"),
        ("shipment.delivered", "logistics", "late logistics", 2, "sales manager"),
        ("payment.received", "finance", "money", 2, "finance manager"),
        ("order.confirmed", "sales", "decision", 3, "sales manager"),
        ("return.received", "warehouse", "after-sales", 2, "sales manager"),
        ("stock.unreserved", "warehouse", "missed deadline", 3, "sales manager"),
    ],
)
async def test_the_table_says_kind_level_and_who_approves(
    db: asyncpg.Connection, awaited: str, owner: str, kind: str, level: int, approval: str
) -> None:
    ((raised,),) = await handlers.raise_(db, [missed(awaited, owner=owner)])
    assert isinstance(raised, ExceptionRaised)
    assert (raised.kind, raised.level, raised.owner, raised.approval_role) == (kind, level, owner, approval)
    assert raised.plan


async def test_the_level_says_by_when_to_respond_in_working_hours(db: asyncpg.Connection) -> None:
    before, works = clock.now(), calendar(Policy())
    ((raised,),) = await handlers.raise_(db, [missed("purchase.ordered", owner="purchasing")])
    assert isinstance(raised, ExceptionRaised)
    least = works.after_hours(before, timedelta(hours=4))
    assert least <= raised.respond_by <= works.after_hours(clock.now(), timedelta(hours=4))


async def test_one_opening_of_a_promise_is_one_exception(db: asyncpg.Connection) -> None:
    one = missed("invoice.issued", owner="finance")
    again, newer = one, one.but(opening=2)
    outcomes = [events for each in (one, again, newer) for events in await handlers.raise_(db, [each])]
    assert [len(events) for events in outcomes] == [1, 0, 1]


async def test_an_exception_that_nobody_resolves_raises_no_other(db: asyncpg.Connection) -> None:
    overdue = missed("exception.resolved", owner="notify")
    assert not overdue.raises
    assert await handlers.raise_(db, [overdue]) == [()]


async def test_what_comes_after_all_ends_the_exception(
    db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = await late(db, order, monkeypatch)
    assert await progress(db) == []
    await watch(db, [order.reserved()])
    (resolved,) = await progress(db)
    assert (resolved.exception_id, resolved.how, resolved.orders) == (raised.exception_id, "progress", (order.id,))
    assert await progress(db) == []


async def test_a_newer_version_ends_the_exception_of_the_one_before(
    db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    await late(db, order, monkeypatch)
    await watch(db, [order.changed(version=2)])
    assert [resolved.how for resolved in await progress(db)] == ["progress"]


async def test_a_cancel_ends_the_exception(
    db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    await late(db, order, monkeypatch)
    await watch(db, [order.cancelled()])
    assert len(await progress(db)) == 1


async def test_an_exception_about_an_undoing_lasts_until_it_is_undone(db: asyncpg.Connection, order: Order) -> None:
    for event in (order.ordered(), order.cancelled()):
        await watch(db, [event])
    (row,) = await db.fetch("SELECT key FROM purchase_to_undo")
    undoing = missed("purchase.cancelled", owner="purchasing", orders=(order.id,))
    await handlers.raise_(db, [undoing.but(promise_id=row["key"], opening=0)])
    assert await progress(db) == []
    await watch(db, [order.goods_received()])
    assert len(await progress(db)) == 1


async def open_topics(db: asyncpg.Connection) -> list[str]:
    found = await open_promises(db, owner="notify", due_before=None, after=None, limit=9)
    return [promise.awaits for promise in found]


async def test_notify_keeps_its_own_promises_for_each_opening(db: asyncpg.Connection) -> None:
    first = missed("invoice.issued", owner="finance")
    for one in (first, first.but(opening=2)):
        await watch(db, [one])
        assert await open_topics(db) == ["exception.raised"]
        ((raised,),) = await handlers.raise_(db, [one])
        assert isinstance(raised, ExceptionRaised)
        await watch(db, [raised])
        assert await open_topics(db) == ["exception.resolved"]
        (case,) = (await store.load(db, [raised.exception_id])).values()
        await watch(db, ended(case, "progress", clock.now()).events)
        assert await open_topics(db) == []


class Desk:
    """Acts on one exception as different people."""

    def __init__(self, db: asyncpg.Connection, exception_id: UUID) -> None:
        self.db, self.id = db, exception_id

    async def plan(self, plan: str = "another supplier", person: str = "wang.fang") -> Answer | Refusal:
        return (await handlers.plan(self.db, [rules.Plan(self.id, plan, person)]))[0]

    async def approve(self, role: str = "general manager", person: str = "zhao.gang") -> Answer | Refusal:
        return (await handlers.approve(self.db, [rules.Approve(self.id, person, (role,))]))[0]

    async def resolve(self, root_cause: str = "one supplier alone") -> Answer | Refusal:
        return (await handlers.resolve(self.db, [rules.Resolve(self.id, root_cause, "wang.fang")]))[0]


@pytest.fixture
async def desk(db: asyncpg.Connection, order: Order, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(db, (await late(db, order, monkeypatch)).exception_id)


def events(answer: Answer | Refusal) -> tuple[Event, ...]:
    assert isinstance(answer, Answer)
    return answer.events


async def test_an_exception_is_planned_approved_and_resolved_with_its_root_cause(desk: Desk) -> None:
    assert events(await desk.plan()) == events(await desk.approve()) == ()
    (resolved,) = events(await desk.resolve())
    assert isinstance(resolved, ExceptionResolved)
    assert (resolved.how, resolved.root_cause) == ("person", "one supplier alone")
    (case,) = (await store.load(desk.db, [desk.id])).values()
    assert (case.state, case.planned_by, case.approved_by) == ("done", "wang.fang", "zhao.gang")


async def test_a_plan_may_change_until_it_is_approved(desk: Desk) -> None:
    await desk.plan("wait")
    await desk.plan("do not wait")
    await desk.approve()
    assert isinstance(await desk.plan("wait again"), rules.PlanApprovedAlready)


async def test_only_the_levels_role_approves(desk: Desk) -> None:
    assert isinstance(await desk.approve(), rules.NoPlanYet)
    await desk.plan()
    assert isinstance(await desk.approve("buyer"), rules.AnotherMustApprove)
    assert isinstance(await desk.approve(person="wang.fang"), rules.PlannedByTheSame)
    assert isinstance(await desk.approve(), Answer)
    assert isinstance(await desk.approve(), rules.PlanApprovedAlready)


async def test_without_approval_nothing_is_resolved(desk: Desk) -> None:
    await desk.plan()
    assert isinstance(await desk.resolve(), rules.NotApprovedYet)


async def test_what_has_ended_stays_ended(desk: Desk) -> None:
    for step in (desk.plan, desk.approve, desk.resolve):
        await step()
    refusals = [await step() for step in (desk.plan, desk.approve, desk.resolve)]
    assert [type(refusal) for refusal in refusals] == [rules.EndedAlready] * 3


async def test_what_progress_ended_is_given_its_root_cause_once(desk: Desk, order: Order) -> None:
    await watch(desk.db, [order.reserved()])
    await progress(desk.db)
    assert events(await desk.resolve()) == ()
    assert isinstance(await desk.resolve("something else"), rules.EndedAlready)


async def test_an_unknown_exception_is_not_found(db: asyncpg.Connection) -> None:
    assert isinstance(await Desk(db, uuid4()).plan(), NotFound)


def test_a_kind_of_a_level_that_is_not_in_the_table_is_refused() -> None:
    table = store.kinds().model_dump()
    table["default"]["level"] = 9
    with pytest.raises(ValidationError, match="no level 9"):
        Kinds.model_validate(table)


async def test_a_batch_is_raised_with_one_statement_beside_the_figures(
    db: asyncpg.Connection, statements: Statements
) -> None:
    batch = [missed("goods.received") for _ in range(200)]
    with statements(db) as seen:
        assert len(await handlers.raise_(db, batch)) == 200
    assert len(seen) == 2


MANY_ENDED = """
INSERT INTO exception (exception_id, promise_id, opening, state, owner, level, orders, doc)
SELECT gen_random_uuid(), gen_random_uuid(), 1, 'done', 'warehouse', 1, '{}', '{}' FROM generate_series(1, 5000)
"""
MANY_PROMISED = """
INSERT INTO promise (key, cause, reason, awaits, owner, since, due, order_id, provisional, opened_version)
SELECT gen_random_uuid(), 'order.released', 'order.released', 'goods.packed', 'warehouse', now(), now(),
       gen_random_uuid(), false, 1 FROM generate_series(1, 5000)
"""


async def test_the_look_for_progress_has_its_indexes(db: asyncpg.Connection) -> None:
    """Of many exceptions few are open; their promises are found among many."""
    await db.execute(MANY_ENDED)
    await db.execute(MANY_PROMISED)
    await db.execute("ANALYZE exception, promise")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.FIND_CLEARED}"))
    assert "exception_open" in plan
    assert "promise_pkey" in plan
