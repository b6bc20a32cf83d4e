"""Bank files over HTTP: as a form or as they are, and what people do with what came (FIN-2)."""

from typing import Any

import asyncpg

from chassis import clock
from chassis.ids import new_id
from services.finance.matching import handlers
from services.finance.tests.bank_files import ACCOUNT, Line, camt
from services.finance.tests.test_http import Office, invoice, office, pool
from tests.needs import needs

__all__ = ["invoice", "office", "pool"]
pytestmark = needs("FIN-2")


async def sent(office: Office, content: bytes, kind: str = "application/xml") -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {office.token('bank')}", "idempotency-key": str(new_id())}
    answer = await office.client.post("/api/v1/bank-files", content=content, headers=headers | {"content-type": kind})
    return answer.status_code, answer.json()


async def fall_due(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as db, db.transaction():
        found = await handlers.find_new(db, clock.now())
        await handlers.assign_by_rule(db, [one for _, one in found])


async def test_a_file_comes_as_it_is_or_in_a_form(office: Office, invoice: Any) -> None:
    content = camt(Line("40.00", invoice.number))
    status, taken = await sent(office, content.encode())
    assert (status, taken["statements"][0]["receipts"]) == (200, 1)
    status, again = await office.ask("POST", "/bank-files", "accountant", {"content": content})
    assert (status, again["statements"][0]["known"]) == (200, 1)
    status, listed = await office.ask("GET", "/bank-statements", "accountant")
    assert [(one["account"], one["number"], one["closing"]) for one in listed["items"]] == [(ACCOUNT, "S-1", "1040.00")]


async def test_a_broken_file_is_told_with_all_its_faults(office: Office) -> None:
    status, problem = await sent(office, camt(Line("1.001"), closing="9").encode())
    assert status == 422
    assert [fault["field"] for fault in problem["faults"]] == [
        "content: statement 1, entry 1, amount",
        "content: S-1, closing",
    ]
    status, problem = await sent(office, b"\x00\x01", "application/octet-stream")
    assert (status, problem["faults"][0]["field"]) == (422, "content: line 1")
    assert (await sent(office, b"", "text/plain"))[0] == 422


async def test_a_person_says_what_money_is_for(office: Office, invoice: Any, pool: asyncpg.Pool) -> None:
    await sent(office, camt(Line("100.00", "goods")).encode())
    await fall_due(pool)
    _, listed = await office.ask("GET", "/receipts?state=waiting", "accountant")
    (receipt,) = listed["items"]
    assert [(one["reference"], one["why"]) for one in receipt["proposals"]] == [
        (invoice.number, ["payer_name", "amount"])
    ]
    path = f"/receipts/{receipt['receipt_id']}"
    status, problem = await office.ask("POST", f"{path}/assign", "accountant", {"reference": "nothing"})
    assert (status, problem["faults"][0]["field"]) == (422, "reference")
    status, told = await office.ask("POST", f"{path}/assign", "accountant", {"reference": "ALFKI"})
    assert (status, told["customer"], told["state"]) == (200, "ALFKI", "waiting")
    paid = {"reference": invoice.number, "amount": "60"}
    status, told = await office.ask("POST", f"{path}/assign", "accountant", paid)
    assert (status, told["rest"], told["parts"][0]["by"]) == (200, "40.00", "accountant")
    assert (await office.ask("POST", f"{path}/return", "accountant"))[0] == 403
    status, told = await office.ask("POST", f"{path}/return", "finance manager")
    assert (status, told["state"], told["closed_by"]) == (200, "returned", "finance manager")
    assert (await office.ask("GET", "/check", "accountant"))[1] == {"ok": True, "faults": []}
