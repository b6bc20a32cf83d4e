"""The story joins by causation; clocks only sort what has no cause between."""

from datetime import timedelta
from uuid import UUID

import pytest

from whereabouts.picture import Picture
from whereabouts.tests.pictures import HANDLES, PLACED, TODAY, Company
from whereabouts.timeline import Step, timeline

pytestmark = pytest.mark.needs("ALL-1")

DAY = timedelta(days=1)
CHAIN = ["order.received", "stock.short", "purchase.ordered", "goods.received", "stock.reserved"]


def story(company: Company) -> list[Step]:
    return timeline([answer for answer in company.answers() if isinstance(answer, Picture)])


def chain() -> Company:
    """Each comes of the one before, a minute later."""
    company, cause = Company(), PLACED
    speakers = ("sales", "warehouse", "purchasing", "warehouse", "warehouse")
    for nth, (by, topic) in enumerate(zip(speakers, CHAIN, strict=True)):
        cause = company.said(by, topic, cause, ago_s=600 - 60 * nth)
    return company


@pytest.mark.parametrize("by", [-DAY, timedelta(0), DAY])
@pytest.mark.parametrize("service", HANDLES)
def test_an_effect_never_stands_before_its_cause_whatever_the_clocks_say(service: str, by: timedelta) -> None:
    company = chain()
    company.shift(service, by)
    assert [step.topic for step in story(company)] == CHAIN


def test_what_has_no_cause_between_stands_by_business_time() -> None:
    company = Company()
    company.said("finance", "credit.reviewed", ago_s=30)
    company.said("logistics", "route.reviewed", ago_s=40)
    assert [step.topic for step in story(company)] == ["route.reviewed", "credit.reviewed"]


def test_each_event_stands_once_with_who_said_it_and_who_heard_it() -> None:
    company = Company()
    company.said("sales", "order.released", unheard_by={"notify"})
    (step,) = story(company)
    assert (step.department, step.topic, step.heard_by) == ("sales", "order.released", ("warehouse",))


def test_a_rest_of_more_than_an_hour_is_told_once_and_a_shorter_one_not() -> None:
    company, days = Company(), 86_400
    for by, topic, ago_s in (
        ("sales", "order.received", 5 * days),
        ("finance", "credit.reviewed", 5 * days - 1800),
        ("warehouse", "goods.packed", 2 * days),
    ):
        company.said(by, topic, ago_s=ago_s)
    assert [step.idle for step in story(company)] == [None, None, timedelta(days=3, minutes=-30)]


def test_a_clock_that_goes_back_is_no_rest() -> None:
    company = chain()
    company.shift("purchasing", -DAY)
    assert [step.idle for step in story(company)] == [None] * 5


def test_what_people_asked_is_part_of_the_story() -> None:
    company = Company()
    company.fact("sales", "asked", "POST /orders/release", UUID(int=50), None, ago_s=70)
    company.said("sales", "order.released", cause=UUID(int=50), ago_s=60)
    assert [step.topic for step in story(company)] == ["POST /orders/release", "order.released"]


@pytest.mark.parametrize("by", [-DAY, timedelta(0)])
def test_a_message_that_was_replayed_stands_where_it_was_said_and_again_where_it_was_asked_for(by: timedelta) -> None:
    company = Company()
    message = company.said("sales", "order.released", ago_s=60)
    company.fact("warehouse", "asked", "retry order.released", message, None, ago_s=10)
    company.shift("warehouse", by)
    steps = [(step.department, step.topic) for step in story(company)]
    assert steps == [("sales", "order.released"), ("warehouse", "retry order.released")]


def test_what_a_silent_department_said_is_left_out_and_the_rest_told() -> None:
    company = chain()
    company.silence("purchasing")
    assert [step.topic for step in story(company)] == [topic for topic in CHAIN if topic != "purchase.ordered"]


def test_an_order_without_facts_has_no_story() -> None:
    assert story(Company()) == []


def test_times_are_the_companys() -> None:
    company = Company()
    company.said("sales", "order.received", ago_s=60)
    assert story(company)[0].at == TODAY - timedelta(seconds=60)
