"""A second import tells what is known, and calls taken only what changed (WHS-1, SAL-15)."""

from pathlib import Path
from typing import Any

import pytest

from gendan.importing import ImportReport
from gendan.importing.tests.test_import import imported, write
from world.tests.counters import Counters

STOCK = """
[[table]]
target = "stock"
file = "stock.csv"
key = "item"
fields = { item = "item", quantity = "qty", reorder_point = "low", place = "place" }
"""
CUSTOMERS = """
[[table]]
target = "customers"
file = "customers.csv"
key = "c"
[table.fields]
customer = "c"
name = "name"
grade = { value = "B" }
country = { value = "DE" }
currency = { value = "EUR" }
"terms.days" = "days"
credit_limit = "limit"
merchandiser = "who"
"""
RATES = """
[[table]]
target = "rates"
file = "rates.csv"
key = ["c", "to"]
[table.fields]
carrier = "c"
mode = { value = "sea" }
country = "to"
days = { value = 30 }
base = "base"
per_kg = { value = 1 }
currency = { value = "EUR" }
co2_per_kg = { value = 0 }
reliability = { value = 1 }
"""
SHELF = {"item": "A", "on_hand": "7.000000", "reorder_point": "5", "place": "A-1", "counted": True}
KOCH = {
    "customer": "K",
    "name": "Koch",
    "grade": "B",
    "country": "DE",
    "currency": "EUR",
    "language": "de",
    "terms": {"days": 30, "advance_share": "0"},
    "credit_limit": "1000.00",
    "merchandiser": "li.na",
    "active": True,
    "version": 3,
}


async def second(folder: Path, shown: dict[str, Any], toml: str, name: str, rows: str) -> tuple[ImportReport, Counters]:
    """What an import tells a company that shows this, and asks of it."""
    counters = Counters(shown=shown)
    write(folder, name, rows)
    return await imported(folder, counters, toml), counters


@pytest.mark.needs("WHS-1")
async def test_the_same_stock_again_is_known_and_what_the_shelf_has_otherwise_is_told(tmp_path: Path) -> None:
    report, counters = await second(
        tmp_path, {"warehouse/stock": [SHELF]}, STOCK, "stock.csv", "item,qty,low,place\nA,50,5,A-1\n"
    )
    assert counters.asked == []
    told = "the file says 50, the shelf has 7; that was not taken: adjust the stock in the warehouse"
    assert report.text().splitlines() == [
        "nothing taken; 1 stock known already",
        f"stock.csv:2: A known already: {told}",
    ]


@pytest.mark.needs("WHS-1")
async def test_what_a_counted_shelf_has_as_the_file_says_is_known_without_a_word(tmp_path: Path) -> None:
    report, _ = await second(
        tmp_path, {"warehouse/stock": [SHELF]}, STOCK, "stock.csv", "item,qty,low,place\nA,7.0,5.00,A-1\n"
    )
    assert report.text() == "nothing taken; 1 stock known already"


async def test_a_new_reorder_point_is_taken_and_the_count_is_left_out(tmp_path: Path) -> None:
    report, counters = await second(
        tmp_path, {"warehouse/stock": [SHELF]}, STOCK, "stock.csv", "item,qty,low,place\nA,7,6,A-1\nB,9,1,B-1\n"
    )
    assert counters.bodies("warehouse") == [
        {"reorder_point": "6", "place": "A-1"},
        {"quantity": "9", "reorder_point": "1", "place": "B-1"},
    ]
    assert report.text().splitlines() == ["2 stock taken", "stock.csv:2: A changed: reorder_point 5 → 6"]


@pytest.mark.needs("WHS-1")
async def test_a_shelf_that_nobody_counted_yet_is_counted(tmp_path: Path) -> None:
    shelf = {**SHELF, "counted": False, "on_hand": "0"}
    report, counters = await second(
        tmp_path, {"warehouse/stock": [shelf]}, STOCK, "stock.csv", "item,qty,low,place\nA,50,5,A-1\n"
    )
    assert (report.taken["stock"], counters.bodies("warehouse")[0]["quantity"]) == (1, "50")


HEADER = "c,name,days,limit,who\n"


@pytest.mark.needs("SAL-15")
async def test_a_customer_that_is_as_the_file_says_is_known(tmp_path: Path) -> None:
    report, counters = await second(
        tmp_path, {"sales/customers/K": KOCH}, CUSTOMERS, "customers.csv", HEADER + "K,Koch,30,1000,li.na\n"
    )
    assert (report.text(), counters.asked) == ("nothing taken; 1 customers known already", [])


@pytest.mark.needs("SAL-15")
async def test_a_corrected_customer_is_taken_and_told(tmp_path: Path) -> None:
    report, counters = await second(
        tmp_path,
        {"sales/customers/K": KOCH},
        CUSTOMERS,
        "customers.csv",
        HEADER + "K,Koch,45,1000,li.na\nN,Neu,30,10,li.na\n",
    )
    assert len(counters.asked) == 2
    assert report.text().splitlines() == ["2 customers taken", "customers.csv:2: K changed: terms.days 30 → 45"]


@pytest.mark.parametrize(
    ("version", "told"), [(3, "nothing taken; 1 customers known already"), (4, "1 customers taken")]
)
async def test_an_emptied_cell_is_brought_and_counts_where_it_changed_something(
    tmp_path: Path, version: int, told: str
) -> None:
    counters = Counters(lambda path, body: (200, {**KOCH, "version": version}), shown={"sales/customers/K": KOCH})
    write(tmp_path, "customers.csv", HEADER + "K,Koch,30,1000,\n")
    report = await imported(tmp_path, counters, CUSTOMERS)
    assert (report.text(), len(counters.asked)) == (told, 1)


async def test_a_change_back_to_what_was_imported_before_is_not_taken_for_the_earlier_request(tmp_path: Path) -> None:
    keys = []
    for limit in ("1000", "5"):
        shown = {"sales/customers/K": {**KOCH, "credit_limit": limit}}
        _, counters = await second(tmp_path, shown, CUSTOMERS, "customers.csv", HEADER + "K,Koch,30,2000,li.na\n")
        keys += counters.keys
    assert len(set(keys)) == 2


async def test_rates_of_several_countries_are_found_in_their_lists(tmp_path: Path) -> None:
    held = {"mode": "sea", "days": 30, "base": "5", "per_kg": "1", "currency": "EUR", "co2_per_kg": "0"}
    rate = held | {"carrier": "C", "country": "DE", "reliability": "1"}
    report, counters = await second(
        tmp_path, {"logistics/rates": [rate]}, RATES, "rates.csv", "c,to,base\nC,DE,5.0\nC,FR,5\n"
    )
    assert (counters.paths, report.text()) == (["/rates/C/sea/FR"], "1 rates taken; 1 rates known already")


async def test_an_offer_that_stands_is_known(tmp_path: Path) -> None:
    money = {"amount": "5.00", "currency": "CNY"}
    offer = {"supplier": "S", "rank": 1, "agreed_price": money, "unit_price": money, "lead_days": 7, "available": True}
    toml = """
    [[table]]
    target = "offers"
    file = "offers.csv"
    key = ["s", "item"]
    [table.fields]
    supplier = "s"
    item = "item"
    "agreed_price.amount" = "price"
    "agreed_price.currency" = { value = "CNY" }
    "unit_price.amount" = "price"
    "unit_price.currency" = { value = "CNY" }
    lead_days = { value = 7 }
    """
    report, counters = await second(
        tmp_path, {"purchasing/items/A/offers": [offer]}, toml, "offers.csv", "s,item,price\nS,A,5\nS,B,5\n"
    )
    assert (counters.paths, report.text()) == (["/suppliers/S/items/B"], "1 offers taken; 1 offers known already")


async def test_a_refusal_names_what_helps_against_it(tmp_path: Path) -> None:
    problem = {"type": "/problems/currency-without-value", "detail": "A rate in EUR cannot be compared."}
    counters = Counters(lambda path, body: (422, problem))
    write(tmp_path, "rates.csv", "c,to,base\nC,DE,5\n")
    report = await imported(tmp_path, counters, RATES)
    takes = "what logistics takes: A rate in EUR cannot be compared. (finance puts one: PUT /api/v1/rates/{currency})"
    assert [str(fault) for fault in report.faults] == [f"rates.csv:2: expected {takes}, came C/DE"]
