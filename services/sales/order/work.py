"""The one road of an order: load it, do what a message or a command says, let follow what follows, save, publish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar, cast
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Step
from chassis.numbers import take_numbers
from chassis.opened import Opened
from chassis.refusal import NotFound, Refusal
from contracts.event import Event, OrderEvent
from contracts.texts import Text
from services.sales.order import store
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.collecting import to_collect
from services.sales.order.rules.delay import look_on, watch
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CameAgain
from services.sales.order.rules.life import follow
from services.sales.order.rules.priority import next_weighed_on
from services.sales.order.rules.stage import stage_of, waiting_of
from services.sales.order.rules.steps import number_slips, released_in
from services.sales.order.store import Entry, Row
from services.sales.order.view import OrderBrief, state_of
from services.sales.policy import Policy


class AboutOrder(Protocol):
    @property
    def order_id(self) -> UUID: ...


A = TypeVar("A", bound=AboutOrder)
F = TypeVar("F")
C = TypeVar("C", bound=OnOrder)
E = TypeVar("E", bound=Event)
Entries = Mapping[UUID, Entry]
Steps = Mapping[UUID, Step[Order, E]]


async def _write(db: Db, entries: Sequence[Entry]) -> None:
    await store.save(db, [entry.row for entry in entries if entry.row])


OPEN = Opened(store.load, _write, lambda event: event.order_id if isinstance(event, OrderEvent) else None)


async def handle(
    db: Db,
    events: Sequence[A],
    fold: Callable[[Order, A], Order | Step[Order, E]],
    policy: Policy | None = None,
    entries: Entries | None = None,
) -> list[tuple[E, ...]]:
    """Fold each event into its order and publish what follows. Of an order that is not in the book, nothing follows.

    ``policy``, ``entries``: if they were read for the batch already.
    """
    if entries is None:
        entries = await OPEN.load(db, [event.order_id for event in events])
    steps = _folded(entries, [(event.order_id, event) for event in events], fold)
    steps = await _follow_and_save(db, entries, steps, policy)
    return [steps[event.order_id].events if event.order_id in steps else () for event in events]


async def handle_shared(
    db: Db, facts: Sequence[tuple[Sequence[UUID], F]], fold: Callable[[Order, F], Order]
) -> list[tuple[E, ...]]:
    """Fold each fact into all the orders that it is about; what an order publishes comes with its first fact."""
    each = [(order_id, fact) for order_ids, fact in facts for order_id in order_ids]
    entries = await OPEN.load(db, [order_id for order_id, _ in each])
    folded: Steps[E] = _folded(entries, each, fold)
    steps = dict(await _follow_and_save(db, entries, folded))
    first = [[steps.pop(order_id) for order_id in order_ids if order_id in steps] for order_ids, _ in facts]
    return [tuple(event for step in those for event in step.events) for those in first]


async def record(db: Db, facts: Sequence[tuple[UUID, F]], fold: Callable[[Order, F], Order]) -> list[Order]:
    """Fold each fact into an order; nothing follows from it but for whom the order waits. Gives those it changed."""
    entries = await OPEN.load(db, [order_id for order_id, _ in facts])
    steps: Steps[Event] = _folded(entries, facts, fold)
    saved = await _save(db, entries, steps, await holding(db, Policy))
    return [step.document for step in saved.values()]


async def wake(db: Db, customers: Sequence[str]) -> Mapping[str, tuple[E, ...]]:
    """Let orders go on that nothing but their customers' credit hold stopped; what they publish, by customer."""
    entries = await store.load_sleeping(db, customers)
    asleep: Steps[E] = {id_: Step(entry.order) for id_, entry in entries.items()}
    published: defaultdict[str, tuple[E, ...]] = defaultdict(tuple)
    for step in (await _follow_and_save(db, entries, asleep)).values():
        published[step.document.content.customer] += step.events
    return published


async def command(
    db: Db,
    commands: Sequence[C],
    do: Callable[[Order, C, Text | None], Step[Order, E] | Refusal],
    view: Callable[[Order], OrderBrief] = state_of,
    policy: Policy | None = None,
) -> list[Answer[E] | Refusal]:
    """Do each command with its order and its customer's credit hold, or refuse it; who asks sees his part (ALL-3)."""
    entries = await OPEN.load(db, [asked.order_id for asked in commands])
    done = {asked.order_id: _done(entries.get(asked.order_id), asked, do) for asked in commands}
    steps = {id_: step for id_, step in done.items() if isinstance(step, Step)}
    refused = {id_: refusal for id_, refusal in done.items() if isinstance(refusal, Refusal)}
    saved = await _follow_and_save(db, entries, steps, policy)
    return [refused.get(asked.order_id) or _answer(asked, saved[asked.order_id], view) for asked in commands]


async def add(db: Db, orders: Sequence[Order], again: Mapping[UUID, CameAgain], policy: Policy) -> None:
    """Take new orders into the book, and record on orders that are there that their PO came again."""
    if orders or again:
        now = clock.now()
        await store.add(db, [_row(order, None, policy, now) for order in orders], again)


def _folded(
    entries: Entries, facts: Sequence[tuple[UUID, F]], fold: Callable[[Order, F], Order | Step[Order, E]]
) -> Steps[E]:
    """The orders that the facts change."""
    steps: dict[UUID, Step[Order, E]] = {id_: Step(entry.order) for id_, entry in entries.items()}
    for id_, fact in facts:
        if id_ in steps:
            folded = fold(steps[id_].document, fact)
            steps[id_] = steps[id_].then(folded if isinstance(folded, Step) else Step(folded))
    return {id_: step for id_, step in steps.items() if step.document is not entries[id_].order}


def _done(
    entry: Entry | None, asked: C, do: Callable[[Order, C, Text | None], Step[Order, E] | Refusal]
) -> Step[Order, E] | Refusal:
    if entry is None or asked.only_of not in (None, entry.order.content.customer):
        return NotFound(what="order", id=asked.order_id)
    return do(entry.order, asked, entry.hold)


def _answer(asked: OnOrder, step: Step[Order, E], view: Callable[[Order], OrderBrief]) -> Answer[E]:
    seen = view(step.document)
    return Answer(seen.for_customer() if asked.only_of else seen, step.events)


async def _follow_and_save(db: Db, entries: Entries, steps: Steps[E], policy: Policy | None = None) -> Steps[E]:
    """Let each order do what follows by itself, number its slips and save it; at most two statements and the policy's.

    ``policy``: if it was read for the batch already.
    """
    policy, today = policy or await holding(db, Policy), clock.today()
    followed = {id_: _followed(step, entries[id_].hold, policy, today) for id_, step in steps.items()}
    slips = sum(released_in(step) for step in followed.values())
    numbers = iter(await take_numbers(db, "SS", today.year, slips))
    return await _save(db, entries, {id_: number_slips(step, numbers) for id_, step in followed.items()}, policy)


def _followed(step: Step[Order, E], hold: Text | None, policy: Policy, today: date) -> Step[Order, E]:
    """What of all that may follow does follow lies in the facts, not in types: the tests check what handlers name."""
    step = step.then(cast(Step[Order, E], follow(step.document, hold, policy, today)))
    return step.then(cast(Step[Order, E], watch(step.document, today, policy)))


async def _save(db: Db, entries: Entries, steps: Steps[E], policy: Policy) -> Steps[E]:
    """Save orders, each with whom it waits for now."""
    now = clock.now()
    rows = {id_: _row(step.document, entries[id_].hold, policy, now) for id_, step in steps.items()}
    if rows:
        await OPEN.save(db, {id_: Entry(row.order, entries[id_].hold, row) for id_, row in rows.items()})
    return {id_: Step(row.order, steps[id_].events) for id_, row in rows.items()}


def _weigh_on(order: Order, policy: Policy) -> date | None:
    """The next day on which it is more urgent, while it matters who is served first; one that nobody weighed yet: at
    once."""
    if order.status not in ("open", "confirmed") or order.all_dispatched:
        return None
    if order.weighed_on is None:
        return order.received_on
    return next_weighed_on(order.content, order.weighed_on, policy)


def _row(order: Order, hold: Text | None, policy: Policy, now: datetime) -> Row:
    """The order with whom it waits for, and how it is found; ``hold`` is the reason of the customer's credit hold."""
    sleeping = hold if hold is not None and follow(order, None, policy, clock.today()).events else None
    order = order.but(waiting=waiting_of(order, sleeping, now))
    arrived = any(s.delivered_at and not s.concluded for s in order.dispatched.values())
    to_accept = order.status == "confirmed" and arrived
    return Row(
        order,
        stage_of(order),
        sleeping is not None,
        to_accept,
        look_on(order, clock.today(), policy),
        _weigh_on(order, policy),
        to_collect(order, policy, clock.local_date),
    )
