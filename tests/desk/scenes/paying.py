"""Finance's commands about paying suppliers at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import clock
from tests.desk.clerk import Clerk
from tests.desk.planted import TEXT
from tests.desk.scenes.payables import received
from tests.integration.order import SOON_S
from tests.waiting import within

ACCOUNT = {"holder": "S-1", "number": "6222 0001", "bic": "ICBKCNBJ"}
MANAGER = "finance manager"


async def put_payee_account(clerk: Clerk) -> None:
    await _heard(clerk, "S-2")
    await clerk.open({"supplier": "S-2", "number": "6222 0002", "bic": "ICBKCNBJ"})
    entered = (await _payee(clerk, "S-2"))["entered"]
    assert (entered["holder"], entered["ending"]) == (TEXT, "0002")


async def put_payee_discount(clerk: Clerk) -> None:
    await _heard(clerk, "S-2")
    await clerk.open({"supplier": "S-2", "share": "0.02", "days": "10"})
    assert (await _payee(clerk, "S-2"))["discount_days"] == 10


async def confirm_payee_account(clerk: Clerk) -> None:
    await _heard(clerk, "S-1")
    await _put(clerk, {**ACCOUNT, "number": "6222 0009"})
    await clerk.open({"supplier": "S-1"}, role=MANAGER)
    assert (await _payee(clerk, "S-1"))["account"]["ending"] == "0009"


async def propose_payment_run(clerk: Clerk) -> None:
    bill = await _owed(clerk)
    await clerk.open({"currency": "USD", "due_by": _day(60), "pay_on": _day(1)})
    runs = await clerk.trade.items("finance", "/payment-runs", state="proposed")
    assert bill in [payment["bill_id"] for run in runs for payment in run["payments"]]


async def approve_payment_run(clerk: Clerk) -> None:
    run = await _proposed(clerk)
    await clerk.open(role=MANAGER, run_id=run)
    assert (await clerk.trade.get("finance", f"/payment-runs/{run}"))["state"] == "approved"


async def withdraw_payment_run(clerk: Clerk) -> None:
    run = await _proposed(clerk)
    await clerk.open(run_id=run)
    assert (await clerk.trade.get("finance", f"/payment-runs/{run}"))["state"] == "withdrawn"


async def pay_payment_run(clerk: Clerk) -> None:
    run = await _proposed(clerk)
    await _as_manager(clerk, f"/payment-runs/{run}/approve")
    await clerk.open({"paid_on": _day(0)}, run_id=run)
    after = await clerk.trade.get("finance", f"/payment-runs/{run}")
    assert (after["state"], after["bank_reference"]) == ("paid", TEXT)


async def reply_to_statement(clerk: Clerk) -> None:
    await _heard(clerk, "S-1")
    named = {"side": "supplier", "party": "S-1", "month": _last_month(), "currency": "CNY"}
    await clerk.open({**named, "verdict": "disputed", "closing": "5.00"})
    (reply,) = await clerk.trade.items("finance", f"/months/{_last_month()}/statements")
    assert (reply["reply"]["verdict"], reply["reply"]["reason"]) == ("disputed", TEXT)


async def give_dispute(clerk: Clerk) -> None:
    await _heard(clerk, "S-1")
    path = f"/statements/supplier/S-1/{_last_month()}/CNY/reply"
    await clerk.trade.do("finance", path, {"verdict": "disputed", "closing": "6.00", "reason": "a bill is missing"})
    named = {"side": "supplier", "party": "S-1", "month": _last_month(), "currency": "CNY"}
    await clerk.open({**named, "owner": "chen.yu", "clear_by": _day(3)})
    (reply,) = await clerk.trade.items("finance", f"/months/{_last_month()}/statements")
    assert (reply["reply"]["owner"], reply["reply"]["note"]) == ("chen.yu", TEXT)


def _last_month() -> str:
    return f"{clock.today().replace(day=1) - timedelta(days=1):%Y-%m}"


async def _proposed(clerk: Clerk) -> str:
    await _owed(clerk)
    asked = {"currency": "USD", "due_by": _day(60), "pay_on": _day(1)}
    return str((await clerk.trade.do("finance", "/payment-runs", asked))["run_id"])


async def _owed(clerk: Clerk) -> str:
    """A bill that agrees, of a supplier of whom two people know where he is paid."""
    _, purchase = await received(clerk)
    await _put(clerk, ACCOUNT)
    await _as_manager(clerk, "/payees/S-1/account/confirm")
    line = {"purchase": purchase["number"], "item": purchase["item"], "quantity": "4", "unit_price": "5.00"}
    sums = {"currency": "USD", "tax": "0", "total": "20.00", "dated": _day(0)}
    paper = {"supplier": purchase["supplier"], "number": f"YD-{purchase['number']}", "lines": [line], **sums}
    return str((await clerk.trade.do("finance", "/bills", paper))["bill_id"])


async def _put(clerk: Clerk, account: dict[str, str]) -> None:
    await clerk.trade.put("finance", "/payees/S-1/account", account)


async def _as_manager(clerk: Clerk, path: str) -> None:
    """Where it is done already, it stays so."""
    await clerk.trade.ask("post", "finance", path, {}, (MANAGER,), "the manager")


async def _payee(clerk: Clerk, supplier: str) -> Any:
    (payee,) = [one for one in await clerk.trade.items("finance", "/payees") if one["supplier"] == supplier]
    return payee


async def _heard(clerk: Clerk, supplier: str) -> None:
    """Finance has heard of the supplier."""

    async def heard() -> bool:
        return supplier in [one["supplier"] for one in await clerk.trade.items("finance", "/payees")]

    await within(SOON_S, heard)


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()
