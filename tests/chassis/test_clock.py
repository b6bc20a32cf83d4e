"""Business time runs at the rate of the company's clock."""

from datetime import timedelta

from chassis.clock import Clock, in_real_seconds


def test_real_seconds_are_business_seconds_outside_sandboxes() -> None:
    assert in_real_seconds(30) == Clock.of().in_real_seconds(30) == timedelta(seconds=30)


def test_in_a_sandbox_more_business_time_passes_as_its_clock_runs_faster() -> None:
    assert Clock.of(rate=3600).in_real_seconds(30) == timedelta(hours=30)
