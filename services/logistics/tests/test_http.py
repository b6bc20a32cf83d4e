"""Logistics over HTTP: rates, dispatch by hand, and carriers' news in batches."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from chassis import clock
from chassis.database.pool import open_pool
from chassis.http.identity import AUDIENCE, Identity
from chassis.http.web import create_app
from chassis.ids import new_id
from chassis.transaction.engine import Engine
from contracts.warehouse import GoodsPacked
from services.logistics.dispatch.handlers import take_order, take_over
from services.logistics.house import HOUSE
from services.logistics.tests.samples import confirmed, packed
from tests.needs import needs

RATE = {"days": 9, "base": "50", "per_kg": "1.5", "currency": "USD", "co2_per_kg": "0.2", "reliability": "0.95"}


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


class Office:
    """Asks logistics as somebody."""

    def __init__(self, client: httpx2.AsyncClient, key: OKPKey, pool: asyncpg.Pool) -> None:
        self.client, self.key, self.pool = client, key, pool

    def headers(self, who: str = "chen", role: str = "") -> dict[str, str]:
        claims = {"aud": AUDIENCE, "sub": who, "roles": [role or "logistics clerk"], "exp": int(time.time()) + 60}
        token = jwt.encode({"alg": "Ed25519", "kid": self.key.kid}, claims, self.key, algorithms=["Ed25519"])
        return {"authorization": f"Bearer {token}", "idempotency-key": str(new_id())}

    async def ask(self, method: str, path: str, body: Any = None, *, who: str = "chen", role: str = "") -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        return await self.send(method, path, content, {"content-type": "application/json"}, who=who, role=role)

    async def send(
        self, method: str, path: str, content: bytes, headers: dict[str, str], *, who: str = "chen", role: str = ""
    ) -> Any:
        headers = self.headers(who, role) | headers
        answer = await self.client.request(method, f"/api/v1{path}", content=content, headers=headers)
        return {"status": answer.status_code, **answer.json()}

    async def with_rates(self) -> None:
        assert (await self.ask("PUT", "/carriers/C-1", {"name": "Sea and Sons"}))["status"] == 200
        assert (await self.ask("PUT", "/rates/C-1/road/DE", RATE))["status"] == 200

    async def goods(self) -> GoodsPacked:
        goods = packed(new_id())
        async with self.pool.acquire() as db:
            await take_order(db, [confirmed(goods.order_id)])
            await take_over(db, [goods])
        return goods


@pytest.fixture
async def office(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Office]:
    pool = await open_pool(await database("logistics"), size=2)
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    app = create_app(Engine(HOUSE, pool), Identity(KeySet([key])), "test")
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


@needs("LOG-5")
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
                    "at": clock.now().isoformat(),
                    "proof": "POD-1",
                },
                {"idempotency_key": "carrier-0002", "shipment_id": "nonsense", "kind": "delivered", "proof": "POD-2"},
                {
                    "idempotency_key": "carrier-0003",
                    "shipment_id": str(late.shipment_id),
                    "kind": "delayed",
                    "expected": in_days(40),
                    "reason": "storm",
                },
                {"idempotency_key": "carrier-0004", "shipment_id": str(new_id()), "kind": "delivered", "proof": "P"},
            ]
        },
        who="C-1",
        role="carrier",
    )
    assert [answer["status"] for answer in answers["answers"]] == [200, 422, 200, 404]
    assert answers["answers"][1]["problem"]["faults"][0]["field"] == "shipment_id"
    assert answers["answers"][2]["body"]["expected"] == in_days(40)


@needs("LOG-5", "ALL-3")
async def test_a_carrier_sees_and_reports_its_own_shipments_only(office: Office) -> None:
    await office.with_rates()
    goods = await office.goods()
    own = await office.ask("GET", "/shipments?state=dispatched", who="C-1", role="carrier")
    other = await office.ask("GET", "/shipments?state=dispatched", who="C-2", role="carrier")
    assert ([s["id"] for s in own["items"]], other["items"]) == ([str(goods.shipment_id)], [])
    path, body = f"/shipments/{goods.shipment_id}/deliver", {"proof": "POD-1"}
    assert (await office.ask("POST", path, body, who="C-2", role="carrier"))["status"] == 403


@needs("ALL-3")
async def test_a_merchandiser_looks_but_does_not_dispatch(office: Office) -> None:
    goods = await office.goods()
    assert (await office.ask("GET", "/shipments?state=packed", role="merchandiser"))["status"] == 200
    path = f"/shipments/{goods.shipment_id}/dispatch"
    assert (await office.ask("POST", path, {}, role="merchandiser"))["status"] == 403


@needs("LOG-5")
@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("deliver", {"proof": "POD-1", "at": "2020-01-01T08:00:00Z"}),
        ("deliver", {"proof": "POD-1", "at": "2030-01-01T08:00:00Z"}),
        ("deliver", {"proof": "POD-1", "at": "9999-12-31T00:00:00Z"}),
        ("deliver", {"proof": "POD-1", "at": "2026-11-28T08:00:00"}),
        ("deliver", {"proof": "   "}),
        ("delay", {"reason": "storm", "expected": "0001-01-01"}),
        ("delay", {"reason": "storm", "expected": "9999-12-31"}),
        ("delay", {"reason": "storm", "expected": in_days(-1)}),
        ("delay", {"reason": "  ", "expected": in_days(1)}),
        ("dispatch", {"tracking": "T" * 101}),
        ("dispatch", {"carrier": "C 1"}),
    ],
)
async def test_a_carriers_word_that_cannot_be_is_refused_also_in_a_batch(
    office: Office, what: str, body: dict[str, str]
) -> None:
    """LOG-5: with the span that is accepted; the shipment stays as it is."""
    await office.with_rates()
    goods = await office.goods()
    refused = await office.ask("POST", f"/shipments/{goods.shipment_id}/{what}", body)
    assert refused["status"] == 422, refused
    told = str(refused.get("faults", refused["detail"]))
    assert "expected" in told
    if what != "dispatch":
        kind = {"deliver": "delivered", "delay": "delayed"}[what]
        item = {"idempotency_key": "carrier-0009", "kind": kind, "shipment_id": str(goods.shipment_id), **body}
        (answer,) = (await office.ask("POST", "/carrier-events/batch", {"items": [item]}))["answers"]
        assert answer["status"] == 422, answer
    (shipment,) = (await office.ask("GET", "/shipments?state=dispatched"))["items"]
    assert shipment["expected"] == in_days(9)


async def test_the_span_of_a_delivery_is_told(office: Office) -> None:
    await office.with_rates()
    goods = await office.goods()
    body = {"proof": "POD-1", "at": "2020-01-01T08:00:00Z"}
    refused = await office.ask("POST", f"/shipments/{goods.shipment_id}/deliver", body)
    assert refused["type"] == "/problems/delivered-when-it-cannot-be"
    assert f"expected a time from {in_days(0)} (the day it left) to" in refused["detail"]


@needs("LOG-5")
async def test_another_word_of_a_delivery_is_told_what_is_recorded_and_a_clerk_corrects_it(office: Office) -> None:
    """LOG-5: nothing that somebody says is passed over."""
    await office.with_rates()
    goods = await office.goods()
    path = f"/shipments/{goods.shipment_id}"
    first = await office.ask("POST", f"{path}/deliver", {"proof": " POD-1 "}, who="C-1", role="carrier")
    assert (first["proof"], first["corrections"]) == ("POD-1", [])
    same = await office.ask("POST", f"{path}/deliver", {"proof": "POD-1", "at": first["delivered_at"]})
    assert (same["status"], same["proof"]) == (200, "POD-1")
    other = await office.ask("POST", f"{path}/deliver", {"proof": "POD-2"})
    assert (other["status"], other["type"], other["proof"]) == (409, "/problems/delivered-already", "POD-1")
    later = await office.ask("POST", f"{path}/deliver", {"proof": "POD-1", "at": clock.now().isoformat()})
    assert later["status"] == 409
    fix = {"proof": "POD-2", "reason": "the driver took the wrong paper"}
    assert (await office.ask("POST", f"{path}/correct-delivery", fix, who="C-1", role="carrier"))["status"] == 403
    right = await office.ask("POST", f"{path}/correct-delivery", fix)
    assert (right["proof"], right["delivered_at"]) == ("POD-2", first["delivered_at"])
    (kept,) = right["corrections"]
    assert (kept["proof"], kept["by"], kept["reason"]) == ("POD-1", "chen", fix["reason"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reason": "a mistake"}, 422),
        ({"proof": "POD-2"}, 422),
        ({"reason": "a mistake", "at": "2020-01-01T08:00:00Z"}, 422),
        ({"reason": "a mistake", "at": "2030-01-01T08:00:00Z"}, 422),
        ({"reason": "a mistake", "at": None, "proof": None}, 422),
        ({"reason": "a mistake", "prof": "POD-2"}, 422),
    ],
)
async def test_a_correction_that_cannot_be_is_refused(office: Office, body: dict[str, Any], status: int) -> None:
    await office.with_rates()
    goods = await office.goods()
    await office.ask("POST", f"/shipments/{goods.shipment_id}/deliver", {"proof": "POD-1"})
    refused = await office.ask("POST", f"/shipments/{goods.shipment_id}/correct-delivery", body)
    assert refused["status"] == status, refused


async def test_what_is_under_way_has_no_delivery_to_correct(office: Office) -> None:
    await office.with_rates()
    goods = await office.goods()
    body = {"proof": "POD-2", "reason": "a mistake"}
    refused = await office.ask("POST", f"/shipments/{goods.shipment_id}/correct-delivery", body)
    assert (refused["status"], refused["type"]) == (409, "/problems/not-delivered-yet")


async def test_a_second_dispatch_is_told_how_the_goods_left(office: Office) -> None:
    await office.with_rates()
    goods = await office.goods()
    refused = await office.ask("POST", f"/shipments/{goods.shipment_id}/dispatch", {"tracking": "ANOTHER"})
    assert (refused["status"], refused["type"]) == (409, "/problems/dispatched-already")
    assert (refused["carrier"], refused["mode"], refused["dispatched_on"]) == ("C-1", "road", in_days(0))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/rates/C-1/road/DE", {"days": 20261127}),
        ("/rates/C-1/road/DE", {"days": 366}),
        ("/rates/C-1/road/DE", {"currency": "RMB"}),
        ("/rates/C-1/road/DE", {"currency": "DEM"}),
        ("/rates/C-1/road/DE", {"base": "1E12"}),
        ("/rates/C-1/road/DE", {"per_kg": "-1"}),
        ("/rates/C-1/road/ZZ", {}),
        ("/rates/C-1/ship/DE", {}),
        ("/rates/C 1/road/DE", {}),
        ("/rates/C-1/road/DE", {"weight": "1"}),
    ],
)
async def test_a_rate_that_nobody_can_reckon_with_is_refused(office: Office, path: str, wrong: dict[str, Any]) -> None:
    await office.with_rates()
    refused = await office.ask("PUT", path, RATE | wrong)
    assert (refused["status"], refused["type"]) == (422, "/problems/invalid-input"), refused


async def test_a_currency_without_a_rate_is_told_which_have_one(office: Office) -> None:
    await office.with_rates()
    refused = await office.ask("PUT", "/rates/C-1/road/DE", RATE | {"currency": "CHF"})
    assert refused["status"] == 409
    assert "finance has rates of CNY, EUR" in refused["detail"]


@needs("LOG-2")
async def test_a_carrier_that_is_renamed_stays_as_active_as_it_was(office: Office) -> None:
    await office.ask("PUT", "/carriers/C-1", {"name": "Sea and Sons", "active": False})
    await office.ask("PUT", "/carriers/C-1", {"name": "Sea and Daughters"})
    await office.ask("PUT", "/carriers/C-2", {"name": "New"})
    found = {one["carrier"]: one for one in (await office.ask("GET", "/carriers"))["items"]}
    assert found["C-1"] == {
        "carrier": "C-1",
        "name": "Sea and Daughters",
        "active": False,
        "on_time": None,
        **dict.fromkeys(("nda_signed", "nda_review", "security_review")),
    }
    assert found["C-2"]["active"]


async def test_a_shipment_is_found_by_the_number_that_people_have(office: Office) -> None:
    await office.with_rates()
    goods = await office.goods()
    (shipment,) = (await office.ask("GET", f"/shipments?order_id={goods.order_id}"))["items"]
    number = shipment["number"].lower()
    done = await office.ask("POST", f"/shipments/{number}/deliver", {"proof": "POD-1"}, who="C-1", role="carrier")
    assert (done["status"], done["id"]) == (200, str(goods.shipment_id))
    fix = {"proof": "POD-2", "reason": "the wrong paper"}
    assert (await office.ask("POST", f"/shipments/{number}/correct-delivery", fix))["proof"] == "POD-2"
    assert (await office.ask("POST", "/shipments/SH-1999-000001/deliver", {"proof": "POD-1"}))["status"] == 404


@needs("LOG-5")
async def test_no_tracking_number_is_made_up_for_a_clerk_who_tells_none(office: Office) -> None:
    """LOG-5: a carrier is asked by numbers that he gave."""
    goods = await office.goods()
    await office.with_rates()
    sent = await office.ask("POST", f"/shipments/{goods.shipment_id}/dispatch", {})
    assert (sent["status"], sent["tracking"]) == (200, "")


async def test_a_promised_date_that_was_stored_when_less_was_checked_stops_no_goods(office: Office) -> None:
    await office.with_rates()
    goods = packed(new_id())
    async with office.pool.acquire() as db:
        await take_order(db, [confirmed(goods.order_id)])
        await db.execute("UPDATE order_version SET promised = 'infinity'")
        await take_over(db, [goods])
    assert [one["promised"] for one in (await office.ask("GET", "/shipments"))["items"]] == [None]
