"""Each cause: whose it is, and what to do next."""

from __future__ import annotations

from contracts.catalogue import DEPARTMENTS, EVENTS
from whereabouts.acts import act
from whereabouts.links import Cause

SENDER = "whoever sent the order"
OWNERS: dict[Cause, str] = {
    "unknown_name": "whoever asks",
    "no_order": "nobody",
    "topic_blocked": "ops (Kafka's topics and rights)",
    "kafka_unreachable": "ops (Kafka)",
    "database_away": "ops (PostgreSQL)",
    "contract_mismatch": "the department that said it, and ops",
    "done": "nobody",
    "on_its_way": "nobody",
}
NEXT: dict[Cause, str] = {
    "unknown_name": "look at the sender's answer (HTTP 4xx) and at sales' dead letters: gendan stuck",
    "no_order": "nothing to do for an order",
    "outbox_waiting": "see who holds the relay's lease; end that session or restart {where}",
    "relay_down": "read the log of {where} and restart it; the outbox keeps what waits",
    "topic_blocked": "make the topic or grant the right: gendan contracts topics --bootstrap HOST:PORT",
    "kafka_unreachable": "bring Kafka back; nothing is lost, the outbox and the offsets go on by themselves",
    "not_fetched_group_empty": "restart {where}; its consumer holds no partition",
    "not_fetched_rebalancing": "wait for the group; if it stays so, look for replicas of {where} that come and go",
    "not_fetched_lagging": "add replicas of {where}, or wait until it has caught up",
    "consumer_paused": "mend what the log of {where} names; it goes on by itself",
    "in_handler": "end the blocking database session of {where}, or restart {where}",
    "parked_for_retry": "it is tried again by itself",
    "behind_parked": "help the message before it, which the groups of {where} name: gendan stuck",
    "dead_letter": "gendan replay --consumer {where} {which} --preview",
    "contract_mismatch": "gendan replay --consumer {where} {which} --preview  # and mend who said it",
    "gap": "find the missing message, or accept the hole with a reason (skip) at {where}",
    "not_ready": "see who should say what it waits for; it is tried again by itself",
    "waiting_for_department": "{act}",
    "waiting_for_person": "{act}",
    "waiting_for_outside": "when it is done, record it: {act}",
    "timer_overdue": "restart {where}: its timers do not run",
    "database_away": "if the database of {where} is away still, bring it back; within seconds it goes on by itself",
    "service_silent": "start {where}, or see why it does not answer",
    "on_its_way": "nothing to do",
    "done": "nothing to do",
}


def outside_of(topic: str) -> str | None:
    """Who outside the company must act before a department can say the event, by what is promised of it."""
    promises = (promise for event in EVENTS.values() for promise in event.then if promise.of[0] == topic)
    return next((promise.outside for promise in promises if promise.outside), None)


def owner_of(cause: Cause, where: str, topic: str = "") -> str:
    """Who must act."""
    if cause == "contract_mismatch" and topic in EVENTS and EVENTS[topic].said_by not in DEPARTMENTS:
        return SENDER
    return OWNERS.get(cause, f"ops ({where})")


def next_command(cause: Cause, where: str, which: str = "", topic: str = "") -> str:
    """What to do next; commands of gendan in full. ``which`` chooses the messages, ``topic`` is the event awaited."""
    return NEXT[cause].format(where=where, which=which, act=act(topic, where))
