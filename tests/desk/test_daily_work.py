"""What makes daily work quick, in a browser over a real company (NOT-1, NOT-17)."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Route, expect

from chassis import clock
from services.notify.tests.samples import nothing_lacks
from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SOON_MS, in_trouble, known, new_customer
from tests.integration.bodies import CUSTOMER_MASTER
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser]


@needs("NOT-1", "NOT-17")
async def test_orders_that_were_selected_are_cancelled_together(sitting: Sitting, trade: Trade) -> None:
    item, customer = await trade.keep(0, suppliers=()), await new_customer(trade)
    orders = [await known(trade, {item: 2}, customer=customer) for _ in range(2)]
    page = sitting.page
    await sitting.go(f"/list?customer={customer}")
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


@needs("NOT-1", "NOT-17", "ALL-5")
async def test_the_list_and_the_palette_work_by_keyboard_alone(sitting: Sitting, trade: Trade) -> None:
    await trade.put("sales", "/customers/KEYS", CUSTOMER_MASTER)
    item = await trade.keep(0, suppliers=())
    order, _ = [await known(trade, {item: 1}, customer="KEYS") for _ in range(2)]
    page, keyboard = sitting.page, sitting.page.keyboard
    await sitting.go("/list?customer=KEYS&state=all")
    links = page.locator("table.orders tbody th a")
    await keyboard.press("j")
    await expect(links.first).to_be_focused()
    await keyboard.press("x")
    await expect(page.locator("table.orders tbody input").first).to_be_checked()
    await keyboard.press("j")
    await keyboard.press("k")
    await expect(links.first).to_be_focused()
    await keyboard.press("Enter")
    await page.wait_for_url(re.compile("/desk/orders/"))  # a key pressed before the page has its scripts does nothing
    await keyboard.press("/")
    await keyboard.type("cancel order")
    assert await sitting.barriers() == []
    await keyboard.press("Enter")
    reason = page.locator("details.command", has_text="Cancel order").get_by_label("Reason")
    await expect(reason).to_be_focused()
    await keyboard.type("j/k?x")
    await expect(reason).to_have_value("j/k?x")
    await reason.evaluate("field => field.blur()")
    await keyboard.press("Control+k")
    await keyboard.type(order.number)
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(order.number)


@needs("NOT-1", "NOT-2")
async def test_a_command_of_the_palette_opens_though_its_form_was_drawn_anew(sitting: Sitting, trade: Trade) -> None:
    order = await known(trade, {await trade.keep(0, suppliers=()): 1})
    page, forms = sitting.page, sitting.page.locator("#doing")
    await sitting.go(f"/orders/{order.id}")
    await expect(forms.locator("summary", has_text="Cancel order")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("cancel order")
    await forms.evaluate("forms => forms.dataset.before = 'yes'")
    await order.do("clarify", {"wanted": (clock.today() + timedelta(days=61)).isoformat()})
    await expect(page.locator("#doing:not([data-before])")).to_be_attached(timeout=SOON_MS)
    await page.keyboard.press("Enter")
    await expect(forms.locator("details.command", has_text="Cancel order").get_by_label("Reason")).to_be_focused()


@needs("NOT-1", "ALL-5")
async def test_all_keys_are_shown_and_those_without_ctrl_can_be_put_away(sitting: Sitting) -> None:
    page, keyboard = sitting.page, sitting.page.keyboard
    await sitting.go("/exceptions")
    await keyboard.press("?")
    keys = page.locator("#keys")
    await expect(keys).to_be_visible()
    assert await sitting.barriers() == []
    await keys.get_by_role("checkbox").press("Space")
    await keyboard.press("Escape")
    await keyboard.press("?")
    await expect(keys).to_be_hidden()
    await keyboard.press("Control+k")
    palette = page.locator("#palette")
    await expect(palette.get_by_role("option").first).to_be_visible()
    await palette.get_by_role("combobox").fill("queues")
    await keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/desk/queue/"))


@needs("NOT-4")
async def test_an_exception_that_ends_comes_to_the_open_inbox_by_itself(sitting: Sitting, trade: Trade) -> None:
    await sitting.go("/exceptions?state=done")
    await sitting.stays()
    trouble = await in_trouble(trade)
    async with trade.company.pool("notify").acquire() as db:
        await nothing_lacks(db, UUID(trouble["order"]))
    shown = sitting.page.locator(f'#cases a[href="/desk/exceptions/{trouble["case"]}"]')
    await expect(shown).to_be_visible(timeout=SOON_MS)
    assert await sitting.has_stayed()


@needs("NOT-1", "ALL-5")
async def test_a_card_is_dragged_to_the_stage_to_which_a_command_leads_and_comes_there(
    sitting: Sitting, trade: Trade
) -> None:
    customer = await new_customer(trade)
    order = await known(trade, {await trade.keep(10): 2}, customer=customer)
    await order.until("dispatched")
    page = sitting.page
    await sitting.go(f"/?customer={customer}")
    card = page.locator(f"#column-dispatched #card-{order.id}")
    target = page.locator("#column-delivered")
    await card.hover()
    await page.mouse.down()
    await page.mouse.move(600, 300, steps=4)
    await expect(target).to_have_class(re.compile("is-target"))
    await target.hover()
    await target.hover()
    await page.mouse.up()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(order.number)
    assert await sitting.barriers() == []
    await dialog.locator("button.main").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Not done")
    await dialog.get_by_label("Proof").fill("signed by Mr Hansen")
    await dialog.locator("button.main").click()
    await expect(page.locator(f"#column-delivered #card-{order.id}")).to_be_visible(timeout=SOON_MS)


@needs("NOT-1", "ALL-5")
async def test_what_a_drag_does_a_key_does_too(sitting: Sitting, trade: Trade) -> None:
    customer = await new_customer(trade)
    order = await known(trade, {await trade.keep(10): 2}, customer=customer)
    await order.until("dispatched")
    page = sitting.page
    await sitting.go(f"/?customer={customer}")
    await page.locator(f"#card-{order.id} a").first.focus()
    await page.keyboard.press("m")
    await expect(page.get_by_role("dialog").locator("[data-to=delivered]")).to_contain_text("Deliver")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name=f"Move {order.number}").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


@needs("NOT-1", "ALL-3")
async def test_a_board_that_was_looked_at_anew_still_moves_cards_but_not_for_who_is_signed_out(
    sitting: Sitting, trade: Trade
) -> None:
    customer = await new_customer(trade)
    order = await known(trade, {await trade.keep(10): 2}, customer=customer)
    await order.until("dispatched")
    page = sitting.page

    async def behind(route: Route) -> None:
        await route.fulfill(content_type="text/event-stream", body="event: resync\ndata: {}\n\n")

    await page.route("**/desk/events*", behind)
    await sitting.go(f"/?customer={customer}")
    board = await page.locator("#board").element_handle()
    await page.wait_for_function("board => !board.isConnected", arg=board)
    await page.get_by_role("button", name=f"Move {order.number}").click()
    form = page.get_by_role("dialog").locator("[data-to=delivered] details.command")
    await form.evaluate("part => { part.open = true; }")
    proof, send = form.get_by_label("Proof"), form.locator("button.main")
    await proof.fill("signed by Mr Hansen")
    await page.route("**/desk/act", lambda route: route.fulfill(status=404))
    await send.click()
    await expect(page.get_by_role("alert")).to_contain_text("does not answer")
    await expect(proof).to_have_value("signed by Mr Hansen")
    await page.unroute("**/desk/act")
    await page.route("**/desk/sign-in?*", lambda route: route.fulfill(body="the provider"))
    await sitting.context.clear_cookies()
    await send.click()
    await expect(page).to_have_url(re.compile("/desk/sign-in"))
