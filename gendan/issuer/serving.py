"""The provider runs beside the company, and notify's desk knows it, for as long as the company does."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI

from chassis.figures import read_opening_again
from chassis.process.server import Server
from gendan.identity import Signer
from gendan.issuer.app import Issuer
from gendan.issuer.codes import Client
from gendan.issuer.people import People

STOP_S = 2


def desks_client(desk: str) -> Client:
    """The desk at this address, as the provider knows it."""
    return Client("gendan-desk", f"{desk}/desk/signed-in", f"{desk}/desk/signed-out")


@contextmanager
def told_to_the_desk(signer: Signer, desk: str) -> Iterator[None]:
    """Notify's settings name this provider until the end of the block, whatever the environment names."""
    names = {"DESK_URL": desk, "SIGN_IN_ISSUER": signer.issuer, "SIGN_IN_CLIENT": desks_client(desk).id}
    names |= {"SIGN_IN_SECRET_FILE": "", "SIGN_IN_SCOPES": "openid profile", "SIGN_IN_BEARER": "access_token"}
    ours = {f"GENDAN_NOTIFY_{name}": value for name, value in names.items() if value}
    before = {name: os.environ.pop(f"GENDAN_NOTIFY_{name}", None) for name in names}
    os.environ.update(ours)
    read_opening_again()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(f"GENDAN_NOTIFY_{name}", None)
            if value is not None:
                os.environ[f"GENDAN_NOTIFY_{name}"] = value
        read_opening_again()


@asynccontextmanager
async def issuing(signer: Signer, desk: str, people: People) -> AsyncIterator[None]:
    """Serve the provider of this signer, for the desk at this address."""
    async with served(Issuer(signer, desks_client(desk), people).app(), urlsplit(signer.issuer).port or 0):
        yield


@asynccontextmanager
async def served(app: FastAPI, port: int) -> AsyncIterator[None]:
    """An app on a port of this machine's loopback."""
    server = Server(
        uvicorn.Config(app, "127.0.0.1", port, log_config=None, access_log=False, timeout_graceful_shutdown=STOP_S)
    )
    serving = asyncio.create_task(server.serve(), name="issuer")
    try:
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await serving
