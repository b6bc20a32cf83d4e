"""Finance's commands about suppliers' bills at the desk."""

from __future__ import annotations

from typing import Any

from chassis import clock
from tests.desk.clerk import Clerk
from tests.desk.planted import TEXT
from tests.integration.order import Order


async def enter_bill(clerk: Clerk) -> None:
    _, purchase = await received(clerk)
    await clerk.open({"supplier": purchase["supplier"], "number": "YD-1", **typed(purchase, "4", "20.00")})
    (bill,) = await clerk.trade.items("finance", "/bills", number="YD-1")
    assert (bill["state"], bill["outstanding"]) == ("payable", "20.00")


async def correct_bill(clerk: Clerk) -> None:
    order, purchase = await received(clerk)
    bill = await held_back(clerk, purchase)
    await clerk.give_about(order, typed(purchase, "4", "20.00"), bill_id=bill)
    assert (await clerk.trade.get("finance", f"/bills/{bill}"))["state"] == "payable"


async def release_bill(clerk: Clerk) -> None:
    order, purchase = await received(clerk)
    bill = await held_back(clerk, purchase)
    await clerk.give_about(order, role="finance manager", bill_id=bill)
    after = await clerk.trade.get("finance", f"/bills/{bill}")
    assert (after["state"], after["reason"]) == ("payable", TEXT)


async def refuse_bill(clerk: Clerk) -> None:
    _, purchase = await received(clerk)
    bill = await held_back(clerk, purchase)
    await clerk.open(bill_id=bill)
    assert (await clerk.trade.get("finance", f"/bills/{bill}"))["state"] == "refused"


async def credit_bill(clerk: Clerk) -> None:
    order, purchase = await received(clerk)
    paper = {"supplier": purchase["supplier"], "number": f"CR-{purchase['number']}", "currency": "USD", "tax": "0"}
    line = {"purchase": purchase["number"], "item": purchase["item"], "quantity": "4", "unit_price": "5.00"}
    dated = {"dated": clock.today().isoformat()}
    bill = await clerk.trade.do("finance", "/bills", {**paper, **dated, "total": "20.00", "lines": [line]})
    credit = {"purchase": purchase["number"], "quantity": "0", "amount": "1.00", "tax": "0"}
    typed = {f"lines.0.{name}": value for name, value in credit.items()}
    await clerk.give_about(order, {**typed, **dated, "total": "1.00"}, bill_id=bill["bill_id"])
    assert (await clerk.trade.get("finance", f"/bills/{bill['bill_id']}"))["outstanding"] == "19.00"


async def received(clerk: Clerk) -> tuple[Order, dict[str, Any]]:
    """An order that lacked all it asks, and the purchase whose goods came."""
    order = await clerk.trade.order({await clerk.trade.keep(0): 4})
    await order.until("short")
    purchase_id = await order.confirm_purchase()
    await order.receive(purchase_id, 4)
    await order.rest()
    return order, await clerk.trade.get("purchasing", f"/purchases/{purchase_id}")


async def held_back(clerk: Clerk, purchase: dict[str, Any]) -> str:
    """A bill for more than came."""
    line = {"purchase": purchase["number"], "item": purchase["item"], "quantity": "9", "unit_price": "5.00"}
    sums = {"currency": "USD", "tax": "0", "total": "45.00", "dated": clock.today().isoformat()}
    paper = {"supplier": purchase["supplier"], "number": f"YD-{purchase['number']}", "lines": [line], **sums}
    bill = await clerk.trade.do("finance", "/bills", paper)
    assert bill["state"] == "blocked"
    return str(bill["bill_id"])


def typed(purchase: dict[str, Any], quantity: str, total: str) -> dict[str, str]:
    line = {"purchase": purchase["number"], "item": purchase["item"], "quantity": quantity, "unit_price": "5.00"}
    sums = {"currency": "USD", "tax": "0", "total": total, "dated": clock.today().isoformat()}
    return {**{f"lines.0.{name}": value for name, value in line.items()}, "lines.0.tax": "0", **sums}
