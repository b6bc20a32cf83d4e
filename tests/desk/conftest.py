"""A real company, and a browser before its desk."""

import os
from collections.abc import AsyncIterator
from itertools import count

import pytest
from playwright.async_api import Browser, async_playwright

from gendan.embedded import Ground
from tests.chromium import find_chromium
from tests.copies import Copies
from tests.desk.sitting import Sitting
from tests.ground import Template, fresh_databases, fresh_prefix
from tests.integration.company import Company, company
from tests.integration.trade import Trade


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    """The machine's own Chromium; without one these tests are skipped, but never in the checks of a submission."""
    found = find_chromium()
    if found is None:
        assert os.environ.get("CI") != "true", "the checks need Chromium"
        pytest.skip("no Chromium on this machine: the desk is not looked at in a browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture(scope="package")
async def trade(
    browser: Browser, ground: Ground, template: Template, copies: Copies, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Trade]:
    """The outside of a company of six departments; not started where there is no browser to look."""
    async with fresh_databases(template, copies) as database:
        folder = tmp_path_factory.mktemp("company")
        async with company(ground, database, fresh_prefix(), folder) as running:
            trade = Trade(running, count(1))
            await trade.open()
            yield trade


@pytest.fixture
async def sitting(browser: Browser, trade: Trade) -> AsyncIterator[Sitting]:
    """Somebody sits down; a policy that a page breaks, or an error in it, fails the test."""
    async with Sitting.before(browser, trade.company) as sitting:
        yield sitting
        assert sitting.faults == []


@pytest.fixture
async def running(trade: Trade) -> Company:
    return trade.company
