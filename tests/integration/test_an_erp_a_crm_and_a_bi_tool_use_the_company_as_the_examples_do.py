"""ERP, CRM and BI beside a real company, each as its example in `examples/outside` does it (ALL-7)."""

import asyncio
import csv
import json
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chassis import clock
from tests.integration.bodies import CUSTOMER
from tests.integration.company import Company
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("ALL-7")
EXAMPLES = Path(__file__).parents[2] / "examples" / "outside"
ITEMS = "item,name,unit,weight_kg,customs_code,origin\nERP-1,六角螺栓,pcs,0.25,731815,CN\nERP-2,垫圈,pcs,,,\n"


class Outside:
    """Runs an example as a person of these roles; what it prints."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.company, self.addresses = company, folder / "addresses.json"
        urls = {name: f"http://127.0.0.1:{one.port}" for name, one in company.settings.items()}
        self.addresses.write_text(json.dumps(urls))

    async def run(self, role: str, name: str, *asked: str) -> str:
        token = self.company.tokens.token(f"the {name}", [role])
        env = os.environ | {"ADDRESSES": str(self.addresses), "TOKEN": token, "PYTHONUTF8": "1"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, EXAMPLES / name, *asked, env=env, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await process.communicate()
        assert process.returncode == 0
        return told.decode()


@pytest.fixture
def outside(company: Company, tmp_path: Path) -> Outside:
    return Outside(company, tmp_path)


async def test_an_erp_takes_over_what_was_booked_in_a_period(outside: Outside, trade: Trade) -> None:
    since = clock.today().isoformat()
    order = await trade.order({await trade.keep(100): 10})
    await order.end_well()
    (invoice,) = await trade.items("finance", "/invoices", order_id=order.id)
    until = clock.today().isoformat()  # the next day, where midnight passes meanwhile
    rows = list(csv.DictReader((await outside.run("accountant", "erp.py", "vouchers", since, until)).splitlines()))
    of_invoice = [row for row in rows if row["document"] == invoice["number"] and row["kind"] == "invoice"]
    assert sum(Decimal(row["debit"]) for row in of_invoice) == Decimal(invoice["total"])
    assert sum(Decimal(row["debit"]) for row in rows) == sum(Decimal(row["credit"]) for row in rows)
    assert await outside.run("accountant", "erp.py", "vouchers", "2020-01-01", "2020-01-31") == HEAD


HEAD = "booked_on,entry_id,kind,document,customer,supplier,currency,account,debit,credit\r\n"


async def test_an_erp_brings_its_items_and_the_same_file_again_changes_nothing(
    outside: Outside, trade: Trade, tmp_path: Path
) -> None:
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8-sig")
    first = await outside.run("merchandiser", "erp.py", "items", str(tmp_path / "items.csv"))
    assert first.split() == ["ERP-1", "1", "ERP-2", "1"]
    assert await outside.run("merchandiser", "erp.py", "items", str(tmp_path / "items.csv")) == first
    item = await trade.get("sales", "/items/ERP-1")
    assert (item["name"], Decimal(item["weight_kg"]), item["origin"]) == ("六角螺栓", Decimal("0.25"), "CN")


async def test_an_erp_puts_the_rate_of_the_day(outside: Outside, trade: Trade) -> None:
    told = await outside.run("accountant", "erp.py", "rate", "SEK", "0.6812", clock.today().isoformat())
    assert told.split() == ["SEK", "0.6812"]
    rates = {one["currency"]: one for one in (await trade.get("finance", "/rates"))["items"]}
    assert (rates["SEK"]["value"], rates["SEK"]["set_by"]) == ("0.6812", "the erp.py")


async def test_a_crm_shows_a_customer_with_his_orders(outside: Outside, trade: Trade) -> None:
    order = await trade.order({await trade.keep(100): 10})
    card: dict[str, Any] = json.loads(await outside.run("merchandiser", "crm.py", "card", CUSTOMER))
    assert card["customer"] == CUSTOMER
    assert order.number in {one["number"] for one in card["orders"]}


async def test_a_crm_notes_a_call_and_an_inquiry_once_each(outside: Outside, trade: Trade) -> None:
    item, today = await trade.keep(1), clock.today().isoformat()
    for asked in (("called", CUSTOMER, "77", today, "他问交期"), ("asks", CUSTOMER, "77", item, "250")):
        number = (await outside.run("merchandiser", "crm.py", *asked)).strip()
        assert (await outside.run("merchandiser", "crm.py", *asked)).strip() == number
    calls = await trade.items("sales", "/conversations", customer=CUSTOMER)
    assert [one["said"] for one in calls if one["noted_by"] == "the crm.py"] == ["他问交期"]
    inquiries = await trade.items("sales", "/inquiries", customer=CUSTOMER)
    (inquiry,) = [one for one in inquiries if one["reference"] == "CRM 77"]
    assert Decimal(inquiry["lines"][0]["quantity"]) == Decimal(250)


async def test_a_bi_tool_keeps_the_orders_of_a_period_without_persons(
    outside: Outside, trade: Trade, tmp_path: Path
) -> None:
    since = clock.real_now().date().isoformat()  # in UTC, which is yesterday where the company is at its midnight
    order = await trade.order({await trade.keep(100): 10})
    await order.until("dispatched")
    await outside.run("analyst", "bi.py", since, clock.real_now().date().isoformat(), str(tmp_path))
    rows = read(tmp_path / "orders.csv")
    (row,) = [row for row in rows if row["number"] == order.number]
    assert (row["customer"], row["stage"], row["merchandiser"]) == (CUSTOMER, "dispatched", "")
    lines = [line for line in read(tmp_path / "order_lines.csv") if line["order_id"] == row["order_id"]]
    assert sum(Decimal(line["amount"]) for line in lines) == Decimal(row["value"])
    assert [Decimal(line["quantity"]) for line in lines if line["kind"] == "goods"] == [10]
    words = read(tmp_path / "dictionary.csv")
    for file, its in (("orders.csv", row), ("order_lines.csv", lines[0])):
        assert {one["column"] for one in words if one["file"] == file} == set(its)
    assert all(one["type"] and one["description"] for one in words)
    await outside.run("analyst", "bi.py", "2020-01-01", "2020-01-31", str(tmp_path))
    assert (read(tmp_path / "orders.csv"), read(tmp_path / "order_lines.csv")) == ([], [])


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
