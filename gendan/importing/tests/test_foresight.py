"""What a dry run foresees: it asks nobody, and says what the departments will (SAL-3, WHS-3, LOG-1)."""

from datetime import date
from pathlib import Path

import pytest

from gendan.importing import ImportReport, try_import
from gendan.importing.tests.test_import import write

pytestmark = pytest.mark.needs("ALL-7")

TODAY = date(2026, 11, 28)
MASTERS = """
[[table]]
target = "items"
file = "items.csv"
key = "item"
fields = { item = "item", name = "name", unit = "unit" }
[[table]]
target = "carriers"
file = "carriers.csv"
key = "c"
fields = { carrier = "c", name = "c" }
[[table]]
target = "rates"
file = "rates.csv"
key = ["c", "to"]
[table.fields]
carrier = "c"
mode = { value = "sea" }
country = "to"
days = { value = 30 }
base = { value = 1 }
per_kg = { value = 1 }
currency = "money"
co2_per_kg = { value = 0 }
reliability = { value = 1 }
"""
ORDERS = """
[[table]]
target = "orders"
file = "orders.csv"
key = "po"
[table.fields]
customer = "cust"
customer_po = "po"
wanted = "wanted"
"deliver_to.street" = { value = "1 Road" }
"deliver_to.city" = { value = "Town" }
"deliver_to.country" = "to"
[table.lines.fields]
item = "item"
quantity = "qty"
"""
HEADER = "po,cust,wanted,to,item,qty\n"


def tried(folder: Path, orders: str, toml: str = MASTERS + ORDERS) -> ImportReport:
    write(folder, "mapping.toml", toml)
    write(folder, "items.csv", "item,name,unit\nA,Pan,pcs\nB,Rope,m\n")
    write(folder, "carriers.csv", "c\nC1\n")
    write(folder, "rates.csv", "c,to,money\nC1,DE,CNY\nC1,AU,AUD\nC2,DE,CNY\n")
    write(folder, "orders.csv", HEADER + orders)
    return try_import(folder, folder / "mapping.toml", today=TODAY)


def test_orders_wanted_in_the_past_are_counted(tmp_path: Path) -> None:
    rows = "P1,K,2026-11-28,DE,A,1\nP2,K,2018-03-01,DE,A,1\nP3,K,2026-11-27,DE,A,1\n"
    report = tried(tmp_path, rows, ORDERS)
    assert report.notes == [
        "orders.csv:3: 2 orders, this is the first, wanted before today, 2026-11-28: sales will ask until when"
    ]


def test_rates_that_logistics_cannot_compare_are_told_with_what_goes_by_them(tmp_path: Path) -> None:
    report = tried(tmp_path, "P1,K,,AU,A,1\nP2,K,,DE,A,1\n")
    compared = "logistics refuses them until finance has put what AUD is worth"
    assert report.notes == [
        f"rates.csv:3: 1 rates in AUD: {compared}",
        "rates.csv:4: 1 rates with carrier 'C2', of which no row of carriers can be taken",
        "orders.csv:2: 1 orders with deliver_to.country 'AU', of which no row of rates can be taken",
    ]


def test_names_that_no_row_stands_for_are_told_once(tmp_path: Path) -> None:
    report = tried(tmp_path, "P1,K,,DE,X,1\nP2,K,,DE,X,1\nP2,K,,DE,A,1\n")
    assert (
        "orders.csv:2: 2 orders, this is the first, with lines.item 'X', of which no row of items can be taken"
        in report.notes
    )


def test_who_imports_orders_alone_is_told_nothing_of_masters_that_the_company_has(tmp_path: Path) -> None:
    assert tried(tmp_path, "P1,K,,DE,X,1\n", ORDERS).notes == []


def test_half_a_piece_is_refused_with_its_place_and_half_a_metre_is_not(tmp_path: Path) -> None:
    report = tried(tmp_path, "P1,K,,DE,A,1.5\nP2,K,,DE,B,1.5\nP3,K,,DE,A,2.0\n")
    assert [str(fault) for fault in report.faults] == ["orders.csv:2 qty: expected whole pcs of A, came '1.5'"]
    assert report.taken["orders"] == 2
