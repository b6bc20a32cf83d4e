"""Disruptions are reported and lifted; goods under way are told of them; a person decides (LOG-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Never
from uuid import UUID

from chassis import clock
from chassis.handling import Answer, Db, Reading, Step, Timer
from chassis.ids import new_id
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.disruptions import TransportDisrupted, TransportSettled
from contracts.logistics import ShipmentBooked, ShipmentDelayed
from services.logistics.contingency import rules, store
from services.logistics.contingency.rules import Decide, Disruption, Lift, Report
from services.logistics.contingency.view import state_of
from services.logistics.shipment import store as shipments
from services.logistics.shipment import work
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.shipment.rules.transport import Tariff

Concern = tuple[Disruption, UUID | None]
"""A disruption and a shipment that is to be told; None: all were told."""


async def report(db: Db, told: Sequence[Report]) -> list[Answer[Never] | Refusal]:
    """The same report twice is one; a newer one of the same reference takes its place."""
    fit = [one for one in told if rules.unfit(one) is None]
    known = await store.known(db, fit)
    numbers = await take_numbers(db, "DS", clock.today().year, len(fit) - len(known))
    new = iter([(new_id(), number) for number in numbers])
    after = [rules.unfit(one) or _reported(one, known.get((one.source, one.reference)), new) for one in told]
    await store.save(db, [one for one in after if isinstance(one, Disruption) and one not in known.values()])
    return [Answer(state_of(one)) if isinstance(one, Disruption) else one for one in after]


def _reported(told: Report, known: Disruption | None, new: Iterator[tuple[UUID, str]]) -> Disruption:
    return rules.reported(known, told, (known.disruption_id, known.number) if known else next(new))


async def lift(db: Db, asked: Sequence[Lift]) -> list[Answer[Never] | Refusal]:
    known = await store.load(db, [one.disruption_id for one in asked])
    after = [
        rules.lift(known[one.disruption_id], one)
        if one.disruption_id in known
        else NotFound(what="disruption", id=one.disruption_id)
        for one in asked
    ]
    await store.save(db, [one for one in after if isinstance(one, Disruption)])
    return [Answer(state_of(one)) if isinstance(one, Disruption) else one for one in after]


async def find_concerned(db: Reading, _now: datetime) -> list[tuple[str, Concern]]:
    """Goods under way that a newly reported, prolonged or lifted disruption concerns; last, that all were told."""
    disruption = await store.to_look(db)
    if disruption is None:
        return []
    found = await store.concerned(db, disruption.disruption_id)
    told = [(str(order_id), (disruption, shipment_id)) for order_id, shipment_id in found]
    return [*told] or [(f"disruption {disruption.number}", (disruption, None))]


async def tell(db: Db, concerned: Sequence[Concern]) -> list[tuple[TransportDisrupted | TransportSettled, ...]]:
    """transport.disrupted with the ways out, or transport.settled where nothing holds the goods up any more."""
    pairs = [(d.disruption_id, id_, d.version, d.lifted is None) for d, id_ in concerned if id_]
    loaded, tariff = await shipments.load_to_leave(db, [pair[1] for pair in pairs])
    untold = await store.untold(db, pairs)
    steps = [_told(one, untold, loaded, tariff) for one in concerned]
    await shipments.save(db, [step.document for step in steps if step])
    said = {step.document.shipment_id for step in steps if step}
    await store.asked(db, [one for one in pairs if one[:2] in untold and (one[1] in said or not one[3])])
    await store.looked(db, [(d.disruption_id, d.version) for d, id_ in concerned if id_ is None])
    return [step.events if step else () for step in steps]


def _told(
    concern: Concern, untold: Mapping[tuple[UUID, UUID], bool], loaded: shipments.Loaded, tariff: Tariff
) -> Step[Shipment, TransportDisrupted | TransportSettled] | None:
    disruption, shipment_id = concern
    shipment = loaded.get(shipment_id) if shipment_id else None
    if shipment is None or shipment.state != "dispatched" or not shipment.carrier:
        return None
    held_otherwise = untold.get((disruption.disruption_id, shipment.shipment_id))
    if held_otherwise is None:
        return None
    if disruption.lifted is None:
        return rules.ask(shipment, disruption, tariff)
    return None if held_otherwise else rules.settle(shipment, "lifted", disruption.lifted)


async def decide(
    db: Db, asked: Sequence[Decide]
) -> list[Answer[ShipmentBooked | ShipmentDelayed | TransportSettled] | Refusal]:
    """The goods wait and are expected later, or go with another transport; either is said, with the reason."""
    open_, now = await store.to_decide(db, [one.shipment_id for one in asked]), clock.now()
    answers = await work.command_to_leave(
        db, asked, lambda s, wish, tariff: rules.decide(s, wish, tariff, open_.get(s.shipment_id, ()), now)
    )
    done = [one.shipment_id for one, answer in zip(asked, answers, strict=True) if isinstance(answer, Answer)]
    await store.answered(db, done)
    return answers


TIMERS = (Timer("disruptions", find_concerned, tell, pace="work"),)
