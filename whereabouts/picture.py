"""What a department answers about one order (`/ops/orders/{name}`), or that it does not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts.texts import Word

if TYPE_CHECKING:
    from chassis.telemetry.condition import Doing

Why = Literal["not_ready", "behind", "gap", "dead"]
Kind = Literal["", "contract", "handler"]
Fault = Literal["", "kafka", "database", "other"]
"""As chassis.messages.parking and chassis.telemetry.faults have them."""
NOT_RUNNING = Word("is not running")
FRESH_S = 4.0
"""As chassis.telemetry.condition has it; to load that costs more than to ask."""


class Told(BaseModel):
    """Frozen; what a newer department tells besides is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Fact(Told):
    kind: Literal["heard", "said", "asked", "parked"]
    topic: str
    message_id: UUID
    cause_id: UUID | None = None
    at: datetime
    recorded_at: datetime
    traceparent: str | None = None
    note: str | None = None


class Parked(Told):
    """A message that waits; ``behind`` more of its stream wait for it, ``alike`` wait for the same reason."""

    topic: str
    key: str
    sequence: int | None = None
    why: Why
    kind: Kind = ""
    """Of a dead letter: it breaks its contract, or its handler failed."""
    reason: str
    tries: int = 0
    due_at: datetime | None = None
    parked_at: datetime
    message_id: UUID
    awaits_topics: tuple[str, ...] = ()
    awaits_key: str | None = None
    partition: int | None = None
    offset: int | None = None
    behind: int = 0
    alike: int = 1


class Unsent(Told):
    """An event that was said and is not in Kafka; ``alike`` events of the department wait with it."""

    topic: str
    key: str
    message_id: UUID
    recorded_at: datetime
    alike: int = 1


class Part(Told):
    """What a part of the process does, since when, and when it was last well (real time)."""

    doing: str
    since: datetime
    reason: str = ""
    fault: Fault = ""
    """Where what made it fail lies."""
    well_at: datetime | None = None

    @model_validator(mode="before")
    @classmethod
    def _fault_of_an_older_department(cls, told: Any) -> Any:
        """It tells a reason and not where the fault lies."""
        older = isinstance(told, dict) and told.get("reason") and "fault" not in told
        return {**told, "fault": "other"} if older else told

    @property
    def fails(self) -> bool:
        """It does not do its work: what it tries fails, or it has ended."""
        return bool(self.fault) or self.does("has stopped")

    def does(self, doing: Doing) -> bool:
        return self.doing == doing


class Consuming(Told):
    partitions: int = 0
    behind: int | None = None
    answered_s: float | None = None


class Condition(Told):
    parts: dict[str, Part] = Field(default_factory=dict)
    refusing: dict[str, str] = Field(default_factory=dict)
    consuming: Consuming = Consuming()
    kafka_answers: bool | None = None
    """A new connection, asked where the consumer's own is silent; None where it was not, or by an older department."""


class Blocked(Told):
    """A database session that waits, and who holds what it waits for."""

    pid: int
    by_pid: int
    by_name: str | None = None
    by_state: str | None = None
    by_s: float | None = None
    query: str = ""


class Wait(Told):
    """For whom the order waits, as a department sees it; ``due`` is business time."""

    owner: str
    what: str
    since: datetime
    due: datetime | None = None
    cause: str = ""
    reason: str = ""
    topics: tuple[str, ...] = ()
    """Any of them would end it; none where a department says in its own words what it waits for."""

    @property
    def hoped_for(self) -> str:
        """The first of the topics that would end it."""
        return self.topics[0] if self.topics else ""


class Picture(Told):
    """All that one department knows about one order."""

    service: str
    hears: frozenset[str]
    real_now: datetime
    business_now: datetime
    database: str = "ok"
    orders: tuple[UUID, ...] = ()
    known: bool = False
    """A paper of the department bears the name, even if it is about no order."""
    near: tuple[str, ...] = ()
    """Names that it knows and that differ by a slip of the finger."""
    numbers: dict[UUID, str] = Field(default_factory=dict)
    condition: Condition = Condition()
    blocked: tuple[Blocked, ...] = ()
    facts: tuple[Fact, ...] = ()
    parked: tuple[Parked, ...] = ()
    unsent: tuple[Unsent, ...] = ()
    waits: tuple[Wait, ...] = ()

    @property
    def knows(self) -> bool:
        """Its database answered."""
        return self.database == "ok"

    @property
    def kafka_answers(self) -> bool:
        """The consumer's own connection, or a new one where that has said nothing yet.

        A department that asked no new one cannot tell: Kafka is away from it when its consumer fails at Kafka.
        """
        answered_s, anew = self.condition.consuming.answered_s, self.condition.kafka_answers
        if answered_s is not None:
            return answered_s < FRESH_S
        return self.part("consumer").fault != "kafka" if anew is None else anew

    @property
    def taken(self) -> frozenset[UUID]:
        """Messages that it heard or parked."""
        heard = {fact.message_id for fact in self.facts if fact.kind in ("heard", "parked")}
        return frozenset(heard | {parked.message_id for parked in self.parked})

    @property
    def said(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind == "said")

    def age_s(self, since: datetime) -> float:
        """Real seconds since then, by this department's own clock."""
        return (self.real_now - since).total_seconds()

    def part(self, name: str) -> Part:
        return self.condition.parts.get(name) or Part(doing=NOT_RUNNING.line, since=self.real_now)


@dataclass(frozen=True)
class Silent:
    """A department that did not answer, and how."""

    service: str
    reason: str
