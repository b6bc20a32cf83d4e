"""One company for all stories, on databases and topics of its own; each story has its own items and orders."""

from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest

from gendan.embedded import Ground
from tests.copies import Copies
from tests.ground import Template, fresh_databases, fresh_prefix
from tests.integration.company import Company, company, in_this_process
from tests.integration.in_containers import in_a_container
from tests.integration.switches import Switch, policies
from tests.integration.trade import Trade
from tests.ledger import unbalanced


@pytest.fixture(scope="package", name="company")
async def _company(
    ground: Ground,
    template: Template,
    copies: Copies,
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> AsyncIterator[Company]:
    """Six departments that run as long as these tests: to start and stop them costs six seconds of processor time."""
    folder, prefix = tmp_path_factory.mktemp("company"), fresh_prefix()
    started = in_a_container if pytestconfig.getoption("--containers") else in_this_process
    async with (
        fresh_databases(template, copies) as database,
        company(ground, database, prefix, folder, started) as all_six,
    ):
        yield all_six


@pytest.fixture(scope="package")
async def trade(company: Company) -> Trade:
    """The outside of the company: a good customer, two carriers, two suppliers."""
    trade = Trade(company, count(1))
    await trade.open()
    return trade


@pytest.fixture(autouse=True)
async def debits_are_credits(company: Company) -> AsyncIterator[None]:
    """In the ledger, after each story."""
    yield
    assert await unbalanced(company.pool("finance")) == []


@pytest.fixture
def switch(pytestconfig: pytest.Config) -> Iterator[Switch]:
    """Policies until the end of the test."""
    if pytestconfig.getoption("--containers"):
        pytest.skip("turns a switch of this process")
    with policies() as to:
        yield to
