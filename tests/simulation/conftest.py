"""One company for all simulations; each begins it anew."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chassis import clock, ids
from gendan.embedded import Ground
from tests.ground import Template
from tests.ledger import unbalanced
from tests.simulation.company import Company, simulated
from tests.simulation.outside import Outside

A_MONDAY = clock.Clock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC), 0.0, 0.0, ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="session")
async def company(ground: Ground, template: Template, run_folder: Path) -> AsyncIterator[Company]:
    async with simulated(ground, template, run_folder / "simulated") as company:
        yield company


@pytest.fixture(scope="module", autouse=True)
def every_run_the_same(company: Company) -> Iterator[None]:
    """Business time stands still and ids count up, so that the same schedule is the same on every day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "_clock", A_MONDAY)
        patch.setattr(ids, "uuid7", lambda: next(company.ids))
        yield


@pytest.fixture(autouse=True)
async def debits_are_credits(company: Company) -> AsyncIterator[None]:
    """In the ledger, after each simulation."""
    yield
    assert await unbalanced(company.post.engines["finance"].pool) == []


@pytest.fixture
async def outside(company: Company) -> Outside:
    await company.begin_anew()
    return Outside(company)
