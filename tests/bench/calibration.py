"""How fast the machine is just now: a fixed loop, timed once a second by a process of its own beside each run.

Shared cores run in two speeds, and an order's CPU time follows the core's. Compare figures of the same ``cal_ms`` only.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

EVERY_S = 1.0
SLOW_FROM = 1.3
"""So many times the fastest loop seen; a core whose other half is busy takes 1.6 times as long."""
CHECKOUT = Path(__file__).parents[2]


def spin() -> float:
    """CPU milliseconds of the fixed loop."""
    begun, total, kept = time.thread_time(), 0, {}
    for number in range(40_000):
        total += number
        kept[number & 255] = str(total)
    return 1000 * (time.thread_time() - begun)


@dataclass
class Speed:
    """The loop's times so far, beside one company's life."""

    spins: list[float] = field(default_factory=list)

    def since(self, first: int) -> dict[str, float | str | None]:
        """The median of the loop's times from the ``first`` on, and whether that is fast for what this machine can."""
        found = self.spins[first:] or self.spins[-1:]
        if not found:
            return {"cal_ms": None, "state": None}
        median = statistics.median(found)
        return {"cal_ms": round(median, 2), "state": "slow" if median > SLOW_FROM * min(self.spins) else "fast"}


@asynccontextmanager
async def calibrated() -> AsyncIterator[Speed]:
    """Times of one loop a second, until the end of the block."""
    speed = Speed()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE
    )
    reader = asyncio.create_task(_read(process.stdout, speed.spins))
    try:
        yield speed
    finally:
        process.terminate()
        await process.wait()
        await reader


async def _read(lines: asyncio.StreamReader | None, spins: list[float]) -> None:
    while lines and (line := await lines.readline()):
        spins.append(float(line))


def main() -> None:
    while True:
        print(spin(), flush=True)
        time.sleep(EVERY_S)


if __name__ == "__main__":
    main()
