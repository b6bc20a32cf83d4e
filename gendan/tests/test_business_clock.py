"""The company's clock, as commands beside it know it (ALL-7)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chassis.clock import Clock
from gendan import business_clock

SECOND = timedelta(seconds=1)


def test_a_command_beside_a_company_goes_by_its_day_and_zone(tmp_path: Path) -> None:
    company = Clock.of("America/New_York", datetime(2026, 3, 2, 3, tzinfo=UTC), rate=60)
    business_clock.keep(tmp_path, company)
    known = business_clock.running(tmp_path)
    assert (known.zone.key, known.rate) == ("America/New_York", 60)
    assert abs(known.now() - company.now()) < 60 * SECOND
    assert known.today().isoformat() == "2026-03-01"


def test_what_an_earlier_release_noted_is_a_time_alone(tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text('{"business_time": "2026-03-02T09:00:00+00:00"}')
    assert business_clock.running(tmp_path).today().isoformat() == "2026-03-02"


def test_without_a_note_it_is_real_time_in_the_zone_that_the_departments_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENDAN_COMPANY_ZONE", "Europe/Berlin")
    known = business_clock.running(tmp_path)
    assert (known.zone.key, known.rate) == ("Europe/Berlin", 1)
    assert abs(known.now() - datetime.now(UTC)) < 60 * SECOND
