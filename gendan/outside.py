"""The outside world acts on a company that runs elsewhere: `python -m gendan.outside FILES MAPPING`.

It brings the company's files, lets each order come on its day, and ends some business months after the last one. Days
count from the beginning of the play: whoever is started again goes on with the same orders. The data folder holds the
key that signs for the company's people, the other file says where the departments answer. The business clock is theirs:
the same settings.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from datetime import timedelta
from os import environ
from pathlib import Path

from chassis.clock import Clock
from gendan.addresses import departments
from gendan.elsewhere import clock_of
from gendan.identity import signer_of
from gendan.importing.known import reference_of
from gendan.importing.run import run_import
from world.arrival import Arrival
from world.client import Api
from world.play import play

PATIENCE = timedelta(days=120)
"""So long customers, carriers and banks go on after the last order came."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="gendan.outside", description=__doc__)
    for name in ("source", "mapping"):
        parser.add_argument(name, type=Path)
    for name in ("--data", "--addresses"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--orders", type=int)
    asyncio.run(act(parser.parse_args(), clock_of(environ)))


async def act(asked: argparse.Namespace, clock: Clock) -> None:
    """Again after a failure it does nothing twice: whoever acts looks first at what there is."""
    urls = departments(asked.data, asked.addresses)
    async with Api(urls, signer_of(asked.data)) as api:
        outcome = await run_import(asked.source, asked.mapping, api, today=clock.first_day())
        print(outcome.text(), flush=True)
        if not outcome.taken and not outcome.known:
            raise SystemExit("no department takes anything yet")
        arrivals = sorted(outcome.arrivals, key=lambda one: (one.on, one.key))[: asked.orders]
        last = max((one.on for one in arrivals), default=clock.today())
        await play(api, await to_come(api, arrivals), clock, until=last + PATIENCE)


async def to_come(api: Api, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """What sales does not have yet: it forgets the keys of what it took, and some were ordered by a quotation."""
    merchandiser = api.acting_as("world", "merchandiser", "management")
    taken = {reference_of(order) for order in await merchandiser.listed("sales", "/orders")}
    return [arrival for arrival in arrivals if reference_of(arrival.body) not in taken]


if __name__ == "__main__":
    main()
