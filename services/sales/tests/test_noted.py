"""SAL-2: an order that is said in a call, or stands in the text of a mail, is noted down and comes in as any other."""

from datetime import timedelta
from typing import Any

from chassis import clock
from services.sales.tests.calling import Caller, an_order
from tests.needs import needs

pytestmark = needs("SAL-2")
WORDS = "还是十箱，送老地方。"
SAID_AT = clock.now().replace(microsecond=0) - timedelta(hours=1)


def a_call(**told: Any) -> dict[str, Any]:
    """Ten of P-1, said by Maria Anders an hour ago."""
    asked = {name: an_order("")[name] for name in ("customer", "lines", "deliver_to", "wanted")}
    said = {
        "channel": "call",
        "said_by": "Maria Anders",
        "said_at": SAID_AT.isoformat(),
        "words": "还是十箱，送老地方。",
    }
    return {**asked, **said, **told}


async def test_an_order_from_a_call_is_in_the_book_with_what_was_said(call: Caller) -> None:
    taken = (await call("POST", "/orders/noted", a_call(customer_po="PO-7"))).json()
    assert (taken["customer"], taken["customer_po"], taken["missing"]) == ("ALFKI", "PO-7", [])
    order = (await call("GET", f"/orders/{taken['order_id']}")).json()
    assert (order["content"]["merchandiser"], order["content"]["lines"][0]["quantity"]) == ("wang.fang", "10")
    path = f"/orders/{taken['order_id']}/files"
    (kept,) = (await call("GET", path)).json()["items"]
    assert (kept["kind"], kept["sender"], kept["brought_by"]) == ("note", "Maria Anders", "wang.fang")
    text = (await call("GET", f"{path}/{kept['sha256']}")).text
    assert text == f"call {SAID_AT:%Y-%m-%d %H:%M}Z\nMaria Anders\n\n{WORDS}\n"
    assert (await call("GET", path, who="ALFKI", role="customer")).status_code == 403


async def test_the_same_call_noted_twice_is_one_order(call: Caller) -> None:
    """Also where the customer told no number, and where one note came as a mail of his came before."""
    first, again = [(await call("POST", "/orders/noted", a_call())).json() for _ in range(2)]
    assert first["order_id"] == again["order_id"]
    assert first["customer_po"] == f"call {SAID_AT:%Y-%m-%d %H:%M}Z"
    later = (SAID_AT + timedelta(minutes=1)).isoformat()
    assert (await call("POST", "/orders/noted", a_call(said_at=later))).json()["order_id"] != first["order_id"]
    placed = (await call("POST", "/orders", an_order("PO-8"))).json()
    noted = (await call("POST", "/orders/noted", a_call(customer_po="PO-8"))).json()
    assert noted["order_id"] == placed["order_id"]
    otherwise = await call("POST", "/orders/noted", a_call(customer_po="PO-8", wanted=None, currency="EUR"))
    assert otherwise.status_code == 409


async def test_what_was_not_said_is_asked(call: Caller) -> None:
    lines = [{"line": 1, "item": "那种茶", "quantity": "3"}]
    mail = a_call(channel="mail", lines=lines, wanted=None, deliver_to=None)
    taken = (await call("POST", "/orders/noted", mail)).json()
    assert taken["missing"] == ["lines.0.item", "lines.0.unit_price", "deliver_to", "wanted"]


async def test_a_note_without_who_when_and_what_is_refused_with_all_of_it(call: Caller) -> None:
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    wrong = a_call(said_by=" ", said_at=ahead, words="", channel="dream", customer="")
    refused = await call("POST", "/orders/noted", wrong, reads="zh-CN")
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["faults"]} == {"customer", "channel", "said_by", "said_at", "words"}
    (faulty,) = [one for one in refused.json()["faults"] if one["field"] == "said_at"]
    assert faulty["expected"] == "不晚于现在的时间"
    assert (await call("GET", "/orders")).json()["items"] == []


@needs("ALL-3")
async def test_a_customer_notes_nothing_down(call: Caller) -> None:
    assert (await call("POST", "/orders/noted", a_call(), who="ALFKI", role="customer")).status_code == 403
