"""A desk and the company's own provider, on two ports of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from chassis.figures import read_opening_again
from chassis.http.identity import Identity, Tokens
from chassis.http.problems import answer_with_problems
from gendan.embedded.folder import free_port
from gendan.identity import Signer, signer
from gendan.issuer.app import Issuer
from gendan.issuer.people import Member
from gendan.issuer.serving import desks_client, served, told_to_the_desk
from services.notify.desk import sign_in
from services.notify.desk.session import SignedIn
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


def desk_app(identity: Identity) -> FastAPI:
    """The desk's sign-in, and one page that shows who sees it."""
    pages = FastAPI()
    pages.state.identity = identity
    pages.include_router(sign_in.router)
    answer_with_problems(pages)

    @pages.get("/orders/{number}")
    async def order(session: SignedIn, number: str) -> dict[str, str]:
        return {"person": session.person.code, "order": number}

    app = FastAPI()
    app.mount("/desk", pages)
    return app


async def signed_in(browser: Browser, desk: Desk, page: str = "/desk/orders/7", person: str = "wang.fang") -> None:
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
        async with served(desk_app(identity), port), served(issuer.app(), urlsplit(keys.issuer).port or 0):
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
