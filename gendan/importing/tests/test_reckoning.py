"""What a mapping reckons: lookups that find several rows, sums, products, defaults, and which rows count."""

from pathlib import Path
from typing import Any

import pytest

from gendan.importing import BadMapping, ImportReport, try_import
from gendan.importing.tests.test_import import TODAY, imported, write
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("ALL-7")

HEAD = """
[[table]]
target = "orders"
file = "orders.csv"
key = "po"
{how}
[table.fields]
customer = "cust"
customer_po = "po"
{fields}
[table.lines.fields]
item = "sku"
quantity = "qty"
{lines}
"""
FREIGHT = """
"freight.amount" = {{ column = "freight", {how} lookup = {{ file = "freight.csv", match = "po" }} }}
"freight.currency" = {{ value = "CNY" }}
"""
CONSTANT = '"freight.currency" = { value = "CNY" }'


@pytest.fixture
def counters() -> Counters:
    return Counters()


async def orders(folder: Path, counters: Counters, rows: str, **parts: str) -> ImportReport:
    write(folder, "orders.csv", rows)
    return await imported(folder, counters, HEAD.format(**{"how": "", "fields": "", "lines": ""} | parts))


def told(report: ImportReport) -> list[str]:
    return [str(fault) for fault in report.faults]


def only(counters: Counters) -> dict[str, Any]:
    (order,) = counters.bodies("sales")
    return order


async def test_a_lookup_that_finds_rows_that_differ_names_them(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "freight.csv", "po,freight\nP1,10\nP2,1\nP1,12\n")
    report = await orders(tmp_path, counters, "po,cust,sku,qty\nP1,C,A,1\n", fields=FREIGHT.format(how=""))
    expected = "one freight in freight.csv, of which lines 2, 4 differ (sum = true adds them)"
    assert told(report) == [f"orders.csv:2 freight: expected {expected}, came '10', '12'"]
    assert counters.asked == []


async def test_a_lookup_that_finds_rows_that_agree_is_no_fault(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "freight.csv", "po,freight\nP1,10\nP1,10.00 \n")
    report = await orders(tmp_path, counters, "po,cust,sku,qty\nP1,C,A,1\n", fields=FREIGHT.format(how=""))
    assert (report.ok, only(counters)["freight"]["amount"]) == (True, "10")


async def test_a_lookup_adds_its_rows_where_the_mapping_says_so(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "freight.csv", "po,freight\nP1,10.10\nP1,\nP1,12.05\n")
    await orders(tmp_path, counters, "po,cust,sku,qty\nP1,C,A,1\n", fields=FREIGHT.format(how="sum = true,"))
    assert only(counters)["freight"]["amount"] == "22.15"


async def test_freight_per_line_is_added_to_the_orders(tmp_path: Path, counters: Counters) -> None:
    fields = '"freight.amount" = { column = "freight", sum = true }\n' + CONSTANT
    await orders(tmp_path, counters, "po,cust,sku,qty,freight\nP1,C,A,1,1.5\nP1,C,B,1,2\nP1,C,C,1,\n", fields=fields)
    assert only(counters)["freight"]["amount"] == "3.5"


async def test_one_unknown_customer_is_one_fault(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "customers.csv", "c,city,land,days,money\nK,Berlin,DE,30,EUR\n")
    look = 'lookup = {{ file = "customers.csv", match = "c", by = "cust" }}'
    fields = "\n".join(
        f'"{name}" = {{ column = "{column}", {look.replace("{{", "{").replace("}}", "}")} }}'
        for name, column in {
            "deliver_to.city": "city",
            "deliver_to.country": "land",
            "terms.days": "days",
            "currency": "money",
            "freight.currency": "money",
        }.items()
    )
    price = f'"unit_price.currency" = {{ column = "money", {look.replace("{{", "{").replace("}}", "}")} }}'
    report = await orders(
        tmp_path, counters, "po,cust,sku,qty\nP1,X,A,1\nP1,X,B,1\nP2,X,A,1\n", fields=fields, lines=price
    )
    expected = "expected a value of the column c in customers.csv, came 'X'"
    assert told(report) == [f"orders.csv:2 cust: {expected}", f"orders.csv:4 cust: {expected}"]


async def test_a_volume_is_the_product_of_the_sizes(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "items.csv", "item,name,l,w,h\nA,Pan,30,20,10\nB,Pot,30,,10\n")
    toml = """
    [[table]]
    target = "items"
    file = "items.csv"
    key = "item"
    [table.fields]
    item = "item"
    name = "name"
    volume_m3 = { product = ["l", "w", "h"], scale = "0.000001" }
    """
    await imported(tmp_path, counters, toml)
    assert counters.bodies("sales") == [{"name": "Pan", "volume_m3": "0.006000"}, {"name": "Pot"}]


async def test_a_unit_price_is_the_lines_amount_by_its_quantity(tmp_path: Path, counters: Counters) -> None:
    lines = '"unit_price.amount" = { quotient = ["amount", "qty"] }\n"unit_price.currency" = { value = "CNY" }'
    report = await orders(
        tmp_path, counters, "po,cust,sku,qty,amount\nP1,C,A,3,10\nP2,C,A,0,10\nP3,C,A,x,10\n", lines=lines
    )
    assert only(counters)["lines"][0]["unit_price"]["amount"] == "3.33333333"
    assert told(report) == [
        "orders.csv:3 qty: expected a number other than 0, came '0'",
        "orders.csv:4 qty: expected a number like 1,234.56, came 'x'",
    ]


async def test_columns_are_added(tmp_path: Path, counters: Counters) -> None:
    fields = '"freight.amount" = { total = ["sea", "inland"] }\n' + CONSTANT
    await orders(tmp_path, counters, "po,cust,sku,qty,sea,inland\nP1,C,A,1,100,\n", fields=fields)
    assert only(counters)["freight"]["amount"] == "100"


async def test_an_empty_cell_means_what_the_mapping_says(tmp_path: Path, counters: Counters) -> None:
    lines = '"unit_price.amount" = { column = "price", default = "1.20" }\n"unit_price.currency" = { value = "CNY" }'
    await orders(tmp_path, counters, "po,cust,sku,qty,price\nP1,C,A,1,\n", lines=lines)
    assert only(counters)["lines"][0]["unit_price"]["amount"] == "1.20"


async def test_titles_totals_and_rows_of_another_state_are_passed_over(tmp_path: Path, counters: Counters) -> None:
    rows = "Orders of March,,,,\n\npo,cust,sku,qty,state\nP1,C,A,1,open\nP2,C,A,1,void\nTotal,,,2,\n"
    how = 'header = 3\nonly = { state = ["open", ""] }\nwithout = { po = ["Total"] }'
    report = await orders(tmp_path, counters, rows, how=how)
    assert (report.ok, only(counters)["customer_po"]) == (True, "P1")


async def test_a_lookup_has_its_own_header_and_rows(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "freight.csv", "Freight\npo,freight,year\nP1,9,2025\nP1,10,2026\n")
    fields = FREIGHT.format(how="").replace('match = "po"', 'match = "po", header = 2, only = { year = ["2026"] }')
    await orders(tmp_path, counters, "po,cust,sku,qty\nP1,C,A,1\n", fields=fields)
    assert only(counters)["freight"]["amount"] == "10"


CUSTOMERS = """
[[table]]
target = "customers"
file = "orders.csv"
key = "cust"
{how}
[table.fields]
customer = "cust"
name = "name"
grade = {{ value = "B" }}
country = "land"
currency = {{ value = "CNY" }}
"terms.days" = {{ value = 30 }}
credit_limit = {{ value = 1000 }}
"""


async def test_customers_are_made_of_order_lines_that_agree_about_them(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,cust,name,land\nP1,C,Cook,DE\nP2,C,Cook ,DE\nP3,D,Dish,\nP4,D,,FR\n")
    report = await imported(tmp_path, counters, CUSTOMERS.format(how='repeats = "agree"'))
    assert (report.ok, [body["name"] for body in counters.bodies("sales")]) == (True, ["Cook", "Dish"])


async def test_rows_that_disagree_about_a_customer_are_told(tmp_path: Path, counters: Counters) -> None:
    write(tmp_path, "orders.csv", "po,cust,name,land\nP1,C,Cook,DE\nP2,C,Cook,FR\n")
    report = await imported(tmp_path, counters, CUSTOMERS.format(how='repeats = "agree"'))
    assert told(report) == ["orders.csv:3 land: expected 'DE' as in line 2, came 'FR'"]


async def test_a_currency_sign_in_the_cell_is_no_part_of_the_number(tmp_path: Path, counters: Counters) -> None:
    toml = '[format]\nsigns = ["US$", "€"]\n' + HEAD.format(
        how="", fields="", lines='"unit_price.amount" = "price"\n"unit_price.currency" = { value = "USD" }'
    )
    write(tmp_path, "orders.csv", 'po,cust,sku,qty,price\nP1,C,A,1,"US$ 1,200.50"\nP1,C,B,1,3.5 €\nP2,C,B,1,£3\n')
    report = await imported(tmp_path, counters, toml)
    assert [line["unit_price"]["amount"] for line in only(counters)["lines"]] == ["1200.50", "3.5"]
    assert told(report) == ["orders.csv:4 price: expected a number like 1,234.56, came '£3'"]


async def test_days_counted_by_a_spreadsheet_are_dates_where_the_mapping_says_so(
    tmp_path: Path, counters: Counters
) -> None:
    toml = '[format]\ndates = ["serial"]\n' + HEAD.format(how="", fields='wanted = "wanted"', lines="")
    write(tmp_path, "orders.csv", "po,cust,sku,qty,wanted\nP1,C,A,1,46023\nP2,C,A,1,20261127\n")
    report = await imported(tmp_path, counters, toml)
    assert only(counters)["wanted"] == "2026-01-01"
    assert told(report) == ["orders.csv:3 wanted: expected a date like serial, came '20261127'"]


async def test_whole_numbers_are_scaled_too_and_before_they_are_checked(tmp_path: Path, counters: Counters) -> None:
    fields = '"terms.days" = { column = "months", scale = 30 }\ndiscount = { column = "off", scale = "0.01" }'
    await orders(tmp_path, counters, "po,cust,sku,qty,months,off\nP1,C,A,1,2,15\n", fields=fields)
    assert (only(counters)["terms"]["days"], only(counters)["discount"]) == (60, "0.15")


async def test_two_columns_of_one_name_are_told_when_the_mapping_reads_them(tmp_path: Path, counters: Counters) -> None:
    report = await orders(tmp_path, counters, "po,cust,sku,qty,qty ,note,note\nP1,C,A,1,2,,\n")
    assert told(report) == ["orders.csv:1 qty: expected a name that one column has, came it as columns 4, 5"]
    assert counters.asked == []


def test_arithmetic_on_a_text_is_a_mistake_of_the_mapping(tmp_path: Path) -> None:
    write(
        tmp_path,
        "mapping.toml",
        HEAD.format(how="", fields="", lines="").replace('item = "sku"', 'item = { column = "sku", scale = 2 }'),
    )
    with pytest.raises(BadMapping, match="orders lines: item is no number; sum, scale, product"):
        try_import(tmp_path, tmp_path / "mapping.toml", today=TODAY)
