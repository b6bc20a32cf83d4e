"""People plan milestones anew (NOT-3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import InvalidInput, NotFound, Refusal
from contracts.milestones import Milestone
from services.notify.plan.rules.entered import Entered
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.plan import plan_of
from services.notify.plan.rules.replanned import Replanned
from services.notify.plan.view import Plans
from services.notify.plan.work import plans_of
from services.notify.planning import handlers
from services.notify.planning.rules import Came, Change, HasEnded, NothingPromised, Replan, replan
from services.notify.tests.samples import Order
from services.notify.tests.test_plan import MONDAY, PROMISED, figures, on, order, step
from services.notify.tests.test_story import hear
from tests.needs import needs

pytestmark = needs("NOT-3")

NOW = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("UTC"))
ALFKI = "SO-2026-000001"


def change(milestone: Milestone, day: date, name: str = ALFKI, place: str = "") -> Change:
    return Change(name, milestone, day, place)


def asked(*changes: Change) -> Replan:
    return Replan(changes, "the mill is late", "wang.fang")


def entering(*came: Came) -> Replan:
    return Replan((), "by telephone", "wang.fang", came)


def done(known: Known, *changes: Change) -> list[Replanned | Entered] | Refusal:
    return replan({ALFKI: known}, asked(*changes), figures(), NOW)


def faults(known: Known, *changes: Change) -> list[tuple[str, str]]:
    refusal = done(known, *changes)
    assert isinstance(refusal, InvalidInput)
    return [(fault["field"], str(fault["expected"])) for fault in refusal.faults]


def test_what_is_planned_anew_is_kept_with_its_reason_and_its_day_until_then() -> None:
    kept = done(order(), change("packed", on(4, 24)))
    assert isinstance(kept, Sequence)
    (one,) = kept
    assert isinstance(one, Replanned)
    assert (one.milestone, one.was, one.planned, one.promised) == ("packed", on(4, 22), on(4, 24), PROMISED)
    assert (one.reason, one.person) == ("the mill is late", "wang.fang")


def test_what_has_come_is_not_planned_anew() -> None:
    assert faults(order(), change("received", on(4, 24))) == [
        ("milestone", "a step of the order that is still to come")
    ]


def test_nothing_is_planned_for_a_day_that_is_past() -> None:
    past = MONDAY - timedelta(days=1)
    assert faults(order(), change("packed", past)) == [("planned", "a day from 2026-03-02 (today) on")]


def test_no_step_is_planned_before_those_that_it_waits_for() -> None:
    assert faults(order(), change("packed", on(4, 20))) == [
        ("planned", "a day from 2026-04-21 on, for which a step before it is planned")
    ]


def test_a_step_may_be_planned_earlier_together_with_those_that_it_waits_for() -> None:
    earlier = [change("reserved", on(4, 17)), change("released", on(4, 17)), change("packed", on(4, 20))]
    assert isinstance(done(order(), *earlier), list)


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = [
        change("received", on(4, 24), place="changes.0."),
        change("packed", on(4, 24), place="changes.1."),
        change("packed", on(4, 24), name="SO-404", place="changes.2."),
    ]
    assert [field for field, _ in faults(order(), *wrong)] == ["changes.2.order", "changes.0.milestone"]


@pytest.mark.parametrize(
    ("known", "refusal"),
    [(order(state="closed"), HasEnded), (order(promised=None), NothingPromised)],
)
def test_an_order_without_a_plan_has_nothing_to_change(known: Known, refusal: type[Refusal]) -> None:
    assert isinstance(done(known, change("packed", on(4, 24))), refusal)


def test_an_order_that_nobody_knows_is_not_found() -> None:
    assert isinstance(replan({}, asked(change("packed", on(4, 24))), figures(), NOW), NotFound)


async def test_who_plans_anew_sees_what_moved_and_the_first_plan_beside_it(db: asyncpg.Connection) -> None:
    one, later = Order(), date(2099, 1, 9)
    await hear(db, one.received(), one.confirmed())
    (answer,) = await handlers.replan(db, [asked(change("dispatched", later, str(one.id).upper()))])
    assert isinstance(answer, Answer)
    assert isinstance(answer.body, Plans)
    plan = (await plans_of(db, [one.id]))[one.id]
    told = {step.milestone: step.planned for step in answer.body.plans[0].milestones}
    assert told == {step.milestone: step.planned for step in plan.steps}
    dispatched = next(step for step in plan.steps if step.milestone == "dispatched")
    assert dispatched.planned == later
    assert dispatched.first
    assert dispatched.first < later
    assert [(each.milestone, each.reason) for each in plan.known.replanned] == [("dispatched", "the mill is late")]


def test_a_step_that_no_event_told_is_entered_with_who_knows_it_and_how() -> None:
    came = replan({ALFKI: order()}, entering(Came(ALFKI, "supplied", on(3, 2))), figures(), NOW)
    assert isinstance(came, Sequence)
    (one,) = came
    assert (one.milestone, one.reason, one.person, one.at) == ("supplied", "by telephone", "wang.fang", NOW)


def test_nothing_is_entered_over_an_events_own_word() -> None:
    refusal = replan({ALFKI: order()}, entering(Came(ALFKI, "received", on(3, 2))), figures(), NOW)
    assert isinstance(refusal, InvalidInput)
    assert [(one["field"], str(one["expected"])) for one in refusal.faults] == [
        ("milestone", "a step of the order of which no event has told")
    ]


def test_who_asks_for_no_day_at_all_is_told_what_is_missing() -> None:
    refusal = replan({}, asked(), figures(), NOW)
    assert isinstance(refusal, InvalidInput)
    assert [one["field"] for one in refusal.faults] == ["changes"]


def test_what_was_entered_holds_until_an_event_tells_or_it_is_taken_back() -> None:
    by_telephone = Entered(new_id(), "supplied", on(3, 2), "by telephone", "wang.fang", NOW)
    known = order().and_so(by_telephone)
    supplied = step(plan_of(known, figures()), "supplied")
    assert (supplied.actual, supplied.by_hand, supplied.condition) == (on(3, 2), True, "in time")
    assert step(plan_of(known, figures()), "bought").condition == "not needed"
    told = replace(known, stage="reserved", came={"received": MONDAY, "supplied": on(3, 3)})
    supplied = step(plan_of(told, figures()), "supplied")
    assert (supplied.actual, supplied.by_hand) == (on(3, 3), False)
    back = known.and_so(replace(by_telephone, came=None))
    assert step(plan_of(back, figures()), "supplied").actual is None


async def test_who_enters_a_milestone_sees_the_plan_that_goes_on_from_it(db: asyncpg.Connection) -> None:
    one = Order()
    await hear(db, one.received(), one.confirmed())
    came = entering(Came(str(one.id), "supplied", clock.today()))
    (answer,) = await handlers.replan(db, [came])
    assert isinstance(answer, Answer)
    plan = (await plans_of(db, [one.id]))[one.id]
    assert isinstance(answer.body, Plans)
    assert answer.body.plans[0].entered[0].person == "wang.fang"
    assert step(plan, "supplied").by_hand
    assert [each.reason for each in plan.known.entered] == ["by telephone"]


async def test_orders_are_planned_anew_by_their_numbers_all_or_none(db: asyncpg.Connection) -> None:
    one = Order()
    await hear(db, one.received(), one.confirmed())
    day, none = clock.today() + timedelta(days=3000), str(new_id())
    both = asked(change("packed", day, ALFKI, "changes.0."), change("packed", day, none, "changes.1."))
    (refusal,) = await handlers.replan(db, [both])
    assert isinstance(refusal, InvalidInput)
    assert (await plans_of(db, [one.id]))[one.id].known.replanned == ()
