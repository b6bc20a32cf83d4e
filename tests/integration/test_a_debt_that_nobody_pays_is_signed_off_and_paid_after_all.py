"""A debt is given up by signatures: the order closes, and money that comes after all is taken (FIN-4, FIN-7)."""

from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("FIN-4", "FIN-7")


async def test_a_debt_that_nobody_pays_is_signed_off_and_paid_after_all(trade: Trade) -> None:
    order = await trade.order({await trade.keep(10): 4})
    await order.until("dispatched")
    await order.deliver()
    await order.until("delivered")
    await order.accept()
    await order.until("accepted")
    (invoice,) = await order.invoices()
    path = f"/orders/{order.id}/write-offs"
    await trade.do("finance", path, {"invoice": invoice["number"], "reason": "insolvent"})
    for person, role in (("chen.wei", "finance manager"), ("zhao.min", "general manager")):
        signed = await trade.ask("post", "finance", f"{path}/1/sign", {"approve": True}, (role,), person)
        assert signed.ok, signed
    await order.until("closed")
    assert (await order.invoices())[0]["state"] == "written_off"
    await order.pay(invoice["total"])
    await order.rest()
    told = await order.told()
    assert (told["debt.written_off"], told["debt.recovered"], told["payment.received"]) == (1, 1, 1)
    assert (await order.invoices())[0]["state"] == "paid"
    await trade.books_agree()
