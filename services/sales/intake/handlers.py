"""Orders come in by HTTP and by event; the same customer PO is the same order (SAL-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
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
from services.sales.order import CameAgain, Order, Step
from services.sales.policy import policy
from services.sales.settle import ask, row_of, settle
from services.sales.view import brief_of


async def place(db: Db, commands: Sequence[Place]) -> list[Answer | Refusal]:
    """The new order, or the one that the customer's PO is already."""
    return [step if isinstance(step, Refusal) else _answer(step) for step in await _receive(db, commands)]


async def hear_placed(db: Db, events: Sequence[OrderPlaced]) -> list[tuple[OrderReceived, ...]]:
    """order.received, or silence when the order is in the book; what its PO says otherwise now is noted on it."""
    steps = await _receive(db, [rules.placed(event, clock.today()) for event in events], note=True)
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


async def _receive(db: Db, places: Sequence[Place], *, note: bool = False) -> list[Step | Refusal]:
    """A step or a refusal each; the step of an order that was in the book says nothing.

    ``note`` keeps on the order that its PO came again and was not taken, where nobody gets the refusal.
    """
    named = [line.item for place in places for line in place.asked.lines or () if line.item]
    known = await store.of_placed(db, [place.reference for place in places], named)
    today = clock.today()
    desks = [Desk(k.masters.customer, k.masters.items, today, policy()) for k in known]
    done = [_known(p, desk, k.order) for p, desk, k in zip(places, desks, known, strict=True)]
    fresh = {p.reference: (p, desk) for p, desk, one in zip(places, desks, done, strict=True) if one is None}
    numbers = await take_numbers(db, "SO", today.year, len(fresh))
    new = {
        reference: rules.receive(place, new_id(), number, desk)
        for (reference, (place, desk)), number in zip(fresh.items(), numbers, strict=True)
    }
    results = [one or _once(new, place) for place, one in zip(places, done, strict=True)]
    orders = [step.order for step in new.values()]
    again = _came_again(places, results, known, today) if note else {}
    if orders or again:
        await book.add(db, [row_of(order, None) for order in orders], again)
    return results


def _known(place: Place, desk: Desk, order: Order | None) -> Step | Refusal | None:
    """What the book says to a PO; None where it becomes a new order."""
    refusal = rules.may_place(place, desk, order)
    return refusal or (rules.again(place, order, desk.policy) if order else None)


def _once(new: dict[tuple[str, str], Step], place: Place) -> Step | Refusal:
    """The step of a new order; a repeat within the batch finds the order and says nothing."""
    step = new[place.reference]
    new[place.reference] = Step(step.order)
    return step if step.events else rules.again(place, step.order, policy()) or step


def _came_again(
    places: Sequence[Place], results: Sequence[Step | Refusal], known: Sequence[store.Placed], today: date
) -> dict[UUID, CameAgain]:
    """By order, what its PO said otherwise this time."""
    refused = [
        (place, k.order)
        for place, result, k in zip(places, results, known, strict=True)
        if isinstance(result, Refusal) and k.order
    ]
    return {order.order_id: CameAgain(on=today, differs=rules.differing(place, order)) for place, order in refused}


HANDLES: dict[type[Event], Handler] = {OrderPlaced: hear_placed}
TIMERS = (Timer("masters", find_answered, look_again),)
