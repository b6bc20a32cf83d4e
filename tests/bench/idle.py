"""A company that nobody asks for anything: cores and memory that it takes all the same."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.bench.figures import difference
from tests.bench.processes import cpu_seconds, memory
from tests.bench.running import Running

REST_S = 3.0


async def idle(running: Running, seconds: float) -> dict[str, Any]:
    """Over so many seconds, after it came to rest: cores by process, and the memory of each."""
    await asyncio.sleep(REST_S)
    root, first = running.company.pid, len(running.speed.spins)
    before = cpu_seconds(root)
    await asyncio.sleep(seconds)
    cores = {name: spent / seconds for name, spent in difference(before, cpu_seconds(root)).items()}
    return {
        "seconds": seconds,
        "cores": round(sum(cores.values()), 3),
        "cores_by_process": {name: round(each, 3) for name, each in cores.items() if each >= 0.0005},
        "memory_mb": memory(root),
        **running.speed.since(first),
    }
