"""What no door of the company would take is told where it stands in the file, in the dry run already (SAL-3, SAL-9)."""

import re
from datetime import date
from pathlib import Path

import pytest

from contracts.texts import saying
from gendan.importing import try_import
from gendan.importing.tests.test_import import write
from gendan.language import speaking

pytestmark = pytest.mark.needs("ALL-7")

TODAY = date(2026, 11, 28)
TABLE = """
[[table]]
target = "{target}"
file = "rows.csv"
key = "key"
[table.fields]
{fields}
"""
CONSTANTS = {
    "customers": {
        "customer": "K",
        "name": "Cook",
        "grade": "B",
        "country": "DE",
        "currency": "EUR",
        "terms.days": "30",
        "credit_limit": "1",
    },
    "suppliers": {"supplier": "S", "name": "Sun", "country": "CN", "currency": "CNY"},
    "offers": {
        "supplier": "S",
        "item": "A",
        "lead_days": "7",
        "agreed_price.amount": "1",
        "agreed_price.currency": "CNY",
        "unit_price.amount": "1",
        "unit_price.currency": "CNY",
    },
    "stock": {"item": "A", "quantity": "1"},
    "orders": {"customer": "K", "customer_po": "P"},
}
DAYS = "0 to 3650 days (ten years); more is often a date in a column of days"
CODE = "a code of letters, digits, points, _ and -, at most 64, such as K-101"


def told(folder: Path, target: str, field: str, cell: str) -> str:
    """What a dry run says of one cell."""
    fields = "\n".join(
        f'"{name}" = {{ value = "{value}" }}' for name, value in CONSTANTS[target].items() if name != field
    )
    write(folder, "mapping.toml", TABLE.format(target=target, fields=f'"{field}" = "cell"\n{fields}'))
    write(folder, "rows.csv", f"key,cell\n1,{cell}\n")
    (fault,) = try_import(folder, folder / "mapping.toml", today=TODAY).faults
    return str(fault)


@pytest.mark.parametrize(
    ("target", "field", "cell", "expected"),
    [
        ("customers", "terms.days", "20261127", DAYS),
        ("suppliers", "payment_days", "9999999", DAYS),
        ("offers", "lead_days", "3651", DAYS),
        ("offers", "lead_days", "-1", "a whole number of zero or more"),
        ("customers", "country", "ZZ", "a country of ISO 3166-1 by its two letters, such as CN, DE or US"),
        ("customers", "country", "de", "a country of ISO 3166-1 by its two letters, such as CN, DE or US"),
        ("customers", "customer", "K 1/x", CODE),
        ("customers", "currency", "RMB", "a currency of ISO 4217 (did you mean CNY?)"),
        ("customers", "currency", "usd", "a currency of ISO 4217 (did you mean USD?)"),
        ("customers", "credit_limit", "1000000000000", "an amount below 10^12, of at most 8 decimals"),
        ("offers", "unit_price.amount", "0.123456789", "an amount below 10^12, of at most 8 decimals"),
        ("stock", "quantity", "1000000000", "a quantity below 10^9, of at most 6 decimals"),
        ("orders", "wanted", "9999-12-31", "a date from 1970-01-01 to 2199-12-31; leave out one that is not known"),
        ("orders", "wanted", "0001-01-01", "a date from 1970-01-01 to 2199-12-31; leave out one that is not known"),
        ("orders", "wanted", "20261127", "a date like %Y-%m-%d"),
        ("orders", "customer_po", "x" * 101, "at most 100 characters"),
    ],
)
def test_a_value_beyond_all_bounds_is_told(tmp_path: Path, target: str, field: str, cell: str, expected: str) -> None:
    assert told(tmp_path, target, field, cell) == f"rows.csv:2 cell: expected {expected}, came {cell!r:.80}"


@pytest.mark.needs("ALL-5")
@pytest.mark.parametrize(
    ("target", "field", "cell", "expected"),
    [
        ("customers", "currency", "RMB", "ISO 4217 的币种（您是指 CNY 吗？）"),
        ("orders", "customer_po", "x" * 101, "最多 100 个字符"),
        ("stock", "quantity", "1000000000", ""),
        ("orders", "wanted", "9999-12-31", ""),
        ("customers", "terms.days", "20261127", ""),
        ("customers", "currency", "QQQ", "ISO 4217 的币种（须为以下之一：AED、AFN"),
    ],
)
def test_a_bound_is_told_in_chinese(tmp_path: Path, target: str, field: str, cell: str, expected: str) -> None:
    with saying(speaking("zh")):
        fault = told(tmp_path, target, field, cell)
    wanted = fault.partition("应为")[2].partition("实为")[0]
    assert expected in wanted
    assert not re.search("[a-z]{3,}", wanted), wanted


def test_a_currency_that_nobody_knows_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    fault = told(tmp_path, "customers", "currency", "QQQ")
    assert fault.startswith("rows.csv:2 cell: expected a currency of ISO 4217 (one of AED, AFN, ")


ORDERS = """
[[table]]
target = "orders"
file = "orders.csv"
key = "po"
[table.fields]
customer = { value = "K" }
customer_po = "po"
currency = "money"
arrives = "day"
[table.lines.fields]
item = "sku"
"unit_price.amount" = { value = 1 }
"unit_price.currency" = "money"
"""


def test_an_old_orders_currency_is_one_of_its_day(tmp_path: Path) -> None:
    write(tmp_path, "mapping.toml", ORDERS)
    write(tmp_path, "orders.csv", "po,money,day,sku\nP1,DEM,1999-05-03,A\nP2,DEM,2026-11-01,A\nP3,DEM,,A\n")
    tried = try_import(tmp_path, tmp_path / "mapping.toml", today=TODAY)
    assert tried.taken["orders"] == 1
    assert {(fault.line, fault.column) for fault in tried.faults} == {(3, "money"), (4, "money")}
    assert "DEM is none on 2026-11-01" in tried.faults[0].expected
