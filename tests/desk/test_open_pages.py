"""An open page while it changes by itself: who works on it is not disturbed, and nobody waits (NOT-1, NOT-2, NOT-3)."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, Route, expect

from services.notify.desk.live.feed import LOOK_EVERY_S
from services.notify.desk.static import FOLDER
from services.notify.house import POLLS_EVERY_S
from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SOON_MS, in_trouble
from tests.integration.bodies import CUSTOMER_MASTER
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser, needs("NOT-1", "NOT-2", "NOT-3")]

# The stream says what a test wants it to, and nothing else.
PLANTED = """
window.EventSource = class extends EventTarget {
  constructor() { super(); window.stream = this; }
  close() {}
};
window.told = (event, ...ids) => stream.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(ids) }));
"""
FOCUSED = {
    "a card's menu": ("/?state=all&customer=FOCUS", "#card-{order} [data-move]"),
    "a card's name": ("/?state=all&customer=FOCUS", "#card-{order} .card-head > a"),
    "a box of the list": ("/list?state=all&customer=FOCUS", 'tr[data-order="{order}"] input'),
    "an order of the calendar": ("/tna?state=all&customer=FOCUS", 'tr[data-order="{order}"] th a'),
    "what the company does with itself": ("/orders/{order}", ".show-minor"),
    "an exception of an order": ("/orders/{order}", "#order-awaited a"),
    "what cannot be done": ("/orders/{order}", "#doing .barred > summary"),
    "an order's region": ("/orders/{order}/lines", "#order-tabbed .scroll"),
}


async def opened(sitting: Sitting, path: str) -> Page:
    await sitting.context.add_init_script(PLANTED)
    await sitting.go(path)
    return sitting.page


async def drawn_anew(page: Page, part: Locator, named: dict[str, str]) -> None:
    """What stands there afterwards is another than before."""
    old = await part.element_handle()
    assert old is not None
    changes = "named => { told('orders', named.order); told('exceptions', named.case); }"
    await page.evaluate(changes, named)
    await page.wait_for_function("old => !old.isConnected", arg=old, timeout=SOON_MS)
    await expect(part).to_be_attached()


@pytest.mark.parametrize("what", FOCUSED)
async def test_what_is_drawn_anew_keeps_the_focus(sitting: Sitting, trade: Trade, what: str) -> None:
    await trade.put("sales", "/customers/FOCUS", CUSTOMER_MASTER)
    named = await in_trouble(trade, customer="FOCUS")
    path, part = (text.format(**named) for text in FOCUSED[what])
    page = await opened(sitting, path)
    focus = page.locator(part).first
    await focus.focus()
    await drawn_anew(page, focus, named)
    await expect(focus).to_be_focused()


async def test_what_is_typed_ticked_and_scrolled_stays_and_the_page_does_not_jump(
    sitting: Sitting, trade: Trade
) -> None:
    named = await in_trouble(trade)
    page = await opened(sitting, f"/orders/{named['order']}")
    await page.set_viewport_size({"width": 660, "height": 500})
    head = "document.querySelector('#order-head')"
    await page.evaluate(f"{head}.insertAdjacentHTML('beforeend', '<input name=planted value=one>')")

    async def taller(route: Route) -> None:
        answer = await route.fetch()
        more = '<h1 class="planted">more</h1>' * 3 + "<input name=planted value=one>"
        body = (await answer.text()).replace('<ol class="steps"', f'{more}<ol class="steps"')
        await route.fulfill(response=answer, body=body)

    await page.route("**/order-parts/*", taller)
    typed = page.locator("[name=planted]")
    await typed.fill("hello")
    await typed.evaluate("part => { part.setSelectionRange(1, 3); part.scrollIntoView({ block: 'center' }); }")
    await page.locator(".show-minor").evaluate("part => { part.checked = true; }")
    await page.locator(".steps").evaluate("part => { part.scrollLeft = 40; }")
    top = await typed.evaluate("part => part.getBoundingClientRect().top")
    await drawn_anew(page, typed, named)
    await expect(page.locator(".planted")).to_have_count(3)
    await expect(typed).to_be_focused()
    assert await typed.evaluate("part => [part.value, part.selectionStart, part.selectionEnd]") == ["hello", 1, 3]
    assert await page.locator(".show-minor").is_checked()
    assert await page.locator(".steps").evaluate("part => part.scrollLeft") == 40
    assert abs(await typed.evaluate("part => part.getBoundingClientRect().top") - top) <= 1


async def test_a_change_is_fetched_at_once_and_what_comes_meanwhile_in_one_request(
    sitting: Sitting, trade: Trade
) -> None:
    """The clock of the page stands still: what is asked without it waits for nothing."""
    named = await in_trouble(trade)
    page = await opened(sitting, "/?state=all&customer=FOCUS")
    await page.clock.install()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.partition("order=")[2]) if "/cards" in one.url else None)
    async with page.expect_response("**/cards?*"):
        await page.evaluate("order => told('orders', order)", named["order"])
    await page.evaluate("order => { told('orders', order, 'a'); told('orders', 'b'); }", named["order"])
    async with page.expect_response("**/cards?*"):
        await page.clock.run_for(2_000)
    assert asked == [named["order"], f"{named['order']}&order=a&order=b"]


async def test_the_parts_of_an_order_are_asked_side_by_side(sitting: Sitting, trade: Trade) -> None:
    """No answer is given before all of them are asked for."""
    named = await in_trouble(trade)
    page = await opened(sitting, f"/orders/{named['order']}/lines")
    all_asked, asked = asyncio.Event(), set[str]()

    async def held(route: Route) -> None:
        asked.add(route.request.url.rpartition("/desk/")[2].partition("/")[0])
        if asked == {"order-parts", "orders", "order-forms"}:
            all_asked.set()
        await all_asked.wait()
        await route.continue_()

    await page.route(re.compile("/desk/(order-parts|orders|order-forms)/"), held)
    await drawn_anew(page, page.locator("#order-head"), named)


def test_the_waits_on_the_way_of_a_change_leave_time_within_its_second() -> None:
    """Notify's poll of Kafka, the feed's look, and the rest of the page between two looks."""
    rest = re.search(r"const REST_MS = (\d+);", (FOLDER / "live.js").read_text())
    assert rest
    assert POLLS_EVERY_S + LOOK_EVERY_S + int(rest[1]) / 1000 <= 0.6


async def test_nothing_is_drawn_anew_between_press_and_release(sitting: Sitting, trade: Trade) -> None:
    named = await in_trouble(trade)
    page = await opened(sitting, f"/orders/{named['order']}")
    summary = page.locator("#doing details.command > summary").first
    await summary.hover()
    await page.mouse.down()
    old = await summary.element_handle()
    async with page.expect_response(lambda answer: "/order-forms/" in answer.url):
        await page.evaluate("order => told('orders', order)", named["order"])
    await page.mouse.up()
    await expect(page.locator("#doing details.command").first).to_have_attribute("open", "")
    assert old is not None
    assert await old.evaluate("old => old.isConnected")
