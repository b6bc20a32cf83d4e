"""The catalogue of events and commands (ALL-2)."""

from typing import Any

import pytest

from contracts.catalogue import EVENTS
from services.notify.desk.catalogue import documents
from services.notify.desk.catalogue.schema import rows_of
from services.notify.desk.tests.conftest import Desk
from services.notify.house import HOUSE
from tests.needs import needs

pytestmark = needs("ALL-2")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_event_of_the_contracts_has_its_page(desk: Desk, language: str) -> None:
    desk.sits(language=language)
    every = (await desk.get("/catalogue")).text
    for topic, event in EVENTS.items():
        assert f'href="/desk/catalogue/{topic}"' in every
        answer = await desk.get(f"/catalogue/{topic}")
        assert answer.status_code == 200
        assert f"<code>{event.key_field}</code>" in answer.text


async def test_an_events_page_tells_who_hears_it_what_it_promises_and_how_it_looks(desk: Desk) -> None:
    text = (await desk.get("/catalogue/stock.short")).text
    for told in (
        "Purchasing", "All that the order still lacks", "Stock is short", "库存不足", "within 4 working h",
        "if it says lacks", "lacks[].quantity", "decimal", "need_version", 'AIOKafkaConsumer("stock.short"',
        "ce_causationid", "14 days", "order.confirmed",
    ):  # fmt: skip
        assert told in text, told


async def test_an_event_tells_the_commands_that_it_may_come_of(desk: Desk) -> None:
    assert "POST /api/v1/exceptions/{exception_id}/resolve" in (await desk.get("/catalogue/exception.resolved")).text


async def test_the_page_of_commands_tells_who_may_and_what_may_follow(desk: Desk) -> None:
    desk.sits("somebody", "administrator", language="zh")
    text = (await desk.get("/catalogue/commands")).text
    assert "POST /api/v1/orders/{order_id}/cancel" in text
    assert "登记收款" in text
    assert 'href="/desk/catalogue/payment.received"' in text


@needs("ALL-3")
@pytest.mark.parametrize("role", ["customer", "supplier", "carrier", "bank"])
@pytest.mark.parametrize("path", ["/catalogue", "/catalogue/commands", "/catalogue/stock.short"])
async def test_the_catalogue_is_for_those_who_work_here(desk: Desk, role: str, path: str) -> None:
    desk.sits("somebody", role)
    answer = await desk.get(path)
    assert answer.status_code == 403
    assert "stock.short" not in answer.text.partition("<main")[2]


async def test_an_event_that_nobody_knows_is_told(desk: Desk) -> None:
    assert (await desk.get("/catalogue/order.lost")).status_code == 404


def test_who_hears_an_event_is_what_the_house_itself_says() -> None:
    heard = {topic for topic, departments in documents.heard_by().items() if HOUSE.name in departments}
    assert heard == set(HOUSE.topics)


def test_the_parts_of_a_field_stand_below_it_where_they_come_first() -> None:
    part = {"title": "Lack", "properties": {"item": {"type": "string"}}, "required": ["item"]}
    field: dict[str, Any] = {"type": "array", "items": {"$ref": "#/$defs/Lack"}}
    schema = {"$defs": {"Lack": part}, "properties": {"lacks": field, "more": field}, "required": ["lacks"]}
    rows = [(row.path, row.kind, row.needed) for row in rows_of(schema)]
    assert rows == [("lacks", "Lack[]", True), ("lacks[].item", "string", True), ("more", "Lack[]", False)]


def test_marks_and_bounds_of_a_field_are_told() -> None:
    price = {"type": "string", "pattern": r"^-?\d+", "x-minimum": "0", "x-cost": True}
    (row,) = rows_of({"properties": {"price": {"anyOf": [price, {"type": "null"}]}}})
    assert (row.kind, row.bounds, row.cost, row.personal) == ("decimal | null", ("≥ 0",), True, False)
