"""Links of an order's chain that are missing: said and not sent, sent and not heard, heard and parked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from whereabouts.picture import Fact, Kind, Parked, Picture, Unsent, Why

if TYPE_CHECKING:  # to load it costs more than to ask
    from chassis.telemetry.condition import Doing

Cause = Literal[
    "unknown_name",
    "no_order",
    "outbox_waiting",
    "relay_down",
    "topic_blocked",
    "kafka_unreachable",
    "not_fetched_group_empty",
    "not_fetched_rebalancing",
    "not_fetched_lagging",
    "consumer_paused",
    "in_handler",
    "parked_for_retry",
    "behind_parked",
    "dead_letter",
    "contract_mismatch",
    "gap",
    "not_ready",
    "waiting_for_department",
    "waiting_for_person",
    "waiting_for_outside",
    "timer_overdue",
    "database_away",
    "service_silent",
    "on_its_way",
    "done",
]
GRACE_S = 5.0
"""A message is on its way for so many real seconds; a part of a process may be at one thing as long."""
LAG_LIMIT_S = 30.0
"""A department that has much to hear and goes on hearing is slow, not stuck."""
RELAY_LIMIT_S = 4.0
STANDSTILLS: dict[Doing, Cause] = {
    "paused": "consumer_paused",
    "has stopped": "not_fetched_group_empty",
    "joins its group": "not_fetched_rebalancing",
}
"""What a consumer does that explains by itself why it fetches nothing."""
PASSES: frozenset[Cause] = frozenset(
    {
        "outbox_waiting",
        "not_fetched_group_empty",
        "not_fetched_rebalancing",
        "not_fetched_lagging",
        "in_handler",
        "not_ready",
        "parked_for_retry",
        "behind_parked",
        "gap",
    }
)
"""What goes by itself when it is young."""


@dataclass(frozen=True)
class Link:
    """One missing link: ``where`` it is missing, since when (real time) and how it is known."""

    cause: Cause
    where: str
    topic: str
    message_id: UUID
    since: datetime
    age_s: float
    evidence: str
    behind: int = 0
    alike: int = 1
    awaits: frozenset[str] = frozenset()

    @property
    def fresh(self) -> bool:
        limit_s = LAG_LIMIT_S if self.cause == "not_fetched_lagging" else GRACE_S
        return self.age_s < limit_s and self.cause in PASSES


def missing(pictures: Sequence[Picture]) -> list[Link]:
    """Every missing link that the departments' answers show."""
    links: list[Link] = []
    for picture in pictures:
        links += [_unsent(picture, one) for one in picture.unsent]
        links += _unheard(picture, pictures)
        links += [_parked(picture, one) for one in picture.parked]
    return links


def _unsent(picture: Picture, one: Unsent) -> Link:
    cause, evidence = why_unsent(picture, one)
    age_s = picture.age_s(one.recorded_at)
    return Link(
        cause, picture.service, one.topic, one.message_id, one.recorded_at, age_s, evidence, one.alike - 1, one.alike
    )


def why_unsent(picture: Picture, one: Unsent) -> tuple[Cause, str]:
    """The cause, and how it is known."""
    relay, refused = picture.part("relay"), _refused(picture, one)
    if not picture.kafka_answers:
        return "kafka_unreachable", f"Kafka does not answer {picture.service}; the relay {relay.doing} {relay.reason}"
    if refused:
        return "topic_blocked", f"Kafka refuses {refused}"
    if relay.fault == "database":
        return "database_away", f"the relay of {picture.service} {relay.doing} {relay.reason}"
    if relay.fails or relay.well_at is None or picture.age_s(relay.well_at) > RELAY_LIMIT_S:
        return "relay_down", f"the relay of {picture.service} {relay.doing} {relay.reason}"
    return "outbox_waiting", f"{one.alike} events of {picture.service} wait in the outbox; the relay {relay.doing}"


def _refused(picture: Picture, one: Unsent) -> str:
    """What of it Kafka refuses, the topic or the event's own stream, and why."""
    refusing = picture.condition.refusing
    what = next((what for what in (one.topic, f"{one.topic} {one.key}") if what in refusing), "")
    return f"{what}: {refusing[what]}" if what else ""


def _unheard(picture: Picture, pictures: Sequence[Picture]) -> Iterator[Link]:
    unsent = {one.message_id for one in picture.unsent}
    for fact in picture.said:
        for hearer in pictures:
            heard = not hearer.knows or fact.topic not in hearer.hears or fact.message_id in hearer.taken
            if not heard and fact.message_id not in unsent:
                yield _not_fetched(hearer, fact, picture.age_s(fact.recorded_at))


def _not_fetched(hearer: Picture, fact: Fact, age_s: float) -> Link:
    cause, evidence = _why_unheard(hearer)
    behind = hearer.condition.consuming.behind or 1
    return Link(
        cause, hearer.service, fact.topic, fact.message_id, fact.recorded_at, age_s, evidence, behind - 1, behind
    )


def _why_unheard(hearer: Picture) -> tuple[Cause, str]:
    return _why_at_rest(hearer) or _why_not_fetched(hearer)


def _why_at_rest(hearer: Picture) -> tuple[Cause, str] | None:
    """What the consumer does explains by itself why it fetches nothing."""
    consumer = hearer.part("consumer")
    doing = _doing(hearer)
    if consumer.does("paused") and consumer.fault == "database":
        return "database_away", f"{doing}: {consumer.reason}; to whom asks now its database answers"
    if consumer.does("joins its group") and not hearer.kafka_answers:
        return "kafka_unreachable", f"{doing}, and Kafka does not answer {hearer.service}"
    for standstill, cause in STANDSTILLS.items():
        if consumer.does(standstill):
            return cause, f"{doing}: {consumer.reason}"
    if consumer.does("handles") and (hearer.blocked or hearer.age_s(consumer.since) > GRACE_S):
        return "in_handler", f"{doing} since {hearer.age_s(consumer.since):.0f} s{_blocker(hearer)}"
    return None


def _why_not_fetched(hearer: Picture) -> tuple[Cause, str]:
    consumer, consuming, doing = hearer.part("consumer"), hearer.condition.consuming, _doing(hearer)
    if consumer.fault not in ("", "kafka"):
        return "consumer_paused", f"{doing}: {consumer.reason}"
    if consumer.fault or not hearer.kafka_answers:
        anew = "; it answers a new connection" if hearer.condition.kafka_answers else ""
        return "kafka_unreachable", f"Kafka does not answer {hearer.service}{anew}; {doing} {consumer.reason}"
    if not consuming.partitions:
        return "not_fetched_group_empty", f"{doing} and holds no partition"
    if consuming.answered_s is None:
        return "not_fetched_rebalancing", f"{doing} and has fetched nothing since it joined its group"
    behind = "an unknown number of" if consuming.behind is None else consuming.behind
    return "not_fetched_lagging", f"{doing}, {behind} messages behind, holding {consuming.partitions} partitions"


def _doing(hearer: Picture) -> str:
    return f"the consumer of {hearer.service} {hearer.part('consumer').doing}"


def _blocker(hearer: Picture) -> str:
    if not hearer.blocked:
        return ""
    one = hearer.blocked[0]
    held = f"session {one.by_pid} ({one.by_name or 'unnamed'}, {one.by_state}, {one.by_s or 0:.0f} s)"
    return f"; its database session {one.pid} waits for {held}"


def _parked(picture: Picture, one: Parked) -> Link:
    evidence = f"{one.topic} of {one.key} is parked at {picture.service}: {one.reason}"
    return Link(
        _why_parked(one),
        picture.service,
        one.topic,
        one.message_id,
        one.parked_at,
        picture.age_s(one.parked_at),
        evidence,
        one.behind,
        one.alike,
        frozenset(one.awaits_topics),
    )


def _why_parked(one: Parked) -> Cause:
    cause = cause_of_parked(one.why, one.kind)
    return "parked_for_retry" if cause == "not_ready" and not one.awaits_topics else cause


def cause_of_parked(why: Why, kind: Kind) -> Cause:
    """What a message waits for, by the department's own words for it; a speaker is blamed only where they say so."""
    if why == "dead":
        return "contract_mismatch" if kind == "contract" else "dead_letter"
    if why == "behind":
        return "behind_parked"
    return "gap" if why == "gap" else "not_ready"
