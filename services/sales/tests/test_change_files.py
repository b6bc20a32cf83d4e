"""SAL-9: a customer's system changes or cancels an order by UN/EDIFACT ORDCHG, by the rules of the change command."""

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.http.files import as_text
from services.sales.intake.rules.change_file import read_change_file
from services.sales.intake.rules.change_message import read_changes
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.test_order_files import GLN, interchange, mail, message
from services.sales.tests.test_papers import confirmed_by
from tests.needs import needs

pytestmark = needs("SAL-9", "SAL-2")
MORE = ("LIN+1+3+P-1:SA", "QTY+21:12:PCE")


def change(*segments: str, po: str = "4711", function: str = "4", nth: int = 1) -> str:
    """Of a PO, in the change AE-1 of ALFKI."""
    told = [f"UNH+{nth}+ORDCHG:D:96A:UN:EAN008", f"BGM+230+AE-1+{function}", *([f"RFF+ON:{po}"] if po else [])]
    told = [*told, f"NAD+BY+{GLN}::9", *segments, "UNS+S"]
    return "'".join([*told, f"UNT+{len(told) + 1}+{nth}'"])


def faults(content: str) -> list[tuple[str, str, str]]:
    told = read_changes(content)[0].faults
    return [(str(one["field"]).removeprefix("content: "), str(one["expected"]), str(one["came"])) for one in told]


async def confirmed(call: Caller) -> str:
    """4711, ten of P-1 for 10.00 each, as line 1; the item is counted in pieces."""
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"gln": GLN})
    await call("PUT", "/items/P-1", {"name": "Chai", "unit": "pcs"})
    return await confirmed_by(call)


async def brought(call: Caller, *messages: str, **asked: Any) -> dict[str, Any]:
    answer = await call("POST", "/change-files", {"content": as_text(interchange(*messages).encode()), **asked})
    told: dict[str, Any] = {"status": answer.status_code, **answer.json()}
    return told


def test_a_change_says_which_order_and_what_becomes_of_its_lines() -> None:
    lines = (*MORE, "LIN+2+2", "LIN+3+1+P-2:SA", "QTY+21:5", "PRI+AAA:2.50", "LIN+4+4")
    reading, (one,) = read_changes(interchange(change("DTM+2:20270201:102", *lines)))
    assert not reading.faults
    assert (one.number, one.cancels, one.order.customer_po, one.order.told) == (
        "AE-1", False, "4711", {"wanted": "2027-02-01"}
    )  # fmt: skip
    assert one.actions == ("changed", "deleted", "added", "kept")
    assert read_changes(interchange(change(function="1")))[1][0].cancels


def test_all_faults_of_a_change_are_told_at_once_by_their_segment() -> None:
    wrong = change("DTM+2:soon:102", "LIN+1+9+P-1:SA", "QTY+21:x", "LIN+2+3", "QTY+21:5", po="", function="5")
    assert faults(interchange(wrong)) == [
        ("message 1, segment 2 BGM", "1, it is cancelled, or 4, it changes (1225)", "5"),
        ("message 1, segment 4 DTM", "a date in format 102, 203, 101 (2379)", "2:soon:102"),
        ("message 1, segment 6 QTY", "a number", "x"),
        ("message 1, RFF", "RFF+ON with the number of the order", "nothing"),
        ("message 1, segment 6 QTY", "one of 1, 2, 3, 4 (1229)", "9"),
        ("message 1, segment 8 QTY", "the item of the line", "nothing"),
    ]
    assert ("the file", "1 to 500 changes of orders (ORDCHG)", "0") in faults(interchange())


async def test_quantity_and_day_are_changed_and_the_file_is_kept(call: Caller) -> None:
    order_id = await confirmed(call)
    wanted = clock.today() + timedelta(days=40)
    told = await brought(call, change(f"DTM+2:{wanted:%Y%m%d}:102", "FTX+AAI+++bitte", *MORE))
    (answer,) = told["answers"]
    assert (answer["status"], told["passed_over"]) == (200, ["message 1, segment 6 FTX: FTX+AAI+++bitte"])
    content = answer["body"]["content"]
    assert (content["wanted"], content["lines"][0]["quantity"]) == (str(wanted), "12")
    assert content["lines"][0]["unit_price"] == {"amount": "10.00", "currency": "USD"}
    (kept,) = (await call("GET", f"/orders/{order_id}/files")).json()["items"]
    assert (kept["kind"], kept["brought_by"]) == ("edifact", "wang.fang")
    again = (await brought(call, change(f"DTM+2:{wanted:%Y%m%d}:102", *MORE)))["answers"]
    assert [(one["status"], one["problem"]["type"]) for one in again] == [(409, "/problems/nothing-differs")]


async def test_lines_are_added_and_dropped_and_what_is_not_named_stays(call: Caller) -> None:
    await confirmed(call)
    await call("PUT", "/items/P-2", {"name": "Chang", "unit": "kg"})
    added = change("LIN+2+1+P-2:SA", "QTY+21:2:TNE", "PRI+AAA:200::::TNE")
    (answer,) = (await brought(call, added))["answers"]
    lines = answer["body"]["content"]["lines"]
    assert [(one["line"], one["item"], one["quantity"]) for one in lines] == [(1, "P-1", "10"), (2, "P-2", "2000")]
    assert lines[1]["unit_price"] == {"amount": "0.2", "currency": "USD"}
    (answer,) = (await brought(call, change("LIN+1+2")))["answers"]
    assert [one["line"] for one in answer["body"]["content"]["lines"]] == [2]


@needs("SAL-9")
async def test_a_quantity_that_is_changed_keeps_what_was_agreed_of_its_line(call: Caller) -> None:
    agreed = an_order("4711")["lines"][0] | {"specification": "RAL 7016"}
    order_id = await confirmed(call)
    told = {"reason": "颜色", "lines": [agreed]}
    assert (await call("POST", f"/orders/{order_id}/change", told)).status_code == 200
    (answer,) = (await brought(call, change(*MORE)))["answers"]
    (line,) = answer["body"]["content"]["lines"]
    assert (line["specification"], line["quantity"]) == ("RAL 7016", "12")


async def test_a_cancel_cancels_all_of_it(call: Caller) -> None:
    await confirmed(call)
    (answer,) = (await brought(call, change(function="1")))["answers"]
    assert (answer["body"]["state"], answer["body"]["reasons"][0]["text"]) == ("cancelled", "ORDCHG AE-1")
    (again,) = (await brought(call, change(function="1")))["answers"]
    assert again["problem"]["type"] == "/problems/order-is-over"


async def test_of_a_file_with_a_fault_nothing_is_done(call: Caller) -> None:
    """Of an order or line that there is none of, or an order twice; told by message, in the reader's language."""
    order_id = await confirmed(call)
    twice = change(*MORE), change(po="4712", nth=2), change(function="1", nth=3), change("LIN+9+2", nth=4)
    refused = await brought(call, *twice)
    assert refused["status"] == 422
    assert [(one["field"], one["came"]) for one in refused["faults"]] == [
        ("content: message 2, RFF", "4712"), ("content: message 3, RFF", "4711"), ("content: message 4, RFF", "4711")
    ]  # fmt: skip
    unknown = await call("POST", "/change-files", {"content": interchange(change("LIN+9+2"))}, reads="zh-CN")
    (fault,) = unknown.json()["faults"]
    assert (fault["field"], fault["came"]) == ("content: 第 1 条报文，报文段 5 LIN", "9")
    assert fault["expected"].endswith("的一行：1")
    stranger = await brought(call, change(*MORE).replace(GLN, "4000000000006"))
    assert next(one["came"] for one in stranger["faults"]) == "4000000000006"
    assert (await call("GET", f"/orders/{order_id}")).json()["version"] == 2


async def test_what_the_change_command_refuses_is_refused_here_too(call: Caller) -> None:
    await confirmed(call)
    (whole,) = (await brought(call, change("LIN+1+3+P-1:SA", "QTY+21:1.5")))["answers"]
    assert whole["problem"]["type"] == "/problems/not-whole"
    (item,) = (await brought(call, change("LIN+1+3+P-9:SA", "QTY+21:11")))["answers"]
    assert item["problem"]["type"] == "/problems/line-keeps-item"
    (past,) = (await brought(call, change("DTM+2:20200101:102")))["answers"]
    assert past["problem"]["faults"][0]["field"] == "wanted"
    (priceless,) = (await brought(call, change("LIN+2+1+P-1:SA", "QTY+21:11")))["answers"]
    assert priceless["problem"]["faults"][0]["field"] == "lines.1.unit_price"


async def test_before_the_confirmation_an_order_is_clarified_not_changed(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"gln": GLN})
    await call("POST", "/orders", {"customer": "ALFKI", "customer_po": "4711"})
    (answer,) = (await brought(call, change(*MORE)))["answers"]
    assert answer["problem"]["type"] == "/problems/not-confirmed"


@needs("ALL-3")
@pytest.mark.parametrize("role", ["customer", "accountant"])
async def test_who_may_not_change_an_order_brings_no_change_either(call: Caller, role: str) -> None:
    refused = await call("POST", "/change-files", {"content": interchange(change(*MORE))}, who="ALFKI", role=role)
    assert refused.status_code == 403


def test_a_mail_is_read_attachment_by_attachment_and_what_changes_no_order_is_told() -> None:
    first, second = interchange(change("LIN+2+2")), interchange(change(function="1", po="4712"), message())
    content = mail(("ordchg.edi", first.encode()), ("drawing.pdf", b"%PDF-1.7"), ("more.edi", second.encode()))
    reading, changes, evidence = read_change_file(content)
    assert [(one.order.customer_po, one.cancels) for one in changes] == [("4711", False), ("4712", True)]
    assert [str(one) for one in reading.passed_over] == [
        "message 2, segment 1 UNH: UNH+1+ORDERS:D:96A:UN:EAN008", "drawing.pdf is kept, not read"
    ]  # fmt: skip
    assert (evidence.kind, reading.sender) == ("mail", "Maria@alfki.example")


@pytest.mark.parametrize("attached", [(), (("order.pdf", b"%PDF-1.7"),), (("a.edi", interchange(message()).encode()),)])
def test_a_mail_that_changes_no_order_is_refused(attached: tuple[tuple[str, bytes], ...]) -> None:
    (fault,) = read_change_file(mail(*attached))[0].faults
    assert str(fault["expected"]) == "1 to 500 changes of orders (ORDCHG)"


async def test_a_change_in_a_mail_is_known_by_who_sent_it_and_the_mail_is_kept_with_its_order(call: Caller) -> None:
    order_id = await confirmed(call)
    contact = {"name": "Maria Anders", "email": "maria@alfki.example", "role": "采购"}
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"contacts": [contact]})
    nameless = interchange(change(*MORE).replace(f"NAD+BY+{GLN}::9'", "").replace("UNT+8", "UNT+7"))
    content = mail(("ordchg.edi", nameless.encode()))
    told = (await call("POST", "/change-files", {"content": as_text(content)})).json()
    assert "answers" in told, told
    assert [one["status"] for one in told["answers"]] == [200], told
    assert told["answers"][0]["body"]["content"]["lines"][0]["quantity"] == "12"
    kept = (await call("GET", f"/orders/{order_id}/files")).json()["items"]
    assert [(one["kind"], one["sender"], one["attachments"]) for one in kept] == [
        ("mail", "Maria@alfki.example", ["ordchg.edi"])
    ]
    stranger = mail(("ordchg.edi", nameless.encode()), sender="x@elsewhere.example")
    refused = (await call("POST", "/change-files", {"content": as_text(stranger)})).json()
    assert [one["came"] for one in refused["faults"]][:1] == ["x@elsewhere.example"]
