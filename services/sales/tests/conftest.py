"""The routes of sales over its own database."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.sales.alternatives import handlers as alternatives
from services.sales.house import HOUSE
from services.sales.mailing import handlers as mailing
from services.sales.policy import Policy
from services.sales.quoting import handlers as quoting
from services.sales.tests.calling import OURS, Caller, calling
from services.sales.ticketing import handlers as ticketing
from tests.mail_server import Post, mail_server


@pytest.fixture
async def call(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Caller]:
    async with calling(await database("sales"), HOUSE) as caller:
        yield caller


@pytest.fixture
async def post(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Post]:
    """A mail server that sales knows."""
    async with mail_server() as post:
        policy = Policy(smtp_url=post.url, mail_from=OURS, public_url="https://orders.example.com/")
        for module in (mailing, alternatives, quoting):
            monkeypatch.setattr(module, "opening", lambda _: policy)
        monkeypatch.setattr(ticketing, "opening_figures", lambda _: policy)
        yield post
