"""What earlier releases wrote is found under the words of today."""

from pathlib import Path

import asyncpg
import pytest

from chassis.ids import new_id
from services.sales.order import store
from services.sales.order.rules.stage import stage_of
from services.sales.policy import Policy
from services.sales.tests.story import after, received, reviews
from tests.needs import needs

REVIEWED = Path(__file__).parents[1] / "migrations" / "0006_reviewed.sql"
BY_HAND = Policy(confirm="by_hand")


@needs("NOT-1")
@pytest.mark.parametrize(("heard", "stage"), [(3, "in_review"), (4, "reviewed")])
async def test_an_order_of_which_all_four_have_spoken_is_found_as_reviewed(
    db: asyncpg.Connection, heard: int, stage: str
) -> None:
    order = received().but(order_id=new_id())
    order = after(order, *reviews(order)[:heard], policy=BY_HAND).document
    await store.add(db, [store.Row(order, "in_review", False, False)], {})
    await db.execute("ALTER TABLE sales_order ALTER document TYPE jsonb USING document::jsonb")  # as it was then
    await db.execute(REVIEWED.read_text())
    (found,) = (await store.find(db, store.Sought(stage=stage), limit=9)).items
    assert stage_of(found) == stage
