"""How good suppliers are, by what they did; who is to be reviewed (PUR-6)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.stored import storable
from services.purchasing.evaluation import handlers, store
from services.purchasing.evaluation.rules import (
    AskedReview,
    Measured,
    NextReviewNotAhead,
    Review,
    ReviewedToday,
    Score,
    reviewed,
    score_of,
)
from services.purchasing.ledger.rules.purchase import Purchase, receive, reject
from services.purchasing.policy import Policy
from services.purchasing.purchases.rules import doing
from services.purchasing.suppliers.handlers import put_suppliers
from services.purchasing.suppliers.rules import PutSupplier
from services.purchasing.tests.made import TODAY, Desk, eur, offer
from tests.needs import needs

pytestmark = needs("PUR-6")
WEIGHTS = Policy().score_weights
PUT = "INSERT INTO purchase (id, item, supplier, state, number, doc) VALUES ($1, $2, $3, $4, 'PO-1', $5)"


def bought(supplier: str = "S-1", **more: Any) -> Purchase:
    facts: dict[str, Any] = {"quantity": Decimal(10), "unit_price": eur(10), "budget_price": eur(10)}
    return replace(
        Purchase(id=new_id(), item="bolt", supplier=supplier, ordered_on=TODAY, state="ordered"), **facts | more
    )


def done(purchase: Any) -> Purchase:
    assert isinstance(purchase, Purchase), purchase
    return purchase


def promised(purchase: Purchase, days: int, answered: int = 1) -> Purchase:
    return done(doing.confirm(purchase, TODAY + timedelta(days=days), TODAY + timedelta(days=answered)))


def came(purchase: Purchase, days: int, quantity: int = 10) -> Purchase:
    return receive(purchase, Decimal(quantity), TODAY + timedelta(days=days))


async def measured(db: asyncpg.Connection, *purchases: Purchase, today: date = TODAY + timedelta(days=30)) -> Measured:
    for one in purchases:
        await db.execute(PUT, one.id, one.item, one.supplier, one.state, storable(one))
    return (await store.measured(db, ["S-1"], TODAY, 2, today))["S-1"]


async def test_who_delivers_by_his_later_word_is_late_by_his_first(db: asyncpg.Connection) -> None:
    slid = done(doing.delay(promised(bought(), 7), TODAY + timedelta(days=12), "strike", TODAY))
    found = await measured(db, came(slid, 12), came(promised(bought(), 7), 7))
    assert (found.deliveries, found.promised, found.on_time_first, found.on_time) == (2, 2, 1, 2)


async def test_what_the_dock_refused_and_what_he_gave_up_count_by_their_share(db: asyncpg.Connection) -> None:
    refused = came(reject(promised(bought(), 7), Decimal(10)), 9)
    short = done(doing.give_up(came(promised(bought(), 7), 7, 5), Decimal(5), "no more"))
    found = await measured(db, refused, short)
    assert (found.deliveries, found.passed_share, found.accepted_share) == (2, Decimal("0.75"), Decimal("0.75"))


async def test_what_we_cancelled_ourselves_is_not_held_against_him(db: asyncpg.Connection) -> None:
    asked = replace(came(promised(bought(), 7), 7, 5), cancel_asked=Decimal(5))
    found = await measured(db, done(doing.agree_cancel(asked)))
    assert (found.deliveries, found.accepted_share) == (1, Decimal(1))


async def test_who_never_answered_counts_once_his_time_is_over(db: asyncpg.Connection) -> None:
    found = await measured(db, bought(), today=TODAY + timedelta(days=2))
    assert (found.asked, found.answered) == (0, 0)
    found = await measured(db, promised(bought(), 7, answered=2), promised(bought(), 7, answered=3))
    assert (found.asked, found.answered) == (3, 1)


async def test_a_price_above_the_budget_counts_less_and_one_below_no_more(db: asyncpg.Connection) -> None:
    found = await measured(db, bought(unit_price=eur("12.50")), bought(unit_price=eur(8)))
    assert found.price_share == Decimal("0.9")


async def test_a_purchase_of_an_earlier_release_is_measured_by_what_it_says(db: asyncpg.Connection) -> None:
    await db.execute(PUT, new_id(), "bolt", "S-1", "closed", '{"accepted": "5", "ordered_on": "2026-05-04"}')
    found = await measured(db)
    assert (found.deliveries, found.promised, found.passed_share) == (1, 0, None)


def able(weekly: int = 10, promised_in: int = 7, **more: Any) -> Purchase:
    """Ordered of who said that he delivers so much in a week; by his first word it comes on a Monday."""
    return promised(bought(weekly=Decimal(weekly), **more), promised_in)


async def test_what_he_said_he_can_in_a_week_and_what_of_it_came_in_that_week_is_his_capacity(
    db: asyncpg.Connection,
) -> None:
    """Three weeks: all by its Sunday, half of it, and nothing, for it came a day after."""
    whole, half = came(able(), 13), came(able(promised_in=14), 20, 5)
    found = await measured(db, whole, half, came(able(promised_in=21), 28))
    assert (found.weeks, found.kept_share) == (3, Decimal("0.5"))


async def test_what_we_ordered_above_his_word_or_cancelled_ourselves_is_not_held_against_him(
    db: asyncpg.Connection,
) -> None:
    """Two purchases of a week, 20 where he can 10: ten came, as he said."""
    late = replace(able(promised_in=14), cancel_asked=Decimal(10))
    found = await measured(db, came(able(), 7), able(), done(doing.agree_cancel(late)))
    assert (found.weeks, found.kept_share) == (1, Decimal(1))


async def test_what_he_gave_up_is_held_against_his_capacity(db: asyncpg.Connection) -> None:
    found = await measured(db, done(doing.give_up(came(able(), 7, 4), Decimal(6), "no more")))
    assert (found.weeks, found.kept_share) == (1, Decimal("0.4"))


async def test_a_week_that_is_not_over_and_who_did_not_say_how_much_he_can_are_not_measured(
    db: asyncpg.Connection,
) -> None:
    sunday = TODAY + timedelta(days=13)
    found = await measured(db, able(), promised(bought(), 7), bought(weekly=Decimal(10)), today=sunday)
    assert (found.weeks, found.kept_share) == (0, None)
    assert (await measured(db, today=sunday + timedelta(days=1))).weeks == 1


def test_a_capacity_of_few_weeks_is_not_told_and_of_enough_it_counts_by_its_weight() -> None:
    few = Measured("S-1", 5, promised=5, on_time_first=5, on_time=5, weeks=4, kept_share=Decimal(0))
    told = score_of(few, WEIGHTS, 5)
    assert ("capacity" in told.shares, told.score, told.weeks) == (False, Decimal(100), 4)
    enough = score_of(replace(few, weeks=5), WEIGHTS, 5)
    assert (enough.shares["capacity"], enough.score) == (Decimal(0), Decimal("80.0"))


def test_weights_that_were_put_before_there_was_a_capacity_give_it_none() -> None:
    before = {str(name): weight for name, weight in WEIGHTS.items() if name != "capacity"}
    assert Policy.model_validate({"score_weights": before}).score_weights == before | {"capacity": 0}


def test_a_purchase_keeps_what_its_supplier_said_he_can_when_it_was_ordered() -> None:
    desk = Desk(replace(offer(), weekly=Decimal(50)))
    desk.lacks(1, 10)
    assert desk.purchase.weekly == 50


def test_a_supplier_of_few_deliveries_has_shares_and_no_score() -> None:
    few = Measured("S-1", deliveries=4, promised=4, on_time_first=4, on_time=4)
    assert score_of(few, WEIGHTS, 5) == Score(
        supplier="S-1", score=None, deliveries=4, shares={"on_time_first": Decimal(1), "on_time": Decimal(1)}
    )


def test_the_score_is_the_weighted_mean_of_what_can_be_told() -> None:
    told = Measured("S-1", deliveries=5, promised=4, on_time_first=2, on_time=4, passed_share=Decimal("0.9"))
    assert score_of(told, WEIGHTS, 5).score == Decimal("81.4")


@pytest.mark.parametrize("today", [TODAY, TODAY + timedelta(days=1)])
def test_a_supplier_is_reviewed_once_a_day(today: date) -> None:
    asked = AskedReview("S-1", "watched", "late in March", TODAY + timedelta(days=90), "li.na")
    score = Score(supplier="S-1", score=Decimal("81.4"), deliveries=5, shares={})
    first = reviewed(asked, score, TODAY, None)
    assert isinstance(first, Review)
    assert (first.score, first.reviewed_by) == (Decimal("81.4"), "li.na")
    assert isinstance(reviewed(asked, score, today, first), ReviewedToday if today == TODAY else Review)


def test_the_next_review_is_ahead() -> None:
    score = Score(supplier="S-1", score=None, deliveries=0, shares={})
    asked = AskedReview("S-1", "approved", "as before", TODAY, "li.na")
    assert isinstance(reviewed(asked, score, TODAY, None), NextReviewNotAhead)


@needs("PUR-5")
async def test_a_supplier_waits_for_a_buyer_until_all_his_days_are_ahead(db: asyncpg.Connection) -> None:
    today, later = clock.today(), clock.today() + timedelta(days=400)
    data: Mapping[str, Any] = {"name": "Schmidt", "country": "DE", "currency": "EUR", "nda_review_on": later}
    await put_suppliers(db, [PutSupplier("S-1", data)])
    by = today + timedelta(days=30)
    assert [one.supplier for one in await store.due(db, by, today)] == ["S-1"]
    await handlers.review(db, [AskedReview("S-1", "approved", "good", later, "li.na")])
    assert await store.due(db, by, today) == []
    await put_suppliers(db, [PutSupplier("S-1", {"nda_review_on": by})])
    assert [one.nda_review_on for one in await store.due(db, by, today)] == [by]


async def test_a_score_is_of_the_days_that_the_company_says(db: asyncpg.Connection) -> None:
    today, long_ago = clock.today(), clock.today() - timedelta(days=366)
    at: dict[str, Any] = {"answered_on": today, "first_promised_on": today, "promised_on": today, "received_on": today}
    whole = replace(bought(), state="closed", accepted=Decimal(10), **at)
    await measured(db, *(replace(whole, id=new_id(), ordered_on=today) for _ in range(5)))
    await measured(db, replace(whole, ordered_on=long_ago))
    scores = await store.scores_of(db, ["S-1", "S-2"])
    assert [scores["S-1"].score, scores["S-1"].deliveries, scores["S-2"].score] == [Decimal(100), 5, None]


@needs("PUR-10")
async def test_a_score_and_past_prices_are_found_among_many_purchases_by_their_index(db: asyncpg.Connection) -> None:
    many = """
    INSERT INTO purchase (id, item, supplier, state, number, doc)
    SELECT gen_random_uuid(), 'i' || n % 500, 'S-' || n % 500, 'closed', 'PO-' || n, '{"ordered_on": "2026-05-04"}'
    FROM generate_series(1, 20000) AS n
    """
    await db.execute(many)
    await db.execute("ANALYZE purchase")
    asked: dict[str, tuple[Any, ...]] = {
        store.MEASURED: (["S-7"], TODAY, 2, TODAY), store.PRICES: ("i7", 100),
        store.KEPT_WEEKS: (["S-7"], TODAY, TODAY),
    }  # fmt: skip
    for query, arguments in asked.items():
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *arguments))
        assert "Seq Scan" not in plan, plan
