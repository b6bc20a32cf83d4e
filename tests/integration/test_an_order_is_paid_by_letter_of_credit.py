"""An order paid by letter of credit: nothing leaves before that is in order, then its papers are examined (LOG-7)."""

from urllib.parse import quote

from services.notify.desk.session import COOKIE
from tests.credits import mt700, mt707
from tests.integration.order import SOON_S
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("LOG-7", "SAL-17", "NOT-2")

TERMS = {"days": 30, "advance_share": "0", "by_credit": True}
NUMBER = "LC/STORY-1"
"""Banks do use slashes."""


async def is_found_at_the_desk(trade: Trade, name: str, order_id: str) -> None:
    """A search leads to the order's page, once the department that knows the name answers."""
    company = trade.company
    url = f"http://127.0.0.1:{company.settings['notify'].port}/desk/find?q={quote(name, safe='')}"
    seat = f"{COOKIE}={company.tokens.token('li.na', ['merchandiser'])}"

    async def led() -> bool:
        answer = await company.http.get(url, headers={"cookie": seat})
        return answer.headers.get("location") == f"/desk/orders/{order_id}"

    await within(SOON_S, led)


async def test_goods_leave_under_a_credit_that_pays_them_and_their_papers_are_examined(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10}, terms=TERMS)
    page = await order.until("reserved")
    assert page["waiting_for"]["reason"] == "letter of credit to be received"
    credit = f"/letters-of-credit/{order.number}"
    await trade.do("logistics", f"{credit}/read", {"text": mt700(NUMBER, "USD90,", f39A="")})
    await order.rest()
    await is_found_at_the_desk(trade, NUMBER, order.id)
    waiting = (await order.until("reserved"))["waiting_for"]
    assert waiting["owner"] == "logistics"
    assert "32B: the order comes to 100.00 USD" in waiting["reason"]
    await trade.do("logistics", f"{credit}/amend", {"text": mt707(NUMBER, f32B="USD10,")})
    await trade.do("logistics", f"{credit}/decide", {"number": 1, "accept": True, "reason": "as we asked"})
    await order.until("dispatched")
    shipment = await order.shipment("dispatched")
    examined = (await trade.do("logistics", f"/shipments/{shipment}/examine"))["examined"][shipment]
    assert examined["verdict"] == "discrepant"
    lacking = {one["field"] for one in examined["findings"]}
    assert "transports" in lacking, "a clerk has not entered it"
    assert "drafts" not in lacking, "it is drawn from the credit and the invoice"
    await order.rest()
    said = (await order.said())["logistics"]
    assert [topic for topic in said if topic.startswith("lc.")] == ["lc.received", "lc.amended"]
    assert "documents.examined" in said
