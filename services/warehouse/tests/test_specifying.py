"""What a line says of its goods stands on the slip by which they are picked and packed, and its change too (SAL-9)."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from contracts.sales import OrderChanged, OrderConfirmed
from contracts.warehouse import StockReserved
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.reservation import handlers as reservation
from services.warehouse.specifying.handlers import keep_words
from services.warehouse.specifying.rules import LineWords, WordsOf, by_line, otherwise
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, item_changed, only
from tests.needs import needs

pytestmark = needs("SAL-9", "WHS-6")
RED = LineWords(line=1, item="bolt", specification="RAL 3000", process="粉末喷涂")
BLUE = RED.but(specification="RAL 5010")


def saying(event: Any, *words: tuple[str, str]) -> Any:
    """With specification and process of its lines."""
    lines = [
        line.but(specification=specification, process=process)
        for line, (specification, process) in zip(event.content.lines, words, strict=True)
    ]
    return event.but(content=event.content.but(lines=tuple(lines)))


async def packed(call: Caller, confirmed: Any, order: Order) -> None:
    await call("PUT", "/stock/bolt", {"quantity": "9"})
    await call.hear(stock.learn, item_changed("bolt"))
    await call.hear(keep_words, confirmed)
    shipment = only(StockReserved, await call.hear(reservation.reserve, confirmed)).shipment_id
    await call.hear(dispatch.take_released, order.released(shipment))


async def slip(call: Caller, order: Order) -> str:
    (paper,) = (await call("GET", f"/papers?order={order.id}")).json()["items"]
    drawn = await call("GET", f"/papers/outbound_slip/{paper['document']}.pdf")
    return "".join(PdfReader(BytesIO(drawn.content)).pages[0].extract_text().split())


async def test_the_slip_names_what_the_goods_of_each_line_are_to_be(call: Caller) -> None:
    order = Order()
    confirmed = saying(order.confirmed(bolt=5), ("RAL 3000", "粉末喷涂"))
    assert isinstance(confirmed, OrderConfirmed)
    await packed(call, confirmed, order)
    assert "specification:RAL3000;process:粉末喷涂" in await slip(call, order)


async def test_what_is_to_be_otherwise_after_it_was_packed_is_the_next_version_of_the_slip(call: Caller) -> None:
    order = Order()
    await packed(call, saying(order.confirmed(bolt=5), ("RAL 3000", "")), order)
    before = await slip(call, order)
    changed = saying(order.changed(bolt=5), ("RAL 5010", ""))
    assert isinstance(changed, OrderChanged)
    await call.hear(keep_words, changed)
    after = await slip(call, order)
    assert "Sinceversion2" not in before
    assert "specification:RAL3000" in after
    assert "Sinceversion2oftheorder,line1istobeotherwisethanitwaspacked;specification:RAL5010" in after
    assert {row["version"] for row in await call.engine.pool.fetch("SELECT version FROM paper")} == {1, 2}


async def test_an_order_that_says_nothing_more_keeps_nothing(call: Caller) -> None:
    await call.hear(keep_words, Order().confirmed(bolt=5))
    assert await call.engine.pool.fetchval("SELECT count(*) FROM line_words") == 0


def test_a_change_that_takes_words_away_is_told_too_whatever_was_heard_first() -> None:
    known = [WordsOf(version=1, lines=(RED,)), WordsOf(version=3, lines=())]
    (told,) = otherwise(known, 1, [1, 2])
    assert (told.line, told.version, told.specification, told.process) == (1, 3, "", "")
    assert by_line(known, 2) == {1: RED}
    assert by_line(known, 3) == {}


def test_a_line_that_stayed_is_not_told_and_no_later_version_is_nothing_otherwise() -> None:
    nut = RED.but(line=2, item="nut")
    known = [WordsOf(version=1, lines=(RED, nut)), WordsOf(version=2, lines=(BLUE, nut))]
    assert [one.line for one in otherwise(known, 1, [1, 2])] == [1]
    assert list(otherwise(known, 2, [1, 2])) == []
    assert list(otherwise([], 2, [1])) == []
