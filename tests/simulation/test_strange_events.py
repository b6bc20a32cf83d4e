"""A bad message stops its own topic and order only: whatever any field of any event says, other orders go on (ALL-1).

Of every event, each field takes every strange value in turn, told of an order of its own after all that comes before it
in the order's story. It is refused as a dead letter, or taken. Then an order that shares customer, item, supplier and
carrier with all of them is placed, bought for, shipped, billed, accepted, paid and closed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest

from chassis import clock
from chassis.kafka.halving import DEAD_IN_A_ROW_MAX, Halving
from chassis.messages.envelope import headers_of, read
from contracts.catalogue import EVENTS
from contracts.codec import decoded
from tests.simulation.innocent import live, open_trade_of_both
from tests.simulation.outside import CUSTOMER, Outside
from tests.simulation.post import Letter
from tests.simulation.strange import UUID_LIKE, Odd, oddities

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
STORY = (
    "order.received", "stock.reviewed", "supply.reviewed", "route.reviewed", "credit.reviewed", "order.clarified",
    "order.confirmed", "advance.requested", "stock.short", "purchase.ordered", "purchase.confirmed", "goods.received",
    "stock.reserved", "order.released", "goods.packed", "shipment.dispatched", "invoice.issued", "shipment.delivered",
    "order.accepted", "payment.received",
)  # fmt: skip
"""What comes before an event in the life of an order; an event that is not here comes after all of it."""
SHARED = {"HANSA": CUSTOMER, "P-011": "bolt", "P-024": "nut", "S-07": "S-1", "EUR": "USD"}
"""What the story's order has in common with the others."""
SERVED_LAST = {'"priority": 5': '"priority": -1000000', '"partial": true': '"partial": false'}
"""The story's orders get goods after the others: an order that comes first and wants all there is gets it, rightly."""
AT_ONCE = DEAD_IN_A_ROW_MAX - 1
"""Letters of a poll: so many dead ones in a row are no outage yet."""
COUNTED_ELSEWHERE = ("cover_version",)
"""Its one writer counts it for all orders of the item, and the highest holds: who lies here speaks for the item."""


@cache
def example(topic: str) -> dict[str, Any]:
    text = (EXAMPLES / f"{topic}.json").read_text()
    for named, shared in SHARED.items():
        text = text.replace(f'"{named}"', f'"{shared}"').replace(f'"{named}/', f'"{shared}/')
    for name, served_last in SERVED_LAST.items():
        text = text.replace(name, served_last)
    told: dict[str, Any] = json.loads(text)
    return told


def retold(body: Any, number: int) -> Any:
    """The same of an order, purchase, shipment … of its own."""
    if isinstance(body, dict):
        return {name: retold(part, number) for name, part in body.items()}
    if isinstance(body, list):
        return [retold(part, number) for part in body]
    if isinstance(body, str) and UUID_LIKE.fullmatch(body):
        return str(uuid5(NAMESPACE_OID, f"{number} {body}"))
    return f"{body}-{number}" if isinstance(body, str) and body.startswith(("SO-", "PU-", "PO-")) else body


def own_key(topic: str, body: dict[str, Any], number: int) -> dict[str, Any]:
    """An event about a customer, item or person is about one of its own; an order by event has its own number."""
    field = EVENTS[topic].key_field
    if field == "reference":
        return {**body, "customer_po": f"PO-{number}", "reference": f"{body['customer']}/PO-{number}"}
    return body if str(body.get(field, "")).count("-") == 4 else {**body, field: f"OWN-{number}"}


def told(topic: str, odd: Odd, number: int) -> dict[str, Any]:
    """The strange body about something of its own, where it does not say itself what it is about."""
    return odd.body if odd.at == (EVENTS[topic].key_field,) else own_key(topic, retold(odd.body, number), number)


def letter(topic: str, body: dict[str, Any], number: int) -> Letter:
    headers = headers_of(
        message_id=uuid5(NAMESPACE_OID, f"{topic} {number}"), topic=topic, source=EVENTS[topic].said_by, subject="",
        sequence=1, at=clock.now(), recorded_at=clock.real_now(), cause_id=None, traceparent=None,
    )  # fmt: skip
    value = json.dumps(body).encode()
    unnumbered = tuple(header for header in headers if header[0] != "ce_sequence")
    return Letter(topic, 0, number, _key(topic, value), value, unnumbered)


def _key(topic: str, value: bytes) -> bytes:
    """The key that its publisher would give it; of what nobody can read, any."""
    event = EVENTS[topic]
    try:
        return decoded(event, value).key.encode()
    except ValueError:
        return b"unreadable"


def before(topic: str) -> Sequence[str]:
    return STORY[: STORY.index(topic)] if topic in STORY else STORY


def strange_letters(topic: str) -> Iterator[tuple[Odd, int]]:
    odd = [o for o in oddities(example(topic)) if not set(COUNTED_ELSEWHERE) & set(map(str, o.at))]
    yield from zip(odd, range(1, len(odd) + 1), strict=True)


async def hear(outside: Outside, letters: Sequence[Letter], topic: str) -> None:
    """Each department that hears of the topic hears of these what it hears, in polls of its own."""
    for engine in outside.company.post.engines.values():
        if topic not in engine.types:
            continue
        messages = [read(one, engine.types, "") for one in letters if one.topic in engine.types]
        if messages:
            await Halving(engine).consume(messages)


@pytest.mark.parametrize("topic", sorted(EVENTS))
async def test_whatever_an_event_says_other_orders_go_on(outside: Outside, topic: str) -> None:
    await open_trade_of_both(outside)
    strange = list(strange_letters(topic))
    for cause in before(topic):
        await hear(outside, [letter(cause, retold(example(cause), number), number) for _, number in strange], topic)
    letters = [letter(topic, told(topic, odd, number), number) for odd, number in strange]
    for first in range(0, len(letters), AT_ONCE):
        await hear(outside, letters[first : first + AT_ONCE], topic)
    await live(outside, f"after {topic}")


def test_every_event_is_made_strange_in_every_field() -> None:
    tried = Counter(topic for topic in EVENTS for _ in strange_letters(topic))
    assert min(tried.values()) > 10
    assert tried.total() > 5_000


def test_the_story_holds_events_only() -> None:
    assert set(STORY) <= set(EVENTS)
    assert isinstance(UUID(retold(example("order.confirmed"), 1)["order_id"]), UUID)
