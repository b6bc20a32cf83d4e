"""The company's clock, kept with its data: a restart never goes back, and a sandbox goes on where it stopped."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from chassis.clock import Clock


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
    part = data / "clock.json.part"
    part.write_text(json.dumps({"business_time": clock.now().isoformat()}))
    part.replace(data / "clock.json")


def _stopped(data: Path) -> datetime | None:
    file = data / "clock.json"
    return datetime.fromisoformat(json.loads(file.read_text())["business_time"]) if file.exists() else None
