"""Operations and catalogue in a real browser, over a real company (ALL-1, ALL-2)."""

import re

import pytest
from playwright.async_api import expect

from services.notify.desk.session import COOKIE
from services.notify.desk.tests.dead_letters import WHY, died
from services.notify.tests.samples import Order
from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import known
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser]


@needs("ALL-1", "ALL-3")
async def test_an_order_is_found_and_a_dead_letter_tried_again(sitting: Sitting, trade: Trade) -> None:
    await trade.company.pool("notify").execute("DELETE FROM parked")
    order = await trade.order({await trade.keep(10): 1})
    await died(trade.company.pool("notify"), Order().received())
    token = trade.company.tokens.token("root", ["administrator", "merchandiser"])
    await sitting.context.add_cookies([{"name": COOKIE, "value": token, "url": sitting.base}])
    await sitting.go("/operations")
    await sitting.page.get_by_label("Any number of an order").fill(order.number)
    await sitting.page.get_by_label("Any number of an order").press("Enter")
    await expect(sitting.page.locator("#verdict-head")).to_contain_text(order.number)
    await expect(sitting.page.locator("main")).not_to_contain_text("does not answer")
    await sitting.page.get_by_role("link", name="Preview and try again").click()
    await expect(sitting.page.locator("main")).to_contain_text(WHY)
    await expect(sitting.page.locator("main")).to_contain_text("board +1")
    await sitting.page.get_by_label("Why they will go through now").fill("the slip was mended")
    await sitting.page.get_by_role("button", name="Try all of them again").click()
    await expect(sitting.page.get_by_role("status").first).to_contain_text("handled")


@needs("ALL-2")
async def test_an_event_is_looked_up_by_who_hears_it(sitting: Sitting) -> None:
    await sitting.go("/")
    await sitting.page.get_by_role("link", name="Catalogue").click()
    await sitting.page.get_by_role("link", name="stock.short").click()
    await expect(sitting.page).to_have_url(re.compile("/desk/catalogue/stock.short$"))
    await expect(sitting.page.get_by_role("row", name="lacks[].quantity")).to_contain_text("decimal")
    await expect(sitting.page.locator("main")).to_contain_text("Purchasing")


@needs("ALL-1", "NOT-2")
async def test_what_caused_a_step_and_what_followed_is_followed_by_clicks(sitting: Sitting, trade: Trade) -> None:
    order = await known(trade, {await trade.keep(10): 1})
    await order.until("dispatched")
    await sitting.go(f"/orders/{order.id}")
    await sitting.page.get_by_role("link", name="Trace", exact=True).click()
    await expect(sitting.page.locator("svg[role=img] rect.is-heard").first).to_be_visible()
    rows = sitting.page.locator("tbody tr")
    whole = await rows.count()
    asked = sitting.page.get_by_role("row", name="order.received").filter(has_text="Finance").first
    await asked.get_by_role("rowheader").get_by_role("link").click()
    await sitting.page.wait_for_url(re.compile("of="))  # all rows are there, not only the address
    assert 0 < await rows.count() < whole
    await expect(sitting.page.locator("main")).to_contain_text("The whole trace")
