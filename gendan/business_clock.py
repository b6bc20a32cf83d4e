"""The company's clock, kept with its data: a restart never goes back, and a sandbox goes on where it stopped."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from chassis.clock import Clock
from contracts.texts import Text
from gendan import state_file


def started(data: Path, rate: float, zone: str) -> Clock:
    """The clock to go on with: real time at rate 1, else from where the last run stopped."""
    now = datetime.now(UTC)
    stopped = _stopped(data)
    anchor = stopped if stopped and (rate != 1 or stopped > now) else now
    clock = Clock.of(zone, anchor, time.time(), rate)
    keep(data, clock)
    return clock


def keep(data: Path, clock: Clock) -> None:
    """Note the business time, so that the next start is not before it."""
    state_file.write(data / "clock.json", json.dumps({"business_time": clock.now().isoformat()}))


def _stopped(data: Path) -> datetime | None:
    file = data / "clock.json"
    expected = '{"business_time": "2026-03-02T09:00:00+00:00"}'
    what_to_do = Text("write the business time of the last run there, or remove the file to go on with real time")
    return state_file.read(file, _business_time, expected, what_to_do) if file.exists() else None


def _business_time(text: str) -> datetime:
    found = datetime.fromisoformat(json.loads(text)["business_time"])
    if found.tzinfo is None:
        raise ValueError(found)
    return found
