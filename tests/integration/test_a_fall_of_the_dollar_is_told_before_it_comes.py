"""An order in dollars is at risk until it is paid, and management sees what a fall would cost (FIN-8)."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO

from openpyxl import load_workbook

from services.notify.desk.session import COOKIE
from tests.integration.trade import STAFF, Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("FIN-8")
FALL = {"currency": "USD", "percent": "-10"}
LEADS_ON = re.compile(r'class="pager".*?href="([^"]+)"')


async def test_a_fall_of_the_dollar_costs_an_order_what_is_still_to_come(trade: Trade) -> None:
    item = await trade.keep(0)
    order = await trade.order({item: 10})
    told = {}

    async def known() -> bool:
        orders = await trade.items("finance", "/currency-exposure/orders", **FALL)
        told.update({one["number"]: one for one in orders})
        return order.number in told

    await within(20, known)
    (dollars,) = told[order.number]["currencies"]
    assert Decimal(told[order.number]["effect"]) == Decimal(dollars["worth"]) / -10
    desk = f"http://127.0.0.1:{trade.company.settings['notify'].port}"
    url = f"{desk}/desk/currencies"
    cookie = {"cookie": f"{COOKIE}={trade.company.tokens.token('li.na', [*STAFF])}"}
    page = await trade.company.http.get(f"{url}?currency=USD&percent=-10", headers=cookie)
    while order.number not in page.text:
        (after,) = LEADS_ON.findall(page.text)
        page = await trade.company.http.get(f"{desk}{unescape(after)}", headers=cookie)
    sheet = await trade.company.http.get(f"{url}.xlsx?currency=USD&percent=-10", headers=cookie)
    book = load_workbook(BytesIO(sheet.content))
    assert order.number in [row[0].value for row in book["Orders"].iter_rows()]
    wrong = await trade.company.http.get(f"{url}?percent=much", headers=cookie)
    assert "percent" in wrong.text
