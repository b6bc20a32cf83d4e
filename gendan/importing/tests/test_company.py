"""The sample trading house."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from examples import make_company
from gendan.importing import run_import
from world.tests.counters import Counters

CHECKOUT = Path(__file__).parents[3]
COMPANY = CHECKOUT / "examples/company"


@pytest.fixture(scope="module")
async def orders() -> list[dict[str, Any]]:
    """All its orders, as sales gets them."""
    counters = Counters()
    async with counters.api() as api:
        report = await run_import(
            COMPANY, CHECKOUT / "examples/mappings/company.toml", api, today=date(2026, 1, 5), arrive=True
        )
    assert report.faults == []
    assert report.taken == Counter(
        people=20, customers=25, items=40, suppliers=12, carriers=4, offers=84, stock=40, rates=54, orders=200
    )
    return [body for body in counters.bodies("sales") if "customer_po" in body]


def test_what_is_made_is_always_the_same() -> None:
    made = make_company.company()
    assert made == {name: (COMPANY / name).read_text(encoding="utf-8") for name in made}


def test_some_orders_are_incomplete(orders: list[dict[str, Any]]) -> None:
    assert len([order for order in orders if incomplete(order)]) in range(5, 20)


def incomplete(order: dict[str, Any]) -> bool:
    lines_lack = any(not {"item", "quantity", "unit_price"} <= line.keys() for line in order["lines"])
    return lines_lack or not {"deliver_to", "wanted", "terms"} <= order.keys()


def test_orders_are_in_the_customers_currency(orders: list[dict[str, Any]]) -> None:
    assert {order["currency"] for order in orders} == {"CNY", "USD"}
    assert all(price_currencies(order) <= {order["currency"]} for order in orders)


def price_currencies(order: dict[str, Any]) -> set[str]:
    return {line["unit_price"]["currency"] for line in order["lines"] if "unit_price" in line}


def test_a_share_of_the_customers_pays_in_advance(orders: list[dict[str, Any]]) -> None:
    shares = Counter(order["terms"].get("advance_share") for order in orders)
    assert set(shares) == {None, "0.3", "0.5"}


def test_some_lines_are_larger_than_the_stock(orders: list[dict[str, Any]]) -> None:
    stock = {item["item"]: int(item["stock"]) for item in make_company.read("items")}
    larger = [
        line for order in orders for line in order["lines"] if float(line.get("quantity", 0)) > stock[line["item"]]
    ]
    assert len(larger) >= 10
