"""Finance's commands at the desk."""

from __future__ import annotations

from tests.desk.clerk import Clerk
from tests.desk.scenes.payables import correct_bill as correct_bill
from tests.desk.scenes.payables import enter_bill as enter_bill
from tests.desk.scenes.payables import refuse_bill as refuse_bill
from tests.desk.scenes.payables import release_bill as release_bill
from tests.desk.scenes.paying import approve_payment_run as approve_payment_run
from tests.desk.scenes.paying import confirm_payee_account as confirm_payee_account
from tests.desk.scenes.paying import pay_payment_run as pay_payment_run
from tests.desk.scenes.paying import propose_payment_run as propose_payment_run
from tests.desk.scenes.paying import put_payee_account as put_payee_account
from tests.desk.scenes.paying import reply_to_statement as reply_to_statement
from tests.desk.scenes.paying import withdraw_payment_run as withdraw_payment_run
from tests.integration.bodies import CUSTOMER, CUSTOMER_MASTER
from tests.integration.order import Order


async def hold_customer(clerk: Clerk) -> None:
    await _known(clerk, "TO-HOLD")
    await clerk.open({"customer": "TO-HOLD"})
    assert (await clerk.trade.get("finance", "/customers/TO-HOLD"))["held"]


async def release_customer(clerk: Clerk) -> None:
    await _known(clerk, "HELD")
    await clerk.trade.do("finance", "/customers/HELD/hold", {"reason": "does not pay"})
    await clerk.open({"customer": "HELD"})
    assert not (await clerk.trade.get("finance", "/customers/HELD"))["held"]


async def review_credit(clerk: Clerk) -> None:
    clerk.switch("finance", credit_review="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    await order.rest()
    await clerk.give_about(order, {"verdict": "yes"})
    await order.until("dispatched")


async def book_payment(clerk: Clerk) -> None:
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    paid = {"amount.amount": invoice["outstanding"], "amount.currency": "USD"}
    await clerk.open({"customer": CUSTOMER, **paid, "reference": invoice["number"]})
    assert [one["state"] for one in await order.invoices()] == ["paid"]


async def approve_refund(clerk: Clerk) -> None:
    clerk.switch("finance", refunds="by_hand")
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    await order.pay(invoice["total"])
    await order.pay("5.00")
    await clerk.give_about(order, refund="1")
    refunds = await clerk.trade.items("finance", "/refunds", customer=CUSTOMER)
    assert [one["state"] for one in refunds if one["order_id"] == order.id] == ["approved"]


async def put_rate(clerk: Clerk) -> None:
    await clerk.open({"currency": "GBP", "value": "9.1"})
    rates = await clerk.trade.get("finance", "/rates")
    assert "GBP" in [one["currency"] for one in rates["items"]]


async def sign_price_change(clerk: Clerk) -> None:
    order = await clerk.trade.order({await clerk.trade.keep(0, price="7.00"): 4})
    await order.until("short")
    (purchase,) = await order.purchases("asked")
    about = purchase["purchase_id"]
    await clerk.give_about(order, {"approve": "true"}, role="finance manager", purchase_id=about)
    changes = await clerk.trade.items("finance", "/price-changes", state="awaited")
    assert [one["next_step"] for one in changes if one["purchase_id"] == about] == ["general manager"]


async def _known(clerk: Clerk, customer: str) -> None:
    await clerk.trade.put("sales", f"/customers/{customer}", CUSTOMER_MASTER)
    await clerk.until("finance", f"/customers/{customer}", held=False)


async def _invoiced(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(10): 4})
    await order.until("dispatched")
    return order
