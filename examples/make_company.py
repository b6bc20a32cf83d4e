"""Makes what the sample trading house sells, buys and ships from its master data: always the same (seed 7).

Run it from anywhere: ``python examples/make_company.py``. It reads customers, items, suppliers and carriers in
``examples/company`` and writes offers.csv, rates.csv and orders.csv beside them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

COMPANY = Path(__file__).parent / "company"
SEED = 7
FIRST_DAY, DAYS = date(2026, 3, 2), 40
ORDERS = 200
CNY_PER_USD = Decimal("7.1")
CENT = Decimal("0.01")
Row = dict[str, str]

# Days, base and price per kg in CNY, CO2 per kg, reliability.
TRANSPORT = {
    "road": (2, "30", "1.20", "0.10", "0.97"),
    "rail": (18, "400", "3.10", "0.06", "0.93"),
    "sea": (24, "600", "1.60", "0.03", "0.90"),
    "air": (4, "180", "28.00", "2.20", "0.96"),
}
MODES = {"中国": ("road", "air"), "德国": ("sea", "rail", "air"), "法国": ("sea", "rail", "air")}
OVERSEAS = ("sea", "air")
BY_CREDIT = 6
"""The order that is paid by letter of credit: the first to arrive. Its rule of delivery has a place, as credits do."""
FAR = {"美国": 4, "加拿大": 4, "巴西": 14, "英国": 8, "日本": -16, "韩国": -18, "阿联酋": -2, "澳大利亚": -4}
"""Days by sea, more or less than to the rest."""


def main() -> None:
    for name, text in company().items():
        (COMPANY / name).write_text(text, encoding="utf-8")


def company() -> dict[str, str]:
    """The files that are made, by name."""
    chance = Random(SEED)
    customers, items = read("customers"), read("items")
    return {
        "offers.csv": written(offers(chance, items, read("suppliers"))),
        "rates.csv": written(rates(read("carriers"), sorted({customer["国家"] for customer in customers}))),
        "orders.csv": written(orders(chance, customers, items)),
    }


def read(name: str) -> list[Row]:
    with (COMPANY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(rows: Iterable[Row]) -> str:
    rows = list(rows)
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def offers(chance: Random, items: list[Row], suppliers: list[Row]) -> Iterator[Row]:
    """One to three suppliers per item; about one in five asks more than was agreed, one in twelve has none."""
    for item in items:
        able = [s["供应商编号"] for s in suppliers if item["item"][0] in s["所供品类"].split(";")]
        chosen = chance.sample(able, chance.randint(1, min(3, len(able))))
        for rank, supplier in enumerate(chosen, start=1):
            yield offer(chance, item, supplier, rank)


def offer(chance: Random, item: Row, supplier: str, rank: int) -> Row:
    share = Decimal(chance.randint(55, 65) + 3 * (rank - 1)) / 100
    agreed = (Decimal(item["price_cny"]) * share).quantize(CENT)
    dearer = Decimal(chance.randint(108, 118)) / 100 if chance.random() < 0.2 else Decimal(1)
    return {
        "供应商": supplier,
        "货品": item["item"],
        "顺位": str(rank),
        "协议价": f"{agreed}",
        "报价": f"{(agreed * dearer).quantize(CENT)}",
        "交货天数": str(chance.choice((5, 7, 7, 10, 14))),
        "可供": "否" if rank > 1 and chance.random() < 0.12 else "是",
    }


def rates(carriers: list[Row], countries: list[str]) -> Iterator[Row]:
    """What each carrier asks in each mode that it has, to each country that the mode reaches."""
    for carrier in carriers:
        for country in countries:
            for mode in MODES.get(country, OVERSEAS):
                if carrier[mode]:
                    yield rate(carrier["carrier"], Decimal(carrier[mode]), mode, country)


def rate(carrier: str, factor: Decimal, mode: str, country: str) -> Row:
    days, base, per_kg, co2, reliability = TRANSPORT[mode]
    return {
        "carrier": carrier,
        "mode": mode,
        "country": country,
        "days": str(days + (FAR.get(country, 0) if mode == "sea" else 0)),
        "base": f"{(Decimal(base) * factor).quantize(CENT)}",
        "per_kg": f"{(Decimal(per_kg) * factor).quantize(CENT)}",
        "co2_per_kg": co2,
        "reliability": reliability,
    }


def orders(chance: Random, customers: list[Row], items: list[Row]) -> Iterator[Row]:
    """One to five lines each, over the days; every line is a row that repeats its order's head."""
    days = sorted(chance.randrange(DAYS) for _ in range(ORDERS))
    for number, day in enumerate(days, start=1):
        customer = chance.choice(customers)
        head = order_head(chance, customer, number, FIRST_DAY + timedelta(days=day - days[0]))
        lines = [order_line(chance, customer, item) for item in chance.sample(items, chance.randint(1, 5))]
        if chance.random() < 0.06:
            forget(chance, head, lines)
        if number == BY_CREDIT:
            head |= {"信用证": "是", "贸易术语": "FOB Ningbo"}
        for line in lines:
            yield head | line


def order_head(chance: Random, customer: Row, number: int, on: date) -> Row:
    at_home = customer["国家"] == "中国"
    wanted = on + timedelta(days=chance.randint(12, 30) if at_home else chance.randint(35, 75))
    return {
        "客户订单号": f"PO-{customer['客户编号']}-{number:04d}",
        "客户": customer["客户编号"],
        "下单日期": f"{on.year}年{on.month}月{on.day}日",
        "要求交期": f"{wanted.year}年{wanted.month}月{wanted.day}日",
        "可分批": "是" if chance.random() < 0.35 else "否",
        "运费": f"{chance.randint(80, 400) if at_home else chance.randint(100, 900)}.00",
        "折扣": chance.choice(("", "", "", "2 %", "5 %")),
        "贸易术语": "" if at_home else chance.choice(("FOB", "CIF", "DAP")),
        "信用证": "否",
        "收货地址": customer["地址"],
    }


def order_line(chance: Random, customer: Row, item: Row) -> Row:
    """A few lots, now and then more than there is in stock."""
    lot, stock = int(item["lot"]), int(item["stock"])
    lots = stock // lot + chance.randint(1, 10) if chance.random() < 0.04 else chance.randint(1, 6)
    price = Decimal(item["price_cny"])
    asked = price if customer["币种"] == "CNY" else (price / CNY_PER_USD).quantize(CENT)
    return {"货品": item["item"], "数量": f"{lots * lot:,}", "单价": f"{asked:,}"}


def forget(chance: Random, head: Row, lines: list[Row]) -> None:
    """The customer leaves something out."""
    what = chance.choice(("收货地址", "要求交期", "单价", "数量"))
    (head if what in head else chance.choice(lines))[what] = ""


if __name__ == "__main__":
    main()
