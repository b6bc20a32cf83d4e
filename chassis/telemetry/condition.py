"""How a department's own process is just now: what nobody else can know when an order is stuck."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from chassis import clock
from chassis.telemetry.consuming import Client, Consuming, ages_s, consuming
from chassis.telemetry.faults import Fault, fault_of
from chassis.telemetry.trouble import Trouble

Doing = Literal[
    "joins its group",
    "waits for messages",
    "handles",
    "paused",
    "sends",
    "waits for events",
    "looks",
    "tries again",
    "has stopped",
]
"""What a part of a department is at: the consumer, the relay, or one that looks from time to time."""

ATTEMPTS: frozenset[Doing] = frozenset({"joins its group", "sends"})
"""What a part does that may fail yet: it is no sign that it is well again."""
STOPPED = "it runs no more"
FRESH_S = 4.0
"""Kafka answers two fetches a second and more; after so long without an answer it is away."""


@dataclass(frozen=True)
class State:
    """What a part does, since when (real time, UTC); where it is not as it should be, why, and where the fault lies."""

    doing: Doing
    since: datetime
    reason: str = ""
    fault: Fault = ""


@dataclass
class Condition:
    """The parts of one running department; each writes down what it does, and when it was last well."""

    refusing: Callable[[], Mapping[str, str]] = dict
    """Topics, and streams ("topic key"), that Kafka refuses, with its reason."""
    reach: Callable[[], Awaitable[bool]] | None = None
    """Whether Kafka answers a new connection."""
    states: dict[str, State] = field(default_factory=dict)
    well: dict[str, datetime] = field(default_factory=dict)
    client: Client | None = None
    """Of the consumer as it is now: another one after each that was built anew, none between them."""
    in_hand: Sequence[Any] = ()
    """The Kafka records of the poll that is being handled, or that comes again because it could not be."""
    troubles: dict[str, Trouble] = field(default_factory=dict)
    """The parts that fail, until they are well again."""

    def does(self, part: str, doing: Doing, failure: BaseException | None = None) -> None:
        """Keep what a part does, and what made it do so; as long as it stays the same, ``since`` stays."""
        now, before = clock.real_now(), self.states.get(part)
        stopped = doing == "has stopped"
        reason = repr(failure) if failure else STOPPED if stopped else ""
        if before is None or (before.doing, before.reason) != (doing, reason):
            self.states[part] = State(doing, now, reason, fault_of(failure) if failure else "")
        if not failure and not stopped:
            self.well[part] = now
            if doing not in ATTEMPTS and (trouble := self.troubles.pop(part, None)):
                trouble.ends()

    def fails(self, part: str, service: str, fault: Exception, after_s: float) -> None:
        """Tell that a part fails by what passes, as often as is of use."""
        self.troubles.setdefault(part, Trouble(service, part)).fails(fault, after_s)

    async def told(self) -> dict[str, Any]:
        """For ``/ops``: parts, what Kafka refuses, how far the consumer is; where that is silent, Kafka is asked."""
        parts = {name: {**asdict(s), "well_at": self.well.get(name)} for name, s in self.states.items()}
        consuming = await self.consuming()
        silent = consuming.answered_s is None or consuming.answered_s >= FRESH_S
        answers = await self.reach() if silent and self.reach else None
        told = {"refusing": dict(self.refusing()), "consuming": asdict(consuming), "kafka_answers": answers}
        return {"parts": parts, **told}

    async def has_heard_all(self) -> bool:
        """Whether everything that Kafka had for this department a moment ago is fetched and handled."""
        return await self.heard_until() is not None

    async def heard_until(self) -> datetime | None:
        """The business time until which all is heard that was on Kafka; None when that is not known.

        What Kafka got after its oldest answer may be anything: nobody may be judged by it.
        """
        now, consuming, state = clock.now(), await self.consuming(), self.states.get("consumer")
        handled = state is not None and state.doing == "waits for messages"
        answered_s = consuming.all_answered_s
        if not handled or consuming.behind != 0 or answered_s is None or answered_s >= FRESH_S:
            return None
        return now - clock.in_real_seconds(answered_s)

    def unanswered_s(self) -> float | None:
        """Real seconds since Kafka last answered about any partition assigned; None when none is assigned."""
        ages = ages_s(self.client, self.client.assignment()) if self.client else []
        return min((age for age in ages if age is not None), default=None)

    async def consuming(self) -> Consuming:
        """How far the consumer is."""
        return await consuming(self.client) if self.client else Consuming()
