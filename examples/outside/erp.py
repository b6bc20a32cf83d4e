"""An ERP beside the suite: `vouchers FIRST LAST` prints what finance booked, `rate` and `items` bring what it keeps.

Vouchers (TOKEN: an accountant's): one row of CSV for each side of an entry, days inclusive. `rate CURRENCY VALUE DAY`
(his too): a unit in the company's currency. `items FILE` (a merchandiser's): CSV with the columns item, name, unit,
weight_kg, customs_code, origin; the whole master is put.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

from over_http import all_of, ask

VOUCHER = ("booked_on", "entry_id", "kind", "document", "customer", "supplier", "currency")
SIDE = ("account", "debit", "credit")


def vouchers(first: str, last: str) -> None:
    table = csv.writer(sys.stdout)
    table.writerow(VOUCHER + SIDE)
    for entry in all_of("finance", "/ledger/entries", since=first, until=last):
        for line in entry["lines"]:
            table.writerow([*(entry[name] for name in VOUCHER), *(line[name] for name in SIDE)])


def rate(currency: str, value: str, day: str) -> None:
    body = {"value": value, "valid_from": day}
    put = ask("PUT", "finance", f"/rates/{currency}", body, key=f"erp-rate-{currency}-{day}-{value}")
    print(put["currency"], put["value"])


def items(file: str) -> None:
    with Path(file).open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            code, master = row.pop("item"), {name: value for name, value in row.items() if value}
            told = json.dumps([code, master]).encode()  # the same row again is the same request
            put = ask("PUT", "sales", f"/items/{code}", master, key=f"erp-{hashlib.sha256(told).hexdigest()[:32]}")
            print(put["item"], put["version"])


if __name__ == "__main__":
    {"vouchers": vouchers, "rate": rate, "items": items}[sys.argv[1]](*sys.argv[2:])
