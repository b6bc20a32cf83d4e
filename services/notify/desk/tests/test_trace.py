"""An order's trace: what was handled, what caused it and what followed (ALL-1)."""

from datetime import timedelta

import pytest

from contracts.departments import DEPARTMENTS
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_operations import heard
from services.notify.desk.tracing.bars import Bar, bars_of, chain, followers
from services.notify.desk.tracing.layout import REST, STEP, drawn
from services.notify.tests.samples import Order
from tests.needs import needs
from whereabouts.tests.pictures import ORDER, PLACED, Company

pytestmark = needs("ALL-1", "NOT-2")


def an_order() -> Company:
    """Received, reviewed by finance, confirmed: each said by who heard the one before."""
    company = Company()
    received = company.said("sales", "order.received", ago_s=600)
    reviewed = company.said("finance", "credit.reviewed", cause=received, ago_s=598)
    company.fact("sales", "heard", "credit.reviewed", reviewed, None, 597)
    company.said("sales", "order.confirmed", cause=reviewed, ago_s=597)
    return company


def bars_in(company: Company) -> list[Bar]:
    return bars_of(list(company.pictures.values()))


def one(bars: list[Bar], department: str, topic: str) -> int:
    return next(nth for nth, bar in enumerate(bars) if (bar.department, bar.topic) == (department, topic))


def test_a_bar_holds_what_was_consumed_and_what_was_published_of_it() -> None:
    bars = bars_in(an_order())
    finance = bars[one(bars, "finance", "order.received")]
    assert [said.topic for said in finance.published] == ["credit.reviewed"]
    assert finance.lag_s == 0
    sales = bars[one(bars, "sales", "credit.reviewed")]
    assert ([said.topic for said in sales.published], sales.lag_s) == (["order.confirmed"], 1)


def test_both_directions_of_a_bar_are_known() -> None:
    bars = bars_in(an_order())
    first, review, decision = (
        one(bars, *which)
        for which in (("sales", "order.received"), ("finance", "order.received"), ("sales", "credit.reviewed"))
    )
    assert (bars[review].cause, bars[decision].cause) == (first, review)
    assert decision in followers(bars, review)
    unasked = one(bars, "warehouse", "order.received")
    assert {first, review, decision} <= chain(bars, decision)
    assert unasked not in chain(bars, decision)
    assert chain(bars, first) == frozenset(range(len(bars)))


def test_what_nobody_caused_stands_alone_and_what_is_not_sent_is_marked() -> None:
    company = Company()
    company.unsent("sales", "order.closed")
    (bar,) = bars_in(company)
    assert (bar.kind, bar.cause, [said.sent for said in bar.published]) == ("said", None, [False])


def test_what_is_parked_tells_its_partition_and_offset_and_why() -> None:
    company = Company()
    company.fact("finance", "parked", "order.received", PLACED, None, 10)
    company.parked("finance", "order.received", PLACED, "dead", "KeyError: 'x'", partition=2, offset=71)
    (bar,) = bars_in(company)
    assert (bar.kind, bar.place, bar.note) == ("parked", "2-71", "KeyError: 'x'")


def test_a_bar_tells_the_trace_in_which_it_was_handled() -> None:
    company = Company()
    company.said("sales", "order.closed")
    (fact,) = company.pictures["sales"].said
    traced = fact.model_copy(update={"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    company.change("sales", facts=(traced,))
    assert bars_in(company)[0].trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"


def test_idle_time_is_cut_to_one_width_and_its_length_told() -> None:
    company = Company()
    for ago_s in (100_000, 99_999, 40):
        company.said("sales", "order.changed", ago_s=ago_s, unheard_by=company.pictures)
    picture = drawn(bars_in(company), DEPARTMENTS)
    first, second, third = (placed.x for placed in picture.bars)
    assert second - first == STEP + 6
    assert third - second == 2 * STEP + REST
    assert [rest.span for rest in picture.rests] == [timedelta(seconds=99_959)]
    assert [name for name, _ in picture.lanes] == ["sales"]


def test_each_tie_leads_from_a_cause_to_its_effect_ahead_of_it() -> None:
    bars = bars_in(an_order())
    picture = drawn(bars, DEPARTMENTS)
    assert len(picture.ties) == sum(bar.cause is not None for bar in bars)
    assert all(tie.x1 < tie.x2 for tie in picture.ties)


async def test_an_orders_trace_stands_on_a_page_of_its_own(desk: Desk) -> None:
    order = Order()
    await heard(desk, order.received())
    assert f"/desk/order-trace/{order.id}" in (await desk.get(f"/orders/{order.id}")).text
    text = (await desk.get(f"/order-trace/{order.id}")).text
    assert 'role="img"' in text
    assert text.count("does not answer (it has no address here)") == 5
    assert (await desk.get(f"/order-trace/{order.id}?of=0")).status_code == 200
    assert (await desk.get(f"/order-trace/{order.id}?of=99")).status_code == 200


async def test_of_an_order_that_nobody_knows_there_is_no_trace(desk: Desk) -> None:
    assert (await desk.get(f"/order-trace/{ORDER}")).status_code == 404


@needs("ALL-3")
@pytest.mark.parametrize("role", ["storekeeper", "customer"])
async def test_who_may_not_look_into_the_departments_sees_no_trace(desk: Desk, role: str) -> None:
    order = Order()
    await heard(desk, order.received())
    desk.sits("wu.jie", role)
    assert (await desk.get(f"/order-trace/{order.id}")).status_code == 403
    assert "order-trace" not in (await desk.get(f"/orders/{order.id}")).text
