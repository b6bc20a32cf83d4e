"""An order paid by letter of credit: nothing leaves before that is in order, then its papers are examined (LOG-7)."""

from datetime import timedelta
from urllib.parse import quote

from chassis import clock
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


async def test_documents_are_refused_waived_and_paid_on_the_banks_day(trade: Trade) -> None:
    """A refusal is somebody's exception until the bank takes the documents; then finance owes nobody a reminder."""
    item = await trade.keep(100)
    order = await trade.order({item: 10}, terms=TERMS)
    await order.until("reserved")
    await trade.do("logistics", f"/letters-of-credit/{order.number}/read", {"text": mt700("LC/STORY-2", "USD100,")})
    await order.until("dispatched")
    shipment = await order.shipment("dispatched")
    await trade.do("logistics", f"/shipments/{shipment}/present", {"bank": "Bank of China, Ningbo"})
    notice = {"discrepancies": "B/L not endorsed\nInsurance lacking", "documents": "held for a waiver"}
    await trade.do("logistics", f"/shipments/{shipment}/bank-refuses", notice)
    await order.rest()

    async def is_red() -> bool:
        found = await trade.items("notify", "/exceptions", state="open", order=order.id)
        return any("documents.presented" in one["awaited"] for one in found)

    async def is_over() -> bool:
        return not await is_red()

    await within(SOON_S, is_red)
    await trade.do("logistics", f"/shipments/{shipment}/waiver", {"waiver": "given"})
    pays_on = (clock.today() + timedelta(days=90)).isoformat()
    await trade.do("logistics", f"/shipments/{shipment}/bank-accepts", {"pays_on": pays_on})
    await order.rest()
    await within(SOON_S, is_over)
    (invoice,) = await trade.items("finance", "/invoices", order_id=order.id)
    assert invoice["due"] == pays_on
