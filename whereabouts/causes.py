"""Each cause: whose it is, and what to do next."""

from __future__ import annotations

from contracts.catalogue import DEPARTMENTS, EVENTS
from contracts.texts import Text, said
from whereabouts.acts import act
from whereabouts.links import Cause
from whereabouts.words import whom

SENDER = Text("whoever sent the order")
OWNERS: dict[Cause, Text] = {
    "unknown_name": Text("whoever asks"),
    "no_order": Text("nobody"),
    "topic_blocked": Text("ops (Kafka's topics and rights)"),
    "kafka_unreachable": Text("ops (Kafka)"),
    "database_away": Text("ops (PostgreSQL)"),
    "contract_mismatch": Text("the department that said it, and ops"),
    "done": Text("nobody"),
    "on_its_way": Text("nobody"),
}
NEXT: dict[Cause, Text] = {
    "unknown_name": Text("look at the sender's answer (HTTP 4xx) and at sales' dead letters: gendan stuck"),
    "no_order": Text("nothing to do for an order"),
    "outbox_waiting": Text("see who holds the relay's lease; end that session or restart {where}"),
    "relay_down": Text("read the log of {where} and restart it; the outbox keeps what waits"),
    "topic_blocked": Text("make the topic or grant the right: gendan contracts topics --bootstrap HOST:PORT"),
    "kafka_unreachable": Text("bring Kafka back; nothing is lost, the outbox and the offsets go on by themselves"),
    "not_fetched_group_empty": Text("restart {where}; its consumer holds no partition"),
    "not_fetched_rebalancing": Text(
        "wait for the group; if it stays so, look for replicas of {where} that come and go"
    ),
    "not_fetched_lagging": Text("add replicas of {where}, or wait until it has caught up"),
    "consumer_paused": Text("mend what the log of {where} names; it goes on by itself"),
    "in_handler": Text("end the blocking database session of {where}, or restart {where}"),
    "parked_for_retry": Text("it is tried again by itself"),
    "behind_parked": Text("help the message before it, which the groups of {where} name: gendan stuck"),
    "dead_letter": Text("gendan replay --consumer {consumer} {which} --preview"),
    "contract_mismatch": Text("gendan replay --consumer {consumer} {which} --preview  # and mend who said it"),
    "gap": Text("find the missing message, or accept the hole with a reason (skip) at {where}"),
    "not_ready": Text("see who should say what it waits for; it is tried again by itself"),
    "waiting_for_department": Text("{act}"),
    "waiting_for_person": Text("{act}"),
    "waiting_for_outside": Text("when it is done, record it: {act}"),
    "timer_overdue": Text("restart {where}: its timers do not run"),
    "database_away": Text(
        "if the database of {where} is away still, bring it back; within seconds it goes on by itself"
    ),
    "service_silent": Text("start {where}, or see why it does not answer"),
    "on_its_way": Text("nothing to do"),
    "done": Text("nothing to do"),
}


def outside_of(topic: str) -> str | None:
    """Who outside the company must act before a department can say the event, by what is promised of it."""
    promises = (promise for event in EVENTS.values() for promise in event.then if promise.of[0] == topic)
    return next((promise.outside for promise in promises if promise.outside), None)


def owner_of(cause: Cause, where: str, topic: str = "") -> str:
    """Who must act."""
    if cause == "contract_mismatch" and topic in EVENTS and EVENTS[topic].said_by not in DEPARTMENTS:
        return said(SENDER)
    return said(OWNERS.get(cause) or Text("ops ({where})", where=whom(where)))


def next_command(cause: Cause, where: str, which: str = "", topic: str = "") -> str:
    """What to do next; commands of gendan in full. ``which`` chooses the messages, ``topic`` is the event awaited."""
    told = {"where": whom(where), "consumer": where, "which": which, "act": act(topic, where)}
    return said(Text(NEXT[cause].line, **told))
