"""Who works while the connection is lost is told at once, loses nothing and is up to date again (NOT-1, NOT-17)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Route, expect

from services.notify.desk.session import COOKIE
from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SOON_MS, known, new_customer
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser, needs("NOT-1", "NOT-17")]


@pytest.fixture
async def cut_off(browser: Browser, trade: Trade) -> AsyncIterator[Sitting]:
    """Somebody whose browser says aloud what it could not reach."""
    async with Sitting.before(browser, trade.company) as sitting:
        yield sitting
        assert [fault for fault in sitting.faults if "Failed to load resource" not in fault] == []


async def test_an_open_board_outlives_a_restart_and_shows_what_happened_meanwhile(
    cut_off: Sitting, trade: Trade
) -> None:
    customer, item = await new_customer(trade), await trade.keep(10)
    await cut_off.go(f"/?customer={customer}")
    await cut_off.stays()
    lost = cut_off.page.locator("#reach-lost")
    await expect(lost).to_be_hidden()
    async with trade.company.without("notify"):
        await expect(lost).to_be_visible(timeout=SOON_MS)
        order = await trade.order({item: 1}, customer=customer)
    await expect(lost).to_be_hidden(timeout=SOON_MS)
    await expect(cut_off.page.locator(f"#card-{order.id}")).to_be_visible(timeout=SOON_MS)
    assert await cut_off.has_stayed()


async def test_a_gateway_that_answers_for_the_desk_ends_no_page(cut_off: Sitting, trade: Trade) -> None:
    """A browser gives up a stream that is answered by anything but a stream."""
    customer, item = await new_customer(trade), await trade.keep(10)
    refused: list[str] = []

    async def away(route: Route) -> None:
        refused.append(route.request.url)
        await route.fulfill(status=503)

    await cut_off.page.route("**/desk/events*", away)
    await cut_off.go(f"/?customer={customer}")
    lost = cut_off.page.locator("#reach-lost")
    await expect(lost).to_be_visible(timeout=SOON_MS)
    await cut_off.page.unroute("**/desk/events*", away)
    await expect(lost).to_be_hidden(timeout=SOON_MS)
    order = await trade.order({item: 1}, customer=customer)
    await expect(cut_off.page.locator(f"#card-{order.id}")).to_be_visible(timeout=SOON_MS)
    assert refused


async def test_a_form_that_cannot_be_sent_keeps_what_was_typed(cut_off: Sitting, trade: Trade) -> None:
    order = await known(trade, {await trade.keep(0, suppliers=()): 2})
    await cut_off.go(f"/orders/{order.id}")
    form = cut_off.page.locator("details.command", has_text="Cancel order")
    await form.locator("summary").click()
    await form.get_by_label("Reason").fill("no longer wanted")
    await cut_off.context.set_offline(True)
    await form.locator("button.main").click()
    await expect(cut_off.page.locator("#reach-unsent")).to_be_visible()
    await expect(form.get_by_label("Reason")).to_have_value("no longer wanted")
    await cut_off.context.set_offline(False)
    await expect(cut_off.page.locator("#reach-unsent")).to_be_hidden()
    await form.locator("button.main").click()
    await expect(cut_off.page.locator("#order-head .flag").first).to_have_text("cancelled", timeout=SOON_MS)


async def test_who_is_signed_out_is_told_and_asks_no_more(cut_off: Sitting, trade: Trade) -> None:
    await cut_off.go("/")
    await cut_off.context.clear_cookies(name=COOKIE)
    async with trade.company.without("notify"):
        pass
    await expect(cut_off.page.locator("#reach-signed-out")).to_be_visible(timeout=SOON_MS)
    await expect(cut_off.page.locator("#reach-lost")).to_be_hidden()
