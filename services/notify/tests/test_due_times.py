"""NOT-3: limits in minutes are real time, all others business time, and nothing is due at once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.event import Limit, days, hours, minutes, until, working_days, working_hours
from services.notify.promise.rules.limits import Clockwork
from services.notify.promise.rules.working_time import Calendar
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-3")

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = Calendar.of("CN", SHANGHAI, time(9), time(18))
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)
SANDBOX = 1440
"""A business day passes in a real minute."""


def clockwork(rate: float) -> Clockwork:
    return Clockwork(TUESDAY, CHINA, lambda seconds: timedelta(seconds=rate * seconds))


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (minutes(10), TUESDAY + timedelta(minutes=10)),
        (hours(1), TUESDAY + timedelta(hours=1)),
        (working_hours(4), TUESDAY + timedelta(hours=4)),
        (days(30), TUESDAY + timedelta(days=30)),
    ],
)
def test_outside_sandboxes_real_and_business_time_are_one(limit: Limit, due: datetime) -> None:
    assert clockwork(1).after(limit) == due


def test_minutes_are_real_time_in_a_sandbox() -> None:
    assert clockwork(SANDBOX).after(minutes(10)) == TUESDAY + timedelta(days=10)


@pytest.mark.parametrize("limit", [hours(48), days(2)])
def test_hours_and_days_are_business_time_in_a_sandbox(limit: Limit) -> None:
    assert clockwork(SANDBOX).after(limit) == TUESDAY + timedelta(hours=48)


def test_working_time_is_business_time_in_a_sandbox() -> None:
    assert clockwork(SANDBOX).after(working_hours(24)) == datetime(2026, 3, 5, 16, tzinfo=SHANGHAI)
    assert clockwork(SANDBOX).after(working_days(7)) == datetime(2026, 3, 12, 18, tzinfo=SHANGHAI)


@pytest.mark.parametrize("limit", [Limit(timedelta(seconds=5), clock="real"), hours(1), working_hours(1), days(0)])
@pytest.mark.parametrize("rate", [SANDBOX, 86400])
def test_no_promise_falls_due_before_thirty_real_seconds(limit: Limit, rate: float) -> None:
    assert clockwork(rate).after(limit) == TUESDAY + timedelta(seconds=30 * rate)


def test_a_date_that_the_event_names_is_due_at_its_end_and_not_before_thirty_real_seconds() -> None:
    gone, coming = Order().dispatched(TUESDAY.date()), Order().dispatched(TUESDAY.date() + timedelta(days=5))
    assert clockwork(1).due(until("expected"), gone) == datetime(2026, 3, 4, tzinfo=SHANGHAI)
    assert clockwork(86400).due(until("expected"), gone) == TUESDAY + timedelta(days=30)
    assert clockwork(SANDBOX).due(until("expected"), coming) == datetime(2026, 3, 9, tzinfo=SHANGHAI)
