"""What one transaction did, and what it leaves behind: facts, parked messages, events for the relay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chassis import clock
from chassis.handling import Db
from chassis.ids import new_id
from chassis.messages import parking
from chassis.messages.envelope import Message
from chassis.messages.event_log import Fact, Kind, write_facts
from chassis.messages.outbox import Saying, put_in_outbox
from chassis.messages.parking import Parking
from chassis.telemetry import metrics
from contracts.event import Event


@dataclass
class Work:
    """What one transaction did."""

    handled: list[Message] = field(default_factory=list)
    parked: list[Parking] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    woke: bool = False

    def handle(self, message: Message, events: Sequence[Event], trace: str | None) -> None:
        """A message had its effect, and these events come of it."""
        self.handled.append(message)
        self.note("heard", message.event.orders, message.topic, message.id, trace=trace)
        self.say(events, message.id, trace)

    def say(self, events: Sequence[Event], cause: UUID, trace: str | None) -> None:
        for event in events:
            saying = Saying(new_id(), event, cause, trace)
            self.sayings.append(saying)
            self.note("said", event.orders, event.topic, saying.id, cause, trace)

    def note(
        self,
        kind: Kind,
        orders: Sequence[UUID],
        topic: str,
        message_id: UUID,
        cause: UUID | None = None,
        trace: str | None = None,
        note: str | None = None,
    ) -> None:
        self.facts.extend(Fact(order, kind, topic, message_id, cause, trace, note) for order in orders)

    async def settle(self, db: Db, department: str) -> None:
        """Write all of it, in at most four statements, the outbox last."""
        at = clock.now()
        await parking.park(db, department, self.parked)
        self.woke = await parking.wake(db, self.handled)
        for p in self.parked:
            if isinstance(p.message, Message):
                self.note("parked", p.message.event.orders, p.message.topic, p.message.id, note=p.reason)
        await write_facts(db, self.facts, at)
        await put_in_outbox(db, self.sayings, at)

    def count(self, department: str) -> None:
        """After the commit, for ``/metrics`` and the log."""
        heard = Counter((m.topic, "handled") for m in self.handled)
        heard.update((p.message.topic, p.why) for p in self.parked)
        for (topic, outcome), count in heard.items():
            metrics.HEARD.labels(department, topic, outcome).inc(count)
        for topic, count in Counter(saying.event.topic for saying in self.sayings).items():
            metrics.SAID.labels(department, topic).inc(count)
        metrics.tell_parked(department, self.parked)
