"""An order is found by each number that any paper of its story bears (ALL-1); a purchase for the shelf is no order."""

from collections.abc import AsyncIterator
from itertools import chain

import pytest
from aiokafka import AIOKafkaProducer

from chassis import clock
from chassis.ids import new_id
from chassis.messages.envelope import headers_of
from gendan.replay import Ask, replay
from gendan.why.ask import ask
from gendan.why.cli import story_of, what_is_stuck
from gendan.why.story import as_text, contents, told
from gendan.why.words import PHRASES
from tests.integration.bodies import CUSTOMER
from tests.integration.company import Company
from tests.integration.order import Order
from tests.integration.test_an_order_by_event_is_taken_and_bad_bytes_beside_it_are_put_aside import send
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within
from whereabouts.asking import order_of
from whereabouts.picture import Picture, Silent
from whereabouts.timeline import timeline
from whereabouts.verdict import Verdict, verdict

pytestmark = needs("ALL-1")


async def test_every_number_of_the_story_finds_the_order(company: Company, trade: Trade) -> None:
    order = await bought_and_closed(trade)
    for number in await numbers_of(order):
        answers = await ask(urls(company), token(company), number)
        assert str(order_of(answers)) == order.id, (number, answers)


async def test_a_slip_of_the_finger_is_answered_with_the_number_that_was_meant(company: Company, trade: Trade) -> None:
    order = await trade.order({await trade.keep(10): 1})
    await order.until("dispatched")
    series, year, number = order.number.split("-")
    for slip in (
        f"{series}-{year}-{int(number)}",
        f"{series}{year}{number}",
        f"{order.number}7",
        f"S0-{year}-{number}",
    ):
        found = await why(company, slip)
        assert (found.state, found.cause, found.exit_code) == ("unknown", "unknown_name", 4)
        assert f"gendan why {order.number}" in found.next, (slip, found)


async def test_a_name_like_no_other_is_told_as_unknown(company: Company) -> None:
    found = await why(company, "no such order at all")
    assert (found.state, found.cause, found.exit_code) == ("unknown", "unknown_name", 4)


async def test_a_name_that_no_database_can_keep_is_unknown_and_no_database_is_away(company: Company) -> None:
    found = await why(company, "\0")
    assert (found.state, found.cause, found.unknown) == ("unknown", "unknown_name", ())


@pytest.mark.parametrize("name", ["EDI-3", f"{CUSTOMER}/EDI-3", "edi-3"])
async def test_an_order_that_came_by_kafka_and_broke_the_contract_is_found_by_what_it_is_called(
    company: Company, placed_badly: str, name: str
) -> None:
    found = await why(company, name)
    assert (found.state, found.cause, found.where) == ("stuck", "contract_mismatch", "sales")
    assert (found.owner, placed_badly in found.evidence[0]) == ("whoever sent the order", True)
    assert "gendan replay --consumer sales --message " in found.next


@pytest.fixture
async def placed_badly(company: Company) -> AsyncIterator[str]:
    key = f"{CUSTOMER}/EDI-3"
    async with AIOKafkaProducer(bootstrap_servers=company.settings["sales"].kafka_bootstrap_servers) as producer:
        await send(producer, company, key, b'{"reference": "EDI-3", "lines": "none"}')

    async def dead() -> bool:
        letters = [*await company.dead_letters("sales"), *await company.dead_letters("notify")]
        return [letter["key"] for letter in letters].count(key) == 2

    await within(30, dead)
    yield key
    for department in ("sales", "notify"):
        await company.pool(department).execute("DELETE FROM parked WHERE key = $1", key)


async def why(company: Company, name: str) -> Verdict:
    return verdict(await ask(urls(company), token(company), name))


@needs("NOT-2")
async def test_the_story_of_an_order_is_told_in_words_with_numbers_amounts_and_people(
    company: Company, trade: Trade
) -> None:
    order = await bought_and_closed(trade)
    answers, page = await story_of(urls(company), token(company), order.number)
    assert not isinstance(page, Silent)
    pictures = [answer for answer in answers if isinstance(answer, Picture)]
    text = {
        lang: "\n".join(as_text(told(timeline(pictures), contents(pictures, page), lang), lang)) for lang in PHRASES
    }
    (purchase,) = await order.purchases()
    for line in (
        "order received, version 1, by li.na",
        f"ordered 6 × {purchase['item']} from S-1 with {purchase['number']}",
        f"goods received 6 × {purchase['item']} with receipt GR-",
        "for INV-",
        "order closed: delivered, accepted and paid",
    ):
        assert line in text["en"], text["en"]
    assert "订单结案：已交货、验收并付清" in text["zh"], text["zh"]
    assert "payment of 100.00 USD received for INV-" in text["en"], text["en"]


async def bought_and_closed(trade: Trade) -> Order:
    order = await trade.order({await trade.keep(4): 10})
    await order.until("short")
    await order.receive(await order.confirm_purchase(), 6)
    await order.until("dispatched")
    picked_up = {"kind": "picked_up", "at": clock.now().isoformat(), "tracking": f"MAEU-{order.number}"}
    await trade.do("logistics", f"/shipments/{await order.shipment('dispatched')}/news", picked_up)
    await order.end_well()
    return order


async def numbers_of(order: Order) -> list[str]:
    """What stands on its papers: SO, the customer's PO, PO, GR, SS, OS, SH, tracking, proof, INV, the bank's line."""
    page, trade = await order.page(), order.trade
    (purchase,) = await order.purchases()
    leaving = await trade.items("logistics", "/shipments", order_id=order.id)
    slips = [s["slip_number"] for s in await trade.items("warehouse", "/shipments") if s["order_id"] == order.id]
    paid = [each["bank_reference"] for each in await trade.items("finance", "/payments", order_id=order.id)]
    receipts = [fact["receipt_number"] for fact in await said(order, "goods.received")]
    sales_slips = [fact["slip_number"] for fact in await said(order, "order.released")]
    shipped = chain.from_iterable((each["number"], each["tracking"]) for each in leaving)
    invoices = [each["number"] for each in await order.invoices()]
    own = [order.number, page["content"]["customer_po"], purchase["number"]]
    every = [*own, *slips, *paid, *receipts, *sales_slips, *shipped, *invoices]
    assert len(every) == 10
    assert all(every)
    return every


async def said(order: Order, topic: str) -> list[dict[str, str]]:
    story = await order.trade.get("notify", f"/orders/{order.id}")
    return [event["facts"] for event in story["events"] if event["topic"] == topic]


def urls(company: Company) -> dict[str, str]:
    return {name: f"http://127.0.0.1:{each.port}" for name, each in company.settings.items()}


def token(company: Company) -> str:
    return company.tokens.token("sre", ["administrator", "management"])


async def test_a_message_that_broke_its_contract_is_found_by_its_order_in_why_stuck_and_replay(
    company: Company, trade: Trade
) -> None:
    order = await trade.order({await trade.keep(10): 1})
    await order.until("dispatched")
    await put_on_kafka(company, "credit.reviewed", order.id, b'{"order_id": 7}')
    try:
        found = await why(company, order.number)
        assert (found.state, found.cause, found.where) == ("stuck", "contract_mismatch", "sales")
        groups, *_ = await what_is_stuck(urls(company), token(company))
        (group,) = [group for group in groups if group.where == "sales" and order.number in group.orders]
        assert (group.orders, group.others, group.owner) == ((order.number,), (), found.owner)
        (answer,) = await replay({"sales": urls(company)["sales"]}, token(company), Ask({"order_id": order.id}))
        assert [message["topic"] for message in answer.messages] == ["credit.reviewed"]
    finally:
        for department in ("sales", "notify"):
            await company.pool(department).execute("DELETE FROM parked WHERE key = $1", order.id)


async def put_on_kafka(company: Company, topic: str, key: str, value: bytes) -> None:
    """A record as a faulty department would write it, when all who hear it have parked it."""
    times = {"at": clock.now(), "recorded_at": clock.real_now()}
    headers = headers_of(
        message_id=new_id(), topic=topic, source="x", subject=key, sequence=99, cause_id=None, traceparent=None, **times
    )
    async with AIOKafkaProducer(bootstrap_servers=company.settings["sales"].kafka_bootstrap_servers) as producer:
        name = company.settings["sales"].topic_prefix + topic
        await producer.send_and_wait(name, value, key.encode(), headers=headers)

    async def parked() -> bool:
        both = [await company.dead_letters(department) for department in ("sales", "notify")]
        return all(key in [letter["key"] for letter in letters] for letters in both)

    await within(30, parked)
