"""Where the company bars it, no goods leave the country before their customs data are complete (LOG-8)."""

from collections.abc import Iterator

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.papers.company import issuer
from contracts.logistics import ShipmentDispatched
from contracts.warehouse import GoodsPacked
from services.logistics.carriers.handlers import put_rates
from services.logistics.dispatch import handlers
from services.logistics.dispatch.handlers import dispatch, find_rated, send, take_order, take_over
from services.logistics.dispatch.rules import CustomsDataLacking, Dispatch
from services.logistics.policy import Policy
from services.logistics.review.handlers import keep_weights
from services.logistics.shipment.view import ShipmentState
from services.logistics.tests.samples import confirmed, content, item, packed, rate
from services.logistics.tests.test_shipments import rated
from tests.figures import put as put_figures
from tests.needs import needs

__all__ = ["rated"]
pytestmark = needs("LOG-8")


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One that customs knows."""
    monkeypatch.setenv("GENDAN_COMPANY_ADDRESS", "88 Jiangdong Road, Ningbo")
    monkeypatch.setenv("GENDAN_COMPANY_TAX_NUMBER", "91330200TEST")
    issuer.cache_clear()
    yield
    issuer.cache_clear()


async def goods_for(db: asyncpg.Connection, country: str) -> tuple[GoodsPacked, object]:
    """Packed for a confirmed order, CFR, of an item without a code and an origin; and what is said of them."""
    await keep_weights(db, [item()])
    goods = packed(new_id())
    agreed = content(country=country).but(incoterm="CFR Hamburg")
    await take_order(db, [confirmed(goods.order_id).but(content=agreed)])
    (said,) = await take_over(db, [goods])
    return goods, said


async def test_by_rule_goods_wait_for_their_customs_data_and_leave_once_they_are_complete(
    rated: asyncpg.Connection, company: None
) -> None:
    await put_figures(rated, Policy, dispatch="automatic", customs="bar")
    goods, said = await goods_for(rated, "DE")
    assert said == ()
    assert await find_rated(rated, clock.now()) == []
    assert await send(rated, [goods.shipment_id]) == [()]
    await keep_weights(rated, [item(version=2).but(customs_code="731815", origin="CN")])
    assert await find_rated(rated, clock.now()) == [(str(goods.order_id), goods.shipment_id)]
    ((event,),) = await send(rated, [goods.shipment_id])
    assert isinstance(event, ShipmentDispatched)


async def test_goods_that_customs_data_keep_here_hold_up_no_other(
    rated: asyncpg.Connection, company: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "AT_ONCE", 1)
    await put_figures(rated, Policy, dispatch="automatic", customs="bar")
    await goods_for(rated, "DE")
    goods, said = await goods_for(rated, "CN")
    assert said == ()
    await put_rates(rated, [rate(country="CN")])
    assert await find_rated(rated, clock.now()) == [(str(goods.order_id), goods.shipment_id)]


async def test_a_clerk_is_told_all_that_customs_data_lack(rated: asyncpg.Connection, company: None) -> None:
    await put_figures(rated, Policy, dispatch="by_hand", customs="bar")
    goods, _ = await goods_for(rated, "DE")
    (refused,) = await dispatch(rated, [Dispatch(goods.shipment_id)])
    assert isinstance(refused, CustomsDataLacking)
    assert str(refused).endswith("lack: the customs code of P-1; the country that P-1 was made in.")
    await keep_weights(rated, [item(version=2).but(customs_code="731815", origin="CN")])
    assert isinstance((await dispatch(rated, [Dispatch(goods.shipment_id)]))[0], Answer)


async def test_goods_leave_without_them_where_the_company_only_warns(rated: asyncpg.Connection) -> None:
    await put_figures(rated, Policy, dispatch="automatic", customs="warn")
    _, said = await goods_for(rated, "DE")
    assert isinstance(said, tuple)
    assert [type(event) for event in said] == [ShipmentDispatched]


async def test_a_clerk_who_sends_them_is_told_what_customs_will_ask(rated: asyncpg.Connection, company: None) -> None:
    await put_figures(rated, Policy, dispatch="by_hand", customs="warn")
    goods, _ = await goods_for(rated, "DE")
    (sent,) = await dispatch(rated, [Dispatch(goods.shipment_id)])
    assert isinstance(sent, Answer)
    assert isinstance(sent.body, ShipmentState)
    assert list(map(str, sent.body.lacks)) == ["the customs code of P-1", "the country that P-1 was made in"]
