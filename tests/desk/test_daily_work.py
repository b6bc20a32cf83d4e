"""What makes daily work quick, in a browser over a real company (NOT-1, NOT-17)."""

import re

import pytest
from playwright.async_api import expect

from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SOON_MS, known
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser]


@needs("NOT-1", "NOT-17")
async def test_orders_that_were_selected_are_cancelled_together(sitting: Sitting, trade: Trade) -> None:
    item = await trade.keep(0, suppliers=())
    orders = [await known(trade, {item: 2}) for _ in range(2)]
    page = sitting.page
    await sitting.go("/list")
    for order in orders:
        await page.get_by_role("checkbox", name=f"Select {order.number}").check()
    await page.get_by_role("button", name="Act on the selected").click()
    await page.get_by_role("link", name="Cancel order").click()
    await page.get_by_label("Reason").fill("no longer wanted")
    await page.get_by_role("button", name="Cancel order").click()
    await expect(page.get_by_role("status").first).to_contain_text("2 of 2 done")
    await page.get_by_role("link", name="Back").click()
    await expect(page).to_have_url(re.compile("/desk/list"))
    await sitting.go(f"/orders/{orders[1].id}")
    await expect(page.locator("#order-head .flag").first).to_have_text("cancelled", timeout=SOON_MS)
