"""The company's clock, kept with its data: a restart never goes back, and a sandbox goes on where it stopped."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from chassis.clock import Clock
from contracts.texts import Text
from gendan import state_file

ZONE = "Asia/Shanghai"
NAME = "clock.json"
EXPECTED = '{"business_time": "2026-03-02T09:00:00+00:00"}'
WHAT_TO_DO = Text("write the business time of the last run there, or remove the file to go on with real time")


def started(data: Path, rate: float, zone: str) -> Clock:
    """The clock to go on with: real time at rate 1, else from where the last run stopped."""
    now = datetime.now(UTC)
    stopped = _stopped(data)
    anchor = stopped if stopped and (rate != 1 or stopped > now) else now
    clock = Clock.of(zone, anchor, time.time(), rate)
    keep(data, clock)
    return clock


def keep(data: Path, clock: Clock) -> None:
    """Note the business time, so that the next start is not before it; and how it goes on, for commands beside it."""
    wall, zone = time.time(), clock.zone.key
    told = {"business_time": clock.now().isoformat(), "wall": wall, "rate": clock.rate, "zone": zone}
    state_file.write(data / NAME, json.dumps(told))


def running(data: Path) -> Clock:
    """The clock of the company that runs with this data; real time in GENDAN_COMPANY_ZONE where none is noted there."""
    file = data / NAME
    if not file.exists():
        return Clock.of(os.environ.get("GENDAN_COMPANY_ZONE", ZONE))
    return state_file.read(file, _clock, EXPECTED, WHAT_TO_DO)


def _stopped(data: Path) -> datetime | None:
    file = data / NAME
    return state_file.read(file, _business_time, EXPECTED, WHAT_TO_DO) if file.exists() else None


def _clock(text: str) -> Clock:
    """One that an earlier release noted says no more than its time."""
    told = json.loads(text)
    return Clock.of(told.get("zone", ZONE), _business_time(text), told.get("wall", time.time()), told.get("rate", 1.0))


def _business_time(text: str) -> datetime:
    found = datetime.fromisoformat(json.loads(text)["business_time"])
    if found.tzinfo is None:
        raise ValueError(found)
    return found
