"""The desk in a real browser, over a real company (NOT-1, NOT-2, NOT-17, ALL-5)."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

import pytest
from playwright.async_api import Browser, expect

from chassis import clock
from services.notify.desk.tests.dead_letters import died
from services.notify.resolving.handlers import raise_
from services.notify.tests.samples import Order as AnOrder
from services.notify.tests.samples import never_ordered
from tests.desk.sitting import AXE, Sitting
from tests.integration.bodies import CUSTOMER_MASTER, draft
from tests.integration.order import Order
from tests.integration.trade import STAFF, Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = [pytest.mark.browser]

SOON_MS = 30_000
SOON_S = 30
AXE_4_14_1 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"


async def new_customer(trade: Trade) -> str:
    """By whom a board is asked for that no other test's orders make long."""
    customer = f"C-{next(trade.numbers)}"
    await trade.put("sales", f"/customers/{customer}", CUSTOMER_MASTER)
    return customer


async def known(trade: Trade, quantities: dict[str, int], **other: str) -> Order:
    """An order that notify has heard of."""
    order = await trade.order(quantities, **other)

    async def heard() -> bool:
        answer = await trade.company.api.acting_as("li.na", *STAFF).get("notify", f"/orders/{order.id}")
        return answer.ok

    await within(SOON_S, heard)
    return order


def test_axe_is_unchanged() -> None:
    assert sha256(AXE.read_bytes()).hexdigest() == AXE_4_14_1


@needs("NOT-1", "ALL-3")
async def test_an_order_comes_to_the_open_board_by_itself_and_moves(sitting: Sitting, trade: Trade) -> None:
    await trade.put("sales", "/customers/BOARD", CUSTOMER_MASTER)
    await sitting.go("/?customer=BOARD")
    await sitting.stays()
    item = await trade.keep(10)
    order = await trade.order({item: 2}, customer="BOARD")
    await expect(sitting.page.locator(f"#card-{order.id}")).to_be_visible(timeout=SOON_MS)
    moved = sitting.page.locator(f"#column-dispatched #card-{order.id}")
    await expect(moved).to_be_visible(timeout=SOON_MS)
    assert await sitting.has_stayed()


@needs("NOT-1")
async def test_the_rest_of_a_long_column_comes_on_demand(sitting: Sitting, trade: Trade) -> None:
    item, customer = await trade.keep(0, suppliers=()), "LONG"
    await trade.put("sales", f"/customers/{customer}", CUSTOMER_MASTER)
    drafts = [draft(f"LONG-{nth}", {item: 1}, customer=customer) for nth in range(42)]
    items = [{**one, "idempotency_key": f"a-long-column-{nth}"} for nth, one in enumerate(drafts)]
    await trade.do("sales", "/orders/batch", {"items": items})

    async def all_reviewed() -> bool:
        return len(await trade.items("notify", "/orders", customer=customer, stage="reviewed")) == 42

    await within(SOON_S, all_reviewed)
    await sitting.go(f"/?customer={customer}")
    await sitting.stays()
    cards = sitting.page.locator(".card")
    await expect(cards).to_have_count(40)
    await sitting.page.get_by_role("link", name="2 more").click()
    await expect(cards).to_have_count(42)
    assert await sitting.has_stayed()


@needs("NOT-2", "NOT-17")
async def test_a_drawn_form_cancels_an_order_and_the_page_tells_it(sitting: Sitting, trade: Trade) -> None:
    item = await trade.keep(0, suppliers=())
    order = await known(trade, {item: 2})
    await sitting.go(f"/orders/{order.id}")
    form = sitting.page.locator("details.command", has_text="Cancel order")
    await form.locator("summary").click()
    await form.get_by_label("Reason").fill("no longer wanted")
    await form.locator("button.main").click()
    await expect(sitting.page.locator("#order-head .flag").first).to_have_text("cancelled", timeout=SOON_MS)
    await expect(sitting.page.locator("#order-story")).to_contain_text("no longer wanted", timeout=SOON_MS)


@needs("NOT-17")
async def test_a_refused_form_comes_back_with_the_reason_and_what_was_typed(sitting: Sitting, trade: Trade) -> None:
    item = await trade.keep(0)
    await sitting.go("/queue/warehouse")
    form = sitting.page.locator("details.command", has_text="Adjust stock").first
    await form.locator("summary").click()
    await form.get_by_label("Item").fill(item)
    await form.get_by_label("Quantity").fill("a few")
    await form.get_by_label("Reason").fill("counted again")
    await form.locator("button.main").click()
    await expect(sitting.page.locator("[role=alert]")).to_contain_text("Not done")
    quantity = sitting.page.get_by_label("Quantity")
    await expect(quantity).to_have_value("a few")
    await expect(quantity).to_have_attribute("aria-invalid", "true")
    await expect(sitting.page.get_by_label("Reason")).to_have_value("counted again")
    await quantity.fill("5")
    await sitting.page.locator("button.main").click()
    await expect(sitting.page).to_have_url(re.compile("/desk/queue/warehouse"))
    assert (await trade.stock(item))["on_hand"] == 5


@needs("NOT-17")
async def test_a_line_is_added_to_a_form(sitting: Sitting, trade: Trade) -> None:
    item = await trade.keep(10)
    await sitting.go("/queue/sales")
    form = sitting.page.locator("details.command", has_text="Place order").first
    await form.locator("summary").click()
    lines = form.locator("fieldset[data-rows='lines']")
    await lines.get_by_role("button", name="Add a line").click()
    rows = lines.locator("li.row")
    await expect(rows).to_have_count(2)
    await rows.nth(1).get_by_label("Item").fill(item)
    names = await rows.nth(1).locator("input").evaluate_all("inputs => inputs.map(input => input.name)")
    assert all(name.startswith("lines.1") for name in names)
    await rows.nth(1).get_by_role("button").last.click()
    await expect(rows).to_have_count(1)


@needs("NOT-1")
async def test_an_order_is_found_and_shown_without_scripts(browser: Browser, trade: Trade) -> None:
    customer = await new_customer(trade)
    order = await known(trade, {await trade.keep(10): 1}, customer=customer)
    async with Sitting.before(browser, trade.company, java_script_enabled=False) as sitting:
        await sitting.go("/list?state=all")
        await sitting.page.get_by_role("searchbox").fill(order.number)
        await sitting.page.get_by_role("searchbox").press("Enter")
        await expect(sitting.page.get_by_role("heading", level=1)).to_have_text(order.number)
        await sitting.go(f"/?customer={customer}")
        await expect(sitting.page.locator(f"#card-{order.id}")).to_be_visible()
        await expect(sitting.page.locator(f"#card-{order.id} [data-move]")).to_be_hidden()


@needs("NOT-1")
@pytest.mark.parametrize("scripts", [True, False])
async def test_a_list_is_sorted_by_the_head_of_a_column(browser: Browser, trade: Trade, scripts: bool) -> None:
    customer = await new_customer(trade)
    small = await known(trade, {await trade.keep(0, suppliers=()): 1}, customer=customer)
    large = await known(trade, {await trade.keep(0, suppliers=()): 7}, customer=customer)
    async with Sitting.before(browser, trade.company, java_script_enabled=scripts) as sitting:
        await sitting.go(f"/list?customer={customer}")
        value = sitting.page.get_by_role("columnheader", name="Value")
        for direction, first in (("descending", large), ("ascending", small)):
            await value.get_by_role("link").press("Enter")
            await expect(value).to_have_attribute("aria-sort", direction)
            await expect(sitting.page.locator("tbody th").first).to_have_text(first.number)
        assert sitting.faults == []


@needs("NOT-3")
async def test_a_step_is_planned_anew_from_the_calendar_and_the_first_plan_stays_beside_it(
    sitting: Sitting, trade: Trade
) -> None:
    customer = await new_customer(trade)
    order = await known(trade, {await trade.keep(0): 1}, customer=customer)
    row = sitting.page.locator(f'tr[data-order="{order.id}"]')

    async def planned() -> bool:
        await sitting.go(f"/tna?customer={customer}")
        return await row.locator("a time").count() > 0

    await within(SOON_S, planned)
    await row.locator("a", has=sitting.page.locator("time")).last.click()
    await expect(sitting.page.get_by_role("img")).to_be_visible()
    form = sitting.page.locator("details.command", has_text="Replan order")
    await form.locator("summary").click()
    await form.get_by_label("Milestone").select_option("closed")
    await form.get_by_label("Planned").fill((clock.today() + timedelta(days=300)).isoformat())
    await form.get_by_label("Reason").fill("the customer pays by letter of credit")
    await form.locator("button.main").click()
    await expect(sitting.page).to_have_url(re.compile("/desk/tna"))
    await expect(row).to_contain_text("at first")
    await sitting.go(f"/orders/{order.id}")
    await expect(sitting.page.locator("#order-plan")).to_contain_text("letter of credit", timeout=SOON_MS)


SCREENS = (
    "/?customer={customer}", "/?lanes=customer&customer={customer}", "/list?state=all&customer={customer}",
    "/tna?state=all&customer={customer}", "/gantt?state=all&customer={customer}",
    "/month?state=all&customer={customer}", "/tours", "/stock", "/stock/lots", "/returns", "/production",
    "/purchase-orders", "/tickets", "/silences", "/satisfaction", "/complaints", "/cases", "/contracts", "/needs",
    "/archive", "/currencies", "/ledger", "/plans/{order}", "/attachments/sales/complaints/{case}",
    "/find?q=none", "/orders/{order}", "/orders/{order}/all", "/orders/{order}/messages",
    "/orders/{order}/versions",
    "/exceptions?state=done", "/exceptions/{case}",
    "/key-figures", "/queue/sales", "/work", "/dates?days=90", "/together?order={order}", "/me", "/none",
    "/catalogue", "/catalogue/invoice.issued", "/catalogue/commands",
    "/operations?q={order}", "/operations/notify/dead/{dead}", "/order-trace/{order}",
)  # fmt: skip


async def in_trouble(trade: Trade, customer: str = "") -> dict[str, str]:
    """An order with an exception, as notify raises it when it hears that somebody is late; and a dead letter."""
    customer = customer or await new_customer(trade)
    order = await known(trade, {await trade.keep(10): 1}, customer=customer)
    async with trade.company.pool("notify").acquire() as db:
        ((raised,),) = await raise_(db, [await never_ordered(db, UUID(order.id))])
    dead = await died(trade.company.pool("notify"), AnOrder().received())
    return {"order": order.id, "case": str(raised.exception_id), "dead": dead, "customer": customer}


async def handed_out(trade: Trade, order: Order) -> None:
    """Its confirmation, once it is confirmed; it stands in the archive from then on."""

    async def issued() -> bool:
        paper = f"/papers/order_confirmation/{order.number}"
        return (await trade.company.api.acting_as("li.na", *STAFF).get("sales", paper)).ok

    await within(SOON_S, issued)


@needs("ALL-5", "NOT-17")
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
async def test_nothing_keeps_anybody_from_using_a_screen(
    browser: Browser, trade: Trade, language: str, scheme: Literal["light", "dark"]
) -> None:
    """Each language and each scheme once: contrast is of the scheme, names are of the language."""
    named = await in_trouble(trade)
    await handed_out(trade, await known(trade, {await trade.keep(10): 1}))
    async with Sitting.before(browser, trade.company, color_scheme=scheme) as sitting:
        await sitting.speak(language)
        for screen in SCREENS:
            await sitting.go(screen.format(**named))
            await sitting.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
            assert (screen, await sitting.barriers()) == (screen, [])
        assert sitting.faults == []


@needs("ALL-5")
@pytest.mark.parametrize(("language", "width", "height"), [("en", 320, 640), ("zh", 320, 640), ("zh", 3840, 2160)])
async def test_no_screen_is_wider_than_a_phone_or_a_wall(
    browser: Browser, trade: Trade, language: str, width: int, height: int
) -> None:
    named = await in_trouble(trade)
    async with Sitting.before(browser, trade.company, viewport={"width": width, "height": height}) as sitting:
        await sitting.speak(language)
        for screen in SCREENS:
            await sitting.go(screen.format(**named))
            wide = await sitting.page.evaluate("document.documentElement.scrollWidth")
            assert (screen, wide) == (screen, width)
