"""NOT-3: whatever hours a company works, a limit in working time ends, and where it should."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.environment import SettingsFault
from services.notify.exception.store import ready
from services.notify.policy import Policy
from services.notify.promise.rules.working_time import HORIZON, Calendar
from tests.needs import needs

pytestmark = needs("NOT-3")

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


def shift(opens: str, closes: str, country: str = "CN", zone: ZoneInfo = SHANGHAI) -> Calendar:
    p = Policy.model_validate({"opens": opens, "closes": closes})
    return Calendar.of(country, zone, p.opens, p.closes)


def at(day: int, hour: int, minute: int = 0, month: int = 3, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


NIGHT, LATE, DAY = shift("22:00", "06:00"), shift("09:00", "00:00"), shift("09:00", "18:00")
ROUND = [shift("00:00", "00:00"), shift("00:00", "24:00")]


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(3, 22), 4, at(4, 2)),
        (at(3, 23), 4, at(4, 3)),
        (at(4, 3), 2, at(4, 5)),
        (at(4, 3), 5, at(5, 0)),
        (at(4, 12), 1, at(4, 23)),
        (at(6, 22), 8, at(7, 6)),
        (at(7, 1), 6, at(9, 23)),
    ],
)
def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_begins(
    start: datetime, hours: int, due: datetime
) -> None:
    assert NIGHT.after_hours(start, timedelta(hours=hours)) == due


@pytest.mark.parametrize("calendar", ROUND)
def test_round_the_clock_only_free_days_do_not_count(calendar: Calendar) -> None:
    assert calendar.after_hours(at(3, 16), timedelta(hours=24)) == at(4, 16)
    assert calendar.after_hours(at(6, 16), timedelta(hours=24)) == at(9, 16)
    assert calendar.after_days(at(3, 10), 1) == at(5, 0)


def test_a_day_that_ends_at_midnight_is_used_to_its_end() -> None:
    assert LATE.after_hours(at(3, 22), timedelta(hours=4)) == at(4, 11)
    assert LATE.after_days(at(3, 10), 1) == at(5, 0)
    assert NIGHT.after_days(at(3, 10), 1) == at(5, 6)


def test_an_hour_that_the_clock_leaps_over_is_not_worked() -> None:
    """On 29 March 2026 Berlin goes from 02:00 to 03:00: the night from 22:00 to 06:00 has seven hours."""
    sundays = Calendar(lambda _: True, BERLIN, time(22), time(6))
    assert sundays.after_hours(at(28, 22, zone=BERLIN), timedelta(hours=7)) == at(29, 6, zone=BERLIN)


@pytest.mark.parametrize("calendar", [DAY, NIGHT, *ROUND])
@pytest.mark.parametrize("year", [1970, 2026, 2100, 2199])
def test_no_limit_is_longer_than_ten_years_and_none_is_reckoned_without_an_end(calendar: Calendar, year: int) -> None:
    start = datetime(year, 12, 30, 12, tzinfo=SHANGHAI)
    assert calendar.after_hours(start, timedelta(days=999_999)) == start + HORIZON
    assert calendar.after_days(start, 999_999) <= start + HORIZON + timedelta(days=2)


def test_where_nobody_ever_works_a_limit_ends_too() -> None:
    never = Calendar(lambda _: False, SHANGHAI)
    assert never.after_hours(at(3, 10), timedelta(hours=1)) == at(3, 10) + HORIZON
    assert never.after_days(at(3, 10), 1) <= at(3, 10) + HORIZON + timedelta(days=2)


moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: at(1, 0, month=1) + minutes * MINUTE)
spans = st.integers(0, 200 * 60).map(lambda minutes: minutes * MINUTE)
calendars = st.sampled_from([DAY, NIGHT, LATE, *ROUND])


def worked(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time between two moments, shift by shift, reckoned otherwise than the calendar does."""
    total, day = timedelta(), start.astimezone(SHANGHAI).date() - timedelta(days=1)
    while day <= end.astimezone(SHANGHAI).date():
        opens = datetime.combine(day, calendar.opens, SHANGHAI)
        length = timedelta(hours=(calendar.closes.hour - calendar.opens.hour) % 24 or 24)
        if calendar.works_on(day):
            total += max(timedelta(), min(end, opens + length) - max(start, opens))
        day += timedelta(days=1)
    return total


@given(calendars, moments, spans)
def test_the_working_time_up_to_the_end_of_a_span_is_the_span(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    assert worked(calendar, start, calendar.after_hours(start, span)) == span


@given(calendars, moments, spans, spans)
def test_a_longer_span_and_a_later_start_end_no_earlier(
    calendar: Calendar, start: datetime, span: timedelta, more: timedelta
) -> None:
    due = calendar.after_hours(start, span)
    assert start <= due <= calendar.after_hours(start, span + more)
    assert due <= calendar.after_hours(start + more, span)


@given(calendars, moments, spans, spans)
def test_two_spans_one_after_the_other_are_one_of_both(
    calendar: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    in_two = calendar.after_hours(calendar.after_hours(start, one), other)
    assert worked(calendar, start, in_two) == one + other


WRONG = [
    ("OPENS", {"opens": "09:00", "closes": "09:00"}),
    ("OPENS", {"opens": "25:00"}),
    ("OPENS", {"opens": "09:00Z"}),
    ("OPENS", {"opens": "24:00"}),
    ("CLOSES", {"closes": "soon"}),
    ("ZONE", {"zone": "Asia/Shangai"}),
    ("COUNTRY", {"country": "ZZ"}),
    ("UNDO_HOURS", {"undo_hours": "-1"}),
    ("UNDO_HOURS", {"undo_hours": "99999999"}),
    ("EXCEPTIONS", {"exceptions": "nowhere.toml"}),
]


@pytest.mark.parametrize(("name", "told"), WRONG, ids=[f"{n} {list(t.values())[-1]}" for n, t in WRONG])
def test_what_makes_no_sense_ends_the_start_with_the_settings_name(
    monkeypatch: pytest.MonkeyPatch, name: str, told: dict[str, str]
) -> None:
    for setting, value in told.items():
        monkeypatch.setenv(f"GENDAN_NOTIFY_{setting.upper()}", value)
    with pytest.raises(SettingsFault, match=f"GENDAN_NOTIFY_{name}"):
        ready()


def test_what_makes_sense_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting, value in {"OPENS": "22:00", "CLOSES": "06:00", "COUNTRY": "DE", "ZONE": "Europe/Berlin"}.items():
        monkeypatch.setenv(f"GENDAN_NOTIFY_{setting}", value)
    ready()
