"""The whole Northwind data set."""

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gendan.importing import ImportReport, run_import
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("ALL-7")

CHECKOUT = Path(__file__).parents[3]
DATA = Path(os.environ.get("GENDAN_DATA", CHECKOUT.parent / "shared" / "data")) / "northwind"
TODAY = date(2026, 1, 5)


@pytest.fixture
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"NOT TESTED: there is no {DATA}; GENDAN_DATA names the folder that holds northwind/")
    return DATA


async def imported(data: Path, counters: Counters, *, arrive: bool) -> ImportReport:
    async with counters.api() as api:
        return await run_import(data, CHECKOUT / "examples/mappings/northwind.toml", api, today=TODAY, arrive=arrive)


async def test_all_of_it_is_taken(data: Path) -> None:
    report = await imported(data, Counters(), arrive=True)
    assert report.faults == []
    assert report.taken == Counter(
        people=9, customers=91, items=77, suppliers=29, carriers=3, offers=77, stock=77, rates=126, orders=830
    )


async def test_the_first_order_comes_today_and_the_last_after_671_days(data: Path) -> None:
    report = await imported(data, Counters(), arrive=False)
    assert len(report.arrivals) == 830
    assert report.arrivals[0].on == TODAY
    assert (report.arrivals[-1].on - TODAY).days == 671


async def test_no_money_is_lost_by_the_discounts(data: Path) -> None:
    counters = Counters()
    await imported(data, counters, arrive=True)
    orders = [body for body in counters.bodies("sales") if "customer_po" in body]
    assert sum(map(net, orders), Decimal(0)).quantize(Decimal("0.01")) == Decimal("1265793.04")
    assert sum(len(order["lines"]) for order in orders) == 2155


def net(order: dict[str, object]) -> Decimal:
    lines = order["lines"]
    assert isinstance(lines, list)
    gross = sum((Decimal(one["quantity"]) * Decimal(one["unit_price"]["amount"]) for one in lines), Decimal(0))
    return gross * (1 - Decimal(str(order.get("discount", 0))))
