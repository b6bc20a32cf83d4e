"""A play on a company that runs elsewhere: where it answers, its key, and its business clock (decision 0049)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

import httpx2

from chassis.clock import Clock
from contracts.texts import Text
from gendan import business_clock
from gendan.addresses import departments
from gendan.called import called
from gendan.identity import PRIVATE, signer_of
from gendan.told import Told
from world.client import Api

ANSWERS_WITHIN_S = 180.0
"""Images that start on a small machine, with their databases and topics made."""
LOOK_EVERY_S = 0.5
DAY_S = 86_400


class NotAnswering(Told):
    """A department of the company gives no answer."""


class NoClock(Told):
    """Nobody says how the company's clock runs: in real time its orders would take months."""


def begun(rate: float) -> dict[str, str]:
    """Settings of a clock that begins now, at ``rate`` business seconds per real second: for departments and world."""
    anchor, wall = datetime.now(UTC).isoformat(), str(time.time())
    return {"GENDAN_CLOCK_ANCHOR": anchor, "GENDAN_CLOCK_WALL": wall, "GENDAN_CLOCK_RATE": str(rate)}


def clock_of(told: Mapping[str, str]) -> Clock:
    """By the departments' settings. Raises NoClock where the company has no clock of its own."""
    try:
        anchor, wall, rate = (told[f"GENDAN_CLOCK_{part}"] for part in ("ANCHOR", "WALL", "RATE"))
    except KeyError as missing:
        raise NoClock(Text("setting {name} is missing: it is the departments' own", name=missing.args[0])) from None
    zone = told.get("GENDAN_COMPANY_ZONE", "Asia/Shanghai")
    return Clock.of(zone, datetime.fromisoformat(anchor), float(wall), float(rate))


def clock_at(data: Path, told: Mapping[str, str]) -> Clock:
    """By the departments' settings where somebody tells them; else as the company of this folder keeps it.

    Raises NoClock where nobody tells it, and where it runs in real time.
    """
    if set(told) & set(begun(1)) or not (data / business_clock.NAME).exists():
        return clock_of(told)
    clock = business_clock.running(data)
    if clock.rate <= 1:
        how = called(f"up --data {quote(str(data))} --rate {DAY_S / 4:.0f}")
        raise NoClock(
            Text("its clock runs in real time: a play would take months; start the company with {how}", how=how)
        )
    return clock


def key_beside(addresses: Path) -> Path | None:
    """The folder of the company that wrote where it answers, if its key lies there."""
    return addresses.parent if (addresses.parent / PRIVATE).exists() else None


@asynccontextmanager
async def company_elsewhere(data: Path, addresses: Path) -> AsyncIterator[Api]:
    """A company's API, once all departments are ready; ``data`` holds the key that signs for its people.

    Raises NotAnswering.
    """
    urls = departments(data, addresses)
    await asyncio.gather(*(_ready(name, url) for name, url in urls.items()))
    async with Api(urls, signer_of(data)) as api:
        yield api


async def _ready(department: str, url: str) -> None:
    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S), httpx2.AsyncClient(base_url=url, trust_env=False) as http:
            while not await _is_ready(http):
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError:
        told = {"department": department, "url": url, "s": ANSWERS_WITHIN_S}
        raise NotAnswering(Text("{department} does not answer at {url} within {s} s", **told)) from None


async def _is_ready(http: httpx2.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).is_success
    except httpx2.TransportError:
        return False
