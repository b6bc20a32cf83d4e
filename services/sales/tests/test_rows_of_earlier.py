"""What earlier releases wrote is found under the words of today."""

import json
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from chassis.ids import new_id
from chassis.stored import stored
from contracts.codec import checker, encoded
from contracts.scalars import WRITTEN_BEFORE
from services.sales.order import store
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import stage_of
from services.sales.policy import Policy
from services.sales.tests.story import after, confirmed, received, reviews
from tests.mistakes import mistaken, outcome
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
    await store.add(db, [store.Row(order, "in_review", False, False, None)], {})
    await db.execute("DROP SCHEMA own CASCADE")  # its views came later
    await db.execute("ALTER TABLE sales_order ALTER document TYPE jsonb USING document::jsonb")  # as it was then
    await db.execute(REVIEWED.read_text())
    (found,) = (await store.find(db, store.Sought(stage=stage), limit=9)).items
    assert stage_of(found) == stage


def test_whatever_stands_in_an_orders_document_is_read_fast_as_pydantic_reads_it() -> None:
    """And refused where pydantic refuses it."""
    text = encoded(confirmed(10)).decode()
    for told in mistaken(json.loads(text)):
        document = json.dumps(told)
        meant = outcome(partial(checker(Order).validate_json, document, context=WRITTEN_BEFORE))
        assert outcome(partial(stored, Order, document)) == meant, document
