"""NOT-3: working hours are 09:00 to 18:00 on China's working days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notify.promise.rules.working_time import Calendar
from tests.needs import needs

pytestmark = needs("NOT-3")

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = Calendar.of("CN", SHANGHAI, time(9), time(18))


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_hours_within_a_working_day_are_plain_hours() -> None:
    assert CHINA.after_hours(at(3, 10), timedelta(hours=4)) == at(3, 14)


def test_what_is_left_at_the_days_end_is_used_the_next_morning() -> None:
    assert CHINA.after_hours(at(3, 16), timedelta(hours=4)) == at(4, 11)


def test_a_span_that_fills_the_day_ends_with_it() -> None:
    assert CHINA.after_hours(at(3, 9), timedelta(hours=9)) == at(3, 18)


def test_the_weekend_does_not_count() -> None:
    assert CHINA.after_hours(at(6, 17), timedelta(hours=2)) == at(9, 10)


def test_before_opening_the_span_starts_at_nine() -> None:
    assert CHINA.after_hours(at(3, 7), timedelta(hours=1)) == at(3, 10)


def test_the_national_day_week_does_not_count() -> None:
    assert CHINA.after_hours(at(30, 17, month=9), timedelta(hours=2)) == at(8, 10, month=10)


def test_a_weekend_that_is_worked_for_a_holiday_counts() -> None:
    assert CHINA.after_hours(at(9, 17, month=10), timedelta(hours=2)) == at(10, 10, month=10)


def test_seven_working_days_end_at_the_close_of_the_seventh() -> None:
    assert CHINA.after_days(at(3, 10), 7) == at(12, 18)


def test_a_date_ends_at_its_midnight() -> None:
    assert CHINA.end_of(date(2026, 3, 3)) == at(4, 0)
