"""Finance over HTTP: who may, what is refused, and in which words."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

import asyncpg
import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis.database.pool import open_pool
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.papers.sharing import shared
from chassis.transaction.engine import Engine
from services.finance.advances import handlers as advances
from services.finance.credit import handlers as credit
from services.finance.house import HOUSE
from services.finance.invoices import handlers as invoices
from services.finance.tests.samples import Order, customer
from tests.needs import needs


class Office:
    """Asks finance as somebody."""

    def __init__(self, client: httpx2.AsyncClient, token: Callable[..., str]) -> None:
        self.client, self.token = client, token

    async def ask(self, method: str, path: str, role: str, body: Any = None) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {self.token(role)}", "idempotency-key": str(new_id())}
        answer = await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        return answer.status_code, answer.json()


def token(key: OKPKey, role: str, person: str = "") -> str:
    claims = {"aud": AUDIENCE, "sub": person or role, "roles": [role], "exp": int(time.time()) + 60}
    return jwt.encode({"alg": "Ed25519", "kid": key.kid}, claims, key, algorithms=["Ed25519"])


@pytest.fixture
async def pool(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(await database("finance"), size=4)
    yield pool
    await pool.close()


@pytest.fixture
async def office(pool: asyncpg.Pool) -> AsyncIterator[Office]:
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([key])), "test", routers=(shared,))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://finance") as client:
        yield Office(client, partial(token, key))


@pytest.fixture
async def invoice(pool: asyncpg.Pool) -> Any:
    """ALFKI's open invoice over 100 USD."""
    order = Order()
    async with pool.acquire() as db:
        await credit.learn(db, [customer()])
        await advances.agree(db, [order.confirmed()])
        ((issued,),) = await invoices.issue(db, [order.dispatched(line1="10")])  # type: ignore[misc]
    return issued


def line(reference: str, amount: str = "100", bank_reference: str = "B-1", **changes: Any) -> dict[str, Any]:
    money = {"amount": amount, "currency": "USD"}
    return {
        "customer": "ALFKI",
        "amount": money,
        "reference": reference,
        "bank_reference": bank_reference,
        **changes,
    }


@needs("FIN-2")
async def test_a_payment_settles_the_invoice_that_it_names(office: Office, invoice: Any, pool: asyncpg.Pool) -> None:
    status, booked = await office.ask("POST", "/payments", "accountant", line(invoice.number))
    assert (status, booked["settled"][0]["outstanding"]) == (200, "0.00")
    _, paid = await office.ask("GET", "/invoices?state=paid", "accountant")
    assert [item["number"] for item in paid["items"]] == [invoice.number]
    assert await pool.fetchval("SELECT count(*) FROM outbox WHERE topic = 'payment.received'") == 1
    assert (await office.ask("GET", "/check", "accountant"))[1] == {"ok": True, "faults": []}


@needs("FIN-2")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": "INV-1999-000001"}, "reference"),
        ({"customer": "BONAP"}, "customer"),
        ({"amount": {"amount": "1", "currency": "EUR"}}, "amount.currency"),
        ({"amount": {"amount": "1.001", "currency": "USD"}}, "amount.amount"),
        ({"amount": {"amount": "0", "currency": "USD"}}, "amount.amount"),
    ],
)
async def test_a_payment_that_fits_nothing_is_refused_with_the_field(
    office: Office, invoice: Any, changes: dict[str, Any], field: str
) -> None:
    status, problem = await office.ask("POST", "/payments", "bank", {**line(invoice.number), **changes})
    assert (status, problem["faults"][0]["field"]) == (422, field)


@needs("FIN-2")
async def test_a_bad_line_of_a_statement_sinks_no_other(office: Office, invoice: Any) -> None:
    items = [
        {"idempotency_key": "line-000a", **line("nothing", bank_reference="B-1")},
        {"idempotency_key": "line-000b", **line(invoice.number, "40", bank_reference="B-2")},
        {"idempotency_key": "line-000c", "customer": "ALFKI"},
        {"idempotency_key": "line-000d", **line("SO-2026-000001", "70", bank_reference="B-3")},
        {"idempotency_key": "line-000e", **line(invoice.number, "40", bank_reference="B-2")},
        {"idempotency_key": "line-000f", **line(invoice.number, "41", bank_reference="B-2")},
    ]
    status, told = await office.ask("POST", "/bank-statements/batch", "bank", {"items": items})
    answers = told["answers"]
    assert status == 200
    assert [(answer["idempotency_key"], answer["status"]) for answer in answers] == [
        ("line-000a", 422), ("line-000b", 200), ("line-000c", 422), ("line-000d", 200), ("line-000e", 200),
        ("line-000f", 409),
    ]  # fmt: skip
    assert {fault["field"] for fault in answers[2]["problem"]["faults"]} == {"amount", "reference", "bank_reference"}
    assert answers[3]["body"]["refunded"]["amount"] == "10.00"
    assert answers[4]["body"] == answers[1]["body"]


@needs("ALL-3")
async def test_money_is_not_booked_by_a_merchandiser(office: Office, invoice: Any) -> None:
    assert (await office.ask("POST", "/payments", "merchandiser", line(invoice.number)))[0] == 403


@needs("FIN-4")
async def test_a_customer_is_held_and_released(office: Office, invoice: Any) -> None:
    _, held = await office.ask("POST", "/customers/ALFKI/hold", "accountant", {"reason": "late"})
    assert held == {"customer": "ALFKI", "held": True, "reason": "late", "version": 1}
    assert (await office.ask("POST", "/customers/ALFKI/hold", "accountant", {"reason": "late"}))[0] == 409
    assert (await office.ask("GET", "/customers?held=true", "accountant"))[1]["items"][0]["receivable"] == "100.00"
    _, free = await office.ask("POST", "/customers/ALFKI/release", "finance manager")
    assert (free["held"], free["version"]) == (False, 2)


@pytest.mark.parametrize(
    "path",
    [
        "/invoices", "/invoices?state=overdue&customer=ALFKI", "/advances?state=open", "/price-changes?state=awaited",
        "/credit-reviews", "/ageing", "/payments", "/ledger/balance", "/ledger/entries", "/ledger/receivables",
    ],
)  # fmt: skip
async def test_every_list_can_be_looked_at(office: Office, invoice: Any, path: str) -> None:
    status, found = await office.ask("GET", path, "finance manager")
    assert status == 200
    assert isinstance(found["items"], list)


@needs("FIN-8")
async def test_finance_puts_a_rate_and_everybody_who_reads_finance_sees_it(office: Office) -> None:
    status, put = await office.ask("PUT", "/rates/USD", "accountant", {"value": "7.25"})
    assert (status, put["value"], put["set_by"]) == (200, "7.25", "accountant")
    status, listed = await office.ask("GET", "/rates", "finance manager")
    by_currency = {one["currency"]: one for one in listed["items"]}
    assert (status, by_currency["USD"]["value"], by_currency["CNY"]["set_by"]) == (200, "7.25", None)


@needs("FIN-8")
async def test_a_rate_is_refused_by_name_and_to_who_is_not_of_finance(office: Office) -> None:
    assert (await office.ask("PUT", "/rates/RMB", "accountant", {"value": "1"}))[0] == 422
    assert (await office.ask("PUT", "/rates/USD", "accountant", {"value": "0"}))[0] == 422
    assert (await office.ask("PUT", "/rates/USD", "merchandiser", {"value": "7"}))[0] == 403


@needs("FIN-10", "ALL-3")
async def test_a_customer_looks_at_no_statement_but_his_own(office: Office, invoice: Any) -> None:
    path = f"/statements/customer/ALFKI/{invoice.issued_on:%Y-%m}"
    status, told = await office.ask("GET", path, "accountant")
    assert (status, [line["document"] for line in told["items"][0]["lines"]]) == (200, [invoice.number])
    assert (await office.ask("GET", path, "customer"))[0] == 404
    assert (await office.ask("GET", path.replace("/ALFKI/", "/customer/"), "customer"))[0] == 200
