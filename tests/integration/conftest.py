"""One company for all stories, on databases and topics of its own; each story has its own items and orders."""

from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from itertools import count
from typing import Any

import pytest

from contracts.catalogue import DEPARTMENTS
from gendan.embedded import Ground
from tests.ground import Template, fresh_databases, fresh_prefix
from tests.integration.company import Company, Switch, company
from tests.integration.trade import Trade


@pytest.fixture(scope="session", name="company")
async def _company(
    ground: Ground, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Company]:
    """Six departments that run as long as the tests: to start and stop them costs six seconds of processor time."""
    folder = tmp_path_factory.mktemp("company")
    async with fresh_databases(ground, template) as database, company(ground, database, fresh_prefix(), folder) as each:
        yield each


@pytest.fixture(scope="session")
async def trade(company: Company) -> Trade:
    """The outside of the company: a good customer, two carriers, two suppliers."""
    trade = Trade(company, count(1))
    await trade.open()
    return trade


@pytest.fixture
def switch() -> Iterator[Switch]:
    """Policies go through the environment, as in production; what was cached of them is read again."""
    with pytest.MonkeyPatch.context() as patch:

        def to(department: str, **figures: Any) -> None:
            for name, value in figures.items():
                patch.setenv(f"GENDAN_{department}_{name}".upper(), str(value))
            _read_again(department)

        yield to
    for department in DEPARTMENTS:
        _read_again(department)


def _read_again(department: str) -> None:
    import_module(f"services.{department}.policy").policy.cache_clear()
