"""Purchasing over HTTP: who may, what is refused, the bodies as others send them."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis import clock
from chassis.database.pool import open_pool
from chassis.http.identity import Identity
from chassis.http.web import create_app
from chassis.transaction.engine import Engine
from services.purchasing.house import HOUSE
from tests.needs import needs

Ask = Callable[..., Awaitable[httpx2.Response]]
KEY = OKPKey.generate_key("Ed25519")
OFFER = {
    "rank": 1,
    "agreed_price": {"amount": "10.00", "currency": "EUR"},
    "unit_price": {"amount": "10.20", "currency": "EUR"},
    "lead_days": 7,
    "available": True,
}


@pytest.fixture
async def ask(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Ask]:
    """`await ask("PUT", path, body, role=...)` of a purchasing house on its own database."""
    pool = await open_pool(await database("purchasing"), size=2)
    async with asking(pool) as send:
        yield send
    await pool.close()


@asynccontextmanager
async def asking(pool: asyncpg.Pool) -> AsyncIterator[Ask]:
    """`ask` of a purchasing house on this pool."""
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([KEY])), "test")
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://purchasing/api/v1") as client:

        async def send(
            method: str, path: str, body: Any = None, *, role: str = "buyer", who: str = "li.na"
        ) -> httpx2.Response:
            claims = {"sub": who, "aud": "gendan", "exp": int(time.time()) + 60, "roles": [role]}
            token = jwt.encode({"alg": "Ed25519"}, claims, KEY, algorithms=["Ed25519"])
            headers = {"authorization": f"Bearer {token}", "idempotency-key": str(uuid4())}
            return await client.request(method, path, json=body, headers=headers)

        yield send


@needs("PUR-5", "PUR-10")
async def test_a_supplier_and_his_offer_are_kept(ask: Ask) -> None:
    body = {"name": "Schmidt", "country": "DE", "currency": "EUR", "payment_days": 30, "language": "de"}
    answer = await ask("PUT", "/suppliers/S-07", body)
    assert (answer.status_code, answer.json()["version"], answer.json()["language"]) == (200, 1, "de")
    refused = await ask("PUT", "/suppliers/S-07", body | {"language": "in German"})
    assert [fault["field"] for fault in refused.json()["faults"]] == ["language"]
    answer = await ask("PUT", "/suppliers/S-07/items/P-011", OFFER)
    assert (answer.status_code, answer.json()["offer"]["supplier"]) == (200, "S-07")
    assert [o["rank"] for o in (await ask("GET", "/items/P-011/offers")).json()] == [1]
    assert [s["supplier"] for s in (await ask("GET", "/suppliers")).json()["items"]] == ["S-07"]


@needs("PUR-3")
@pytest.mark.parametrize("agreed", [("10.01", "EUR"), ("9.00", "USD")])
async def test_a_budget_once_agreed_is_raised_by_finance_and_not_by_the_buyer(
    ask: Ask, agreed: tuple[str, str]
) -> None:
    """PUR-3: the price check compares with the agreed price; who buys cannot lift it, not even a little each time."""
    await ask("PUT", "/suppliers/S-07", {"name": "Schmidt", "country": "DE", "currency": "EUR"})
    await ask("PUT", "/suppliers/S-07/items/P-011", OFFER)
    raised = OFFER | {"agreed_price": dict(zip(("amount", "currency"), agreed, strict=True))}
    refused = await ask("PUT", "/suppliers/S-07/items/P-011", raised)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/agreed-price-raised")
    assert (await ask("GET", "/items/P-011/offers")).json()[0]["agreed_price"]["amount"] == "10.00"
    for role in ("finance manager", "general manager"):
        assert (await ask("PUT", "/suppliers/S-07/items/P-011", raised, role=role)).status_code == 200


@needs("PUR-3")
async def test_the_buyer_keeps_what_the_supplier_asks_and_a_lower_budget(ask: Ask) -> None:
    """PUR-3: what he asks may be any price, it is what the budget is compared with; a budget that fell stays down."""
    await ask("PUT", "/suppliers/S-07", {"name": "Schmidt", "country": "DE", "currency": "EUR"})
    await ask("PUT", "/suppliers/S-07/items/P-011", OFFER)
    dearer = OFFER | {"unit_price": {"amount": "12.00", "currency": "EUR"}, "rank": 2, "lead_days": 9}
    assert (await ask("PUT", "/suppliers/S-07/items/P-011", dearer)).status_code == 200
    cheaper = dearer | {"agreed_price": {"amount": "9.00", "currency": "EUR"}}
    assert (await ask("PUT", "/suppliers/S-07/items/P-011", cheaper)).status_code == 200
    assert (await ask("PUT", "/suppliers/S-07/items/P-011", dearer)).status_code == 403


async def test_an_offer_of_an_unknown_supplier_is_404(ask: Ask) -> None:
    assert (await ask("PUT", "/suppliers/S-99/items/P-011", OFFER)).status_code == 404


@pytest.mark.parametrize("step", ["confirm", "delay", "decline", "agree-cancel", "refuse-cancel", "redeliver",
                                  "give-up", "switch", "order"])  # fmt: skip
async def test_a_step_of_an_unknown_purchase_is_404(ask: Ask, step: str) -> None:
    told = {"delay": ("promised_on", "reason"), "decline": ("reason",), "give-up": ("quantity", "reason")}
    told["switch"] = ("reason",)
    told |= dict.fromkeys(("confirm", "redeliver"), ("promised_on",))
    sent = {"promised_on": "2030-01-01", "reason": "strike", "quantity": "1"}
    body = {name: sent[name] for name in told.get(step, ())} or None
    assert (await ask("POST", f"/purchases/{uuid4()}/{step}", body)).status_code == 404


@needs("ALL-3")
async def test_lists_are_empty_at_first_and_closed_to_carriers(ask: Ask) -> None:
    for path in ("/purchases?state=ordered", "/needs"):
        assert (await ask("GET", path)).json() == {"items": [], "next": None}
        assert (await ask("GET", path, role="carrier")).status_code == 403
    assert (await ask("GET", f"/purchases/{uuid4()}")).status_code == 404


@needs("PUR-6", "PUR-10")
async def test_a_buyer_reviews_a_supplier_and_compares_his_offer_with_his_score(ask: Ask) -> None:
    await ask("PUT", "/suppliers/S-07", {"name": "Schmidt", "country": "DE", "currency": "EUR", "payment_days": 45})
    await ask("PUT", "/suppliers/S-07/items/P-011", OFFER)
    assert [one["supplier"] for one in (await ask("GET", "/suppliers/due")).json()["items"]] == ["S-07"]
    next_on = str(clock.today() + timedelta(days=90))
    review = {"verdict": "approved", "note": "samples were good", "next_on": next_on}
    assert (await ask("POST", "/suppliers/S-07/reviews", review)).status_code == 200
    assert (await ask("POST", "/suppliers/S-07/reviews", review)).status_code == 409
    certificate = {"number": "CN-1", "issued_by": "SGS", "valid_until": next_on}
    assert (await ask("PUT", "/suppliers/S-07/certificates/ISO-9001", certificate)).status_code == 200
    assert (await ask("PUT", "/suppliers/S-08/certificates/ISO-9001", certificate)).status_code == 404
    found = (await ask("GET", "/suppliers/S-07/evaluation")).json()
    assert [found["score"]["score"], len(found["reviews"]), len(found["certificates"])] == [None, 1, 1]
    (offer,) = (await ask("GET", "/items/P-011/comparison")).json()["items"]
    assert (offer["payment_days"], offer["offer"]["lead_days"], offer["score"]["deliveries"]) == (45, 7, 0)
    assert (await ask("GET", "/items/P-011/prices")).json()["items"] == []
    assert (await ask("GET", "/suppliers/scores", role="storekeeper")).status_code == 403


@needs("PUR-10", "ALL-3")
async def test_a_supplier_answers_his_own_request_and_sees_nothing_of_the_others(ask: Ask) -> None:
    for supplier in ("S-07", "S-08"):
        await ask("PUT", f"/suppliers/{supplier}", {"name": supplier, "country": "DE", "currency": "EUR"})
    wanted, end = (str(clock.today() + timedelta(days=days)) for days in (30, 5))
    body = {"item": "P-011", "quantity": "100", "unit": "kg", "wanted_on": wanted, "answer_by": end}
    asked = (await ask("POST", "/rfqs", body | {"suppliers": ["S-07", "S-08"]})).json()
    price = {"unit_price": {"amount": "9.00", "currency": "EUR"}, "lead_days": 7, "valid_until": wanted}
    path, quote = f"/rfqs/{asked['number']}/quotes", {"supplier": "S-07", "priced": price}
    assert (await ask("POST", path, quote, role="supplier", who="S-08")).status_code == 404
    own = await ask("POST", path, quote, role="supplier", who="S-07")
    assert (own.json()["quotes"][0]["entered_by"], own.json()["takes_answers"]) == ("S-07", True)
    assert "S-08" not in own.text
    (seen,) = (await ask("GET", "/suppliers/S-08/rfqs", role="supplier", who="S-08")).json()["items"]
    assert (seen["number"], seen["quotes"]) == (asked["number"], [])
    assert (await ask("GET", "/suppliers/S-07/rfqs", role="supplier", who="S-08")).status_code == 404
    assert (await ask("GET", f"/rfqs/{asked['number']}", role="supplier", who="S-08")).status_code == 403
    assert (await ask("POST", f"/rfqs/{asked['number']}/choose", {}, role="planner")).status_code == 403
    assert (await ask("GET", f"/rfqs/{asked['number']}")).json()["compared"][0]["total"]["amount"] == "7020.00"
    unpaid = price | {"unit_price": {"amount": "0", "currency": "EUR"}}
    assert (await ask("POST", path, quote | {"priced": unpaid})).status_code == 422
    assert (await ask("POST", "/rfqs", body | {"suppliers": ["S-07"], "answer_by": "2026-01-01"})).status_code == 422
