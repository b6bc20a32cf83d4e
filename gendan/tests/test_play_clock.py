"""The clock of a play runs as far as everybody has come."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.clock import Clock
from gendan import play_clock
from gendan.play_clock import PlayClock

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
A_DAY_A_SECOND = 86_400.0
A_MOMENT = timedelta(seconds=1)


class Wall:
    """The wall's clock, in seconds."""

    def __init__(self) -> None:
        self.s = 1000.0

    def time(self) -> float:
        return self.s


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    monkeypatch.setattr(play_clock, "time", wall)
    return wall


@pytest.fixture
def clock(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> PlayClock:
    monkeypatch.setattr("chassis.clock.time", wall)
    return PlayClock.waiting(Clock.of("Asia/Shanghai", MONDAY, wall.s, A_DAY_A_SECOND))


def test_it_waits_until_it_is_let_go(wall: Wall, clock: PlayClock) -> None:
    wall.s += 600
    assert clock.now() - MONDAY < A_MOMENT


def test_also_while_it_waits_the_later_is_later(wall: Wall, clock: PlayClock) -> None:
    wall.s += 0.01
    first = clock.now()
    wall.s += 0.01
    assert first < clock.now()


def test_it_runs_at_its_pace_up_to_what_is_allowed(wall: Wall, clock: PlayClock) -> None:
    clock.allow(MONDAY + timedelta(days=3))
    wall.s += 2
    assert clock.now() == MONDAY + timedelta(days=2)
    wall.s += 100
    assert MONDAY + timedelta(days=3) <= clock.now() < MONDAY + timedelta(days=3) + A_MOMENT


def test_it_goes_on_from_where_it_waited(wall: Wall, clock: PlayClock) -> None:
    clock.allow(MONDAY + timedelta(days=1))
    wall.s += 100
    clock.allow(MONDAY + timedelta(days=9))
    wall.s += 1
    assert timedelta() <= clock.now() - MONDAY - timedelta(days=2) < A_MOMENT


def test_it_never_goes_back(wall: Wall, clock: PlayClock) -> None:
    clock.allow(MONDAY + timedelta(days=9))
    wall.s += 5
    before = clock.now()
    clock.allow(MONDAY)
    assert clock.now() >= before
    clock.wait()
    wall.s += 50
    assert before <= clock.now() < before + A_MOMENT
