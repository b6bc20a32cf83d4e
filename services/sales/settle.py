"""How every handler of sales works on orders: load, do, let follow what follows, save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from services.sales import store as book
from services.sales.order import OnOrder, Order, Step
from services.sales.policy import policy
from services.sales.release.rules import number_slips, released_in
from services.sales.stage import stage_of, waiting_of
from services.sales.steps import next_step
from services.sales.store import Entry, Row
from services.sales.view import OrderBrief, state_of


class AboutOrder(Protocol):
    @property
    def order_id(self) -> UUID: ...


A = TypeVar("A", bound=AboutOrder)
C = TypeVar("C", bound=OnOrder)


async def hear(db: Db, events: Sequence[A], fact: Callable[[Order, A], Order]) -> list[tuple[Any, ...]]:
    """Note each event on its order and say what follows. Sales is the origin: a foreign order's event is silence."""
    said = await settle(db, _noted(await book.load(db, [event.order_id for event in events]), events, fact))
    return [said.get(event.order_id, ()) for event in events]


async def note(db: Db, events: Sequence[A], fact: Callable[[Order, A], Order]) -> list[tuple[()]]:
    """Note each event on its order; nothing follows from it but for whom the order waits."""
    done = _noted(await book.load(db, [event.order_id for event in events]), events, fact)
    await keep(db, {id_: (step.order, hold) for id_, (step, hold) in done.items()})
    return [() for _ in events]


def _noted(
    entries: Mapping[UUID, Entry], events: Sequence[A], fact: Callable[[Order, A], Order]
) -> dict[UUID, tuple[Step, str | None]]:
    done: dict[UUID, tuple[Step, str | None]] = {}
    for event in events:
        entry = entries.get(event.order_id)
        if entry and (noted := fact(entry.order, event)) is not entry.order:
            done[event.order_id] = (Step(noted), entry.hold)
    return done


async def ask(
    db: Db,
    commands: Sequence[C],
    do: Callable[[Order, C, str | None], Step | Refusal],
    view: Callable[[Order], OrderBrief] = state_of,
) -> list[Answer | Refusal]:
    """Do each command with its order and the reason of its customer's credit hold, or refuse it; answer with a view.

    A customer who asks himself gets what he may see of it (ALL-3).
    """
    entries = await book.load(db, [command.order_id for command in commands])
    done: dict[UUID, tuple[Step, str | None]] = {}
    refused: dict[UUID, Refusal] = {}
    for command in commands:
        entry, id_ = entries.get(command.order_id), command.order_id
        if entry is None or command.only_of not in (None, entry.order.content.customer):
            refused[id_] = NotFound(what="order", id=id_)
            continue
        result = do(entry.order, command, entry.hold)
        if isinstance(result, Refusal):
            refused[id_] = result
        else:
            done[id_] = (result, entry.hold)
    settled = await settle_orders(db, done)
    return [refused.get(c.order_id) or _answer(c, settled[c.order_id], view) for c in commands]


def _answer(command: OnOrder, step: Step, view: Callable[[Order], OrderBrief]) -> Answer:
    seen = view(step.order)
    return Answer(seen.for_customer() if command.only_of else seen, step.events)


async def settle(db: Db, done: dict[UUID, tuple[Step, str | None]]) -> dict[UUID, tuple[Any, ...]]:
    """The events of each order."""
    return {id_: step.events for id_, step in (await settle_orders(db, done)).items()}


async def settle_orders(db: Db, done: dict[UUID, tuple[Step, str | None]]) -> dict[UUID, Step]:
    """Let each order do what follows by itself, number its slips and save it; at most two statements."""
    if not done:
        return {}
    steps = {id_: step.then(next_step(step.order, hold, policy(), clock.today())) for id_, (step, hold) in done.items()}
    slips = sum(released_in(step) for step in steps.values())
    numbers = iter(await take_numbers(db, "SS", clock.today().year, slips))
    numbered = {id_: number_slips(step, numbers) for id_, step in steps.items()}
    kept = await keep(db, {id_: (step.order, done[id_][1]) for id_, step in numbered.items()})
    return {id_: Step(kept[id_], step.events) for id_, step in numbered.items()}


async def keep(db: Db, orders: Mapping[UUID, tuple[Order, str | None]]) -> dict[UUID, Order]:
    """Save orders, each with the reason of its customer's credit hold, and with whom they wait for now."""
    rows = {id_: row_of(order, hold) for id_, (order, hold) in orders.items()}
    if rows:
        await book.save(db, list(rows.values()))
    return {id_: row.order for id_, row in rows.items()}


def row_of(order: Order, hold: str | None) -> Row:
    """The order with whom it waits for, and how it is found."""
    sleeping = hold if hold is not None and next_step(order, None, policy(), clock.today()).events else None
    order = order.but(waiting=waiting_of(order, sleeping, clock.now()))
    to_accept = order.status == "confirmed" and any(s.delivered_at and not s.settled for s in order.left.values())
    return Row(order, stage_of(order), sleeping is not None, to_accept)
