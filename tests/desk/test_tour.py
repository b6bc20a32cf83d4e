"""The tour of the desk is walked as it is written; its bold words are what the page must show (ALL-5, NOT-17)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, Locator, expect

from services.notify.desk.session import COOKIE
from tests.desk.sitting import Sitting
from tests.integration.bodies import CUSTOMER_MASTER
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser, needs("ALL-5", "NOT-17")]

DOCS = Path(__file__).parents[2] / "docs"
TOURS = {"en": DOCS / "tour.md", "zh": DOCS / "tour.zh.md"}
PICTURE = re.compile(r"!\[[^]]*]\(([^)]+)\)")
SOON_MS = 30_000


class Step(NamedTuple):
    """A heading, and the words that the page shows as they are written."""

    heading: str
    words: tuple[str, ...]


class Walk(NamedTuple):
    """Who walks, and the order that is spoken of."""

    sitting: Sitting
    order: Order
    po: str

    def section(self, heading: str) -> Locator:
        return self.sitting.page.locator("section, details").filter(has_text=heading)

    async def leads(self, link: str) -> None:
        await self.sitting.page.get_by_role("link", name=link, exact=True).first.click()


def steps(tour: Path) -> list[Step]:
    parts = re.split(r"^## ", tour.read_text(), flags=re.MULTILINE)[1:]
    return [Step(part.partition("\n")[0], tuple(re.findall(r"\*\*(.+?)\*\*", part))) for part in parts]


async def see_what_is_open(walk: Walk, orders: str) -> None:
    await walk.sitting.go("/?customer=TOUR")
    await expect(walk.sitting.page.get_by_role("heading", level=1)).to_have_text(orders)
    await expect(walk.sitting.page.locator(f"#card-{walk.order.id}")).to_be_visible(timeout=SOON_MS)


async def find_the_order(walk: Walk, story: str) -> None:
    search = walk.sitting.page.get_by_role("searchbox")
    await search.fill(walk.po)
    await search.press("Enter")
    await expect(walk.sitting.page.get_by_role("heading", level=1)).to_have_text(walk.order.number)
    await expect(walk.section(story).locator("li").first).to_be_visible()


async def know_what_is_awaited(walk: Walk, promises: str, what_can_be_done: str) -> None:
    await expect(walk.section(promises).first).to_be_visible()
    await expect(walk.section(what_can_be_done).first).to_be_visible()


async def change_it(walk: Walk, command: str, reason: str) -> None:
    form = walk.sitting.page.locator("details.command").filter(has_text=command)
    await form.locator("summary").click()
    quantity = form.locator('[name^="lines.0.quantity"]')
    await expect(quantity).to_have_value("4")
    await quantity.fill("3")
    await form.get_by_label(reason).fill("the customer wants less")
    await form.locator("button.main").click()
    await expect(walk.sitting.page.get_by_role("status").first).to_be_visible()
    assert (await walk.order.page())["content"]["lines"][0]["quantity"] == "3"


async def learn_why_not(walk: Walk, why: str) -> None:
    await walk.sitting.page.locator("summary").filter(has_text=why).click()
    await expect(walk.sitting.page.locator("details.barred li").first).to_be_visible()


async def what_went_wrong(walk: Walk, exceptions: str) -> None:
    await walk.leads(exceptions)
    await expect(walk.sitting.page.get_by_role("heading", level=1)).to_have_text(exceptions)


async def take_the_list(walk: Walk, table: str, sheet: str) -> None:
    await walk.sitting.go("/?customer=TOUR")
    await walk.leads(table)
    await expect(walk.sitting.page.locator(f'tr[data-order="{walk.order.id}"]')).to_be_visible()
    async with walk.sitting.page.expect_download() as saved:
        await walk.leads(sheet)
    assert (await saved.value).suggested_filename.endswith(".xlsx")


async def in_your_language(walk: Walk, other: str) -> None:
    page = walk.sitting.page
    before = await page.get_by_role("heading", level=1).text_content()
    await page.get_by_role("button", name=other).click()
    await expect(page.get_by_role("heading", level=1)).not_to_have_text(before or "")


DONE: tuple[Callable[..., Awaitable[None]], ...] = (
    see_what_is_open, find_the_order, know_what_is_awaited, change_it, learn_why_not, what_went_wrong, take_the_list,
    in_your_language,
)  # fmt: skip
"""What is done at each step of the tour, in its order."""


@pytest.mark.parametrize("language", TOURS)
async def test_the_tour_can_be_walked_as_it_is_written(browser: Browser, trade: Trade, language: str) -> None:
    po = f"TOUR-{language}"
    await trade.put("sales", "/customers/TOUR", CUSTOMER_MASTER)
    order = await trade.order({await trade.keep(0): 4}, customer_po=po, customer="TOUR")
    await order.until("short")
    async with Sitting.before(browser, trade.company) as sitting:
        token = trade.company.tokens.token("wang.fang", ("merchandiser",))
        await sitting.context.add_cookies([{"name": COOKIE, "value": token, "url": sitting.base}])
        await sitting.speak(language)
        for step, do in zip(steps(TOURS[language]), DONE, strict=True):
            try:
                await do(Walk(sitting, order, po), *step.words)
            except (AssertionError, TypeError) as fault:
                raise AssertionError(f"{TOURS[language].name}, {step.heading}: {fault}") from fault
        assert sitting.faults == []


def test_both_tours_tell_the_same_steps() -> None:
    told = {language: steps(tour) for language, tour in TOURS.items()}
    assert {language: len(found) for language, found in told.items()} == dict.fromkeys(TOURS, len(DONE))
    assert [len(step.words) for step in told["en"]] == [len(step.words) for step in told["zh"]]


@pytest.mark.parametrize("language", TOURS)
def test_the_tours_pictures_are_there_and_small(language: str) -> None:
    pictures = PICTURE.findall(TOURS[language].read_text())
    assert pictures
    assert [name for name in pictures if (DOCS / name).stat().st_size > 150_000] == []
