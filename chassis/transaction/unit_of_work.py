"""What one transaction did, and what it leaves behind: log entries, parked messages, events for the relay."""

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
from chassis.messages.event_log import Kind, LogEntry
from chassis.messages.leaving import leave_behind
from chassis.messages.outbox import NOTHING, OutboxMessage, Published
from chassis.messages.parking import Parking
from chassis.telemetry import metrics
from contracts.event import Event


@dataclass
class UnitOfWork:
    """What one transaction did; ``write`` stores all of it with the documents, or none."""

    handled: list[Message] = field(default_factory=list)
    parked: list[Parking] = field(default_factory=list)
    outbox: list[OutboxMessage] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)
    parked_due: bool = False
    """It made a parked message due."""
    published: Published = NOTHING
    """What the relay has to send after its commit."""

    def handle(self, message: Message, events: Sequence[Event], trace: str | None) -> None:
        """A message had its effect, and these events come of it."""
        self.handled.append(message)
        self.record("heard", message.event.orders, message.topic, message.id, trace=trace)
        self.publish(events, message.id, trace)

    def publish(self, events: Sequence[Event], cause: UUID, trace: str | None) -> None:
        """Events leave by the relay once this is committed."""
        for event in events:
            message = OutboxMessage(new_id(), event, cause, trace)
            self.outbox.append(message)
            self.record("said", event.orders, event.topic, message.id, cause, trace)

    def record(
        self,
        kind: Kind,
        orders: Sequence[UUID],
        topic: str,
        message_id: UUID,
        cause: UUID | None = None,
        trace: str | None = None,
        remark: str | None = None,
    ) -> None:
        """Enter it in the log of each order."""
        self.log.extend(LogEntry(order, kind, topic, message_id, cause, trace, remark) for order in orders)

    async def write(self, db: Db, department: str) -> None:
        """Write all of it, in one statement, and one more where messages are parked."""
        await parking.park(db, department, self.parked)
        for p in self.parked:
            if isinstance(p.message, Message):
                self.record("parked", p.message.event.orders, p.message.topic, p.message.id, remark=p.reason)
        self.parked_due, self.published = await leave_behind(
            db, clock.now(), handled=self.handled, log=self.log, outbox=self.outbox
        )

    def count(self, department: str) -> None:
        """After the commit, for ``/metrics`` and the log."""
        handled = Counter((m.topic, "handled") for m in self.handled)
        handled.update((p.message.topic, p.why) for p in self.parked)
        for (topic, outcome), count in handled.items():
            metrics.HEARD.labels(department, topic, outcome).inc(count)
        for topic, count in Counter(message.event.topic for message in self.outbox).items():
            metrics.SAID.labels(department, topic).inc(count)
        metrics.tell_parked(department, self.parked)
