"""Papers to suppliers: a request for quotation, answered by its link, and a claim for late goods (PUR-8, PUR-10)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.database.pool import open_pool
from services.purchasing.claim import store as claims
from services.purchasing.claim.rules.claim import Claim
from services.purchasing.suppliers.handlers import put_suppliers
from services.purchasing.suppliers.rules import PutSupplier
from services.purchasing.tests.made import order_id
from services.purchasing.tests.test_agreements import agreed, claimed
from services.purchasing.tests.test_api import Ask, asking
from services.purchasing.tests.test_price_words import outside
from tests.needs import needs

KLEIN = {"person": "Frau Klein", "after": "0"}


@pytest.fixture
async def pool(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(await database("purchasing"), size=3)
    async with pool.acquire() as db, db.transaction():
        for code in ("S-1", "S-2"):
            await put_suppliers(db, [PutSupplier(code, {"name": f"{code} GmbH", "country": "DE", "currency": "EUR"})])
    yield pool
    await pool.close()


def day(after: int) -> str:
    return (clock.today() + timedelta(days=after)).isoformat()


async def asked_for(ask: Ask, **more: Any) -> Any:
    body = {"item": "gasket", "quantity": "100", "unit": "pc", "wanted_on": day(30), "answer_by": day(5)}
    return (await ask("POST", "/rfqs", {**body, "suppliers": ["S-1", "S-2"], "specification": "NBR 70", **more})).json()


async def link_to(ask: Ask, rfq: Any, supplier: str = "S-1") -> Any:
    return (await ask("POST", f"/papers/quotation_request/{rfq['number']}.{supplier}/link", {"days": 5})).json()


@needs("PUR-10", "ALL-3")
async def test_each_who_is_asked_gets_a_request_that_tells_nothing_of_the_others(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask:
        rfq = await asked_for(ask)
        told = (await ask("GET", f"/papers/quotation_request/{rfq['number']}.S-1")).json()
        assert (told["version"], told["data"]["seller"]["name"]) == (1, "S-1 GmbH")
        assert (told["data"]["specification"], "S-2" in str(told)) == ("NBR 70", False)
        drawn = await ask("GET", f"/papers/quotation_request/{rfq['number']}.S-1.pdf")
        assert drawn.content.startswith(b"%PDF")
        for nobody in (f"{rfq['number']}.S-9", "RFQ-2026-999999.S-1", rfq["number"]):
            assert (await ask("GET", f"/papers/quotation_request/{nobody}")).status_code == 404


@needs("PUR-10")
async def test_by_his_link_a_supplier_answers_without_an_account_and_his_last_word_counts(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask, outside(pool) as client:
        rfq = await asked_for(ask)
        path = (await link_to(ask, rfq))["reply_path"]
        page = await client.get(path, headers={"accept-language": "zh"})
        assert (page.status_code, "询价单" in page.text, "gasket" in page.text) == (200, True, True)
        price = {"amount": "12", "currency": "EUR", "lead_days": "7", "valid_until": day(60), "minimum": "50"}
        for asks, after in (("12", "0"), ("12", "0"), ("11", "1")):
            answer = await client.post(path, data={**KLEIN, **price, "amount": asks, "after": after})
            assert answer.status_code == 303
        (first, _) = (await ask("GET", f"/rfqs/{rfq['number']}")).json()["asked"]
        said = [(one["priced"]["unit_price"]["amount"], one["person"], one["entered_by"]) for one in first["quotes"]]
        assert said == [("12", "Frau Klein", "li.na"), ("11", "Frau Klein", "li.na")]


@needs("PUR-10")
async def test_paper_and_link_show_every_item_and_he_answers_those_that_he_sells(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask, outside(pool) as client:
        more = {"item": "o-ring", "quantity": "7", "unit": "pc", "wanted_on": day(40), "specification": "70 x 3"}
        rfq = await asked_for(ask, further=[more])
        told = (await ask("GET", f"/papers/quotation_request/{rfq['number']}.S-1")).json()
        (other,) = told["data"]["further"]
        assert (other["item"], other["wanted_on"], other["specification"]) == ("o-ring", day(40), "70 x 3")
        drawn = await ask("GET", f"/papers/quotation_request/{rfq['number']}.S-1.pdf")
        assert drawn.content.startswith(b"%PDF")
        path = (await link_to(ask, rfq))["reply_path"]
        page = (await client.get(path)).text
        assert [f"<h2>{one}</h2>" in page for one in ("100 pc gasket", "7 pc o-ring")] == [True, True]
        assert page.count("<form") == 4
        price = {"amount": "12", "currency": "EUR", "lead_days": "7", "valid_until": day(60), "item": "o-ring"}
        assert (await client.post(path, data={**KLEIN, **price})).status_code == 303
        (_, second) = (await ask("GET", f"/rfqs/{rfq['number']}")).json()["lines"]
        assert [(one["supplier"], one["state"]) for one in second["compared"]] == [("S-1", "quoted"), ("S-2", "silent")]
        (his,) = (await ask("GET", "/suppliers/S-1/rfqs", role="supplier", who="S-1")).json()["items"]
        assert [(one["item"], one["takes_answers"]) for one in his["lines"]] == [("gasket", True), ("o-ring", True)]


@needs("PUR-10")
async def test_what_is_missing_or_cannot_be_is_named_and_a_supplier_may_decline(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask, outside(pool) as client:
        rfq = await asked_for(ask)
        path = (await link_to(ask, rfq))["reply_path"]
        bad = await client.post(path, data={**KLEIN, "amount": "-1", "currency": "EUR", "lead_days": "x"})
        assert (bad.status_code, {one["field"] for one in bad.json()["faults"]}) == (422, {"amount", "lead_days"})
        half = await client.post(path, data={**KLEIN, "amount": "12"})
        assert [one["field"] for one in half.json()["faults"]] == ["priced"]
        assert (await client.post(path, data={**KLEIN, "declined": "no steel"})).status_code == 303
        assert "no steel" in (await client.get(path)).text


@needs("PUR-10")
async def test_once_somebody_is_chosen_or_the_link_has_ended_nothing_is_taken(pool: asyncpg.Pool) -> None:
    async with asking(pool) as ask, outside(pool) as client:
        rfq = await asked_for(ask)
        paths = [(await link_to(ask, rfq, one))["reply_path"] for one in ("S-1", "S-2")]
        for path in paths:
            assert (await client.post(path, data={**KLEIN, "declined": "no steel"})).status_code == 303
        assert (await ask("POST", f"/rfqs/{rfq['rfq_id']}/choose", {"reason": "nobody sells"})).status_code == 200
        assert "<form" not in (await client.get(paths[0])).text
        late_word = await client.post(paths[0], data={**KLEIN, "declined": "still none", "after": "1"})
        assert (late_word.status_code, late_word.json()["type"]) == (409, "/problems/answers-ended")
        await pool.execute("UPDATE paper_link SET ends_at = now()")
        assert (await client.get(paths[0])).status_code == 410


async def raised(pool: asyncpg.Pool) -> Claim:
    """A claim about an order, ten days late."""
    claim = claimed(agreed(), 10).but(number="CLM-2026-000001", orders=(order_id(1),))
    async with pool.acquire() as db:
        await claims.save(db, [claim])
    return claim


@needs("PUR-8")
async def test_a_claim_is_a_paper_whose_next_version_says_what_was_decided(pool: asyncpg.Pool) -> None:
    claim = await raised(pool)
    async with asking(pool) as ask:
        (listed,) = (await ask("GET", f"/papers?order={order_id(1)}")).json()["items"]
        assert (listed["kind"], listed["document"]) == ("claim", "CLM-2026-000001")
        told = (await ask("GET", "/papers/claim/CLM-2026-000001")).json()
        data = {name: told["data"][name] for name in ("agreement", "purchase", "days_late", "amount", "state")}
        amount = {"amount": "49.95", "currency": "EUR"}
        assert data == {"agreement": "SA-1", "purchase": "PO-1", "days_late": 10, "amount": amount, "state": "raised"}
        async with pool.acquire() as db:
            await claims.save(db, [claim.but(state="upheld", reason="as agreed", decided_by="li.na")])
        later = (await ask("GET", "/papers/claim/CLM-2026-000001")).json()
        assert (later["version"], later["data"]["state"], "li.na" in str(later["data"])) == (2, "upheld", False)
        made = (await ask("POST", "/papers/claim/CLM-2026-000001/link", {"days": 5, "language": "zh-Hans"})).json()
        async with outside(pool) as client:
            opened = await client.get(made["path"])
            assert (opened.status_code, opened.content[:4], made["reply_path"]) == (200, b"%PDF", "")
        assert (await ask("GET", "/papers/claim/CLM-2026-000001", role="storekeeper")).status_code == 403
        assert (await ask("GET", "/papers/claim/CLM-2026-000009")).status_code == 404


@needs("FIN-9")
async def test_what_was_handed_out_to_a_supplier_is_found_by_him(pool: asyncpg.Pool) -> None:
    claim = await raised(pool)
    async with asking(pool) as ask:
        await ask("GET", "/papers/claim/CLM-2026-000001")
        his = (await ask("GET", f"/papers/archive?supplier={claim.supplier}")).json()["items"]
        told = [(one["number"], one["supplier"], one["customer"]) for one in his]
        assert told == [(claim.number, claim.supplier, "")]
        assert (await ask("GET", "/papers/archive?supplier=S-9")).json()["items"] == []
