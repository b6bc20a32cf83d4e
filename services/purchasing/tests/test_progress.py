"""How far production is, when it will be there by its rate, and that it is told late before it is (PUR-9)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.purchasing.making.rules import Release
from services.purchasing.policy import Policy
from services.purchasing.production import store
from services.purchasing.production.rules.forecast import forecast
from services.purchasing.production.rules.planning import steps_of
from services.purchasing.production.rules.production import Production
from services.purchasing.progress import handlers, rules
from services.purchasing.progress.rules import Tell
from services.purchasing.purchases import handlers as purchases
from services.purchasing.purchases.rules.asked import Confirm
from services.purchasing.tests.made import ORDERING, lacks, order_id, topics
from services.purchasing.tests.test_production import (
    SHOP,
    day,
    loads,
    makes,
    ordered,
    release,
    released,
    short_of_motors,
)
from tests.needs import needs

pytestmark = needs("PUR-9")
MILESTONES = Policy().milestones
TEN_DAYS = loads(*((ahead, 480) for ahead in range(1, 11)))
PLAN = Production(
    purchase_id=order_id(9),
    version=1,
    quantity=Decimal(100),
    line="L-1",
    days=TEN_DAYS,
    steps=steps_of(TEN_DAYS, MILESTONES),
)


def every_day(_day: date) -> bool:
    return True


def made(plan: Production = PLAN, told: int = 5, /, **done: str) -> Production:
    """So much of each milestone is complete, told on the evening of that day."""
    steps = tuple(
        step.but(done=Decimal(done[step.name]), told_on=day(told)) if step.name in done else step for step in plan.steps
    )
    return plan.but(steps=steps)


def expected(plan: Production, today: date) -> dict[str, date]:
    return {step.name: step.forecast_on for step in forecast(plan, today, every_day).steps}


def test_before_anything_is_made_each_milestone_is_expected_as_planned() -> None:
    assert expected(PLAN, day(0)) == {step.name: step.planned_on for step in PLAN.steps}


def test_what_should_have_begun_and_has_not_slips_day_by_day() -> None:
    assert expected(PLAN, day(1)) == {step.name: step.planned_on for step in PLAN.steps}
    assert expected(PLAN, day(4))["packed"] == day(13)
    assert expected(PLAN, day(4))["material_in"] == day(4)


def test_a_line_that_keeps_its_rate_is_on_the_planned_day() -> None:
    half = made(material_in="1", first_article="1", semi_finished="0.8")
    assert expected(half, day(5))["packed"] == day(10)


def test_a_day_that_is_not_over_is_held_against_nobody() -> None:
    half = made(material_in="1", first_article="1", semi_finished="0.8")
    assert expected(half, day(6))["packed"] == day(10)
    assert expected(half, day(7))["packed"] == day(12)
    begun = made(PLAN, 1, material_in="1", first_article="0.5")
    assert expected(begun, day(1))["packed"] == day(10)
    assert expected(begun, day(2))["packed"] == day(20)


def test_a_line_at_half_its_rate_is_told_as_late_as_it_will_be() -> None:
    slow = made(material_in="1", first_article="1", semi_finished="0.3")
    assert expected(slow, day(5)) == {
        "material_in": day(5),
        "first_article": day(5),
        "semi_finished": day(12),
        "quality_passed": day(18),
        "packed": day(20),
    }


def test_a_faster_line_is_expected_sooner() -> None:
    assert expected(made(PLAN, 3, material_in="1", first_article="1", semi_finished="1"), day(3))["packed"] == day(5)


def test_days_on_which_nobody_works_count_for_nothing() -> None:
    half = made(material_in="1", first_article="1", semi_finished="0.8")
    stopped = forecast(half, day(5), lambda on: on not in (day(7), day(8)))
    assert stopped.steps[-1].forecast_on == day(12)


def test_a_line_that_never_works_again_is_expected_in_two_years() -> None:
    assert forecast(PLAN, day(4), lambda _on: False).steps[-1].forecast_on == day(3) + timedelta(days=730)


def test_what_is_complete_was_there_on_the_day_on_which_it_was_told() -> None:
    whole = made(PLAN, 2, **dict.fromkeys(MILESTONES, "1"))
    assert set(expected(whole, day(9)).values()) == {day(2)}


@pytest.fixture
def on_the_line() -> tuple[Any, Production]:
    ledger, purchase = short_of_motors(promised=day(30))
    after, plan = released(Release(purchase.id), ledger, SHOP)
    return after, plan


def tell(ledger: Any, plan: Production, milestone: str, share: str, today: int = 0, late_days: int = 0) -> Any:
    terms = type(ORDERING)(**{**vars(ORDERING), "today": day(today)})
    asked = Tell(plan.purchase_id, milestone, Decimal(share))
    return rules.tell(ledger, plan, asked, terms, every_day, late_days)


def test_no_more_of_a_milestone_is_complete_than_of_the_one_before(on_the_line: tuple[Any, Production]) -> None:
    ledger, plan = on_the_line
    refused = tell(ledger, plan, "first_article", "0.5")
    assert isinstance(refused, rules.AheadOfTheOneBefore)
    assert str(refused) == "No more of first_article can be complete than of material_in: 0 % of it is."
    _, begun = tell(ledger, plan, "material_in", "1")
    assert not isinstance(tell(ledger, begun, "first_article", "0.5"), Refusal)


def test_what_was_told_too_high_is_told_anew_but_not_below_what_follows(on_the_line: tuple[Any, Production]) -> None:
    ledger, plan = on_the_line
    begun = made(plan, material_in="1", first_article="0.5")
    assert not isinstance(tell(ledger, begun, "material_in", "0.6"), Refusal)
    assert isinstance(tell(ledger, begun, "material_in", "0.4"), rules.BehindTheOneAfter)


def test_what_is_no_milestone_or_not_released_is_refused(on_the_line: tuple[Any, Production]) -> None:
    ledger, plan = on_the_line
    refused = tell(ledger, plan, "painted", "1")
    assert isinstance(refused, rules.NoSuchMilestone)
    assert "material_in, first_article" in str(refused)
    asked = Tell(plan.purchase_id, "material_in", Decimal(1))
    assert isinstance(rules.tell(ledger, None, asked, ORDERING, every_day, 0), rules.NotReleased)
    nobody = Tell(order_id(77), "material_in", Decimal(1))
    assert isinstance(rules.tell(ledger, plan, nobody, ORDERING, every_day, 0), NotFound)


def test_a_slipping_order_is_promised_for_another_day_before_it_is_late(on_the_line: tuple[Any, Production]) -> None:
    ledger, plan = on_the_line
    promised = ledger.purchase(plan.purchase_id).promised_on
    assert promised == day(7)
    on_the_day, _ = tell(ledger, plan, "material_in", "1", today=7)
    assert on_the_day == ledger
    after, late = tell(ledger, plan, "material_in", "1", today=9)
    moved = after.purchase(plan.purchase_id)
    assert (moved.promised_on, moved.delay_reason) == (day(9), "L-1: first_article 0 %")
    assert [said.kind for said in moved.news] == ["confirmed", "delayed"]
    assert late.version == 2


def test_what_slips_less_than_the_company_bears_is_not_told(on_the_line: tuple[Any, Production]) -> None:
    ledger, plan = on_the_line
    after, _ = tell(ledger, plan, "material_in", "1", today=9, late_days=2)
    assert after == ledger


def test_what_was_lost_and_is_made_up_for_is_promised_for_the_first_day_again(
    on_the_line: tuple[Any, Production],
) -> None:
    ledger, plan = on_the_line
    after, late = tell(ledger, plan, "material_in", "1", today=9)
    purchase = after.purchase(plan.purchase_id)
    assert rules.new_day(purchase, day(9), 0) is None
    assert rules.new_day(purchase, day(8), 0) == day(8)
    assert rules.new_day(purchase, day(2), 0) == day(7)


async def on_time(db: Db) -> Any:
    await makes(db)
    event = await ordered(db)
    return await release(db, Release(event.purchase_id, from_stock=lacks({"bolt": 40, "coil": 10})))


async def test_a_milestone_that_is_told_is_said_and_shown(db: Db) -> None:
    begun = (await on_time(db)).body
    (answer,) = await handlers.tell(db, [Tell(begun.production_id, "material_in", Decimal(1))])
    assert isinstance(answer, Answer)
    (said,) = answer.events
    assert (said.topic, said.key) == ("production.progressed", str(begun.production_id))
    assert {(step.name, step.done) for step in said.steps} >= {("material_in", 1), ("packed", 0)}  # type: ignore[union-attr]
    ((_, plan),) = await store.named(db, [begun.production_id])
    assert plan
    assert (plan.version, plan.steps[0].told_on) == (2, clock.today())


async def test_production_of_which_nobody_tells_is_looked_at_once_a_day_and_told_late(db: Db) -> None:
    begun = (await on_time(db)).body
    assert await handlers.find_unseen(db, clock.now()) == []
    back = timedelta(days=40)
    plan = (await store.load(db, [begun.production_id]))[begun.production_id]
    days = tuple(one.but(on=one.on - back) for one in plan.days)
    slept = plan.but(days=days, steps=steps_of(days, MILESTONES))
    await store.save(db, [slept], clock.today() - timedelta(days=1))
    await db.execute("UPDATE purchase SET doc = doc || jsonb_build_object('promised_on', $1::text)", str(days[-1].on))
    assert await handlers.find_unseen(db, clock.now()) == [(str(begun.production_id), begun.production_id)]
    (said,) = await handlers.look(db, [begun.production_id])
    assert topics(said) == ["production.progressed", "purchase.delayed"]
    assert await handlers.find_unseen(db, clock.now()) == []


async def test_production_that_is_in_time_is_looked_at_and_nothing_is_said(db: Db) -> None:
    begun = (await on_time(db)).body
    plan = (await store.load(db, [begun.production_id]))[begun.production_id]
    await store.save(db, [plan], clock.today() - timedelta(days=1))
    assert await handlers.look(db, [begun.production_id]) == [()]
    assert await handlers.find_unseen(db, clock.now()) == []


async def test_a_made_purchase_that_was_confirmed_by_hand_is_not_released(db: Db) -> None:
    await makes(db)
    event = await ordered(db)
    await purchases.act(db, [Confirm(event.purchase_id, clock.today())])
    (answer,) = await handlers.tell(db, [Tell(event.purchase_id, "material_in", Decimal(1))])
    assert isinstance(answer, rules.NotReleased)
