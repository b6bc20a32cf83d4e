"""`gendan conformance`: our six pass, and a wrong finance on a real Kafka is told each of its faults by name."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.departments import DEPARTMENTS
from contracts.logistics import ShipmentDispatched
from contracts.texts import saying
from gendan.conformance.command import Asked, as_told, lines, listened
from gendan.conformance.hearing import heard
from gendan.conformance.judging import judged
from gendan.embedded import Ground
from gendan.generated import topics
from gendan.language import speaking
from tests.contracts.test_examples import EXAMPLES
from tests.integration.company import Company
from tests.integration.trade import Trade
from tests.integration.wrong_finance import WAYS, Finance, Sent
from tests.needs import needs

pytestmark = needs("ALL-2", "ALL-7")
WITHIN_S = 2.0


@pytest.fixture
async def producer(ground: Ground) -> AsyncIterator[AIOKafkaProducer]:
    async with AIOKafkaProducer(bootstrap_servers=ground.kafka) as producer:
        yield producer


async def test_each_of_our_departments_passes(company: Company, trade: Trade, ground: Ground) -> None:
    since = datetime.now(UTC)
    item = await trade.keep(100)
    person = {"name": "Li Na", "department": "sales", "roles": ["merchandiser"]}
    assert (await trade.ask("put", "notify", "/people/li.na", person, ("administrator",))).ok
    await (await trade.order({item: 10})).end_well()
    records = await heard(ground.access, company.settings["sales"].topic_prefix, since, 0)
    for department in DEPARTMENTS:
        found = judged(records, department, datetime.now(UTC), 30.0)
        assert as_told(found, department)["passes"], lines(found, department)


async def test_none_of_ours_does_twice_what_it_hears_twice(company: Company, trade: Trade, ground: Ground) -> None:
    since = datetime.now(UTC)
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.end_well()
    for department in ("sales", "warehouse", "logistics", "finance"):
        asked = Asked(ground.access, company.settings["sales"].topic_prefix, since, 2.0, 30.0, None, again=True)
        found = await listened(asked, department)
        assert found.messages, department
        assert not found.faults, lines(found, department)
    await trade.books_agree()


async def test_every_fault_of_a_wrong_finance_is_named(
    ground: Ground, topic_prefix: str, producer: AIOKafkaProducer
) -> None:
    shipments = {str(uuid4()): way for way in WAYS}
    await play(ground, topic_prefix, producer, Finance(shipments), list(shipments))
    records = await heard(ground.access, topic_prefix, None, 0)
    found = judged(records, "finance", datetime.now(UTC) + timedelta(seconds=WITHIN_S), WITHIN_S)
    assert {fault.name for fault in found.faults} == set(WAYS)
    assert len(set(WAYS)) >= 12
    with saying(speaking("zh")):
        told = as_told(found, "finance")
    assert not told["passes"]
    assert all(any("一" <= letter <= "鿿" for letter in fault["text"]) for fault in told["faults"])


async def test_a_right_finance_passes_also_where_dispatches_come_again(
    ground: Ground, topic_prefix: str, producer: AIOKafkaProducer
) -> None:
    await play(ground, topic_prefix, producer, Finance({}), [str(uuid4()) for _ in range(3)])
    found = judged(await heard(ground.access, topic_prefix, None, 0), "finance", datetime.now(UTC), 30.0)
    assert (found.faults, found.messages, found.kept) == ([], 3, 3)


async def test_what_was_heard_is_sent_once_more_and_who_answers_it_twice_is_told(
    ground: Ground, topic_prefix: str, producer: AIOKafkaProducer
) -> None:
    """A right one is still right; one that does each thing as often as it hears of it is not."""
    await play(ground, topic_prefix, producer, Finance({}), [str(uuid4()) for _ in range(2)])
    asked = Asked(ground.access, topic_prefix, None, 0, 30.0, None, again=True)
    assert (await listened(asked, "finance")).faults == []
    heard_again = await dispatches(ground, topic_prefix)
    assert [len({offset for offset, _ in of}) for of in heard_again.values()] == [2, 3]
    twice, cause = list(heard_again.values())[-1][-1][1], Finance({})
    for answer in cause.hear("never heard", twice):
        await say(producer, topic_prefix, answer)
    found = judged(await heard(ground.access, topic_prefix, None, 0), "finance", datetime.now(UTC), 30.0)
    assert {fault.name for fault in found.faults} == {"answered_again"}


async def dispatches(ground: Ground, prefix: str) -> dict[str, list[tuple[int, dict[str, object]]]]:
    """Offset and body of each dispatch, by the id of its message."""
    found: dict[str, list[tuple[int, dict[str, object]]]] = {}
    for one in await heard(ground.access, prefix, None, 0):
        if one.topic == ShipmentDispatched.topic:
            found.setdefault(one.told["ce_id"], []).append((one.offset, json.loads(one.value or b"")))
    return found


async def test_what_the_group_of_a_stand_in_did_not_read_is_a_fault(
    ground: Ground, topic_prefix: str, producer: AIOKafkaProducer
) -> None:
    await play(ground, topic_prefix, producer, Finance({}), [str(uuid4()) for _ in range(3)])
    await say(producer, topic_prefix, sent(str(uuid4()), dispatch(str(uuid4()))))
    group = f"outside-{topic_prefix}"
    asked = Asked(ground.access, topic_prefix, None, 0, 0.0, group, again=False)
    nothing = [one for one in (await listened(asked, "finance")).faults if one.name == "unheard"]
    assert [(one.at.topic, one.text.told["count"]) for one in nothing] == [(ShipmentDispatched.topic, 7)]
    await read(ground, topic_prefix, group, 6)
    (late,) = [one for one in (await listened(asked, "finance")).faults if one.name == "unheard"]
    assert (late.at.offset, late.text.told["count"]) == (6, 1)
    await read(ground, topic_prefix, group, 7)
    assert "unheard" not in {one.name for one in (await listened(asked, "finance")).faults}


async def read(ground: Ground, prefix: str, group: str, records: int) -> None:
    place = TopicPartition(prefix + ShipmentDispatched.topic, 0)
    async with AIOKafkaConsumer(bootstrap_servers=ground.kafka, group_id=group, enable_auto_commit=False) as consumer:
        consumer.assign([place])
        await consumer.commit({place: records})


async def play(ground: Ground, prefix: str, producer: AIOKafkaProducer, finance: Finance, shipments: list[str]) -> None:
    """Logistics sends each shipment and says so twice; finance hears that in the order of Kafka, and answers."""
    await topics.apply(ground.access, prefix, partitions=1)
    for message_id, body in [(str(uuid4()), dispatch(shipment)) for shipment in shipments]:
        for _ in range(2):
            await say(producer, prefix, sent(message_id, body))
    heard_from = AIOKafkaConsumer(
        prefix + ShipmentDispatched.topic, bootstrap_servers=ground.kafka, auto_offset_reset="earliest"
    )
    async with heard_from as dispatches:
        for _ in range(2 * len(shipments)):
            record = await dispatches.getone()
            for answer in finance.hear(dict(record.headers)["ce_id"].decode(), json.loads(record.value)):
                await say(producer, prefix, answer)


def dispatch(shipment: str) -> dict[str, object]:
    order = str(uuid4())
    body: dict[str, object] = json.loads((EXAMPLES / f"{ShipmentDispatched.topic}.json").read_text())
    return body | {"orders": [order], "order_id": order, "shipment_id": shipment}


def sent(message_id: str, body: dict[str, object]) -> Sent:
    headers = {"ce_specversion": "1.0", "ce_id": message_id, "ce_type": ShipmentDispatched.topic}
    headers |= {"ce_source": "/services/logistics", "ce_time": "2026-03-13T07:00:00Z"}
    return Sent(body, headers, ShipmentDispatched.topic, str(body["order_id"]))


async def say(producer: AIOKafkaProducer, prefix: str, one: Sent) -> None:
    headers = [(name, value.encode()) for name, value in one.headers.items()]
    await producer.send_and_wait(prefix + one.topic, one.bytes, key=one.key.encode(), headers=headers)
