"""Files of a bank: what is certain is booked, what nobody knows waits, what is taken back is owed again (FIN-2)."""

from typing import Any

from services.finance.tests.bank_files import Line, camt
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within

pytestmark = needs("FIN-2")


async def bring(trade: Trade, number: str, *lines: Line) -> None:
    await trade.do("finance", "/bank-files", {"content": camt(*lines, number=number, sequence="")})


async def outstanding(order: Order) -> str:
    (invoice,) = await order.invoices()
    return str(invoice["outstanding"])


async def owes(order: Order, amount: str) -> None:
    async def so() -> bool:
        return await outstanding(order) == amount

    await within(SOON_S, so)
    await order.rest()


async def test_a_bank_file_pays_an_order_and_its_reversal_opens_it_again(trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.until("dispatched")
    (invoice,) = await order.invoices()
    await bring(
        trade, "ONE", Line(invoice["total"], f"our {invoice['number']}", "FT-1001"), Line("7.00", "hello", "FT-1002")
    )
    await owes(order, "0.00")
    await bring(trade, "TWO", Line(f"-{invoice['total']}", "no cover", "FT-1001", reversal=True))
    await owes(order, invoice["total"])
    told = await order.told()
    assert (told["payment.received"], told["payment.reversed"]) == (1, 1)
    assert (await order.page())["stage"] != "closed"

    async def waits() -> list[dict[str, Any]]:
        return await trade.items("finance", "/receipts", state="waiting")

    assert [one["bank_reference"] for one in await waits()] == ["FT-1002"]
    receipt = (await waits())[0]["receipt_id"]
    await trade.do("finance", f"/receipts/{receipt}/assign", {"reference": invoice["number"]})
    await order.rest()
    assert await waits() == []
    await order.deliver()
    await order.until("delivered")
    await order.accept()
    await order.until("accepted")
    await bring(trade, "THREE", Line(await outstanding(order), invoice["number"], "FT-1003"))
    await order.until("closed")
    await trade.books_agree()
