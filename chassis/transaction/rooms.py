"""How a house's rooms are called: in rounds of one message per key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from opentelemetry.trace import Span

from chassis.handling import Db, Handler, House, NotReady, Outcome, events_of
from chassis.messages.envelope import Message
from chassis.messages.parking import Parking
from chassis.messages.rounds import rounds
from chassis.messages.why import BEHIND, EITHER, NOT_READY
from chassis.opened import close, lying_open, works_on_opened
from chassis.telemetry import spans
from chassis.transaction.unit_of_work import UnitOfWork
from contracts.event import Event


class Rooms:
    """The rooms of one house, by what they handle."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._groups = [
            (frozenset(types), handlers)
            for handlers, types in groupby(house.handles, key=lambda event_type: house.handles[event_type])
        ]

    async def handle(self, db: Db, messages: Sequence[Message]) -> UnitOfWork:
        """Give the messages to the rooms, each with its span."""
        with spans.processing(self.house.name, messages) as begun:
            if self.house.hold and len(messages) > 1:
                await self.house.hold(db, [message.event for message in messages])
            async with lying_open(db, [m.event for m in messages if self._works_on_opened(m)]):
                work = await self._take_turns(db, messages, begun)
            spans.put_aside(self.house.name, begun, work.parked)
            return work

    def _works_on_opened(self, message: Message) -> bool:
        return all(map(works_on_opened, self.house.handles[type(message.event)]))

    async def outcome_of(self, db: Db, message: Message) -> list[Event] | str:
        """What the rooms answer to one message, or for what they wait; nothing is written but by them."""
        ((_, outcome),) = await self._call(db, [message])
        return outcome.reason if isinstance(outcome, Parking) else outcome

    async def _take_turns(self, db: Db, messages: Sequence[Message], begun: Mapping[UUID, Span]) -> UnitOfWork:
        work, waiting = UnitOfWork(), set[tuple[str, str]]()
        for turn in rounds(m.key for m in messages):
            going = []
            for message in (messages[i] for i in turn):
                if (message.topic, message.key) in waiting:
                    work.parked.append(Parking(message, "behind", BEHIND.line))
                else:
                    going.append(message)
            for message, outcome in await self._call(db, going):
                if isinstance(outcome, Parking):
                    waiting.add((message.topic, message.key))
                    work.parked.append(outcome)
                else:
                    work.handle(message, outcome, spans.traceparent(begun[message.id]))
        return work

    async def _call(self, db: Db, batch: Sequence[Message]) -> list[tuple[Message, Parking | list[Event]]]:
        """Call every room that handles these messages, types in the order of HANDLES."""
        results: list[tuple[Message, Parking | list[Event]]] = []
        for types, handlers in self._groups:
            ours = [message for message in batch if type(message.event) in types]
            if not ours:
                continue
            rooms = [await call(handler, db, [m.event for m in ours]) for handler in handlers]
            results += zip(ours, map(_joined, ours, zip(*rooms, strict=True)), strict=True)
        return results


async def call(handler: Handler, db: Db, events: list[Any]) -> Sequence[Outcome]:
    """A handler's outcomes; RuntimeError when there is not one per message."""
    if not works_on_opened(handler):
        await close(db)
    outcomes = await handler(db, events)
    if len(outcomes) != len(events):
        raise RuntimeError(
            f"{handler.__module__}.{handler.__name__} answered {len(outcomes)} of {len(events)} messages"
        )
    return outcomes


def _joined(message: Message, outcomes: Sequence[Outcome]) -> Parking | list[Event]:
    """What all rooms answer to one message. RuntimeError when one waits and another has done its part already."""
    waits = [outcome for outcome in outcomes if isinstance(outcome, NotReady)]
    if not waits:
        return [event for outcome in outcomes for event in events_of(outcome)]
    if len(outcomes) > 1:
        raise RuntimeError(f"{message.topic} is handled by several rooms: none of them may answer NotReady")
    wait = waits[0]
    reason = NOT_READY.line.format(topics=EITHER.join(event.topic for event in wait.of), key=wait.key)
    return Parking(message, "not_ready", reason, wait.of, wait.key)
