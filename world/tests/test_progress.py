"""How far the world has come, for a clock that waits for it."""

from datetime import UTC, date, datetime, timedelta

from world.play import DAY_S, OFFICE_TICK_S, TICK_S, Part, Progress

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


class Desk:
    async def act(self, today: date) -> None:
        """Does nothing."""


class Bench(Desk):
    """Another part."""


def test_a_clock_may_run_two_acts_ahead_of_the_slowest_part() -> None:
    progress = Progress()
    progress.comes_to(Part(Desk(), TICK_S), MONDAY + timedelta(days=5))
    progress.comes_to(Part(Bench(), OFFICE_TICK_S), MONDAY)
    assert progress.may_reach() == MONDAY + timedelta(days=2)


def test_who_hangs_is_waited_for_no_longer() -> None:
    progress = Progress()
    progress.comes_to(Part(Desk(), TICK_S), MONDAY)
    progress.forgive(MONDAY + timedelta(days=30))
    assert progress.may_reach() == MONDAY + timedelta(days=31)


def test_where_days_pass_faster_the_parts_act_more_often() -> None:
    assert Part(Desk(), TICK_S).pause_s(20 * DAY_S) == TICK_S / 20
    assert Part(Desk(), TICK_S).pause_s(1.0) == TICK_S
