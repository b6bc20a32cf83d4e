"""Our records are CloudEvents: the reference implementation reads the same attributes from them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from chassis.messages.envelope import headers_of
from contracts.catalogue import EVENTS
from contracts.codec import decoded
from gendan.generated.asyncapi import HEADERS
from tests.needs import needs

pytestmark = needs("ALL-2")

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
MESSAGE, CAUSE = UUID("019cbf5b-f240-7a11-83c1-d6073666a403"), UUID("019cbf5b-f240-7a11-83c1-d6073666a404")
AT, RECORDED_AT = datetime(2026, 3, 9, 2, 15, tzinfo=UTC), datetime(2026, 3, 9, 2, 15, 1, 250000, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def record(topic: str) -> KafkaMessage:
    """The example of a topic as the relay sends it."""
    value = (EXAMPLES / f"{topic}.json").read_bytes()
    event = decoded(EVENTS[topic], value)
    headers = headers_of(
        message_id=MESSAGE,
        topic=topic,
        source=event.said_by,
        subject=event.key,
        sequence=7,
        at=AT,
        recorded_at=RECORDED_AT,
        cause_id=CAUSE,
        traceparent=TRACE,
    )
    return KafkaMessage(dict(headers), event.key, value)


@pytest.mark.parametrize("topic", sorted(EVENTS))
def test_the_reference_implementation_reads_the_same_attributes(topic: str) -> None:
    sent = record(topic)
    heard = from_binary(sent, JSONFormat())
    assert heard.get_attributes() == {
        "specversion": "1.0",
        "id": str(MESSAGE),
        "type": topic,
        "source": f"/services/{EVENTS[topic].said_by}",
        "subject": sent.key,
        "time": AT,
        "recordedtime": RECORDED_AT.isoformat(),
        "sequence": "00000000000000000007",
        "causationid": str(CAUSE),
        "datacontenttype": "application/json",
        "partitionkey": sent.key,
    }
    assert heard.get_data() == json.loads(sent.value)


def test_the_document_names_every_header_of_a_record() -> None:
    sent = set(record("order.confirmed").headers)
    assert sent == set(HEADERS["properties"])
    assert set(HEADERS["required"]) <= sent
