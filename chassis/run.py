"""One department as a process: `python -m services.sales`."""

from __future__ import annotations

import asyncio
import signal

from chassis.clock import set_clock
from chassis.handling import House
from chassis.process.checked import checked_settings
from chassis.process.service import running
from chassis.settings import Settings
from chassis.telemetry.metrics import start_telemetry


def run(house: House) -> None:
    """Serve until SIGTERM or SIGINT, then stop in order."""
    settings = checked_settings()
    start_telemetry(settings.log_level)
    set_clock(settings.clock())
    asyncio.run(_serve(house, settings))


async def _serve(house: House, settings: Settings) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(house, settings):
        await stop.wait()
