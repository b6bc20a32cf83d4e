"""An order's plan: reckoned back from the promised date, moved by what is known (NOT-3)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chassis.ids import new_id
from contracts.milestones import AFTER, MILESTONES, Milestone
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.plan import Figures, Plan, Step, plan_of
from services.notify.plan.rules.replanned import Replanned
from services.notify.plan.rules.schedule import scheduled
from services.notify.plan.rules.workdays import Workdays, workdays_of
from services.notify.policy import Policy, calendar
from tests.needs import needs

pytestmark = needs("NOT-3")

CHINA = workdays_of(calendar(Policy()))
SPANS = Policy().plan_days
MONDAY, PROMISED = date(2026, 3, 2), date(2026, 4, 30)
UTC = ZoneInfo("UTC")


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def figures(today: date = MONDAY) -> Figures:
    return Figures(SPANS, CHINA, today)


def order(**more: Any) -> Known:
    """Came on a Monday in March, promised for the end of April."""
    return replace(Known(new_id(), stage="received", promised=PROMISED, came={"received": MONDAY}), **more)


def step(plan: Plan, milestone: Milestone) -> Step:
    return next(one for one in plan.steps if one.milestone == milestone)


def planned(known: Known, milestone: Milestone, today: date = MONDAY) -> date | None:
    return step(plan_of(known, figures(today)), milestone).planned


def expected(known: Known, milestone: Milestone, today: date = MONDAY) -> date | None:
    return step(plan_of(known, figures(today)), milestone).expected


def anew(milestone: Milestone, day: date, promised: date = PROMISED) -> Replanned:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    return Replanned(new_id(), milestone, day, MONDAY, promised, "the mill is late", "wang.fang", at)


def test_the_delivery_is_planned_for_the_promised_date() -> None:
    assert planned(order(), "delivered") == PROMISED


def test_each_step_before_it_is_planned_so_many_working_days_earlier() -> None:
    assert planned(order(), "dispatched") == on(4, 23)
    assert planned(order(), "packed") == on(4, 22)
    assert planned(order(), "reserved") == on(4, 20)
    assert planned(order(), "supplied") == on(4, 17)


def test_a_public_holiday_is_no_day_to_work_on() -> None:
    """Qingming is on Sunday the fifth and kept on Monday the sixth of April 2026."""
    assert planned(order(), "bought") == on(4, 2)


def test_a_weekend_that_is_worked_for_a_holiday_counts() -> None:
    """Of the national day week of 2026 the Sunday before and the Saturday after are worked."""
    october = order(promised=on(10, 12), came={"received": on(8, 3)})
    assert CHINA.between(on(9, 18), on(9, 20)) == 1
    assert planned(october, "dispatched") == CHINA.earlier(on(10, 12), 5) == on(9, 29)


def test_a_step_due_before_a_promised_sunday_is_due_on_a_working_day() -> None:
    assert planned(order(promised=date(2026, 4, 19)), "dispatched") == on(4, 10)


def test_what_follows_the_delivery_is_planned_from_it_on() -> None:
    assert planned(order(), "invoiced") == on(4, 23)
    assert planned(order(), "accepted") == CHINA.later(PROMISED, 7)
    assert planned(order(), "closed") == CHINA.later(CHINA.later(on(4, 23), 22), 1)


def test_where_time_is_short_each_step_has_its_share_of_it() -> None:
    soon = scheduled(on(3, 13), MONDAY, SPANS, CHINA)
    assert soon["received"] == MONDAY
    assert soon["delivered"] == on(3, 13)
    road = [soon[one] for one in MILESTONES if one not in ("invoiced", "accepted", "paid", "closed")]
    assert road == sorted(road)
    assert soon["supplied"] == on(3, 10)


@pytest.mark.parametrize("promised", [MONDAY, on(2, 1)])
def test_an_order_that_is_promised_before_it_came_is_planned_for_one_day(promised: date) -> None:
    days = scheduled(promised, MONDAY, SPANS, CHINA)
    assert days["delivered"] == promised
    assert days["packed"] == days["bought"]


def test_until_something_is_promised_nothing_is_planned() -> None:
    plan = plan_of(order(promised=None), figures())
    assert {one.planned for one in plan.steps} == {None}
    assert step(plan, "received").condition == "in time"
    assert step(plan, "packed").condition == "unplanned"
    assert plan.next is None


def test_an_order_of_which_only_later_steps_were_heard_is_planned_by_the_companys_figures() -> None:
    assert planned(order(came={}), "received") == CHINA.earlier(PROMISED, 22)


def test_what_is_in_time_is_forecast_as_planned() -> None:
    plan = plan_of(order(), figures())
    assert all(one.forecast == one.planned for one in plan.steps if one.milestone != "received")
    assert step(plan, "packed").condition == "ahead"


def test_one_late_step_moves_all_that_wait_for_it() -> None:
    late = order(stage="reserved", came={"received": MONDAY, "confirmed": MONDAY, "reserved": on(4, 23)})
    assert planned(late, "reserved") == on(4, 20)
    assert expected(late, "packed", on(4, 23)) == CHINA.later(on(4, 22), 3)
    assert expected(late, "delivered", on(4, 23)) == CHINA.later(PROMISED, 3)
    assert expected(late, "closed", on(4, 23)) == CHINA.later(planned(late, "closed") or MONDAY, 3)


def test_a_step_that_caught_up_moves_nothing_any_more() -> None:
    came: dict[Milestone, date] = {"received": MONDAY, "reserved": on(4, 23), "packed": on(4, 22)}
    assert expected(order(stage="packed", came=came), "delivered", on(4, 22)) == PROMISED


def test_a_step_that_came_early_pulls_nothing() -> None:
    assert expected(order(stage="packed", came={"received": MONDAY, "packed": on(3, 5)}), "dispatched") == on(4, 23)


def test_a_step_that_has_not_come_by_today_is_expected_today_at_the_earliest_and_moves_the_rest() -> None:
    plan = plan_of(order(stage="released", came={"received": MONDAY, "released": on(4, 21)}), figures(on(4, 27)))
    assert (step(plan, "packed").condition, step(plan, "packed").expected) == ("overdue", on(4, 27))
    assert step(plan, "delivered").condition == "moved"
    assert step(plan, "delivered").expected == CHINA.later(PROMISED, 3)


def test_a_late_invoice_delays_the_money_and_not_the_goods() -> None:
    came: dict[Milestone, date] = {"received": MONDAY, "dispatched": on(4, 23), "invoiced": on(4, 27)}
    late = order(stage="dispatched", came=came)
    assert expected(late, "delivered", on(4, 27)) == PROMISED
    assert expected(late, "paid", on(4, 27)) == CHINA.later(planned(late, "paid") or MONDAY, 2)


def test_the_delivery_is_forecast_on_the_day_that_sales_forecasts() -> None:
    late = order(forecast={"supplied": on(4, 22), "delivered": on(5, 7)})
    assert expected(late, "supplied") == on(4, 22)
    assert expected(late, "delivered") == on(5, 7)
    assert step(plan_of(late, figures()), "delivered").condition == "moved"


def test_no_step_is_forecast_after_the_delivery_that_sales_forecasts() -> None:
    late = order(forecast={"supplied": on(5, 6), "delivered": on(5, 7)})
    assert expected(late, "dispatched") == on(5, 7)


def test_goods_from_stock_are_neither_bought_nor_supplied() -> None:
    plan = plan_of(order(stage="reserved", came={"received": MONDAY, "reserved": on(3, 3)}), figures(on(4, 10)))
    assert step(plan, "bought").condition == step(plan, "supplied").condition == "not needed"
    assert step(plan, "bought").forecast is None
    assert step(plan, "packed").condition == "ahead"


def test_what_an_older_version_came_to_has_not_come() -> None:
    """A change after the reservation: the order must be reserved again."""
    came: dict[Milestone, date] = {"received": MONDAY, "confirmed": MONDAY, "reserved": on(3, 3)}
    plan = plan_of(order(stage="confirmed", came=came), figures())
    assert step(plan, "reserved").actual is None
    assert step(plan, "reserved").condition == "ahead"


@pytest.mark.parametrize("state", ["cancelled", "rejected", "closed"])
def test_of_an_order_that_has_ended_nothing_is_awaited(state: Any) -> None:
    plan = plan_of(order(state=state, stage="packed", came={"received": MONDAY, "packed": on(4, 29)}), figures())
    assert step(plan, "packed").condition == "late"
    assert step(plan, "delivered").condition == "void"
    assert step(plan, "delivered").forecast is None


def test_a_step_planned_for_a_later_day_moves_what_waits_for_it() -> None:
    replanned = order(replanned=(anew("supplied", on(4, 21)),))
    assert planned(replanned, "supplied") == on(4, 21)
    assert planned(replanned, "packed") == CHINA.later(on(4, 22), 2)
    assert planned(replanned, "delivered") == CHINA.later(PROMISED, 2)
    assert planned(replanned, "bought") == on(4, 2)


def test_a_step_planned_for_an_earlier_day_gives_time_and_pulls_nothing() -> None:
    replanned = order(replanned=(anew("supplied", on(4, 13)),))
    assert planned(replanned, "supplied") == on(4, 13)
    assert planned(replanned, "packed") == on(4, 22)


def test_of_two_days_for_one_step_the_newer_holds() -> None:
    assert planned(order(replanned=(anew("packed", on(4, 28)), anew("packed", on(4, 24)))), "packed") == on(4, 24)


def test_no_step_is_planned_before_one_that_it_waits_for() -> None:
    replanned = order(replanned=(anew("packed", on(4, 10)), anew("supplied", on(4, 21))))
    assert planned(replanned, "packed") == planned(replanned, "released") == CHINA.later(on(4, 21), 2)


def test_the_first_plan_stays_readable() -> None:
    replanned = order(promised=on(5, 15), replanned=(anew("packed", on(5, 12), promised=PROMISED),))
    assert step(plan_of(replanned, figures()), "packed").first == on(4, 22)
    assert step(plan_of(replanned, figures()), "delivered").first == PROMISED


def test_a_date_that_is_agreed_anew_moves_the_whole_plan() -> None:
    assert planned(order(promised=on(5, 8)), "dispatched") == CHINA.earlier(on(5, 8), 5)


def test_every_step_stands_behind_those_that_it_waits_for() -> None:
    places = {one: place for place, one in enumerate(MILESTONES)}
    assert all(places[earlier] < places[one] for one, those in AFTER.items() for earlier in those)


def test_a_day_beyond_all_calendars_counts_as_their_last() -> None:
    days = Workdays((on(3, 2), on(3, 3)))
    assert days.later(on(3, 9), 4) == on(3, 3)
    assert days.earlier(on(1, 1), 4) == on(3, 2)
