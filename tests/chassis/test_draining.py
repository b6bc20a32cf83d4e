"""A department that stops under load loses no request (ALL-1)."""

import asyncio
import signal
import time

import httpx2

from chassis.process.server import DRAIN_S
from chassis.settings import Settings
from gendan.embedded.folder import free_port
from tests.chassis.serve import process
from tests.waiting import within

CALLERS = 12


class Caller:
    """Asks again and again on one kept connection, until an answer says that it was the last one there."""

    answered = 0

    async def __call__(self, url: str) -> int:
        async with httpx2.AsyncClient(base_url=url, trust_env=False) as http:
            while True:
                answer = await http.get("/readyz")
                assert answer.status_code == 200
                self.answered += 1
                if answer.headers.get("connection") == "close":
                    return self.answered


async def test_a_department_that_is_stopped_under_load_answers_all_and_sends_them_away(settings: Settings) -> None:
    """A rolling update: what comes over a connection that a client keeps is answered, whenever the pod is stopped."""
    port = free_port(set())
    callers = [Caller() for _ in range(CALLERS)]

    async def listens() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    async def all_in_the_middle() -> bool:
        return all(caller.answered > 5 for caller in callers)

    async with process(settings.model_copy(update={"port": port}), "of-yesterday") as old:
        await within(60, listens)
        asking = [asyncio.create_task(caller(f"http://127.0.0.1:{port}")) for caller in callers]
        await within(60, all_in_the_middle)
        old.send_signal(signal.SIGTERM)
        assert min(await asyncio.gather(*asking)) > 5
        assert await asyncio.wait_for(old.wait(), 30) == 0


async def test_who_keeps_a_connection_and_asks_nothing_holds_up_no_stop(settings: Settings) -> None:
    port = free_port(set())
    async with process(settings.model_copy(update={"port": port}), "of-yesterday") as old, httpx2.AsyncClient() as http:
        url = f"http://127.0.0.1:{port}/livez"

        async def answers() -> bool:
            try:
                return (await http.get(url)).status_code == 200
            except httpx2.TransportError:
                return False

        await within(60, answers)
        begun = time.monotonic()
        old.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(old.wait(), 30) == 0
        assert time.monotonic() - begun < DRAIN_S + 5
