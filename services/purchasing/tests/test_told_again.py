"""What a supplier tells a second time, in a message of its own, changes nothing and is told nobody (PUR-4, WHS-4)."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from services.purchasing.purchases import handlers as purchases
from services.purchasing.tests.made import rejected
from services.purchasing.tests.test_api import Ask
from services.purchasing.tests.test_by_number import NUMBER, ask, pool, purchase
from services.purchasing.tests.test_doors import ahead
from services.purchasing.tests.test_handlers import one
from tests.needs import needs

__all__ = ["ask", "pool", "purchase"]
SAID = "SELECT count(*) FROM outbox"
STRIKE = {"promised_on": ahead(9), "reason": "strike"}


@pytest.fixture
def said(pool: asyncpg.Pool) -> Callable[[], Awaitable[int]]:
    """How many events purchasing has said."""

    async def count() -> int:
        return int(await pool.fetchval(SAID))

    return count


@pytest.fixture
async def step(ask: Ask, purchase: Any) -> Callable[..., Awaitable[Any]]:
    """A step of the purchase that its supplier has confirmed."""

    async def take(name: str, **body: str) -> Any:
        return await ask("POST", f"/purchases/{NUMBER}/{name}", body or None)

    assert (await take("confirm", promised_on=ahead(5))).status_code == 200
    return take


@needs("PUR-4")
async def test_the_same_delay_told_again_is_answered_with_what_is_recorded(step: Any, said: Any) -> None:
    """PUR-4."""
    before = await said()
    first = await step("delay", **STRIKE)
    assert (first.json()["delay_reason"], await said()) == ("strike", before + 1)
    for reason in ("strike", " strike "):
        again = await step("delay", **STRIKE | {"reason": reason})
        assert (again.status_code, again.json(), await said()) == (200, first.json(), before + 1)


@needs("PUR-4")
@pytest.mark.parametrize("other", [{"promised_on": ahead(10)}, {"reason": "flood"}])
async def test_another_date_or_reason_is_news(step: Any, said: Any, other: dict[str, str]) -> None:
    """PUR-4."""
    first = await step("delay", **STRIKE)
    before = await said()
    assert (await step("delay", **STRIKE | other)).json()["version"] == first.json()["version"] + 1
    assert await said() == before + 1
    assert (await step("delay", **STRIKE)).json()["version"] == first.json()["version"] + 2, "and so is the first again"


@needs("WHS-4")
async def test_a_redelivery_told_again_is_refused_with_what_is_recorded(
    step: Any, said: Any, purchase: Any, pool: asyncpg.Pool
) -> None:
    """WHS-4: it names the day for which the goods are promised, and says nothing twice."""
    async with pool.acquire() as db:
        await one(purchases.take_rejections, db, rejected(purchase.purchase_id, "bolt", 10))
    assert (await step("redeliver", promised_on=ahead(12))).status_code == 200
    before = await said()
    for day in (12, 13):
        again = await step("redeliver", promised_on=ahead(day))
        assert (again.status_code, again.json()["type"]) == (409, "/problems/nothing-rejected")
        assert f"confirmed, promised for {ahead(12)}" in again.json()["detail"]
    assert await said() == before


@needs("PUR-4")
async def test_a_delay_of_before_a_redelivery_is_news_after_it(step: Any, purchase: Any, pool: asyncpg.Pool) -> None:
    """PUR-4: what was delayed then is not what is promised now."""
    await step("delay", **STRIKE)
    async with pool.acquire() as db:
        await one(purchases.take_rejections, db, rejected(purchase.purchase_id, "bolt", 10))
    told = await step("redeliver", promised_on=STRIKE["promised_on"])
    assert told.json()["delay_reason"] == ""
    assert (await step("delay", **STRIKE)).json()["version"] == told.json()["version"] + 1


@needs("PUR-1")
@pytest.mark.parametrize("name", ["agree-cancel", "refuse-cancel"])
async def test_a_cancel_answered_again_is_refused_with_what_is_recorded(step: Any, name: str) -> None:
    """PUR-1."""
    refused = await step(name)
    assert (refused.status_code, f"confirmed, promised for {ahead(5)}" in refused.json()["detail"]) == (409, True)


@needs("WHS-4")
async def test_a_quantity_given_up_again_is_refused_with_what_is_recorded(step: Any) -> None:
    """WHS-4."""
    assert (await step("give-up", quantity="10", reason="lost")).status_code == 200
    again = await step("give-up", quantity="10", reason="lost")
    assert (again.status_code, "closed" in again.json()["detail"]) == (409, True)
    assert "10 given up: lost" in again.json()["detail"]
