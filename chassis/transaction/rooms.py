"""How a house's rooms are called: in rounds of one message per key, and one that is not ready holds for all rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from opentelemetry.trace import Span

from chassis.handling import Db, Handler, House, NotReady, Outcome, events_of, rounds
from chassis.messages.envelope import Message
from chassis.messages.parking import Parking
from chassis.telemetry import spans
from chassis.transaction.unit_of_work import Work
from contracts.event import Event


class AgainWith(Exception):
    """One room was ready for a message and another was not: run again without it."""

    def __init__(self, parkings: dict[UUID, Parking]) -> None:
        self.parkings = parkings


class Rooms:
    """The rooms of one house, by what they hear."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._groups = [
            (frozenset(types), handlers)
            for handlers, types in groupby(house.hears, key=lambda event_type: house.hears[event_type])
        ]

    async def work(self, db: Db, messages: Sequence[Message], held: Mapping[UUID, Parking]) -> Work:
        """Give the messages to the rooms, each with its span; ``held`` are parked without asking."""
        with spans.processing(self.house.name, messages, unless=AgainWith) as begun:
            work = await self._take_turns(db, messages, held, begun)
            spans.put_aside(self.house.name, begun, work.parked)
            return work

    async def outcome_of(self, db: Db, message: Message) -> list[Event] | str:
        """What the rooms answer to one message, or for what they wait; nothing is settled."""
        try:
            ((_, outcome),) = await self._call(db, [message])
        except AgainWith as again:
            outcome = again.parkings[message.id]
        return outcome.reason if isinstance(outcome, Parking) else outcome

    async def _take_turns(
        self, db: Db, messages: Sequence[Message], held: Mapping[UUID, Parking], begun: Mapping[UUID, Span]
    ) -> Work:
        work = Work()
        blocked = {(p.message.topic, p.message.key) for p in held.values()}
        for turn in rounds(m.key for m in messages):
            going = []
            for message in (messages[i] for i in turn):
                if message.id in held:
                    work.parked.append(held[message.id])
                elif (message.topic, message.key) in blocked:
                    work.parked.append(Parking(message, "behind", "waits behind an earlier message"))
                else:
                    going.append(message)
            for message, outcome in await self._call(db, going):
                if isinstance(outcome, Parking):
                    blocked.add((message.topic, message.key))
                    work.parked.append(outcome)
                else:
                    work.handle(message, outcome, spans.traceparent(begun[message.id]))
        return work

    async def _call(self, db: Db, batch: Sequence[Message]) -> list[tuple[Message, Parking | list[Event]]]:
        """Call every room that hears these messages, types in the order of HEARS."""
        results: list[tuple[Message, Parking | list[Event]]] = []
        for types, handlers in self._groups:
            heard = [message for message in batch if type(message.event) in types]
            if not heard:
                continue
            outcomes = [await call(handler, db, [m.event for m in heard]) for handler in handlers]
            unready = _unready(heard, outcomes)
            if unready and len(handlers) > 1:
                raise AgainWith(unready)
            for position, message in enumerate(heard):
                said = [event for room in outcomes for event in events_of(room[position])]
                results.append((message, unready.get(message.id, said)))
        return results


async def call(handler: Handler, db: Db, events: list[Any]) -> Sequence[Outcome]:
    """A handler's outcomes; RuntimeError when there is not one per message."""
    outcomes = await handler(db, events)
    if len(outcomes) != len(events):
        raise RuntimeError(
            f"{handler.__module__}.{handler.__name__} answered {len(outcomes)} of {len(events)} messages"
        )
    return outcomes


def _unready(heard: Sequence[Message], rooms: Sequence[Sequence[Outcome]]) -> dict[UUID, Parking]:
    result = {}
    for room in rooms:
        for message, outcome in zip(heard, room, strict=True):
            if isinstance(outcome, NotReady):
                names = " or ".join(event.topic for event in outcome.of)
                reason = f"not ready: waits for {names} of {outcome.key}"
                result[message.id] = Parking(message, "not_ready", reason, outcome.of, outcome.key)
    return result
