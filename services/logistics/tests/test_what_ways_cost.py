"""What other ways of carrying a late order cost the company is told to those who may see it (SAL-10)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chassis.ids import new_id
from contracts.money import Money
from services.logistics.alternatives.rules import CarriageCost, ToCarry, ways
from services.logistics.dispatch.handlers import take_order
from services.logistics.review.handlers import keep_weights
from services.logistics.shipment.rules.offers import Rate
from services.logistics.shipment.rules.transport import Tariff
from services.logistics.tests.samples import USD, confirmed, item, rate
from services.logistics.tests.test_http import Office, office
from tests.needs import needs

__all__ = ["office"]
pytestmark = needs("SAL-10")
TODAY = date(2026, 5, 4)
GOODS = ToCarry("DE", USD, TODAY + timedelta(days=40), Decimal(10))
SHIP, PLANE = rate("C-1", "sea", 30, "100"), rate("C-2", "air", 5, "300")


def told(goods: ToCarry, *rates: Rate) -> list[CarriageCost]:
    values = {"CNY": Decimal(1), USD: Decimal(7), "EUR": Decimal(8)}
    return list(ways(goods, Tariff({"DE": rates}, TODAY, "CN", values, True, Decimal(0))))


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency=USD)


def test_faster_transport_costs_the_difference_to_the_planned_one_and_a_second_shipment_its_base() -> None:
    fly, parts = told(GOODS, SHIP, PLANE)
    assert (fly.way, fly.carrier, fly.mode, fly.days_sooner) == ("express_carriage", "C-2", "air", 25)
    assert (fly.costs_more, parts.costs_more) == (usd("200.00"), usd("100.00"))
    assert (parts.way, parts.carrier, parts.days_sooner) == ("ship_in_part", "C-1", 0)


def test_an_order_that_goes_by_the_fastest_anyway_is_offered_no_faster_one() -> None:
    (parts,) = told(replace(GOODS, promised=TODAY + timedelta(days=6)), SHIP, PLANE)
    assert (parts.way, parts.carrier) == ("ship_in_part", "C-2")


def test_where_nothing_is_in_time_any_more_it_is_held_against_the_cheapest() -> None:
    fly, _ = told(replace(GOODS, promised=TODAY), SHIP, PLANE)
    assert (fly.days_sooner, fly.costs_more) == (25, usd("200.00"))


def test_it_is_told_in_the_orders_currency_where_its_rate_is_known() -> None:
    assert told(replace(GOODS, currency="EUR"), SHIP, PLANE)[0].costs_more == Money(
        amount=Decimal("175.00"), currency="EUR"
    )
    assert told(replace(GOODS, currency="CHF"), SHIP, PLANE)[0].costs_more is None


def test_where_nobody_goes_there_is_no_way() -> None:
    assert told(GOODS) == []


@needs("ALL-3")
async def test_it_is_asked_of_an_order_and_not_told_outside_the_company(office: Office) -> None:
    await office.with_rates()
    order_id = new_id()
    path = f"/orders/{order_id}/carriage-costs"
    assert (await office.ask("GET", path, role="merchandiser"))["status"] == 404
    async with office.pool.acquire() as db:
        await keep_weights(db, [item()])
        await take_order(db, [confirmed(order_id)])
    (parts,) = (await office.ask("GET", path, role="merchandiser"))["items"]
    assert (parts["way"], parts["costs_more"]) == ("ship_in_part", {"amount": "50.00", "currency": "USD"})
    for role in ("customer", "carrier", "supplier", "customer service"):
        assert (await office.ask("GET", path, role=role))["status"] == 403
