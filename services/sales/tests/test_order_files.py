"""Orders that come in a file: UN/EDIFACT ORDERS, held against the masters, through the same intake (SAL-2)."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook

from chassis import clock
from chassis.http.files import as_text, bytes_of
from chassis.language import catalogue
from contracts.texts import said, saying
from services.sales.house import HOUSE
from services.sales.intake.rules import files
from services.sales.intake.rules.in_files import Reading
from services.sales.intake.rules.sheet import ROWS_MAX
from services.sales.order.store import look
from services.sales.tests.calling import CUSTOMER, Caller
from tests.needs import needs

pytestmark = needs("SAL-2")
GLN, GTIN = "4012345000009", "4011200296908"
WANTED = clock.today() + timedelta(days=30)
HEAD = (f"DTM+137:{clock.today():%Y%m%d}:102", f"DTM+2:{WANTED:%Y%m%d}:102", f"NAD+BY+{GLN}::9", "CUX+2:USD:9")
LINE = ("LIN+1++P-1:SA", "QTY+21:10:PCE", "PRI+AAA:10.00")
BERLIN = "NAD+DP+++Alfreds Futterkiste+Obere Str. 57+Berlin++12209+DE"


def read(content: str) -> Reading:
    return files.read(content.encode("latin-1"))[0]


def message(*segments: str, po: str = "PO-1", nth: int = 1, kind: str = "ORDERS:D:96A:UN:EAN008") -> str:
    told = [f"UNH+{nth}+{kind}", f"BGM+220+{po}+9", *segments, "UNS+S"]
    return "'".join([*told, f"UNT+{len(told) + 1}+{nth}'"])


def interchange(*messages: str, begins: str = "UNB+UNOC:3+4012345000009:14+4098765000008:14+261130:0900+R1'") -> str:
    return f"{begins}{''.join(messages)}UNZ+{len(messages)}+R1'"


def faults(content: str) -> list[tuple[str, str, str]]:
    told = read(content).faults
    return [(str(one["field"]).removeprefix("content: "), str(one["expected"]), str(one["came"])) for one in told]


def test_a_message_says_number_day_parties_lines_and_prices() -> None:
    (order,) = read(interchange(message(*HEAD, BERLIN, *LINE))).orders
    assert (order.customer_po, order.buyer, order.currency) == ("PO-1", GLN, "USD")
    assert order.told["wanted"] == str(WANTED)
    assert order.told["deliver_to"] == {
        "street": "Obere Str. 57", "city": "Berlin", "postal_code": "12209", "country": "DE"
    }  # fmt: skip
    (line,) = order.lines
    assert (line.codes, line.quantity, line.unit, line.price) == (("P-1",), Decimal(10), "PCE", Decimal("10.00"))


def test_each_message_of_an_interchange_is_an_order_and_another_kind_is_told() -> None:
    other = message(po="4712", nth=2, kind="ORDCHG:D:96A:UN")
    reading = read(interchange(message(*HEAD, *LINE), other, message(*HEAD, *LINE, po="PO-3", nth=3)))
    assert [order.customer_po for order in reading.orders] == ["PO-1", "PO-3"]
    assert [str(one) for one in reading.passed_over] == ["message 2, segment 1 UNH: UNH+2+ORDCHG:D:96A:UN"]


def test_a_segment_that_an_order_has_no_place_for_is_told_and_refuses_nothing() -> None:
    reading = read(interchange(message(*HEAD, "FTX+AAI+++bitte anrufen", *LINE, "ZZZ+1", "PRI+AAB:12")))
    assert not reading.faults
    assert [str(one).rpartition(": ")[2] for one in reading.passed_over] == [
        "FTX+AAI+++bitte anrufen", "ZZZ+1", "PRI+AAB:12"
    ]  # fmt: skip


def test_all_faults_of_a_file_are_told_at_once_by_their_segment() -> None:
    wrong = ("DTM+2:20271399:102", "QTY+21:ten:PCE", "PRI+AAA:x", "CNT+2:7")
    assert faults(interchange(message(*HEAD, *LINE, *wrong, po=""))) == [
        ("message 1, segment 10 DTM", "a date in format 102, 203, 101 (2379)", "2:20271399:102"),
        ("message 1, segment 11 QTY", "a number", "ten"),
        ("message 1, segment 12 PRI", "a number", "x"),
        ("message 1, segment 13 CNT", "CNT+2:1", "CNT+2:7"),
        ("message 1, BGM", "the number of the order (1004)", "nothing"),
    ]


def test_a_file_that_was_cut_off_or_lost_a_segment_is_refused() -> None:
    whole = interchange(message(*HEAD, *LINE))
    assert [expected for _, expected, _ in faults(whole.partition("QTY")[0])] == [
        "UNT behind it, for the message is cut off", "UNZ behind it, for the file is cut off"
    ]  # fmt: skip
    assert [expected for _, expected, _ in faults(whole.replace("CUX+2:USD:9'", ""))] == ["UNT+10+1"]
    assert [expected for _, expected, _ in faults(whole.replace("UNZ+1", "UNZ+2"))] == ["UNZ+1"]
    assert [field for field, _, _ in faults(whole[:-1])] == ["the end of the file"]


def test_what_changes_an_order_is_not_taken_for_one() -> None:
    changed = interchange(message(*HEAD, *LINE)).replace("PO-1+9", "PO-1+4")
    assert [(field, came) for field, _, came in faults(changed)] == [("message 1, segment 2 BGM", "4")]


@pytest.mark.parametrize(
    ("begins", "written", "read_as"),
    [
        ("UNB+UNOC:3+A+B+261130:0900+R1'", "NOTTE ?'UNA", "NOTTE 'UNA"),
        ("UNA:+.? '\r\nUNB+UNOC:3+A+B+261130:0900+R1'\r\n", "NOTTE?+?'UNA", "NOTTE+'UNA"),
        ("UNA:+.  'UNB+UNOC:3+A+B+261130:0900+R1'", "NOTTE E DI", "NOTTE E DI"),
    ],
)
def test_words_are_read_as_they_are_whatever_the_file_begins_with(begins: str, written: str, read_as: str) -> None:
    """Also with the letters of a service string among them, and with blanks where no character releases another."""
    (order,) = read(interchange(message(*HEAD, "LIN+1", f"IMD+F++:::{written}"), begins=begins)).orders
    assert (order.customer_po, order.lines[0].codes) == ("PO-1", (read_as,))


def test_a_line_break_within_a_segment_is_none() -> None:
    broken = interchange(message(*HEAD, *LINE)).replace("PRI+AAA:10.00", "PRI+AA\r\nA:10.00")
    assert read(broken).orders == read(interchange(message(*HEAD, *LINE))).orders


@pytest.mark.parametrize(("named", "written"), [("UNOC", "latin-1"), ("UNOY", "utf-8")])
def test_a_file_is_in_the_characters_that_it_names(named: str, written: str) -> None:
    content = interchange(message(*HEAD, BERLIN.replace("Obere", "Jägerallee"), *LINE)).replace("UNOC", named)
    reading, _ = files.read(content.encode(written))
    assert reading.orders[0].told["deliver_to"]["street"] == "Jägerallee Str. 57"


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


COLUMNS = ("客户订单号", "Item", "Qty", "Unit price", "Currency", "Delivery date", "Deliver to", "Remark")


def mail(*attachments: tuple[str, bytes], sender: str = "Maria Anders <Maria@alfki.example>") -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "orders@gendan.example", "采购订单 4711"
    letter.set_content("见附件。")
    for name, content in attachments:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def test_rows_of_a_sheet_are_lines_of_the_order_that_they_name() -> None:
    day = datetime(2027, 1, 15)  # noqa: DTZ001  as a spreadsheet has it
    rows = [("A-1", "P-1", 10, 2.5, "USD", day, "Werk 2"), ("A-1", "P-2", 1, None, None, "2027-02-01"), ("A-2", "P-1")]
    reading, evidence = files.read(sheet(COLUMNS, *rows))
    assert evidence.kind == "sheet"
    first, second = reading.orders
    assert (first.customer_po, first.currency, first.ship_to, first.told) == (
        "A-1", "USD", "Werk 2", {"wanted": "2027-01-15"}
    )  # fmt: skip
    assert [(line.codes, line.quantity, line.price) for line in first.lines] == [
        (("P-1",), Decimal(10), Decimal("2.5")), (("P-2",), Decimal(1), None)
    ]  # fmt: skip
    assert (second.customer_po, second.lines[0].quantity) == ("A-2", None)
    assert [str(one) for one in reading.passed_over] == [
        "row 1: remark", "row 2: also wanted on 2027-02-01; an order is wanted on one day, the earliest"
    ]  # fmt: skip


def test_all_faults_of_a_sheet_are_told_by_their_row() -> None:
    reading, _ = files.read(sheet(("PO", "Item", "Qty", "交期"), ("A-1", "P-1", "ten", "soon"), (None, "P-1", 1)))
    assert [str(one["field"]) for one in reading.faults] == [
        "content: row 2, wanted", "content: row 2, quantity", "content: row 3"
    ]  # fmt: skip
    lacking, _ = files.read(sheet(("PO", "Item"), ("A-1", "P-1")))
    assert [str(one["expected"]) for one in lacking.faults] == ["a column quantity, qty, 数量"]


@needs("ALL-5")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (sheet(("PO", "Item", "Qty", "交期"), ("A-1", "P-1", "ten", 1), (None, "P-1", 1)),
         ["content: 第 2 行，要求交期", "content: 第 2 行，数量", "content: 第 3 行"]),
        (sheet(("PO", "Item"), ("A-1", "P-1")), ["content: 第 1 行"]),
        (b"PK\x03\x04broken", ["content: 文件"]),
        (mail(("a, b.xlsx", b"PK\x03\x04broken")), ["content: a，b.xlsx"]),
        (sheet(("PO", "Item", "Qty"), *[("A-1", "P-1", 1)] * (ROWS_MAX + 1)), ["content: 第 10002 行"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_sheet_and_where_is_told_in_chinese(content: bytes, told: list[str]) -> None:
    with saying(catalogue("zh", HOUSE.locale)):
        faults = [{name: said(value) for name, value in one.items()} for one in files.read(content)[0].faults]
    assert [one["field"] for one in faults] == told
    for one in faults:
        words = re.sub("XLSX|YYYY-MM-DD|quantity|qty", "", one["expected"])
        assert not re.search("[a-z]{3,}", words, re.IGNORECASE), words
        assert one["came"] in ("ten", "1", "po, item", "没有", "无", "文件已损坏，或不是 XLSX 文件")


@needs("SAL-2", "ALL-5")
def test_a_sheet_that_unpacks_to_more_than_anybody_sends_is_refused_with_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.sales.intake.rules.sheet.UNPACKED_MAX", 1000)
    (fault,) = files.read(sheet(COLUMNS, ("A-1", "P-1", 10)))[0].faults
    assert (str(fault["field"]), str(fault["expected"])) == ("content: the file", "at most 1000 bytes, unpacked")


def test_a_mail_is_read_attachment_by_attachment_and_what_is_none_of_ours_is_told() -> None:
    content = mail(
        ("order.xlsx", sheet(COLUMNS, ("A-1", "P-1", 10))),
        ("orders.edi", interchange(message(*HEAD, *LINE)).encode()),
        ("drawing.pdf", b"%PDF-1.7"),
    )
    reading, evidence = files.read(content)
    assert [order.customer_po for order in reading.orders] == ["A-1", "PO-1"]
    assert (evidence.kind, evidence.subject, reading.sender) == ("mail", "采购订单 4711", "Maria@alfki.example")
    assert evidence.attachments == ("order.xlsx", "orders.edi", "drawing.pdf")
    assert str(reading.passed_over[-1]) == "drawing.pdf is kept, not read"


@pytest.mark.parametrize(
    "content", [mail(), mail(("order.pdf", b"%PDF-1.7")), b"%PDF-1.7", b"From: <\n\n", b"PK\x03\x04broken", b"hi\0"]
)
def test_a_file_without_an_order_is_refused_with_what_is_read(content: bytes) -> None:
    reading, _ = files.read(content)
    assert len(reading.faults) == 1
    assert not reading.orders


def test_a_file_in_a_form_is_itself_or_in_base64() -> None:
    content = interchange(message(*HEAD, *LINE))
    assert bytes_of(content) == content.encode()
    assert bytes_of(as_text(b"PK\x03\x04\xff")) == b"PK\x03\x04\xff"


async def masters(call: Caller, **customer: Any) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"gln": GLN} | customer)
    await call("PUT", "/items/P-1", {"name": "Chai", "unit": "kg", "gtin": GTIN})


async def test_an_order_by_numbers_of_gs1_is_in_the_book_once(call: Caller) -> None:
    """In our units and at a price for one of them; the address by the name that the customer gave it."""
    werk = {"name": "Werk 2", "street": "Am Kai 1", "city": "Bremen", "country": "DE"}
    await masters(call, addresses=[werk])
    line = (f"LIN+1++{GTIN}:EN", "QTY+21:1,5:TNE", "PRI+AAA:200::::TNE")
    content = interchange(message(*HEAD, "NAD+DP+Werk 2::92", *line))
    answers = [(await call("POST", "/order-files", {"content": content})).json() for _ in range(2)]
    (first,), (again,) = (one["answers"] for one in answers)
    assert (first["status"], first["body"]["stage"]) == (200, "received")
    assert again["body"]["order_id"] == first["body"]["order_id"]
    order = await look(call.pool, UUID(first["body"]["order_id"]))
    assert order
    assert order.content.deliver_to
    assert order.content.deliver_to.city == "Bremen"
    (taken,) = order.content.lines
    assert taken.unit_price
    assert (taken.item, taken.quantity, taken.unit_price.amount) == ("P-1", Decimal(1500), Decimal("0.2"))


async def test_what_the_masters_do_not_know_is_a_fault_or_asked_back(call: Caller) -> None:
    """A buyer whom nobody knows, or a unit that the item is not counted in, is a fault; an item is asked for."""
    await masters(call)
    foreign = interchange(message(*HEAD, "LIN+1++XYZ:BP", "QTY+21:1:PCE", "PRI+AAA:1"))
    (answer,) = (await call("POST", "/order-files", {"content": foreign})).json()["answers"]
    assert answer["body"]["missing"] == ["lines.0.item", "deliver_to"]
    nobody = interchange(message(*HEAD, *LINE, po="PO-2")).replace(f"BY+{GLN}", "BY+1234567890128")
    refused = (await call("POST", "/order-files", {"content": nobody})).json()
    assert [(one["field"], one["came"]) for one in refused["faults"]] == [
        ("content: message 1, buyer", "1234567890128"), ("content: message 1, segment 8 QTY, unit", "PCE")
    ]  # fmt: skip
    assert (await call("GET", "/orders?customer_po=PO-2")).json()["items"] == []


@needs("ALL-3")
async def test_a_customer_brings_his_own_orders_only(call: Caller) -> None:
    await masters(call)
    content = interchange(message(*HEAD, BERLIN, *LINE)).replace("PCE", "KGM")
    refused = await call("POST", "/order-files", {"content": content}, who="BONAP", role="customer")
    assert [(one["field"], one["came"]) for one in refused.json()["faults"]] == [("customer", "BONAP")]
    assert "ALFKI" not in refused.text
    taken = await call("POST", "/order-files", {"content": content}, who="ALFKI", role="customer")
    assert [one["status"] for one in taken.json()["answers"]] == [200]


async def test_a_mail_is_kept_with_its_orders_and_known_by_who_sent_it(call: Caller) -> None:
    contact = {"name": "Maria Anders", "email": "maria@alfki.example", "role": "采购"}
    await masters(call, contacts=[contact])
    content = mail(("order.xlsx", sheet(COLUMNS, ("A-1", "P-1", 10, 2.5, "USD", WANTED))), ("drawing.pdf", b"%PDF-1.7"))
    taken = (await call("POST", "/order-files", {"content": as_text(content)})).json()
    (answer,) = taken["answers"]
    assert (answer["status"], answer["body"]["missing"]) == (200, ["deliver_to"])
    path = f"/orders/{answer['body']['order_id']}/files"
    (kept,) = (await call("GET", path)).json()["items"]
    assert (kept["kind"], kept["sender"], kept["attachments"], kept["brought_by"]) == (
        "mail", "Maria@alfki.example", ["order.xlsx", "drawing.pdf"], "wang.fang"
    )  # fmt: skip
    assert (await call("GET", f"{path}/{kept['sha256']}")).content == content
    assert (await call("GET", path, who="ALFKI", role="customer")).status_code == 403
    stranger = mail(("order.xlsx", sheet(COLUMNS, ("A-2", "P-1", 10))), sender="x@elsewhere.example")
    refused = (await call("POST", "/order-files", {"content": as_text(stranger)})).json()
    assert [one["came"] for one in refused["faults"]] == ["x@elsewhere.example"]
