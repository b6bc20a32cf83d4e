"""Orders come in by HTTP and by event; the same customer PO is the same order (SAL-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Step
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.outside import OrderPlaced
from contracts.sales import OrderReceived
from services.sales.inquiry import work as inquiries
from services.sales.intake import store
from services.sales.intake.rules import placing
from services.sales.intake.rules.asked import Place, known_of, placed
from services.sales.intake.rules.files import Evidence
from services.sales.intake.rules.quoted import ordered_by
from services.sales.intake.rules.sampled import named_in
from services.sales.intake.view import ShopTaken
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import CameAgain
from services.sales.order.view import brief_of
from services.sales.order.work import add
from services.sales.policy import Policy
from services.sales.sample import work as samples
from services.sales.staff import store as staff

Received = Step[Order, OrderReceived] | Refusal


async def place(db: Db, commands: Sequence[Place]) -> list[Answer[OrderReceived] | Refusal]:
    """The new order, or the one that the customer's PO is already."""
    received = await _receive(db, commands)
    return [Answer(brief_of(r.document), r.events) if isinstance(r, Step) else r for r in received]


async def receive(db: Db, events: Sequence[OrderPlaced]) -> list[tuple[OrderReceived, ...]]:
    """Nothing when the order is in the book; what its PO says otherwise now is recorded on it."""
    received = await _receive(db, [placed(event, clock.today()) for event in events], record=True)
    return [r.events if isinstance(r, Step) else () for r in received]


async def take_from_shop(db: Db, orders: Sequence[Place]) -> list[Answer[OrderReceived] | Refusal]:
    """As ``place``; what the shop says otherwise now is recorded on its order, for the shop reads no refusal."""
    received = await _receive(db, orders, record=True)
    return [Answer(ShopTaken(order=brief_of(r.document)), r.events) if isinstance(r, Step) else r for r in received]


async def hear_end_in_shop(db: Db, orders: Sequence[Place]) -> list[Answer | Refusal]:
    """That the shop's order is over is recorded on ours, for somebody to cancel it; nothing where there is none."""
    found = [one.order for one in await store.of_placed(db, [order.reference for order in orders])]
    over = {order.order_id: placing.over_in_shop(order) for order in found if order}
    again = {id_: CameAgain(on=clock.today(), differs=differs) for id_, differs in over.items() if differs}
    await add(db, [], again, await holding(db, Policy))
    return [Answer(ShopTaken(order=brief_of(order) if order else None)) for order in found]


async def _receive(db: Db, places: Sequence[Place], *, record: bool = False) -> list[Received]:
    """A step or a refusal each; ``record`` keeps a refusal on the order, where nobody gets it."""
    named = [line.item for place in places for line in place.asked.lines or () if line.item]
    policy = await holding(db, Policy)
    quotations = [place.asked.quotation for place in places if place.asked.quotation]
    numbers = [place.asked.contract for place in places if place.asked.contract]
    sampled = [number for place in places for number in place.asked.samples or ()]
    found = await store.of_placed(db, [place.reference for place in places], named, quotations, numbers, sampled)
    others = await _of_others(db, places, policy)
    done = [
        NotFound(what="customer", id=place.customer) if place in others else _in_book(place, one, policy)
        for place, one in zip(places, found, strict=True)
    ]
    fresh = {
        place.reference: (place, one) for place, one, said in zip(places, found, done, strict=True) if said is None
    }
    numbers = await take_numbers(db, "SO", clock.today().year, len(fresh))
    new = {
        reference: placing.receive(place, order_id, number, known_of(one.masters, clock.today(), policy))
        for (reference, (place, one)), order_id, number in zip(fresh.items(), ids(), numbers, strict=False)
    }
    orders = [step.document for step in new.values()]
    results = [said or _once(new, place, policy) for place, said in zip(places, done, strict=True)]
    await add(db, orders, _came_again(places, results, found, clock.today()) if record else {}, policy)
    if record:
        results = [_as_it_is(result, one.order) for result, one in zip(results, found, strict=True)]
    await store.keep(db, _evidence(places, results), clock.now())
    masters = found[0].masters
    await inquiries.order(db, ordered_by(orders, masters.quoted))
    await samples.name(db, named_in(orders, masters.samples), masters.samples)
    return results


async def _of_others(db: Db, places: Sequence[Place], policy: Policy) -> Sequence[Place]:
    """Orders for customers who do not exist for who places them; no statement where nobody sees his own alone."""
    own = [place for place in places if place.own_of and policy.own_customers_only]
    seen = await staff.seen(db, [(place.own_of or "", place.customer) for place in own], clock.today())
    return [place for place in own if not seen.get((place.own_of or "", place.customer))]


def _in_book(place: Place, found: store.Placed, policy: Policy) -> Received | None:
    """What the book says to a PO; None where it becomes a new order."""
    refusal = placing.may_place(place, known_of(found.masters, clock.today(), policy), found.order)
    return refusal or (placing.again(place, found.order, policy) if found.order else None)


def _once(new: dict[tuple[str, str], Step[Order, OrderReceived]], place: Place, policy: Policy) -> Received:
    """The step of a new order; a repeat within the batch finds the order and publishes nothing."""
    step = new[place.reference]
    new[place.reference] = Step(step.document)
    return step if step.events else placing.again(place, step.document, policy) or step


def _as_it_is(result: Received, order: Order | None) -> Received:
    """The order in the book, where what came was not taken and is recorded on it."""
    return Step(order) if isinstance(result, Refusal) and order else result


def _evidence(places: Sequence[Place], results: Sequence[Received]) -> list[tuple[UUID, Evidence, str]]:
    """Of each order that came by a file, that file and who brought it; also where it came before."""
    return [
        (result.document.order_id, place.evidence, place.entered_by)
        for place, result in zip(places, results, strict=True)
        if isinstance(result, Step) and place.evidence
    ]


def _came_again(
    places: Sequence[Place], results: Sequence[Received], found: Sequence[store.Placed], today: date
) -> Mapping[UUID, CameAgain]:
    """By order, what its PO said otherwise this time."""
    return {
        one.order.order_id: CameAgain(on=today, differs=placing.differing(place, one.order))
        for place, result, one in zip(places, results, found, strict=True)
        if isinstance(result, Refusal) and one.order
    }


HANDLES: Mapping[type[Event], Handler] = {OrderPlaced: receive}
