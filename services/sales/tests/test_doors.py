"""What nobody can mean is refused at every door of sales, with what is accepted (SAL-2, SAL-3, SAL-9)."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from contracts.codec import encoded
from contracts.outside import OrderPlaced
from services.sales.house import HOUSE
from services.sales.intake.rules.asked import placed
from services.sales.order.store import look
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, confirmed
from tests.needs import needs

NEVER = ("9999-12-31", "0001-01-01", "2150-01-01", 20261127, "20261127")
BLANK = ("", "   ", "\t\n", "x" * 501)


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["field"] for fault in answer.json()["faults"]]


@pytest.mark.parametrize("day", NEVER)
@pytest.mark.parametrize("command", ["change", "confirm", "clarify", "order"])
async def test_a_date_that_stands_for_not_known_is_refused_with_the_accepted_span(
    call: Caller,
    command: str,
    day: str | int,
) -> None:
    """SAL-8, SAL-9: left out is what is not known."""
    field = "promised" if command in ("change", "confirm") else "wanted"
    body = {field: day} | ({"reason": "x"} if command == "change" else {})
    if command == "order":
        answer = await call("POST", "/orders", an_order("1") | body)
    else:
        answer = await call("POST", f"/orders/{uuid4()}/{command}", body)
    assert faults(answer) == [field]
    assert (
        "YYYY-MM-DD" in answer.text
        or str((clock.today() + timedelta(days=3650)).year) in answer.text
        or ("1970-01-01 to 2199-12-31" in answer.text)
    )


@needs("SAL-8", "SAL-9")
@pytest.mark.parametrize(
    ("command", "field"), [("change", "promised"), ("change", "wanted"), ("confirm", "promised"), ("clarify", "wanted")]
)
async def test_a_day_that_is_over_is_neither_promised_nor_wanted_anew(call: Caller, command: str, field: str) -> None:
    """SAL-8, SAL-9."""
    body = {field: str(clock.today() - timedelta(days=1))} | ({"reason": "x"} if command == "change" else {})
    answer = await call("POST", f"/orders/{uuid4()}/{command}", body)
    assert faults(answer) == [field]
    assert f"from {clock.today()} (today)" in answer.json()["faults"][0]["expected"]


@needs("SAL-3")
async def test_an_order_whose_wanted_date_is_past_is_taken_and_asked_for_a_new_one(call: Caller) -> None:
    """SAL-3: a file of last year's orders loses none; the question names the date that came."""
    placed = (await call("POST", "/orders", an_order("1", wanted="1996-08-01"))).json()
    assert (placed["stage"], placed["missing"]) == ("incomplete", ["wanted"])
    assert placed["questions"] == ["The wanted date 1996-08-01 is past: by which date do you want the goods?"]
    path = f"/orders/{placed['order_id']}"
    assert (await call("POST", f"{path}/clarify", {"partial": True})).json()["missing"] == ["wanted"]
    done = await call("POST", f"{path}/clarify", {"wanted": str(clock.today())})
    assert done.json()["stage"] == "received"


@needs("SAL-2")
def test_an_order_by_event_that_is_wanted_beyond_all_plans_is_set_aside_with_the_accepted_span() -> None:
    """SAL-2: by its own name alone, as a past one is asked back by event too."""
    event = OrderPlaced(reference="A/1", customer="A", customer_po="1", wanted=date(2150, 1, 1))
    with pytest.raises(ValueError, match=r"wanted: expected a date up to 2036-.*came 2150-01-01"):
        placed(event, DAY)
    past = event.but(wanted=date(1996, 8, 1))
    assert placed(past, DAY).asked.wanted == date(1996, 8, 1)


@pytest.mark.parametrize("text", BLANK)
async def test_a_reason_of_nothing_but_spaces_is_none(call: Caller, text: str) -> None:
    path = f"/orders/{uuid4()}"
    assert faults(await call("POST", f"{path}/change", {"reason": text})) == ["reason"]
    assert faults(await call("POST", f"{path}/cancel", {"reason": text})) == ["reason"]
    reasons = {"reasons": [{"code": "x", "text": text}]}
    assert faults(await call("POST", f"{path}/reject", reasons)) == ["reasons.0.text"]
    assert faults(await call("POST", f"{path}/reject", {"reasons": [{"code": " ", "text": "x"}]})) == ["reasons.0.code"]
    address = {"street": text, "city": "Berlin", "country": "DE"}
    assert faults(await call("POST", "/orders", an_order("1", deliver_to=address))) == ["deliver_to.street"]
    assert faults(await call("PUT", "/items/P-1", {"name": text})) == ["name"]
    assert faults(await call("PUT", "/customers/A", CUSTOMER | {"name": text})) == ["name"]


@needs("SAL-2")
async def test_spaces_around_what_somebody_typed_are_no_part_of_it(call: Caller) -> None:
    """SAL-2: codes of people, items and customers, and words."""
    line = {"line": 1, "item": " P-1 ", "quantity": "1", "unit_price": {"amount": "1", "currency": "USD"}}
    placed = (await call("POST", "/orders", an_order("1", lines=[line], merchandiser=" li.na\t"))).json()
    assert placed["stage"] == "received"
    order = (await call("GET", f"/orders/{placed['number']}")).json()
    assert (order["merchandiser"], order["content"]["lines"][0]["item"]) == ("li.na", "P-1")
    assert (await call("PUT", "/items/%20P-9%20", {"name": " Tea "})).json()["item"] == "P-9"
    assert (await call("GET", "/items/P-9")).json()["name"] == "Tea"
    cancelled = (await call("POST", f"/orders/{placed['number']}/cancel", {"reason": " no "})).json()
    assert cancelled["reasons"] == [{"code": "cancelled", "text": "no"}]


@pytest.mark.parametrize("term", ["BLA", "", "DAT Shanghai", "F O B", "FOBB"])
async def test_a_term_of_delivery_is_one_of_incoterms_2020(call: Caller, term: str) -> None:
    for answer in (
        await call("POST", "/orders", an_order("1", incoterm=term)),
        await call("POST", f"/orders/{uuid4()}/change", {"reason": "x", "incoterm": term}),
    ):
        assert faults(answer) == ["incoterm"]


async def test_a_term_of_delivery_may_name_its_place(call: Caller) -> None:
    placed = (await call("POST", "/orders", an_order("1", incoterm=" fob  Shanghai"))).json()
    assert (await call("GET", f"/orders/{placed['number']}")).json()["content"]["incoterm"] == "FOB Shanghai"


@needs("SAL-25", "LOG-8")
@pytest.mark.parametrize("code", ["90121", "0901.2", "8504x0", "123456789", "８５０４４０"])
async def test_a_customs_code_has_the_digits_of_a_tariff_or_is_left_out(call: Caller, code: str) -> None:
    """LOG-8: 90121 is 0901.21 of which a spreadsheet lost the first digit."""
    assert faults(await call("PUT", "/items/P-9", {"name": "Tea", "customs_code": code})) == ["customs_code"]
    known = await call("PUT", "/items/P-9", {"name": "Tea", "customs_code": "0902.10", "origin": "CN"})
    assert (known.json()["customs_code"], known.json()["origin"]) == ("090210", "CN")
    assert (await call("PUT", "/items/P-9", {"name": "Tea"})).json()["customs_code"] == ""


@needs("SAL-15")
@pytest.mark.parametrize(("currency", "meant"), [("RMB", "CNY"), ("CNH", "CNY"), ("DEM", "one of"), ("USX", "USD")])
async def test_a_customer_pays_in_a_currency_of_today(call: Caller, currency: str, meant: str) -> None:
    """SAL-15: master data that no order could ever be priced in is refused, with the code that was meant."""
    answer = await call("PUT", "/customers/A", CUSTOMER | {"currency": currency})
    assert faults(answer) == ["currency"]
    assert meant in answer.json()["faults"][0]["expected"]
    assert faults(await call("POST", "/orders", an_order("1", currency=currency))) == ["currency"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "ZZ"),
        ("language", "?"),
        ("merchandiser", "  "),
        ("credit_limit", "-1"),
        ("terms", {"days": 9999999}),
    ],
)
async def test_master_data_of_a_customer_can_be_said_to_all(call: Caller, field: str, value: Any) -> None:
    (fault,) = faults(await call("PUT", "/customers/A", CUSTOMER | {field: value}))
    assert fault.startswith(field)


@needs("SAL-9")
async def test_what_was_taken_once_and_cannot_be_reckoned_with_is_read_again(
    database: Callable[[str], Awaitable[str]],
) -> None:
    """An order promised for 9999-12-31 by an older version hides no other one; a change heals it (SAL-9)."""
    db = await asyncpg.connect(await database("sales"))
    order = confirmed(10)
    document = encoded(order).decode().replace("2026-04-01", "9999-12-31")
    document = document.replace('"promised":null', '"promised":"0001-01-01"').replace('"days":30', '"days":20261127')
    await db.execute(
        "INSERT INTO sales_order VALUES ($1, 'S', 'A', '1', 'confirmed', false, false, $2)",
        order.order_id,
        document,
    )
    read = await look(db, order.order_id)
    assert read is not None
    content = read.binding
    assert (content.wanted, content.promised, content.terms.days) == (date(2199, 12, 31), date(1970, 1, 1), 3650)
    assert content.lines[0].quantity == Decimal(10)
    await db.close()


@needs("SAL-3")
async def test_what_an_order_lacked_before_is_named_by_its_place_too(database: Callable[[str], Awaitable[str]]) -> None:
    """SAL-3: its lines are counted from 0, as in faults."""
    db = await asyncpg.connect(await database("sales"))
    order_id = uuid4()
    document = {"missing": ["customer", "lines.7.item", "lines.3.quantity", "wanted"]}
    document["content"] = {"lines": [{"line": 3}, {"line": 7}, {"line": 3}]}  # type: ignore[assignment]
    await db.execute(
        "INSERT INTO sales_order VALUES ($1, 'S', 'A', '1', 'incomplete', false, false, $2)",
        order_id,
        json.dumps(document),
    )
    await db.execute("DROP SCHEMA own CASCADE")  # its views came later
    await db.execute("ALTER TABLE sales_order ALTER document TYPE jsonb USING document::jsonb")  # as it was then
    await db.execute((HOUSE.migrations / "0003_missing_from_zero.sql").read_text())
    kept = json.loads(await db.fetchval("SELECT document FROM sales_order WHERE id = $1", order_id))
    assert kept["missing"] == ["customer", "lines.1.item", "lines.0.quantity", "wanted"]
    await db.close()
