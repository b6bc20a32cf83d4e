"""A month of the orders' days (NOT-1)."""

from datetime import date, timedelta

import pytest

from chassis import clock
from services.notify.desk.month.view import Month, month_of, weeks_of
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_tna import confirmed
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-1")
TODAY = date(2026, 11, 28)


@pytest.mark.parametrize("written", ["", "2026-13", "2026-1", "9999-01", "０２０２６-01", "2026-01'"])
def test_what_is_no_month_is_this_one(written: str) -> None:
    assert month_of(written, TODAY) == Month(date(2026, 11, 1))


def test_the_months_beside_a_long_and_a_short_one() -> None:
    january = month_of("2027-01", TODAY)
    assert (january.before.name, january.after.name) == ("2026-12", "2027-02")


def test_of_a_full_day_the_first_are_shown_and_the_others_counted() -> None:
    told = {"order_id": Order().id, "number": "SO-1", "topics": (), "is_promise_to_customer": True}
    rows = [{**told, "day": date(2026, 11, 5), "on_day": 9} for _ in range(6)]
    weeks = weeks_of(month_of("2026-11", TODAY), rows, [date(2026, 11, 5)])
    (day,) = (day for week in weeks for day in week if day.entries)
    assert (day.day, len(day.entries), day.more, day.is_worked) == (date(2026, 11, 5), 6, 3, True)


async def test_a_promised_delivery_stands_on_its_day_and_leads_to_its_order(desk: Desk) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 40))
    day = clock.today() + timedelta(days=40)
    text = (await desk.get(f"/month?month={day:%Y-%m}")).text
    cell = text.partition(f'<time datetime="{day.isoformat()}">')[2].partition("</td>")[0]
    assert f'href="/desk/orders/{order.id}"' in cell
    assert "promised" in cell


async def test_what_a_department_owes_stands_on_the_day_until_which_it_is_awaited(desk: Desk) -> None:
    await desk.hear(Order().received())
    days = [clock.today() + timedelta(days=more) for more in (0, 5)]
    text = "".join([(await desk.get(f"/month?month={day:%Y-%m}")).text for day in days])
    assert "Credit checked" in text


async def test_the_month_has_the_filter_of_the_board_and_keeps_it_from_month_to_month(desk: Desk) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 1))
    day = clock.today() + timedelta(days=1)
    text = (await desk.get(f"/month?month={day:%Y-%m}&customer=BONAP")).text
    assert str(order.id) not in text
    assert 'href="/desk/list?customer=BONAP"' in text
    assert f"customer=BONAP&amp;month={month_of(f'{day:%Y-%m}', day).after.name}" in text
