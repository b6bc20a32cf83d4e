"""Orders that come in a file: UN/EDIFACT ORDERS, held against the masters, through the same intake (SAL-2)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from services.sales.intake.rules.files import decoded, read
from services.sales.order.store import look
from services.sales.tests.calling import CUSTOMER, Caller
from tests.needs import needs

pytestmark = needs("SAL-2")
GLN, GTIN = "4012345000009", "4011200296908"
WANTED = clock.today() + timedelta(days=30)
HEAD = (f"DTM+137:{clock.today():%Y%m%d}:102", f"DTM+2:{WANTED:%Y%m%d}:102", f"NAD+BY+{GLN}::9", "CUX+2:USD:9")
LINE = ("LIN+1++P-1:SA", "QTY+21:10:PCE", "PRI+AAA:10.00")
BERLIN = "NAD+DP+++Alfreds Futterkiste+Obere Str. 57+Berlin++12209+DE"


def message(*segments: str, po: str = "PO-1", nth: int = 1, kind: str = "ORDERS:D:96A:UN:EAN008") -> str:
    told = [f"UNH+{nth}+{kind}", f"BGM+220+{po}+9", *segments, "UNS+S"]
    return "'".join([*told, f"UNT+{len(told) + 1}+{nth}'"])


def interchange(*messages: str, begins: str = "UNB+UNOC:3+4012345000009:14+4098765000008:14+261130:0900+R1'") -> str:
    return f"{begins}{''.join(messages)}UNZ+{len(messages)}+R1'"


def faults(content: str) -> list[tuple[str, str, str]]:
    told = read(content).faults
    return [(one["field"].removeprefix("content: "), str(one["expected"]), str(one["came"])) for one in told]


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


def test_a_file_is_in_the_characters_that_it_names() -> None:
    content = interchange(message(*HEAD, BERLIN.replace("Obere", "Jägerallee"), *LINE))
    assert decoded(content.encode("latin-1")) == content
    assert decoded(content.replace("UNOC", "UNOY").encode()) == content.replace("UNOC", "UNOY")


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
    assert [(one["expected"], one["came"]) for one in refused.json()["faults"]] == [("BONAP", GLN)]
    taken = await call("POST", "/order-files", {"content": content}, who="ALFKI", role="customer")
    assert [one["status"] for one in taken.json()["answers"]] == [200]
