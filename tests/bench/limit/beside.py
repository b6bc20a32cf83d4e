"""The bare limit of a part that was just measured, on the servers of the company that did it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from tests.bench.calibration import CHECKOUT, calibrated
from tests.bench.limit.work import as_json, work_of
from tests.bench.readings import Done


async def limit_of(done: Done, data: Path) -> dict[str, Any]:
    """In a process of its own, so that its CPU is nobody else's; the company on ``data`` must have been stopped."""
    told = data.with_name(f"{data.name}-work.json")
    told.write_text(json.dumps(as_json(done.orders, work_of(done))))
    async with calibrated() as speed:
        command = [sys.executable, "-m", "tests.bench.limit", str(data), str(told)]
        process = await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT, stdout=asyncio.subprocess.PIPE)
        try:
            said, _ = await process.communicate()
        finally:
            await _ended(process)
    if process.returncode:
        raise SystemExit(f"the bare limit ended with status {process.returncode}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found | speed.since(0)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Its servers stop with it, before anybody removes their folder."""
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    await process.wait()
