"""What comes in by finance's doors: one way to write a thing, and no content that is lost in silence (FIN-1, FIN-2)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from chassis.handling import Answer
from contracts.finance import InvoiceIssued
from services.finance import house
from services.finance.advances import handlers as advances
from services.finance.invoices import handlers as invoices
from services.finance.payments import handlers, rules, store
from services.finance.tests.samples import Order
from services.finance.tests.test_http import Office, invoice, line, office, pool
from tests.needs import needs

__all__ = ["invoice", "office", "pool"]

BLANKS = ["FT-1 ", " FT-1", "FT-1\t", "\u3000FT-1\u3000", "FT-1\u00a0", "FT-1\u200b", "\ufeffFT-1"]
WIDE = "\uff26\uff34\uff0d\uff11"
REFERENCES = "SELECT bank_reference, doc->>'bank_reference' AS told FROM payment ORDER BY 1"


@needs("FIN-2")
@pytest.mark.parametrize("again", [*BLANKS, WIDE])
async def test_a_bank_line_is_one_payment_however_its_reference_is_written(
    office: Office, invoice: Any, again: str
) -> None:
    """FIN-2: blanks of any kind, full-width letters and invisible characters are no other line."""
    first = await office.ask("POST", "/payments", "bank", line(invoice.number, "40", "FT-1"))
    second = await office.ask("POST", "/payments", "bank", line(invoice.number, "40", again))
    assert first == second
    assert (await office.ask("GET", "/invoices", "accountant"))[1]["items"][0]["outstanding"] == "60.00"


async def test_blanks_around_customer_and_reference_are_no_part_of_them(office: Office, invoice: Any) -> None:
    asked = {**line(f" {invoice.number}\u3000", "40"), "customer": " ALFKI "}
    status, booked = await office.ask("POST", "/payments", "bank", asked)
    assert (status, booked["customer"], booked["reference"]) == (200, "ALFKI", invoice.number)


@pytest.mark.parametrize(
    ("field", "blank"),
    [
        *((field, blank) for field in ("customer", "reference", "bank_reference") for blank in ("", "   ", "\u3000")),
        ("bank_reference", "\u200b "),
    ],
)
async def test_a_field_of_blanks_is_told(office: Office, invoice: Any, field: str, blank: str) -> None:
    status, problem = await office.ask("POST", "/payments", "bank", {**line(invoice.number), field: blank})
    assert (status, problem["faults"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("1e40", "USD"), ("1000000000000", "USD"), ("NaN", "USD"), ("-1", "USD"), ("1", "RMB"), ("1", "usd")],
)
async def test_an_amount_that_no_bank_sends_is_refused(
    office: Office, invoice: Any, amount: str, currency: str
) -> None:
    asked = {**line(invoice.number), "amount": {"amount": amount, "currency": currency}}
    status, problem = await office.ask("POST", "/payments", "bank", asked)
    assert (status, problem["faults"][0]["field"].partition(".")[0]) == (422, "amount")


@pytest.mark.parametrize(
    ("path", "body"),
    [("/customers/ALFKI/hold", {"reason": "   "}), ("/customers/ALFKI/hold", {"reason": "x" * 501})],
)
async def test_a_reason_of_blanks_is_none(office: Office, invoice: Any, path: str, body: Any) -> None:
    status, problem = await office.ask("POST", path, "accountant", body)
    assert (status, problem["faults"][0]["field"]) == (422, "reason")


@pytest.mark.parametrize(
    "path",
    ["/invoices?customer=%20", "/invoices?number=%20", "/advances?customer=a%20b", "/ledger/entries?customer=%20",
     "/invoices?limit=0", "/refunds?state=paid", "/payments?order_id=SO", "/invoices?number=" + "9" * 101],
)  # fmt: skip
async def test_a_filter_that_names_nothing_is_refused_and_finds_not_everything(
    office: Office, invoice: Any, path: str
) -> None:
    assert (await office.ask("GET", path, "finance manager"))[0] == 422


@needs("FIN-2")
async def test_the_same_bank_line_with_other_content_is_told_what_is_booked(office: Office, invoice: Any) -> None:
    """FIN-2: nothing of what came now is taken, and nothing is passed over in silence."""
    await office.ask("POST", "/payments", "bank", line(invoice.number, "40", "FT-1"))
    for other in (line(invoice.number, "41", "FT-1"), line("SO-2026-000001", "40", " FT-1")):
        status, problem = await office.ask("POST", "/payments", "bank", other)
        assert status == 409
        assert f"booked already, with 40.00 USD of ALFKI for {invoice.number}" in problem["detail"]
        assert "not taken" in problem["detail"]


async def resolved(db: asyncpg.Connection, who: str, references: Sequence[str]) -> list[Any]:
    return [
        named and (named.customer, named.order_id)
        for named in await store.resolve(db, [who] * len(references), references)
    ]


@needs("FIN-2")
async def test_customer_and_number_name_an_order(db: asyncpg.Connection) -> None:
    """FIN-2: BONAP's own PO numbers are ALFKI's order's and invoice's numbers; each pays his own under them."""
    theirs = Order(number="SO-1")
    await advances.agree(db, [theirs.confirmed()])
    ((issued,),) = await invoices.issue(db, [theirs.dispatched(line1="10")])  # type: ignore[misc]
    assert isinstance(issued, InvoiceIssued)
    one, two = (Order(number=number, customer="BONAP") for number in ("SO-2", "SO-3"))
    await advances.agree(db, [one.confirmed(), two.confirmed()])
    renamed = "UPDATE order_account SET customer_po = $2 WHERE order_id = $1"
    await db.execute(renamed, one.id, "SO-1")
    await db.execute(renamed, two.id, issued.number)
    assert await resolved(db, "BONAP", ["SO-1", issued.number]) == [("BONAP", one.id), ("BONAP", two.id)]
    assert await resolved(db, "ALFKI", ["SO-1", issued.number]) == [("ALFKI", theirs.id), ("ALFKI", theirs.id)]
    assert await resolved(db, "ALFKI", ["SO-2"]) == [("BONAP", one.id)]


@needs("FIN-2")
async def test_lines_kept_with_blanks_earlier_are_known_by_the_plain_reference(db: asyncpg.Connection) -> None:
    """FIN-2: an upgrade books none of them again; where both were booked, both stay."""
    order = Order(share="1")
    await advances.agree(db, [order.confirmed()])
    for old in ("FT-1 ", "FT-2\u3000", "FT-3", "FT-3 "):
        await handlers.pay(db, [order.payment("10", bank_reference=old)])
    file = Path(house.__file__).parent / "migrations" / "0004_one_way_to_write.sql"
    await db.execute(file.read_text())
    rows = [tuple(row) for row in await db.fetch(REFERENCES)]
    assert rows == [(name, name) for name in ("FT-1", "FT-2", "FT-3", "FT-3 ")]
    (again,) = await handlers.pay(db, [order.payment("10", bank_reference="FT-1")])
    assert isinstance(again, Answer)
    assert again.events == ()


def test_what_is_no_text_is_left_to_the_type() -> None:
    assert rules.one_way_to_write(5) == 5


@needs("FIN-7")
async def test_a_refund_is_listed_and_let_go_over_http(office: Office, invoice: Any) -> None:
    """FIN-7: by an accountant or the finance manager; a second word is told what is recorded."""
    assert (await office.ask("PUT", "/figures/refunds", "finance manager", {"value": "by_hand"}))[0] == 200
    await office.ask("POST", "/payments", "bank", line(invoice.number, "130", "FT-1"))
    _, waiting = await office.ask("GET", "/refunds?state=waiting&customer=ALFKI", "accountant")
    (refund,) = waiting["items"]
    assert (refund["amount"], refund["document"]) == ({"amount": "30.00", "currency": "USD"}, "FT-1")
    path = f"/orders/{refund['order_id']}/refunds/{refund['refund']}/approve"
    assert (await office.ask("POST", path, "bank"))[0] == 403
    status, done = await office.ask("POST", path, "finance manager")
    assert (status, done["state"], done["approved_by"]) == (200, "approved", "finance manager")
    status, problem = await office.ask("POST", path, "accountant")
    assert (status, "by finance manager already" in problem["detail"]) == (409, True)
    assert (await office.ask("GET", "/refunds?state=waiting", "accountant"))[1]["items"] == []
    assert (await office.ask("GET", "/check", "accountant"))[1] == {"ok": True, "faults": []}


@needs("ALL-3")
async def test_a_path_takes_the_number_that_is_on_the_paper(office: Office, invoice: Any) -> None:
    """ALL-3: people have numbers, not ids; who may not look does not hear which there are."""
    status, shown = await office.ask("GET", f"/invoices/{invoice.number}", "accountant")
    assert (status, shown) == await office.ask("GET", f"/invoices/{invoice.invoice_id}", "accountant")
    status, problem = await office.ask("GET", "/invoices/INV-1999-000001", "accountant")
    assert (status, problem["detail"]) == (404, "There is no invoice INV-1999-000001 here.")
    assert (await office.ask("GET", "/invoices/INV-1999-000001", "bank"))[0] == 403
    review = {"verdict": "yes", "reason": "insured"}
    for order, code in (("SO-2026-000001", 409), (str(invoice.order_id), 409), ("SO-1", 404)):
        assert (await office.ask("POST", f"/orders/{order}/credit-review", "finance manager", review))[0] == code
    assert (await office.ask("POST", "/orders/SO-2026-000001/refunds/1/approve", "accountant"))[0] == 404


async def test_an_unknown_customer_is_named(office: Office) -> None:
    assert (await office.ask("GET", "/customers/NOBODY", "accountant"))[0] == 404


async def test_every_answer_of_finance_has_a_model(office: Office) -> None:
    """ALL-3: a client can be generated for all of it."""
    answer = await office.client.get("/openapi.json")
    assert "/api/v1/ageing" in answer.json()["paths"]
    untyped = [
        path
        for path, methods in answer.json()["paths"].items()
        for method, told in methods.items()
        if method == "get"
        and path.startswith("/api/v1")
        and told["tags"] != ["operations"]
        and "$ref" not in told["responses"]["200"]["content"]["application/json"]["schema"]
    ]
    assert untyped == []
