"""Each screen is gone through, and its main act is done, by keys alone (NOT-1, NOT-2, NOT-3, NOT-17, ALL-5)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from chassis import clock
from contracts.departments import DEPARTMENTS
from services.notify.desk.session import COOKIE
from tests.desk.keyboard import Hands
from tests.desk.sitting import Sitting
from tests.desk.test_in_a_browser import SCREENS, SOON_MS, SOON_S, in_trouble
from tests.integration.trade import STAFF, Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = [pytest.mark.browser, needs("NOT-1", "NOT-2", "NOT-3", "NOT-17", "ALL-5")]

# Nothing comes live: rows that are drawn anew under the fingers begin the way anew.
STILL = "delete window.EventSource"
WAYS = {"Tab": {"width": 1280, "height": 800}, "Shift+Tab": {"width": 320, "height": 400}}
"""Onward on a desk, and back on one that is enlarged four times."""


class Desk(NamedTuple):
    """Who sits there with what trouble; ``named`` are its order, its case and its dead letter."""

    sitting: Sitting
    trade: Trade
    hands: Hands
    named: dict[str, str]

    @property
    def page(self) -> Page:
        return self.sitting.page

    async def go(self, path: str) -> None:
        await self.sitting.go(path.format(**self.named))

    async def heads(self, pattern: str) -> None:
        await self.page.wait_for_url(re.compile(pattern.format(**self.named)), timeout=SOON_MS)

    def link(self, to: str, within: str = "main") -> Locator:
        return self.page.locator(f'{within} a[href^="{to.format(**self.named)}"]:visible').first

    def command(self, name: str) -> Locator:
        return self.page.locator("details.command").filter(has=self.page.get_by_text(name, exact=True)).first


async def open_a_card(desk: Desk) -> None:
    await desk.go("/?state=all")
    await desk.hands.press(desk.page.locator("[data-move]").first)
    await expect(desk.page.locator("#moving")).to_be_visible()
    await desk.page.keyboard.press("Escape")
    await expect(desk.page.locator("[data-move]").first).to_be_focused()
    await desk.hands.press(desk.page.locator(".card-head > a").nth(1))
    await desk.heads("/desk/orders/")


async def select_of_the_list(desk: Desk) -> None:
    await desk.go("/list?state=all")
    await desk.hands.press(desk.page.locator("table.orders tbody input").first, "Space")
    await desk.hands.reach(desk.page.get_by_role("button", name="Act on the selected"), "Shift+Tab")
    await desk.page.keyboard.press("Enter")
    await desk.heads("/desk/together")


async def plan_anew(desk: Desk) -> None:
    await desk.go("/tna?state=all")
    await desk.hands.press(desk.link("/desk/plans/"))
    await desk.heads("/desk/plans/")
    form = desk.command("Replan order")
    await desk.hands.press(form.locator("summary"))
    await desk.hands.type(form.get_by_label("Reason"), "the customer pays later")
    await desk.hands.press(form.locator("button.main"))
    await desk.heads("/desk/tna")


async def go_back_over_milestones(desk: Desk) -> None:
    """From an order's last one to its first, which no column that stands still may cover."""
    await desk.page.set_viewport_size({"width": 660, "height": 800})
    await desk.go("/tna?state=all")
    await desk.hands.reach(desk.page.locator(".tna tr:has(td a)").last.locator("td a").first, "Shift+Tab")


async def bring_a_sheet(desk: Desk) -> None:
    await desk.go("/tna?state=all")
    await desk.hands.press(desk.page.locator(".returned > summary"))
    async with desk.page.expect_file_chooser() as chosen:
        await desk.hands.press(desk.page.get_by_label("Sheet (XLSX)"), "Space")
    await (await chosen.value).set_files({"name": "none.xlsx", "mimeType": "application/zip", "buffer": b"none"})
    await desk.hands.press(desk.page.get_by_role("button", name="Look at it"))
    await expect(desk.page.get_by_role("alert")).to_be_visible()


async def open_a_bar(desk: Desk) -> None:
    await desk.go("/gantt?state=all")
    await desk.hands.press(desk.link("/desk/orders/", "svg"))
    await desk.heads("/desk/orders/")


async def turn_the_month(desk: Desk) -> None:
    await desk.go("/month?state=all")
    await desk.hands.press(desk.page.get_by_role("link", name="After"))
    await desk.heads("month=")


async def turn_to_a_days_tours(desk: Desk) -> None:
    await desk.go("/tours")
    await desk.hands.reach(desk.page.get_by_label("Day"))
    await desk.page.keyboard.type(f"0202{clock.today().year + 1}")
    await desk.hands.press(desk.page.get_by_role("button", name="Show"))
    await desk.heads(f"day={clock.today().year + 1}-02-02")


async def look_for_a_paper(desk: Desk) -> None:
    await desk.go("/archive")
    await desk.hands.type(desk.page.get_by_label("Number", exact=True), "INV-404")
    await desk.page.keyboard.press("Enter")
    await desk.heads("number=INV-404")
    await expect(desk.page.get_by_text("Nothing was handed out that fits.")).to_be_visible(timeout=SOON_MS)


async def look_at_each_tab(desk: Desk) -> None:
    await desk.sitting.context.add_init_script(STILL)
    await desk.go("/orders/{order}")
    for tab in ("lines", "documents", "money", "all", "story"):
        await desk.hands.press(desk.page.locator(f"#tab-{tab}"))
        await expect(desk.page.locator(f"#tab-{tab}[aria-current]")).to_be_focused(timeout=SOON_MS)
    await desk.hands.press(desk.page.locator("#order-story .chip").nth(1))
    await expect(desk.page.locator("#order-story .chip").nth(1)).to_be_focused(timeout=SOON_MS)
    await desk.hands.press(desk.page.get_by_role("link", name="Trace"), "Enter")
    await desk.heads("/desk/order-trace/{order}")


async def plan_an_exception(desk: Desk) -> None:
    order = await desk.trade.order({await desk.trade.keep(0): 4})
    await order.until("short")
    purchase, late = await order.confirm_purchase(), (clock.today() + timedelta(days=200)).isoformat()
    await desk.trade.do("purchasing", f"/purchases/{purchase}/delay", {"promised_on": late, "reason": "no motors"})
    case = await order.case()
    await desk.go("/exceptions")
    await desk.hands.press(desk.link(f"/desk/exceptions/{case['exception_id']}"))
    form = desk.command("Plan exception")
    await desk.hands.press(form.locator("summary"))
    await desk.hands.type(form.locator("textarea, input:not([type=hidden])").first, "asked again by telephone")
    await desk.hands.press(form.locator("button.main"))
    await expect(desk.page.locator("#case-told")).to_contain_text("asked again by telephone", timeout=SOON_MS)


async def open_a_form_of_each_queue(desk: Desk) -> None:
    for department in DEPARTMENTS:
        await desk.go(f"/queue/{department}")
        form = desk.page.locator("details.command").first
        if not await form.count():
            continue
        await desk.hands.press(form.locator("summary"))
        await desk.hands.reach(form.locator("button.main"))


async def put_off_work(desk: Desk) -> None:
    await desk.go("/work?span=all")
    form = desk.page.locator("details.command").first
    await desk.hands.press(form.locator("summary"))
    await desk.hands.reach(form.get_by_label("Until"))
    await desk.page.keyboard.type(f"0202{clock.today().year + 1}")  # the same day, whichever of the two comes first
    await desk.hands.type(form.get_by_label("Reason"), "on Monday")
    await desk.hands.press(form.locator("button.main"))
    await desk.heads("/desk/work")


async def try_a_dead_letter_again(desk: Desk) -> None:
    token = desk.trade.company.tokens.token("zhou.jie", ("administrator",))
    await desk.sitting.context.add_cookies([{"name": COOKIE, "value": token, "url": desk.sitting.base}])
    await desk.go("/operations")
    await desk.hands.press(desk.link("/desk/operations/notify/dead/{dead}"))
    await desk.hands.type(desk.page.get_by_label("Why they will go through now"), "it was mended")
    await desk.hands.press(desk.page.get_by_role("button", name="Try all of them again"))
    await expect(desk.page.get_by_role("status").first).to_be_visible()


async def find_an_order(desk: Desk) -> None:
    await desk.go("/catalogue")
    await desk.hands.press(desk.link("/desk/catalogue/order.placed"))
    await desk.heads("/desk/catalogue/order.placed")
    await desk.hands.type(desk.page.get_by_role("searchbox"), desk.named["order"])
    await desk.page.keyboard.press("Enter")
    await desk.heads("/desk/orders/{order}")


async def sign_out(desk: Desk) -> None:
    await desk.go("/me")
    await desk.hands.press(desk.page.locator(".choices summary"))
    await desk.hands.press(desk.page.locator(".choices [formaction]"))
    await expect(desk.page.get_by_role("link", name="Sign in")).to_be_visible()


ACTS: tuple[Callable[[Desk], Awaitable[None]], ...] = (
    open_a_card, select_of_the_list, plan_anew, go_back_over_milestones, bring_a_sheet, open_a_bar,
    turn_the_month, turn_to_a_days_tours, look_for_a_paper, look_at_each_tab,
    plan_an_exception, open_a_form_of_each_queue, put_off_work, try_a_dead_letter_again, find_an_order, sign_out,
)  # fmt: skip


async def planned(trade: Trade) -> dict[str, str]:
    """The trouble, once its order has a plan."""
    named = await in_trouble(trade)
    api = trade.company.api.acting_as("li.na", *STAFF)

    async def told() -> bool:
        answer = await api.get("notify", f"/orders/{named['order']}/plan")
        return answer.ok and any(step["forecast"] for step in answer.body["milestones"])

    await within(SOON_S, told)
    return named


@pytest.mark.parametrize("way", WAYS)
async def test_the_focus_goes_through_each_screen_and_is_always_seen(browser: Browser, trade: Trade, way: str) -> None:
    named = await planned(trade)
    found: list[tuple[str, str]] = []
    async with Sitting.before(browser, trade.company, viewport=WAYS[way]) as sitting:
        await sitting.context.add_init_script(STILL)
        for screen in SCREENS:
            await sitting.go(screen.format(**named))
            found += [(screen, fault) for fault in await Hands(sitting.page).walk_through(way)]
    assert found == []


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_a_screens_main_act_is_done_by_keys_alone(
    sitting: Sitting, trade: Trade, act: Callable[[Desk], Awaitable[None]]
) -> None:
    hands = Hands(sitting.page)
    await act(Desk(sitting, trade, hands, await planned(trade)))
    assert hands.faults == []
