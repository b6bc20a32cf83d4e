"""short → bought → billed too early → received → owed → paid, and purchasing lacks no tax invoice."""

from datetime import timedelta
from typing import Any

from chassis import clock
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within


async def bill(trade: Trade, purchase: dict[str, Any], quantity: str, total: str) -> Any:
    line = {"purchase": purchase["number"], "item": purchase["item"], "quantity": quantity, "unit_price": "5.00"}
    paper = {"supplier": purchase["supplier"], "number": f"B-{purchase['number']}", "lines": [line]}
    sums = {"dated": clock.today().isoformat(), "currency": "USD", "tax": "0", "total": total}
    answer = await trade.ask("post", "finance", "/bills", paper | sums, ("supplier",), purchase["supplier"])
    assert answer.ok, answer
    return answer.body


async def paid(trade: Trade, supplier: str) -> None:
    """By two people: where, and that."""
    account = {"holder": supplier, "number": "6222 0001", "bic": "ICBKCNBJ"}
    await trade.put("finance", f"/payees/{supplier}/account", account)
    later = (clock.today() + timedelta(days=60)).isoformat()
    await trade.ask("post", "finance", f"/payees/{supplier}/account/confirm", {}, ("finance manager",), "chen.yu")
    run = await trade.do("finance", "/payment-runs", {"currency": "USD", "due_by": later, "pay_on": later})
    path = f"/payment-runs/{run['run_id']}"
    approved = await trade.ask("post", "finance", f"{path}/approve", {}, ("finance manager",), "chen.yu")
    assert approved.ok, approved
    await trade.do("finance", f"{path}/pay", {"bank_reference": "B-1", "paid_on": clock.today().isoformat()})


async def lacking(trade: Trade) -> list[str]:
    return [one["number"] for one in await trade.items("purchasing", "/tax-invoices/missing")]


async def bought(trade: Trade) -> tuple[Order, dict[str, Any]]:
    order = await trade.order({await trade.keep(0): 10})
    await order.until("short")
    purchase_id = await order.confirm_purchase()
    await order.rest()
    return order, await trade.get("purchasing", f"/purchases/{purchase_id}")


@needs("FIN-5", "FIN-3", "PUR-4")
async def test_a_supplier_is_owed_what_order_receipt_and_bill_agree_on(trade: Trade) -> None:
    order, purchase = await bought(trade)
    early = await bill(trade, purchase, "10", "50.00")
    assert early["state"] == "blocked"
    await order.receive(purchase["purchase_id"], 10)
    await order.rest()
    owed = await trade.get("finance", f"/bills/{early['bill_id']}")
    assert (owed["state"], owed["outstanding"]) == ("payable", "50.00")
    await paid(trade, purchase["supplier"])

    async def known() -> bool:
        told = await trade.get("purchasing", f"/tax-invoices/{purchase['number']}")
        return [one["state"] for one in told] == ["paid"]

    await within(SOON_S, known)
    assert purchase["number"] not in await lacking(trade)
    await trade.books_agree()
