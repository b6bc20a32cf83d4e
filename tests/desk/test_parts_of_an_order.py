"""The parts of an order's page, over a real company (NOT-2)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx2
import pytest
from playwright.async_api import Browser, expect

from services.notify.desk.session import COOKIE
from tests.desk.sitting import ROLES, Sitting
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = [pytest.mark.browser, needs("NOT-2")]

SOON_S = 30


class Tables(HTMLParser):
    """The tables of a page, each as rows of texts by their column's name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self._in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data.strip()


async def seen(trade: Trade, path: str, *roles: str) -> str:
    """A page of the desk as somebody of these roles reads it."""
    answer = await answered(trade, path, *roles)
    assert answer.status_code == 200, answer.text
    return answer.text


async def answered(trade: Trade, path: str, *roles: str) -> httpx2.Response:
    """What the desk answers somebody of these roles."""
    url = f"http://127.0.0.1:{trade.company.settings['notify'].port}/desk{path}"
    cookies = {COOKIE: trade.company.tokens.token("li.na", roles or ROLES), "gendan_language": "en"}
    async with httpx2.AsyncClient(trust_env=False, cookies=cookies) as http:
        return await http.get(url)


async def lines(trade: Trade, order: Order, *roles: str) -> list[dict[str, str]]:
    """The rows of an order's lines."""
    text = (await seen(trade, f"/orders/{order.id}/lines", *roles)).partition('id="bought-head"')[0]
    head, *rows = Tables(text).rows
    return [dict(zip(head, row, strict=True)) for row in rows]


async def sent_in_part(trade: Trade) -> Order:
    """Five bolts and eight nuts are ordered; three nuts are there, so five are bought, and the others leave."""
    bolt, nut = await trade.keep(10), await trade.keep(3)
    order = await trade.order({bolt: 5, nut: 8}, partial=True)

    async def invoiced() -> bool:
        return len(await order.invoices()) == 1 and len(await order.purchases("ordered")) == 1

    await within(SOON_S, invoiced)
    await order.rest()
    return order


async def test_lines_tell_what_is_ordered_bought_sent_and_invoiced(trade: Trade) -> None:
    order = await sent_in_part(trade)
    bolts, nuts = await lines(trade, order)
    assert [bolts[name] for name in ("Ordered", "Purchased", "Shipped", "Invoiced", "Lacking")] == list("5–550")
    assert [nuts[name] for name in ("Ordered", "Purchased", "Goods in", "Set aside")] == list("8500")
    assert [nuts[name] for name in ("Shipped", "Invoiced", "Lacking")] == list("335")
    await order.receive(await order.confirm_purchase(), 5)

    async def all_invoiced() -> bool:
        return len(await order.invoices()) == 2

    await within(SOON_S, all_invoiced)
    await order.rest()
    _, nuts = await lines(trade, order)
    assert [nuts[name] for name in ("Ordered", "Purchased", "Goods in", "Shipped", "Invoiced")] == list("85588")
    papers = await seen(trade, f"/orders/{order.id}/documents")
    assert [papers.count(f">{kind}-20") for kind in ("PO", "GR", "SS", "OS", "SH", "INV")] == [1, 1, 2, 2, 2, 2]


@needs("LOG-6", "FIN-1", "FIN-9", "SAL-8", "SAL-17", "WHS-6")
async def test_each_paper_is_printed_from_the_documents_in_the_language_that_is_asked_for(trade: Trade) -> None:
    order = await sent_in_part(trade)
    papers = await seen(trade, f"/orders/{order.id}/documents")
    paths = re.findall(r'href="/desk(/papers/[^"?]+[.]pdf)"', papers)
    of_goods = {"packing_list", "sales_slip", "outbound_slip", "commercial_invoice"}
    of_order = {"order_confirmation", "feasibility_report", "purchase_order"}
    assert {path.split("/")[3] for path in paths} == of_goods | of_order
    for path in paths:
        for language in ("", "?language=zh-Hans", "?language=en"):
            drawn = await answered(trade, path + language)
            assert (drawn.status_code, drawn.headers["content-type"]) == (200, "application/pdf")
            assert drawn.content.startswith(b"%PDF")
    assert "version 1" in await seen(trade, f"/orders/{order.id}/documents")
    kept = await seen(trade, f"/archive?order={order.number}")
    assert {path for path in paths if f'href="/desk{path}?language=en&amp;version=1"' not in kept} == set()


@needs("FIN-1")
async def test_an_invoice_stands_there_as_data_too_and_says_what_it_lacks_for_that(trade: Trade) -> None:
    order = await sent_in_part(trade)
    papers = await seen(trade, f"/orders/{order.id}/documents")
    (path,) = re.findall(r'href="/desk(/papers/finance/[^"]+/factur-x)"', papers)
    refused = await answered(trade, path)
    assert refused.status_code == 409
    assert "seller.country: the company&#39;s country" in refused.text


@needs("ALL-3", "LOG-6")
async def test_who_may_not_see_a_paper_gets_none_of_it(trade: Trade) -> None:
    order = await sent_in_part(trade)
    papers = await seen(trade, f"/orders/{order.id}/documents", "storekeeper")
    assert "/papers/warehouse/outbound_slip/" in papers
    assert "/papers/finance/" not in papers
    (number,) = re.findall(r"INV-\d{4}-\d{6}", papers)
    refused = await answered(trade, f"/papers/finance/commercial_invoice/{number}.pdf", "storekeeper")
    assert refused.status_code == 403
    assert b"%PDF" not in refused.content


@needs("ALL-3", "FIN-9")
async def test_an_orders_page_says_at_first_sight_what_came_in_and_which_papers_there_are(trade: Trade) -> None:
    order = await sent_in_part(trade)
    text = brief(await seen(trade, f"/orders/{order.id}"))
    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", text) == [
        ("Invoiced", "USD 80.00"), ("Paid", "USD 0.00"), ("Still due", "USD 80.00"),
    ]  # fmt: skip
    (invoice,) = re.findall(r'href="/desk(/papers/finance/commercial_invoice/[^"]+[.]pdf)"', text)
    assert (await answered(trade, invoice)).content.startswith(b"%PDF")
    again = brief(await seen(trade, f"/order-forms/{order.id}"))
    assert "version 1" in again.partition(invoice)[2].partition("</li>")[0]
    storekeeper = brief(await seen(trade, f"/orders/{order.id}", "storekeeper"))
    assert "Your role does not show you the money of orders." in storekeeper
    assert "/papers/warehouse/outbound_slip/" in storekeeper
    assert "/papers/finance/" not in storekeeper
    async with trade.company.without("finance"):
        text = brief(await seen(trade, f"/orders/{order.id}"))
        assert "Finance does not answer at this moment; what it knows is missing here." in text
        assert "/papers/logistics/packing_list/" in text


def brief(text: str) -> str:
    return text.partition('id="order-brief"')[2].partition("</section>")[0]


@needs("LOG-6")
@pytest.mark.parametrize("scripts", [True, False])
async def test_a_forwarder_opens_a_packing_list_by_the_link_that_a_clerk_made_for_it(
    browser: Browser, trade: Trade, scripts: bool
) -> None:
    order = await sent_in_part(trade)
    async with Sitting.before(browser, trade.company, java_script_enabled=scripts) as sitting:
        await sitting.go(f"/orders/{order.id}/documents")
        main = sitting.page.locator("main")
        await main.get_by_role("link", name="Link for somebody outside Packing list").click()
        await main.get_by_label("Days").fill("31")
        await main.get_by_label("Language").select_option("zh-Hans")
        await main.get_by_role("button", name="Make the link").click()
        await expect(main.get_by_role("alert")).to_contain_text("days: Input should be less than or equal to 30")
        await expect(main.get_by_label("Days")).to_have_value("31")
        await expect(main.get_by_label("Language")).to_have_value("zh-Hans")
        await main.get_by_label("Days").fill("3")
        assert await sitting.barriers() == [] if scripts else True
        await main.get_by_role("button", name="Make the link").click()
        path = await sitting.page.locator("#link").inner_text()
        await expect(main.get_by_role("heading", level=2)).to_contain_text("中文")
        assert sitting.faults == []
    url = f"http://127.0.0.1:{trade.company.settings['logistics'].port}{path}"
    async with httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.get(url)).content.startswith(b"%PDF")


@needs("ALL-3")
async def test_each_sees_as_much_money_as_his_role_may(trade: Trade) -> None:
    order = await sent_in_part(trade)
    manager = await seen(trade, f"/orders/{order.id}/money", "finance manager")
    assert "USD 130.00" in manager  # five bolts and eight nuts at 10.00
    assert "USD 80.00" in manager  # what left of them
    assert "50.0" in manager.partition("Cost and margin")[2]  # bought at 5.00
    for path in ("money", "lines", "all"):
        storekeeper = await seen(trade, f"/orders/{order.id}/{path}", "storekeeper")
        assert "Cost and margin" not in storekeeper
        main = storekeeper.partition('id="order-tabbed"')[2]
        assert not re.search(r"USD [\d.]+", main.replace(order_story(main), ""))
    bolts, _ = await lines(trade, order, "storekeeper")
    assert (bolts["Ordered"], bolts["Shipped"]) == ("5", "5")
    assert "Invoiced" not in bolts


def order_story(text: str) -> str:
    """Notify tells the story alike to all who may see orders."""
    return text[text.find('id="order-story"') : text.find('id="order-lines"')] if 'id="order-story"' in text else ""


async def test_while_finance_is_away_the_others_lines_stand(trade: Trade) -> None:
    order = await sent_in_part(trade)
    async with trade.company.without("finance"):
        text = await seen(trade, f"/orders/{order.id}/lines")
        assert "Finance does not answer at this moment" in text
        bolts, _ = await lines(trade, order)
        assert bolts["Shipped"] == "5"
        assert "Invoiced" not in bolts


async def test_the_parts_come_without_a_new_page_and_change_by_themselves(sitting: Sitting, trade: Trade) -> None:
    order = await sent_in_part(trade)
    page = sitting.page
    await sitting.go(f"/orders/{order.id}")
    await sitting.stays()
    await page.get_by_role("link", name="Finance", exact=True).click()
    await expect(page.locator("#order-story")).to_contain_text("Invoice", timeout=SOON_S * 1000)
    await expect(page.locator("#order-story")).not_to_contain_text("Packed", timeout=SOON_S * 1000)
    for tab, part in (("Lines", "lines"), ("Documents", "documents"), ("Money", "money"), ("Story", "story")):
        await page.locator(".tabs").get_by_role("link", name=tab, exact=True).click()
        await expect(page.locator(f"#order-{part}")).to_be_visible(timeout=SOON_S * 1000)
        await expect(page.locator(f"#tab-{part}")).to_have_attribute("aria-current", "page")
        await expect(page.locator(f"#tab-{part}")).to_be_focused()
    await page.locator("#tab-lines").click()
    goods_in = page.locator("#order-lines tbody tr").nth(1).locator("td").nth(3)
    await expect(goods_in).to_have_text("0")
    await order.receive(await order.confirm_purchase(), 5)
    await expect(goods_in).to_have_text("5", timeout=SOON_S * 1000)
    assert await sitting.has_stayed()
    await sitting.go(f"/orders/{order.id}/all")
    await page.emulate_media(media="print")
    for part in ("story", "lines", "documents", "money"):
        await expect(page.locator(f"#order-{part}")).to_be_visible()
    await expect(page.locator(".tabs")).to_be_hidden()
