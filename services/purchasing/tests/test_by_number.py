"""A purchase is called by the number on its paper, wherever a path names one (PUR-4, PUR-7, WHS-4)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.database.pool import open_pool
from services.purchasing.purchases import handlers as purchases
from services.purchasing.tests.made import rejected
from services.purchasing.tests.test_api import Ask, asking
from services.purchasing.tests.test_doors import ahead
from services.purchasing.tests.test_handlers import bought, one
from tests.needs import needs

NUMBER = f"PO-{clock.today().year}-000001"
STEPS: dict[str, dict[str, str] | None] = {
    "confirm": {"promised_on": ahead(5)},
    "delay": {"promised_on": ahead(9), "reason": "strike"},
    "redeliver": {"promised_on": ahead(12)},
    "give-up": {"quantity": "4", "reason": "lost"},
    "decline": {"reason": "no capacity"},
}


@pytest.fixture
async def pool(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(await database("purchasing"), size=2)
    yield pool
    await pool.close()


@pytest.fixture
async def purchase(pool: asyncpg.Pool) -> Any:
    """Ten bolts, ordered from S-1."""
    async with pool.acquire() as db:
        return await bought(db)


@pytest.fixture
async def ask(pool: asyncpg.Pool) -> AsyncIterator[Ask]:
    async with asking(pool) as send:
        yield send


@needs("PUR-4")
async def test_a_purchase_is_shown_by_its_number(ask: Ask, purchase: Any) -> None:
    for name in (NUMBER, NUMBER.lower(), f"{NUMBER}%20", str(purchase.purchase_id)):
        answer = await ask("GET", f"/purchases/{name}")
        assert (answer.status_code, answer.json()["purchase_id"]) == (200, str(purchase.purchase_id)), name


@needs("PUR-4")
async def test_each_step_of_a_purchase_takes_its_number(ask: Ask, purchase: Any, pool: asyncpg.Pool) -> None:
    for step, body in STEPS.items():
        if step == "redeliver":
            async with pool.acquire() as db:
                await one(purchases.take_rejections, db, rejected(purchase.purchase_id, "bolt", 10))
        answer = await ask("POST", f"/purchases/{NUMBER}/{step}", body)
        assert (answer.status_code, answer.json().get("number")) == (200, NUMBER), (step, answer.text)


@pytest.mark.parametrize("step", ["agree-cancel", "refuse-cancel", "order"])
async def test_a_step_that_is_not_due_is_refused_by_the_purchase_and_not_by_its_name(
    ask: Ask, purchase: Any, step: str
) -> None:
    answer = await ask("POST", f"/purchases/{NUMBER}/{step}")
    assert answer.status_code == 409, answer.text


@needs("ALL-3")
@pytest.mark.parametrize("step", [None, "confirm", "delay", "redeliver", "decline"])
async def test_a_number_that_is_not_his_is_as_unknown_to_a_supplier_as_one_that_is_nobodys(
    ask: Ask, purchase: Any, step: str | None
) -> None:
    """ALL-3: neither is its id told."""
    for number in (NUMBER, "PO-2026-999999"):
        path = f"/purchases/{number}" + (f"/{step}" if step else "")
        method, body = ("POST", STEPS[step]) if step else ("GET", None)
        refused = await ask(method, path, body, role="supplier", who="S-2")
        assert (refused.status_code, number in refused.text) == (404, True), refused.text
        assert str(purchase.purchase_id) not in refused.text


async def test_a_stranger_hears_of_no_number(ask: Ask, purchase: Any) -> None:
    for number in (NUMBER, "PO-2026-999999"):
        assert (await ask("GET", f"/purchases/{number}", role="carrier")).status_code == 403
        assert (await ask("POST", f"/purchases/{number}/order", role="supplier")).status_code == 403


@needs("NOT-2")
async def test_the_purchases_that_a_story_names_are_shown_together(ask: Ask, purchase: Any) -> None:
    named = f"/purchases/named?purchase={purchase.purchase_id}&purchase={uuid4()}"
    assert [one["number"] for one in (await ask("GET", named)).json()["items"]] == [NUMBER]
    assert (await ask("GET", named, role="supplier")).status_code == 403
    assert (await ask("GET", "/purchases/named")).status_code == 422


@needs("ALL-3")
@pytest.mark.parametrize(("role", "told"), [("buyer", True), ("merchandiser", True), ("storekeeper", False)])
async def test_who_handles_the_goods_sees_no_price(ask: Ask, purchase: Any, role: str, told: bool) -> None:
    paths = (f"/purchases/named?purchase={purchase.purchase_id}", "/purchases")
    seen = [(await ask("GET", path, role=role)).json()["items"][0] for path in paths]
    seen += [(await ask("GET", f"/purchases/{NUMBER}", role=role)).json()]
    for shown in seen:
        assert {shown[name] is not None for name in ("unit_price", "budget_price", "amount")} == {told}
