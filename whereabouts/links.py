"""Links of an order's chain that are missing: said and not sent, sent and not heard, heard and parked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from contracts.texts import Text, Word, said
from whereabouts.picture import Fact, Kind, Parked, Picture, Unsent, Why
from whereabouts.words import event, whom

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
CONSUMER, RELAY = Word("consumer"), Word("relay")
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
    at_rest = _doing(picture, RELAY, relay.reason)
    if not picture.kafka_answers:
        return "kafka_unreachable", said(Text("{silence}; {relay}", silence=_kafka_is_silent(picture), relay=at_rest))
    if refused:
        return "topic_blocked", said(Text("Kafka refuses {refused}", refused=refused))
    if relay.fault == "database":
        return "database_away", said(at_rest)
    if relay.fails or relay.well_at is None or picture.age_s(relay.well_at) > RELAY_LIMIT_S:
        return "relay_down", said(at_rest)
    outbox = Text("{count} events of {where} wait in the outbox", count=one.alike, where=whom(picture.service))
    return "outbox_waiting", said(Text("{outbox}; {relay}", outbox=outbox, relay=at_rest))


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
    doing, why = _doing(hearer), _doing(hearer, reason=consumer.reason)
    if consumer.does("paused") and consumer.fault == "database":
        return "database_away", said(Text("{doing}; to whom asks now its database answers", doing=why))
    if consumer.does("joins its group") and not hearer.kafka_answers:
        return "kafka_unreachable", said(Text("{doing}; {silence}", doing=doing, silence=_kafka_is_silent(hearer)))
    for standstill, cause in STANDSTILLS.items():
        if consumer.does(standstill):
            return cause, said(why)
    if consumer.does("handles") and (hearer.blocked or hearer.age_s(consumer.since) > GRACE_S):
        age_s = f"{hearer.age_s(consumer.since):.0f}"
        return "in_handler", said(
            Text("{doing} since {age_s} s[; {blocker}]", doing=doing, age_s=age_s, blocker=_blocker(hearer))
        )
    return None


def _why_not_fetched(hearer: Picture) -> tuple[Cause, str]:
    consumer, consuming, doing = hearer.part("consumer"), hearer.condition.consuming, _doing(hearer)
    if consumer.fault not in ("", "kafka"):
        return "consumer_paused", said(_doing(hearer, reason=consumer.reason))
    if consumer.fault or not hearer.kafka_answers:
        why = _doing(hearer, reason=consumer.reason)
        return "kafka_unreachable", said(Text("{silence}; {doing}", silence=_kafka_is_silent(hearer), doing=why))
    if not consuming.partitions:
        return "not_fetched_group_empty", said(Text("{doing} and holds no partition", doing=doing))
    if consuming.answered_s is None:
        unfed = Text("{doing} and has fetched nothing since it joined its group", doing=doing)
        return "not_fetched_rebalancing", said(unfed)
    behind = Text("an unknown number of") if consuming.behind is None else consuming.behind
    told = {"doing": doing, "behind": behind, "partitions": consuming.partitions}
    return "not_fetched_lagging", said(
        Text("{doing}, {behind} messages behind, holding {partitions} partitions", **told)
    )


def _doing(picture: Picture, part: Word = CONSUMER, reason: str = "") -> Text:
    """What a part of a department's process does, and why."""
    told = {"part": part, "where": whom(picture.service), "doing": Word(picture.part(part.line).doing)}
    return Text("the {part} of {where} {doing}[: {reason}]", **told, reason=reason)


def _kafka_is_silent(picture: Picture) -> Text:
    silence = Text("Kafka does not answer {where}", where=whom(picture.service))
    anew = picture.condition.kafka_answers
    return Text("{silence}; it answers a new connection", silence=silence) if anew else silence


def _blocker(hearer: Picture) -> Text | None:
    if not hearer.blocked:
        return None
    one = hearer.blocked[0]
    told = {"pid": one.pid, "by": one.by_pid, "called": one.by_name, "state": one.by_state, "s": f"{one.by_s or 0:.0f}"}
    return Text("its database session {pid} waits for session {by} ([{called}, ]{state}, {s} s)", **told)


def _parked(picture: Picture, one: Parked) -> Link:
    told = {"topic": event(one.topic), "key": one.key, "where": whom(picture.service), "reason": one.reason}
    evidence = said(Text("{topic} of {key} is parked at {where}: {reason}", **told))
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
