"""Logistics over HTTP: rates, dispatch by hand, and carriers' news in batches."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis.database import open_pool
from chassis.door import Door
from chassis.identity import AUDIENCE, Identity
from chassis.ids import new_id
from chassis.web import create_app
from contracts.warehouse import GoodsPacked
from services.logistics.house import HOUSE
from services.logistics.shipments.handlers import hear_order, take_over
from services.logistics.tests.samples import confirmed, packed

RATE = {"days": 9, "base": "50", "per_kg": "1.5", "currency": "USD", "co2_per_kg": "0.2", "reliability": "0.95"}


class Office:
    """Asks logistics as somebody."""

    def __init__(self, client: httpx2.AsyncClient, key: OKPKey, pool: asyncpg.Pool) -> None:
        self.client, self.key, self.pool = client, key, pool

    async def ask(self, method: str, path: str, body: Any = None, *, who: str = "chen", role: str = "") -> Any:
        roles = [role or "logistics clerk"]
        claims = {"aud": AUDIENCE, "sub": who, "roles": roles, "exp": int(time.time()) + 60}
        token = jwt.encode({"alg": "Ed25519", "kid": self.key.kid}, claims, self.key, algorithms=["Ed25519"])
        headers = {"authorization": f"Bearer {token}", "idempotency-key": str(new_id())}
        answer = await self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        return {"status": answer.status_code, **answer.json()}

    async def with_rates(self) -> None:
        assert (await self.ask("PUT", "/carriers/C-1", {"name": "Sea and Sons"}))["status"] == 200
        assert (await self.ask("PUT", "/rates/C-1/road/DE", RATE))["status"] == 200

    async def goods(self) -> GoodsPacked:
        goods = packed(new_id())
        async with self.pool.acquire() as db:
            await hear_order(db, [confirmed(goods.order_id)])
            await take_over(db, [goods])
        return goods


@pytest.fixture
async def office(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Office]:
    pool = await open_pool(await database("logistics"), size=2)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    app = create_app(Door(HOUSE, pool), Identity(KeySet([key])), "test")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://logistics") as client:
        yield Office(client, key, pool)
    await pool.close()


async def test_goods_that_waited_for_a_rate_are_sent_by_hand_and_delivered(office: Office) -> None:
    goods = await office.goods()
    assert (await office.ask("POST", f"/shipments/{goods.shipment_id}/dispatch", {}))["status"] == 409
    await office.with_rates()
    (option,) = (await office.ask("GET", f"/shipments/{goods.shipment_id}/options"))["items"]
    assert option["cost"] == {"amount": "65.00", "currency": "USD"}
    sent = await office.ask("POST", f"/shipments/{goods.shipment_id}/dispatch", {"mode": "road", "tracking": "T-9"})
    assert (sent["status"], sent["state"], sent["tracking"]) == (200, "dispatched", "T-9")
    done = await office.ask("POST", f"/shipments/{goods.shipment_id}/deliver", {"proof": "POD-1"})
    assert (done["status"], done["state"]) == (200, "delivered")


async def test_one_bad_carrier_event_sinks_no_other(office: Office) -> None:
    await office.with_rates()
    good, late = await office.goods(), await office.goods()
    answers = await office.ask(
        "POST",
        "/carrier-events/batch",
        {
            "items": [
                {
                    "idempotency_key": "carrier-0001",
                    "shipment_id": str(good.shipment_id),
                    "kind": "delivered",
                    "at": "2026-03-01T10:00:00Z",
                    "proof": "POD-1",
                },
                {"idempotency_key": "carrier-0002", "shipment_id": "nonsense", "kind": "delivered", "proof": "POD-2"},
                {
                    "idempotency_key": "carrier-0003",
                    "shipment_id": str(late.shipment_id),
                    "kind": "delayed",
                    "expected": "2099-01-01",
                    "reason": "storm",
                },
                {"idempotency_key": "carrier-0004", "shipment_id": str(new_id()), "kind": "delivered", "proof": "P"},
            ]
        },
        who="C-1",
        role="carrier",
    )
    assert [answer["status"] for answer in answers["answers"]] == [200, 422, 200, 404]
    assert answers["answers"][1]["problem"]["faults"][0]["field"] == "delivered.shipment_id"
    assert answers["answers"][2]["body"]["expected"] == "2099-01-01"


async def test_a_carrier_sees_and_reports_its_own_shipments_only(office: Office) -> None:
    await office.with_rates()
    goods = await office.goods()
    own = await office.ask("GET", "/shipments?state=dispatched", who="C-1", role="carrier")
    other = await office.ask("GET", "/shipments?state=dispatched", who="C-2", role="carrier")
    assert ([s["id"] for s in own["items"]], other["items"]) == ([str(goods.shipment_id)], [])
    path, body = f"/shipments/{goods.shipment_id}/deliver", {"proof": "POD-1"}
    assert (await office.ask("POST", path, body, who="C-2", role="carrier"))["status"] == 403


async def test_a_merchandiser_looks_but_does_not_dispatch(office: Office) -> None:
    goods = await office.goods()
    assert (await office.ask("GET", "/shipments?state=packed", role="merchandiser"))["status"] == 200
    path = f"/shipments/{goods.shipment_id}/dispatch"
    assert (await office.ask("POST", path, {}, role="merchandiser"))["status"] == 403
