"""The one road of a shipment: load it under its lock, do what is asked, save what changed, say it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from typing_extensions import TypeVar

from chassis.handling import Answer, Db, NotReady, Step
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from services.logistics.shipment import store
from services.logistics.shipment.rules.shipment import Shipment
from services.logistics.shipment.rules.transport import Tariff
from services.logistics.shipment.view import state_of


class AboutShipment(Protocol):
    """A command about one shipment."""

    @property
    def shipment_id(self) -> UUID: ...


Heard = TypeVar("Heard")
Known = TypeVar("Known")
Asked = TypeVar("Asked", bound=AboutShipment)
Said = TypeVar("Said", bound=Event)
Call = TypeVar("Call")
Wait = TypeVar("Wait", bound=NotReady)


async def handle(
    db: Db,
    events: Sequence[Heard],
    load: Callable[[Db, Sequence[Heard]], Awaitable[Known]],
    fold: Callable[[Heard, Known], Sequence[Step[Shipment, Said]] | Wait],
) -> list[tuple[Said, ...] | Wait]:
    """What each message makes of the shipments that it is about; ``fold`` gives those that changed."""
    known = await load(db, events)
    folded = [fold(event, known) for event in events]
    await store.save(db, [step.document for steps in folded if not isinstance(steps, NotReady) for step in steps])
    return [one if isinstance(one, NotReady) else tuple(e for step in one for e in step.events) for one in folded]


async def command(
    db: Db, commands: Sequence[Asked], do: Callable[[Shipment, Asked], Step[Shipment, Said] | Refusal]
) -> list[Answer[Said] | Refusal]:
    """What each command makes of its shipment, as people see it then; of one that does nothing, nothing is saved."""
    return await _do(db, commands, await store.load(db, [asked.shipment_id for asked in commands]), do)


async def command_to_leave(
    db: Db, commands: Sequence[Asked], do: Callable[[Shipment, Asked, Tariff], Step[Shipment, Said] | Refusal]
) -> list[Answer[Said] | Refusal]:
    """Commands for which it counts what transports cost."""
    shipments, tariff = await store.load_to_leave(db, [asked.shipment_id for asked in commands])
    return await _do(db, commands, shipments, lambda shipment, asked: do(shipment, asked, tariff))


async def command_in_turn(
    db: Db,
    commands: Sequence[Call],
    loaded: Sequence[Shipment],
    do: Callable[[Mapping[UUID, Shipment], Call], Step[Shipment, Said] | Refusal],
) -> list[Answer[Said] | Refusal]:
    """Commands of which several may be about one shipment: each sees what those before it made of it."""
    now = {shipment.shipment_id: shipment for shipment in loaded}
    answers: list[Answer[Said] | Refusal] = []
    for asked in commands:
        step = do(now, asked)
        if isinstance(step, Step):
            now[step.document.shipment_id] = step.document
        answers.append(Answer(state_of(step.document), step.events) if isinstance(step, Step) else step)
    await store.save(db, [now[one.shipment_id] for one in loaded if now[one.shipment_id] != one])
    return answers


async def _do(
    db: Db,
    commands: Sequence[Asked],
    loaded: store.Loaded,
    do: Callable[[Shipment, Asked], Step[Shipment, Said] | Refusal],
) -> list[Answer[Said] | Refusal]:
    found = [(asked, loaded.get(asked.shipment_id)) for asked in commands]
    done = [do(s, asked) if s else NotFound(what="shipment", id=asked.shipment_id) for asked, s in found]
    await store.save(db, [step.document for step in done if isinstance(step, Step) and step.events])
    return [Answer(state_of(step.document), step.events) if isinstance(step, Step) else step for step in done]
