"""A storekeeper's phone with a hand scanner: what is typed, Enter at its end, leads to the form (NOT-17)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from chassis import clock
from services.notify.desk.session import COOKIE
from tests.desk.keyboard import Hands
from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SOON_MS
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser, needs("NOT-17")]

PHONE = {"width": 320, "height": 640}
GTIN = "4011200296908"
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
async def phone(browser: Browser, trade: Trade) -> AsyncIterator[Sitting]:
    async with Sitting.before(browser, trade.company, viewport=PHONE) as sitting:
        token = trade.company.tokens.token("he.jing", ("storekeeper",))
        await sitting.context.add_cookies([{"name": COOKIE, "value": token, "url": sitting.base}])
        yield sitting
        assert sitting.faults == []


async def scan(phone: Sitting, typed: str) -> None:
    """A wedge types into whatever has the focus; a page that was just drawn gives it to the field."""
    await expect(phone.page.locator("#scan")).to_be_focused()
    await phone.page.keyboard.type(typed)
    await phone.page.keyboard.press("Enter")


async def an_awaited_purchase(trade: Trade, **master: Any) -> tuple[str, str]:
    """Its item and its number; four are expected at the dock."""
    item = await trade.keep(0, suppliers=("S-1",), **master)
    order = await trade.order({item: 4})
    await order.until("short")
    (purchase,) = await order.purchases()
    await trade.until_on_order(item, 4)
    return item, str(purchase["number"])


async def test_a_case_is_scanned_and_received_by_keys_alone_and_the_field_waits_for_the_next(
    phone: Sitting, trade: Trade
) -> None:
    item, number = await an_awaited_purchase(trade, gtin=GTIN)
    page, hands, last = phone.page, Hands(phone.page), clock.today() + timedelta(300)
    field = page.get_by_label("Barcode or number")
    await phone.go("/queue/warehouse")
    await hands.reach(field)
    await scan(phone, f"01{GTIN:0>14}17{last:%y%m%d}10L-77|3703")
    form = page.locator("details.command[open]")
    await expect(form).to_have_count(1)
    await expect(page.locator(".document").first).to_contain_text(f"{number} {item}")
    for name, value in (("accepted", "3"), ("lot", "L-77"), ("expires_on", f"{last}")):
        await expect(form.locator(f"[name^='{name}:']")).to_have_value(value)
    await expect(field).to_be_focused()
    assert not await page.evaluate(IS_TOO_WIDE)
    assert await phone.barriers() == []
    await hands.press(form.locator("button.main"))
    await expect(page).to_have_url(re.compile("/desk/queue/warehouse"), timeout=SOON_MS)
    await expect(page.get_by_text("Read last: ")).to_be_visible()
    await expect(field).to_be_focused()
    assert (await trade.stock(item))["on_hand"] == 3
    await scan(phone, number.lower())
    await expect(page.locator("details.command[open]").get_by_label("Accepted")).to_have_value("1")
    assert hands.faults == []


@needs("WHS-1")
async def test_a_piece_is_received_by_the_serial_number_on_its_label_and_found_by_it_afterwards(
    phone: Sitting, trade: Trade
) -> None:
    item, number = await an_awaited_purchase(trade, gtin="04012345000009", serialised=True)
    page = phone.page
    await phone.go("/queue/warehouse")
    await page.get_by_label("Barcode or number").focus()
    await scan(phone, "(01)04012345000009(30)1(21)SN-77/1")
    form = page.locator("details.command[open]")
    await expect(page.locator(".document").first).to_contain_text(f"{number} {item}")
    for name, value in (("accepted", "1"), ("serials.0", "SN-77/1")):
        await expect(form.locator(f"[name^='{name}:']")).to_have_value(value)
    await form.locator("button.main").click()
    await expect(page.get_by_text("Read last: ")).to_be_visible(timeout=SOON_MS)
    await scan(phone, "SN-77/1")
    told = page.get_by_text(f"Serial number SN-77/1 of {item}: in stock.")
    await expect(told).to_contain_text(f"purchase {number} from S-1")
    assert not await page.evaluate(IS_TOO_WIDE)
    assert await phone.barriers() == []


async def test_what_nobody_knows_is_said_beside_the_field_in_both_languages_and_the_next_scan_works(
    phone: Sitting, trade: Trade
) -> None:
    item, _ = await an_awaited_purchase(trade)
    page = phone.page
    await phone.go("/queue/warehouse?scan=PO-404")
    field = page.locator("#scan")
    await expect(page.get_by_role("alert")).to_have_text("Nobody knows PO-404.")
    await expect(field).to_be_focused()
    await scan(phone, "(01)04011200296907(10)L-77")
    said = page.get_by_role("alert")
    await expect(said).to_have_text("GTIN 4011200296907: expected check digit 8, found 7.")
    await expect(field).to_have_attribute("aria-describedby", "scan-said")
    await phone.speak("zh")
    await scan(phone, "340123450000000018")
    await expect(said).to_have_text("SSCC 340123450000000018：校验码应为 7，实际为 8。")
    assert not await page.evaluate(IS_TOO_WIDE)
    assert await phone.barriers() == []
    await scan(phone, item)
    await expect(page.locator("details.command[open]")).to_be_visible()


async def test_an_item_begins_what_may_be_done_with_it(phone: Sitting, trade: Trade) -> None:
    item = await trade.keep(5)
    page = phone.page
    await phone.go(f"/queue/warehouse?scan={item}")
    form = page.locator("details.command[open]")
    await expect(form.locator("[name='@item']")).to_have_value(item)
    await expect(page.locator("details.command", has_text="Request transfer").locator("[name^='item:']")).to_have_value(
        item
    )


async def test_a_refused_form_of_a_scan_comes_back_with_its_reason_and_what_was_typed(
    phone: Sitting, trade: Trade
) -> None:
    _, number = await an_awaited_purchase(trade)
    page = phone.page
    await phone.go(f"/queue/warehouse?scan={number}")
    form = page.locator("details.command[open]")
    await form.get_by_label("Accepted").fill("400")
    await form.get_by_label("Lot", exact=True).fill("L-8")
    await form.locator("button.main").click()
    await expect(page.locator("[role=alert]").first).to_contain_text("Not done")
    await expect(page.get_by_label("Lot", exact=True)).to_have_value("L-8")


async def test_without_scripts_the_field_is_a_plain_form(browser: Browser, trade: Trade) -> None:
    item, number = await an_awaited_purchase(trade)
    async with Sitting.before(browser, trade.company, viewport=PHONE, java_script_enabled=False) as sitting:
        await sitting.go("/queue/warehouse")
        await sitting.page.get_by_label("Barcode or number").fill(number)
        await sitting.page.keyboard.press("Enter")
        await expect(sitting.page.locator(".document").first).to_contain_text(f"{number} {item}")
        await expect(sitting.page.locator("details.command[open]").get_by_label("Accepted")).to_have_value("4")


async def test_an_orders_number_leads_to_what_the_warehouse_may_do_about_it(phone: Sitting, trade: Trade) -> None:
    order = await trade.order({await trade.keep(10): 2})
    await order.until("dispatched")
    await phone.go("/queue/warehouse")
    await phone.page.get_by_label("Barcode or number").fill(order.number)
    await phone.page.keyboard.press("Enter")
    await expect(phone.page.locator("details.command[open] > summary")).to_have_text("Take back goods")
