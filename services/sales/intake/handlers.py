"""Orders come in by HTTP and by event; the same customer PO is the same order (SAL-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Handler, Timer
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.outside import OrderPlaced
from contracts.sales import OrderReceived
from services.sales import store as book
from services.sales.customers import store
from services.sales.intake import rules
from services.sales.intake.rules import Clarify, Desk, Place
from services.sales.order import Order, Step
from services.sales.policy import policy
from services.sales.settle import ask, row_of, settle
from services.sales.view import brief_of


async def place(db: Db, commands: Sequence[Place]) -> list[Answer | Refusal]:
    """The new order, or the one that the customer's PO is already."""
    return [step if isinstance(step, Refusal) else _answer(step) for step in await _receive(db, commands)]


async def hear_placed(db: Db, events: Sequence[OrderPlaced]) -> list[tuple[OrderReceived, ...]]:
    """order.received, or silence when the order is in the book."""
    steps = await _receive(db, [rules.placed(event, clock.today()) for event in events])
    return [_received(step) for step in steps]


async def clarify(db: Db, commands: Sequence[Clarify]) -> list[Answer | Refusal]:
    """order.clarified, with what is still missing."""
    named = [line.item for c in commands for line in c.asked.lines or () if line.item]
    masters = await store.of_orders(db, [command.order_id for command in commands], named)

    def do(order: Order, asked: Clarify, _hold: str | None) -> Step | Refusal:
        known = masters[order.order_id]
        return rules.clarify(order, asked, Desk(known.customer, known.items, clock.today(), policy()))

    return await ask(db, commands, do)


async def find_answered(db: Db, _now: datetime) -> list[tuple[str, UUID]]:
    """Incomplete orders whose customer or items are in the masters by now."""
    return [(str(order_id), order_id) for order_id in await store.find_answered(db)]


async def look_again(db: Db, orders: Sequence[UUID]) -> list[tuple[Event, ...]]:
    """order.clarified of those that now lack less."""
    masters = await store.of_orders(db, orders, [])
    entries = await book.load(db, orders)
    steps = {
        id_: rules.look_again(entry.order, Desk(masters[id_].customer, masters[id_].items, clock.today(), policy()))
        for id_, entry in entries.items()
    }
    said = await settle(db, {id_: (step, entries[id_].hold) for id_, step in steps.items() if step.events})
    return [said.get(order_id, ()) for order_id in orders]


def _answer(step: Step) -> Answer:
    return Answer(brief_of(step.order), step.events)


def _received(step: Step | Refusal) -> tuple[OrderReceived, ...]:
    events = () if isinstance(step, Refusal) else step.events
    return tuple(said for said in events if isinstance(said, OrderReceived))


async def _receive(db: Db, places: Sequence[Place]) -> list[Step | Refusal]:
    """A step or a refusal each; the step of an order that was in the book says nothing."""
    named = [line.item for place in places for line in place.asked.lines or () if line.item]
    known = await store.of_placed(db, [place.reference for place in places], named)
    today = clock.today()
    desks = [Desk(k.masters.customer, k.masters.items, today, policy()) for k in known]
    refused = [rules.may_place(p, desk, k.order) for p, desk, k in zip(places, desks, known, strict=True)]
    in_book = [refusal or (Step(k.order) if k.order else None) for refusal, k in zip(refused, known, strict=True)]
    fresh = {p.reference: (p, desk) for p, desk, done in zip(places, desks, in_book, strict=True) if done is None}
    numbers = await take_numbers(db, "SO", today.year, len(fresh))
    new = {
        reference: rules.receive(place, new_id(), number, desk)
        for (reference, (place, desk)), number in zip(fresh.items(), numbers, strict=True)
    }
    if new:
        await book.add(db, [row_of(step.order, None) for step in new.values()])
    return [done or _once(new, place) for place, done in zip(places, in_book, strict=True)]


def _once(new: dict[tuple[str, str], Step], place: Place) -> Step:
    """The step of a new order; a repeat within the batch finds the order and says nothing."""
    step = new[place.reference]
    new[place.reference] = Step(step.order)
    return step


HEARS: dict[type[Event], Handler] = {OrderPlaced: hear_placed}
TIMERS = (Timer("masters", find_answered, look_again),)
