"""Finance's commands at the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from chassis import clock
from contracts.sales import ReceivablesStated, StatedOrder
from services.finance.reconciliation import handlers as reconciliation
from services.finance.tests.bank_files import Line, camt
from tests.desk.clerk import PERSON, Clerk
from tests.desk.planted import TEXT
from tests.desk.scenes.payables import correct_bill as correct_bill
from tests.desk.scenes.payables import credit_bill as credit_bill
from tests.desk.scenes.payables import enter_bill as enter_bill
from tests.desk.scenes.payables import refuse_bill as refuse_bill
from tests.desk.scenes.payables import release_bill as release_bill
from tests.desk.scenes.paying import approve_payment_run as approve_payment_run
from tests.desk.scenes.paying import confirm_payee_account as confirm_payee_account
from tests.desk.scenes.paying import give_dispute as give_dispute
from tests.desk.scenes.paying import pay_payment_run as pay_payment_run
from tests.desk.scenes.paying import propose_payment_run as propose_payment_run
from tests.desk.scenes.paying import put_payee_account as put_payee_account
from tests.desk.scenes.paying import put_payee_discount as put_payee_discount
from tests.desk.scenes.paying import reply_to_statement as reply_to_statement
from tests.desk.scenes.paying import withdraw_payment_run as withdraw_payment_run
from tests.integration.bodies import CUSTOMER, CUSTOMER_MASTER
from tests.integration.order import SOON_S, Order
from tests.waiting import within


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


async def take_bank_file(clerk: Clerk) -> None:
    await clerk.open({"content": camt(Line("12.34", "goods", "TAKEN"), number="TAKEN", sequence="")})
    assert "TAKEN" in [one["number"] for one in await clerk.trade.items("finance", "/bank-statements")]


async def assign_receipt(clerk: Clerk) -> None:
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    receipt = await _waiting(clerk, invoice["outstanding"], "ASSIGNED")
    await clerk.open({"reference": invoice["number"]}, receipt_id=receipt)
    assert [one["state"] for one in await order.invoices()] == ["paid"]


async def return_receipt(clerk: Clerk) -> None:
    receipt = await _waiting(clerk, "7.77", "RETURNED")
    await clerk.open(receipt_id=receipt)
    assert receipt in [one["receipt_id"] for one in await _receipts(clerk, "returned")]


async def name_reversed_receipt(clerk: Clerk) -> None:
    await _waiting(clerk, "9.99", "TAKEN-9")
    reversal = await _waiting(clerk, "-9.99", "BACK-9", reversal=True)
    await clerk.open({"reference": "TAKEN-9"}, receipt_id=reversal)
    named = [one for one in await clerk.trade.items("finance", "/receipts") if one["receipt_id"] == reversal]
    assert [one["named_by"] for one in named] == [PERSON]


async def book_receipt(clerk: Clerk) -> None:
    fee = await _waiting(clerk, "-3.21", "FEE-1")
    await clerk.open({"account": "6603", "reason": "a bank's charge"}, receipt_id=fee)
    assert fee in [one["receipt_id"] for one in await _receipts(clerk, "booked")]


async def name_returned_refund(clerk: Clerk) -> None:
    clerk.switch("finance", refunds="automatic")
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    await order.pay(invoice["total"])
    await order.pay("4.56")
    back = await _waiting(clerk, "4.56", "REFUND-BACK")
    await clerk.open({"order": order.number}, receipt_id=back)
    assert back in [one["receipt_id"] for one in await _receipts(clerk, "booked")]


async def put_rate(clerk: Clerk) -> None:
    await clerk.open({"currency": "GBP", "value": "9.1"})
    rates = await clerk.trade.get("finance", "/rates")
    assert "GBP" in [one["currency"] for one in rates["items"]]


async def take_rate_file(clerk: Clerk) -> None:
    """Of a currency that nobody puts by hand: what was put by hand for today stays."""
    await clerk.open({"content": f"Date,DKK,CNY\n{clock.today()},7.46,7.8"})
    rates = await clerk.trade.get("finance", "/rates")
    assert "ECB" in [one["source"] for one in rates["items"] if one["currency"] == "DKK"]


async def sign_price_change(clerk: Clerk) -> None:
    order = await clerk.trade.order({await clerk.trade.keep(0, price="7.00"): 4})
    await order.until("short")
    (purchase,) = await order.purchases("asked")
    about = purchase["purchase_id"]
    await clerk.give_about(order, {"approve": "true"}, role="finance manager", purchase_id=about)
    changes = await clerk.trade.items("finance", "/price-changes", state="awaited")
    assert [one["next_step"] for one in changes if one["purchase_id"] == about] == ["general manager"]


async def ask_write_off(clerk: Clerk) -> None:
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    await clerk.give_about(order, {"invoice": invoice["number"]}, role="accountant")
    assert [one["state"] for one in await _write_offs(clerk, order)] == ["awaited"]


async def sign_write_off(clerk: Clerk) -> None:
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    asked = {"invoice": invoice["number"], "reason": "insolvent"}
    await clerk.trade.do("finance", f"/orders/{order.id}/write-offs", asked)
    await clerk.give_about(order, {"approve": "true"}, role="finance manager", write_off="1")
    assert [one["next_step"] for one in await _write_offs(clerk, order)] == ["general manager"]


async def _write_offs(clerk: Clerk, order: Order) -> list[dict[str, Any]]:
    found = await clerk.trade.items("finance", "/write-offs", customer=CUSTOMER)
    return [one for one in found if one["order_id"] == order.id]


async def write_voucher(clerk: Clerk) -> None:
    typed = {"currency": "CNY"}
    for place, (account, debit, credit) in enumerate((("6602", "120", "0"), ("1602", "0", "120"))):
        typed |= {f"lines.{place}.account": account, f"lines.{place}.debit": debit, f"lines.{place}.credit": credit}
    await clerk.open(typed)
    told = [one for one in await clerk.trade.items("finance", "/vouchers") if one["reason"] == TEXT]
    (written,) = [one for one in told if not one["reverses"]]
    assert (written["state"], written["amount"], written["next_step"]) == ("awaited", "120", "finance manager")


async def sign_voucher(clerk: Clerk) -> None:
    voucher = await _voucher(clerk)
    await clerk.open({"approve": "true"}, role="finance manager", voucher_id=voucher["voucher_id"])
    signed = await clerk.trade.get("finance", f"/vouchers/{voucher['number']}")
    assert (signed["state"], signed["signatures"][-1]["person"]) == ("booked", PERSON)


async def reverse_voucher(clerk: Clerk) -> None:
    voucher = await _voucher(clerk)
    signer, path = clerk.trade.company.api.acting_as("qian.rui", "finance manager"), f"/vouchers/{voucher['number']}"
    await signer.post("finance", f"{path}/sign", {"approve": True}, key=f"sign {path}")
    await clerk.open({"voucher": voucher["number"]})
    reversed_ = await clerk.trade.get("finance", path)
    assert (await clerk.trade.get("finance", f"/vouchers/{reversed_['reversed_by']}"))["reverses"] == voucher["number"]


async def _voucher(clerk: Clerk) -> dict[str, Any]:
    lines = [{"account": "6602", "debit": "120"}, {"account": "1602", "credit": "120"}]
    asked = {"currency": "CNY", "lines": lines, "reason": "本月折旧"}
    made: dict[str, Any] = await clerk.trade.do("finance", "/vouchers", asked)
    return made


async def _waiting(clerk: Clerk, amount: str, reference: str, *, reversal: bool = False) -> str:
    """A receipt of which no rule knows what it is for, or what it takes back."""
    content = camt(Line(amount, f"goods {reference}", reference, reversal=reversal), number=reference, sequence="")
    await clerk.trade.do("finance", "/bank-files", {"content": content})

    found: list[str] = []

    async def waits() -> bool:
        waiting = await _receipts(clerk, "waiting")
        found.extend(one["receipt_id"] for one in waiting if one["bank_reference"] == reference)
        return bool(found)

    await within(SOON_S, waits)
    return found[0]


async def _receipts(clerk: Clerk, state: str) -> list[dict[str, Any]]:
    return await clerk.trade.items("finance", "/receipts", state=state)


async def remind_customer(clerk: Clerk) -> None:
    order = await _invoiced(clerk)
    (invoice,) = await order.invoices()
    await clerk.give_about(order)
    sent = await clerk.trade.items("finance", "/reminders", order_id=order.id)
    assert [(one["number"], one["level"], one["by_whom"]) for one in sent] == [(invoice["number"], 1, PERSON)]


async def compare_month(clerk: Clerk) -> None:
    await _stated(clerk, "2025-01", uuid4())
    await clerk.open(month="2025-01")
    assert (await clerk.trade.get("finance", "/months/2025-01"))["state"] == "compared"


async def explain_difference(clerk: Clerk) -> None:
    order = await _invoiced(clerk)
    await _stated(clerk, "2025-02", UUID(order.id))
    (difference,) = await clerk.trade.items("finance", "/months/2025-02/differences")
    await clerk.give_about(order, month="2025-02", difference_id=difference["difference_id"])
    (after,) = await clerk.trade.items("finance", "/months/2025-02/differences")
    assert [one["text"] for one in after["explanations"]] == [TEXT]


async def sign_month(clerk: Clerk) -> None:
    await _stated(clerk, "2025-03", uuid4())
    await clerk.open(month="2025-03")
    month = await clerk.trade.get("finance", "/months/2025-03")
    assert (month["state"], [one["note"] for one in month["signatures"]]) == ("signed", [TEXT])


async def _stated(clerk: Clerk, month: str, order_id: UUID) -> None:
    """A month of which sales states a payment that the bank does not have."""
    paid = {"currency": "USD", "expected": Decimal(0), "told": Decimal(7)}
    line = StatedOrder.having({"order_id": order_id, "customer": CUSTOMER, **paid})
    statement = ReceivablesStated(month=month, part=1, last=True, stated=(line,))
    async with clerk.trade.company.pool("finance").acquire() as db, db.transaction():
        await reconciliation.hear(db, [statement])


async def _known(clerk: Clerk, customer: str) -> None:
    await clerk.trade.put("sales", f"/customers/{customer}", CUSTOMER_MASTER)
    await clerk.until("finance", f"/customers/{customer}", held=False)


async def _invoiced(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(10): 4})
    await order.until("dispatched")
    return order
