"""A CRM beside the suite: `crm.py card CUSTOMER` prints what sales knows of a customer, `crm.py called …` notes a call.

`crm.py called CUSTOMER CALL DAY WORDS`: CALL is the call's id in the CRM, so that it is noted once; `crm.py asks
CUSTOMER CALL ITEM QUANTITY` opens an inquiry, which sales quotes. TOKEN is a merchandiser's.
"""

import json
import sys

from over_http import all_of, ask

OF_ORDER = ("number", "customer_po", "state", "stage", "promised")
OF_COMPLAINT = ("number", "kind", "state")


def card(customer: str) -> None:
    known = ask("GET", "sales", f"/customers/{customer}")
    of_customer = {
        "orders": [{name: one[name] for name in OF_ORDER} for one in all_of("sales", "/orders", customer=customer)],
        "complaints": [
            {name: one[name] for name in OF_COMPLAINT} for one in all_of("sales", "/complaints", customer=customer)
        ],
    }
    json.dump(known | of_customer, sys.stdout, ensure_ascii=False, indent=1)


def called(customer: str, call: str, day: str, words: str) -> None:
    body = {"customer": customer, "way": "call", "happened_on": day, "said": words}
    print(ask("POST", "sales", "/conversations", body, key=f"crm-call-{call}")["number"])


def asks(customer: str, call: str, item: str, quantity: str) -> None:
    lines = [{"line": 1, "item": item, "quantity": quantity}]
    body = {"customer": customer, "reference": f"CRM {call}", "lines": lines}
    print(ask("POST", "sales", "/inquiries", body, key=f"crm-inquiry-{call}")["number"])


if __name__ == "__main__":
    {"card": card, "called": called, "asks": asks}[sys.argv[1]](*sys.argv[2:])
