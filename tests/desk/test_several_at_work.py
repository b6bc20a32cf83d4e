"""An open board while departments work on an order, and two people before one order (NOT-1, NOT-17, SAL-9)."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SOON_MS, new_customer
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser]


@needs("NOT-1", "PUR-1")
async def test_a_shortage_is_followed_on_an_open_board_from_the_confirmation_to_the_close(
    sitting: Sitting, trade: Trade
) -> None:
    customer, item = await new_customer(trade), await trade.keep(6)
    await sitting.go(f"/?customer={customer}")
    await sitting.stays()
    order = await trade.order({item: 10}, customer=customer)
    await stands(sitting.page, order, "confirmed")
    purchase = await order.confirm_purchase()
    await order.receive(purchase, 4)
    await stands(sitting.page, order, "dispatched")
    await order.deliver()
    await stands(sitting.page, order, "delivered")
    await order.accept()
    await stands(sitting.page, order, "accepted")
    await pay_all(trade, order, customer)
    await expect(sitting.page.locator(f"#card-{order.id}")).to_have_count(0, timeout=SOON_MS)
    await order.until("closed")
    assert await sitting.has_stayed()


async def stands(page: Page, order: Order, stage: str) -> None:
    await order.until({"confirmed": "short"}.get(stage, stage))
    await expect(page.locator(f"#column-{stage} #card-{order.id}")).to_be_visible(timeout=SOON_MS)


async def pay_all(trade: Trade, order: Order, customer: str) -> None:
    for invoice in await order.invoices():
        paid = {"amount": invoice["outstanding"], "currency": invoice["currency"]}
        reference = f"bank-{next(trade.numbers):06d}"
        body = {"customer": customer, "amount": paid, "reference": invoice["number"], "bank_reference": reference}
        await trade.do("finance", "/payments", body)


@needs("NOT-17", "SAL-9")
async def test_who_comes_second_is_told_and_nothing_of_either_is_lost(browser: Browser, trade: Trade) -> None:
    """Both opened their forms before the first was sent; one field both change, two only one of them."""
    order = await trade.order({await trade.keep(6): 10})
    version = (await order.until("short"))["version"]
    async with Sitting.before(browser, trade.company) as first, Sitting.before(browser, trade.company) as second:
        calls, writes = await changing(first, order), await changing(second, order)
        await sends(calls, discount="0.05", line="9", reason="the customer called")
        await expect(first.page.locator(".done")).to_be_visible()
        await sends(writes, discount="0.10", reason="the customer wrote")
        await expect(second.page.get_by_role("alert")).to_contain_text(
            f"is at version {version + 1}, not at {version} any more"
        )
        again = second.page.locator("form.drawn")
        await expect(again.get_by_label("Reason")).to_have_value("the customer wrote")
        await expect(again.get_by_label("Discount")).to_have_value("0.10")
        await expect(again.locator(".field-fault")).to_contain_text(["meanwhile, to: 0.05"])
        await expect(again.get_by_label("Quantity").first).to_have_value("9")
        await again.locator("button.main").click()
        await expect(second.page.locator(".done")).to_be_visible()
    page = await order.page()
    assert (page["version"], page["content"]["discount"], page["content"]["lines"][0]["quantity"]) == (
        version + 2,
        "0.10",
        "9",
    )


async def changing(sitting: Sitting, order: Order) -> Locator:
    """The open form that changes the order."""
    await sitting.go(f"/orders/{order.id}")
    form = sitting.page.locator("details.command", has_text="Change order").first
    await form.locator("summary").first.click()
    return form


async def sends(form: Locator, *, discount: str, reason: str, line: str | None = None) -> None:
    await form.get_by_label("Discount").fill(discount)
    await form.get_by_label("Reason").fill(reason)
    if line:
        await form.get_by_label("Quantity").first.fill(line)
    await form.locator("button.main").click()
