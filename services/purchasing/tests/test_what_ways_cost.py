"""What a substitute or a faster supplier costs the company is told as a difference to those who may see it (SAL-10)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from contracts.money import Money
from services.purchasing.alternatives.rules import In, price_of, supplier_cost
from services.purchasing.purchases.rules.backup import Backup
from services.purchasing.tests.made import TODAY, eur, offer, order_id
from services.purchasing.tests.test_api import Ask
from services.purchasing.tests.test_by_number import NUMBER, ask, pool, purchase
from services.purchasing.tests.test_doors import ahead
from services.purchasing.tests.test_handlers import sells
from tests.needs import needs

__all__ = ["ask", "pool", "purchase"]
pytestmark = needs("SAL-10")
TOLD = In("USD", {"EUR": Decimal(8), "USD": Decimal(7)})


def test_a_difference_is_told_in_the_orders_currency_and_not_where_a_rate_lacks() -> None:
    assert TOLD.difference(eur("100"), eur("135")) == Money(amount=Decimal("40.00"), currency="USD")
    assert TOLD.difference(eur("135"), eur("100")) == Money(amount=Decimal("-40.00"), currency="USD")
    assert TOLD.difference(eur("1"), Money(amount=Decimal(1), currency="CHF")) is None
    assert In("CHF", TOLD.values).difference(eur("1"), eur("2")) is None


def test_the_price_is_of_the_first_who_sells_so_much_today() -> None:
    gone = replace(offer("S-1"), available=False)
    over = replace(offer("S-2"), valid_until=TODAY - timedelta(days=1))
    large = replace(offer("S-3"), minimum=Decimal(100))
    assert price_of([gone, over, large, offer("S-4", asks="12")], Decimal(10), TODAY) == eur("120")
    assert price_of([gone, over, large], Decimal(10), TODAY) is None


def test_a_faster_supplier_costs_the_difference_to_the_one_who_has_it() -> None:
    found = Backup("S-2", TODAY, eur("114"), TODAY + timedelta(days=9), eur("100"))
    told = supplier_cost("bolt", "PO-1", found, TOLD)
    assert (told.days_sooner, told.costs_more) == (9, Money(amount=Decimal("16.00"), currency="USD"))
    assert supplier_cost("bolt", "PO-1", replace(found, here_on=None), TOLD).days_sooner is None


async def test_a_late_purchase_of_an_order_is_told_with_who_brings_it_sooner(
    ask: Ask, purchase: Any, pool: asyncpg.Pool
) -> None:
    path = f"/orders/{order_id(1)}/supplier-costs?currency=EUR"
    assert (await ask("GET", path, role="merchandiser")).json()["items"] == []
    async with pool.acquire() as db:
        await sells(db, ("bolt", offer("S-2", 2, asks="11", lead_days=2)))
    await ask("POST", f"/purchases/{NUMBER}/confirm", {"promised_on": ahead(5)})
    await ask("POST", f"/purchases/{NUMBER}/delay", {"promised_on": ahead(20), "reason": "罢工"})
    (told,) = (await ask("GET", path, role="merchandiser")).json()["items"]
    later = (clock.today() + timedelta(days=20)) - (clock.today() + timedelta(days=2))
    assert (told["item"], told["days_sooner"]) == ("bolt", later.days)
    assert told["costs_more"] == {"amount": "10.00", "currency": "EUR"}


async def test_a_substitute_costs_what_it_is_dearer_to_buy(ask: Ask, pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db:
        await sells(db, ("bolt", offer()), ("screw", offer(asks="12.50")))
    path = "/items/bolt/substitutes/screw/cost?quantity=4&currency=EUR"
    told = (await ask("GET", path, role="merchandiser")).json()
    assert told["costs_more"] == {"amount": "10.00", "currency": "EUR"}
    unknown = (await ask("GET", "/items/bolt/substitutes/nail/cost?quantity=4", role="sales manager")).json()
    assert unknown["costs_more"] is None


@needs("ALL-3")
@pytest.mark.parametrize("role", ["customer", "supplier", "carrier", "storekeeper", "customer service"])
async def test_nobody_else_is_told_what_it_costs(ask: Ask, role: str) -> None:
    paths = ("/items/bolt/substitutes/screw/cost?quantity=4", f"/orders/{order_id(1)}/supplier-costs")
    assert [(await ask("GET", path, role=role)).status_code for path in paths] == [403, 403]
