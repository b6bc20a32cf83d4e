"""A desk and the company's own provider, on two ports of this machine."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from chassis.figures import read_opening_again
from chassis.http.identity import Identity, Tokens
from chassis.settings import Settings
from gendan.embedded.folder import free_port
from gendan.identity import Signer, signer
from gendan.issuer.app import Issuer
from gendan.issuer.people import Member
from gendan.issuer.serving import desks_client, served, told_to_the_desk
from services.notify.desk.pages import desk as desk_of
from tests.sign_in.browser import Browser

Setting = Callable[[str, str], None]
WANG_FANG = Member("wang.fang", "王芳", "sales", ("merchandiser",))
HE_QIANG = Member("he.qiang", "何强", "warehouse", ("storekeeper",))


async def staff() -> list[Member]:
    return [WANG_FANG, HE_QIANG]


@dataclass(frozen=True)
class Desk:
    """Where the desk is, whose tokens the departments take, and the provider itself."""

    url: str
    keys: Signer
    issuer: Issuer


@asynccontextmanager
async def desk_at(port: int, identity: Identity) -> AsyncIterator[None]:
    """The desk as it is, on this port, without a department behind it: `/desk/me` shows who is there."""
    app = FastAPI()
    app.state.identity, app.state.engine = identity, None
    settings = Settings(database_url="postgres://none", kafka_bootstrap_servers="none:1", jwks_file=Path("none"))
    async with desk_of(app, settings), served(app, port):
        yield


def who(browser: Browser) -> str:
    """Whom the page shows; nobody where it is another one."""
    found = re.search(r"<h1>(.*)</h1>", browser.page.text)
    return found[1] if found and browser.page.status_code == 200 else ""


async def signed_in(browser: Browser, desk: Desk, page: str = "/desk/me", person: str = "wang.fang") -> None:
    """The whole road, to a page."""
    await browser.go(desk.url + page)
    await browser.click(person=person)
    await browser.follow()


@pytest.fixture(scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Both up; the desk's settings name the provider."""
    keys = signer(tmp_path_factory.mktemp("company"))
    port = free_port(set())
    url = f"http://127.0.0.1:{port}"
    identity = Identity(Identity.from_file(keys.jwks_file).keys, Tokens(keys.issuer))
    issuer = Issuer(keys, desks_client(url), staff)
    with told_to_the_desk(keys, url):
        async with desk_at(port, identity), served(issuer.app(), urlsplit(keys.issuer).port or 0):
            yield Desk(url, keys, issuer)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with Browser() as browser:
        yield browser


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    """Changes one of the desk's settings until the end of the test."""

    def change(name: str, value: str) -> None:
        monkeypatch.setenv(f"GENDAN_NOTIFY_{name}", value)
        read_opening_again()

    yield change
    monkeypatch.undo()
    read_opening_again()
