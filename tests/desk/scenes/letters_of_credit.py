"""What logistics does with letters of credit, at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import clock
from tests.credits import mt700, mt707, mt734
from tests.desk.clerk import Clerk
from tests.desk.planted import TEXT
from tests.integration.order import Order

TERMS = {"days": 30, "advance_share": "0", "by_credit": True}
NUMBER = "LC-DESK-1"


async def read_credit(clerk: Clerk) -> None:
    order = await _awaiting(clerk)
    await clerk.give_about(order, {"text": mt700(NUMBER, today=clock.today())}, letter_of_credit_id=order.id)
    assert (await _credit(clerk, order))["state"] == "in order"


async def enter_credit(clerk: Clerk) -> None:
    order = await _awaiting(clerk)
    expires = (clock.today() + timedelta(days=90)).isoformat()
    typed = {"expires_on": expires, "number": NUMBER, "expiry_country": "CN", "amount.amount": "500"}
    await clerk.give_about(order, {**typed, "amount.currency": "USD", "documents": TEXT}, letter_of_credit_id=order.id)
    credit = await _credit(clerk, order)
    assert (credit["expires_on"], credit["terms"]["applicant"]["name"]) == (expires, TEXT)


async def amend_credit(clerk: Clerk) -> None:
    order = await _with_credit(clerk, "USD1000,")
    await clerk.give_about(order, {"text": mt707(NUMBER, f43T="NOT ALLOWED")}, letter_of_credit_id=order.id)
    (amendment,) = (await _credit(clerk, order))["amendments"]
    assert (amendment["number"], amendment["decision"]) == (1, "waits")


async def decide_amendment(clerk: Clerk) -> None:
    order = await _with_credit(clerk, "USD1000,")
    await clerk.trade.do(
        "logistics", f"/letters-of-credit/{order.id}/amend", {"text": mt707(NUMBER, f43T="NOT ALLOWED")}
    )
    await clerk.give_about(order, {"accept": "true"}, letter_of_credit_id=order.id)
    assert (await _credit(clerk, order))["terms"]["transhipment"] == "not allowed"


async def take_credit(clerk: Clerk) -> None:
    order = await _with_credit(clerk, "USD1,")
    await clerk.give_about(order, letter_of_credit_id=order.id)
    credit = await _credit(clerk, order)
    assert (credit["state"], credit["taken"]) == ("in order", TEXT)


async def examine_documents(clerk: Clerk) -> None:
    order, shipment = await _shipped(clerk)
    await clerk.give_about(order, shipment_id=shipment)
    assert (await _credit(clerk, order))["examined"][shipment]["verdict"] == "discrepant"


async def present_documents(clerk: Clerk) -> None:
    order, shipment = await _shipped(clerk)
    await clerk.give_about(order, {"bank_country": "CN"}, shipment_id=shipment)
    assert await _at_bank(clerk, order) == ("presented", TEXT)


async def bank_accepts(clerk: Clerk) -> None:
    order, shipment = await _presented(clerk)
    await clerk.give_about(order, shipment_id=shipment)
    assert (await _at_bank(clerk, order))[0] == "accepted"


async def bank_refuses(clerk: Clerk) -> None:
    order, shipment = await _presented(clerk)
    await clerk.give_about(order, {"documents": "returned"}, shipment_id=shipment)
    (one,) = (await _credit(clerk, order))["presentations"]
    assert (one["state"], one["discrepancies"], one["documents"]) == ("refused", [TEXT], "returned")


async def bank_answers(clerk: Clerk) -> None:
    order, shipment = await _presented(clerk)
    message = mt734(NUMBER, sent=clock.today(), f77B="/RETURN/")
    await clerk.give_about(order, {"text": message}, shipment_id=shipment)
    (one,) = (await _credit(clerk, order))["presentations"]
    assert (one["state"], len(one["discrepancies"]), one["documents"]) == ("refused", 2, "returned")


async def record_waiver(clerk: Clerk) -> None:
    order, shipment = await _presented(clerk)
    await clerk.trade.do("logistics", f"/shipments/{shipment}/bank-refuses", {"discrepancies": "late"})
    await clerk.give_about(order, {"waiver": "given"}, shipment_id=shipment)
    (one,) = (await _credit(clerk, order))["presentations"]
    assert one["waiver"] == "given"


async def _shipped(clerk: Clerk) -> tuple[Order, str]:
    order = await _with_credit(clerk, "USD1000,")
    await order.until("dispatched")
    return order, await order.shipment("dispatched")


async def _presented(clerk: Clerk) -> tuple[Order, str]:
    order, shipment = await _shipped(clerk)
    await clerk.trade.do("logistics", f"/shipments/{shipment}/present", {"bank": "Bank of China"})
    return order, shipment


async def _at_bank(clerk: Clerk, order: Order) -> tuple[str, str]:
    (one,) = (await _credit(clerk, order))["presentations"]
    return one["state"], one["bank"]


async def _awaiting(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(10): 1}, terms=TERMS)
    await order.until("reserved")
    return order


async def _with_credit(clerk: Clerk, amount: str) -> Order:
    order = await _awaiting(clerk)
    body = {"text": mt700(NUMBER, amount, today=clock.today())}
    await clerk.trade.do("logistics", f"/letters-of-credit/{order.id}/read", body)
    return order


async def _credit(clerk: Clerk, order: Order) -> Any:
    return await clerk.trade.get("logistics", f"/letters-of-credit/{order.id}")
