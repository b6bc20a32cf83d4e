"""The whole road of a customer: from his inquiry over a shortage, a delay and a complaint to his next order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.integration.after_the_delivery import (
    arrived,
    complain,
    enter_its_failure,
    exchange,
    find_its_cause,
    name_its_team,
    paid,
    read_the_report,
    satisfied,
)
from tests.integration.before_the_order import (
    approve_a_sample,
    contract_with_one_risky_clause_amended,
    in_days,
    inquire,
    quote,
)
from tests.integration.bodies import ADDRESS, CUSTOMER_MASTER
from tests.integration.order import Order
from tests.integration.people import People, people_around, reply_by_link
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [
    needs("ALL-3", "SAL-1", "SAL-4", "SAL-6", "SAL-7", "SAL-10", "SAL-12"),
    needs("SAL-13", "SAL-14", "SAL-18", "SAL-20", "SAL-21", "SAL-23", "WHS-9"),
]
CUSTOMER = "HANSEAT"
QUANTITY, IN_STOCK, PRICE = 4000, 2400, "55.00"


async def test_from_an_inquiry_to_the_next_order(trade: Trade) -> None:
    people, item = people_around(CUSTOMER, trade), await trade.keep(IN_STOCK)
    await people.merchandiser.puts("sales", f"/customers/{CUSTOMER}", {**CUSTOMER_MASTER, "name": "Hanseat"})

    inquiry = await inquire(people, item, QUANTITY)
    sample = await approve_a_sample(people, item, inquiry)
    quotation = await quote(people, item, QUANTITY, PRICE, inquiry)
    contract = await contract_with_one_risky_clause_amended(people)
    order = await ordered(people, quotation=quotation, contract=contract, samples=[sample])
    await risk_signed(people, order)
    first = (await order.page())["priority"]  # once he has taken it in, it is weighed again like any open one

    await order.until("short")
    await part_shipment_chosen(people, order)
    await told_of_the_delay(people, order)
    await rest_delivered(people, order)

    complaint = await complain(people, order, QUANTITY - IN_STOCK)
    await name_its_team(people, order, complaint)
    await find_its_cause(people, complaint)
    await enter_its_failure(people, item, complaint)
    await read_the_report(people, complaint)
    anew = await exchange(people, order, complaint, QUANTITY - IN_STOCK)
    await satisfied(people, complaint)
    await paid(people, order)
    await paid(people, anew)

    await next_order_served_first(people, first, item, quotation=quotation, contract=contract)


async def ordered(people: People, **by: Any) -> Order:
    """The customer orders himself: goods, prices and terms are those of quotation and contract."""
    trade = people.customer.trade
    asked = {"customer": CUSTOMER, "customer_po": f"PO-{next(trade.numbers)}", "deliver_to": ADDRESS}
    placed = await people.customer.does("sales", "/orders", asked | {"wanted": in_days(60)} | by)
    assert placed["missing"] == []
    order = Order(trade, placed["order_id"], placed["number"])
    content = (await order.page())["content"]
    assert (content["lines"][0]["unit_price"]["amount"], content["terms"]["days"]) == (PRICE, 60)
    return order


async def risk_signed(people: People, order: Order) -> None:
    """It is high, for its value alone; the merchandiser cannot confirm it, the sales manager signs for it."""
    await order.rest()
    risk = (await order.page())["risk"]
    assert (risk["grade"], risk["signer"]) == ("high", "sales manager")
    path = f"/orders/{order.id}"
    assert await people.merchandiser.is_refused("sales", f"{path}/confirm") == "risk-unsigned"
    await people.sales_manager.does("sales", f"{path}/sign-risk")


async def part_shipment_chosen(people: People, order: Order) -> None:
    """Side by side on his own page; what is here leaves at once."""
    promised = date.fromisoformat((await order.page())["promised"])
    later = {"promised": (promised + timedelta(days=7)).isoformat(), "discount": "0.02"}
    in_part = {"way": "ship_in_part", "promised": promised.isoformat()}
    shown = await first_chosen(people, order, in_part, {"way": "new_date", **later})
    assert "what is here at once, the rest later" in shown
    assert f"all of it later: {later['promised']}, USD 215,600.00" in shown
    await order.rest()
    (first,) = await order.shipments("dispatched")
    assert first["lines"][0]["quantity"] == str(IN_STOCK)


async def told_of_the_delay(people: People, order: Order) -> None:
    """The supplier is late: the customer is written at once, and chooses the new date."""
    (purchase,) = await order.purchases("ordered")
    promised = date.fromisoformat((await order.page())["promised"])
    late = {"promised_on": promised.isoformat(), "reason": "密封圈缺料"}
    path = f"/purchases/{purchase['purchase_id']}"
    await people.buyer.does("purchasing", f"{path}/confirm", {"promised_on": in_days(7)})
    await people.buyer.does("purchasing", f"{path}/delay", late)
    await order.rest()
    forecast = (await order.page())["forecast"]
    assert (forecast["late"], forecast["because"]) == (True, "supply")
    letters = await people.merchandiser.reads("sales", f"/orders/{order.id}/letters")
    (notice,) = [one for one in letters["items"] if one["kind"] == "delay_notice"]
    assert promised.isoformat() in str(notice["text"])
    assert forecast["on"] in str(notice["text"])
    await first_chosen(people, order, {"way": "new_date", "promised": forecast["on"]})
    await order.rest()
    page = await order.page()
    assert (page["promised"], page["forecast"]["late"]) == (forecast["on"], False)


async def first_chosen(people: People, order: Order, *ways: dict[str, str]) -> str:
    """Of what he is offered he takes the first, by his link; the page that he saw."""
    body = {"alternatives": ways, "answer_by": in_days(3)}
    page = await people.merchandiser.does("sales", f"/orders/{order.id}/offer-alternatives", body)
    link = await people.merchandiser.does("sales", f"/papers/alternatives/{order.number}/link")
    form = {"choice": "1", "offer": str(page["alternatives"]["offer"]), "person": "Maria Anders"}
    return await reply_by_link(people.customer.trade, link, form)


async def rest_delivered(people: People, order: Order) -> None:
    """What was bought comes and leaves."""
    (purchase,) = await order.purchases("confirmed")
    await order.receive(purchase["purchase_id"], QUANTITY - IN_STOCK)
    await order.until("dispatched")
    await arrived(people, order)


async def next_order_served_first(people: People, first: int, item: str, **by: Any) -> None:
    """The same once more: it has twice the priority of his first, and leaves."""
    more = {"quantity": str(QUANTITY), "reason": "新到货"}
    await people.storekeeper.does("warehouse", f"/stock/{item}/adjust", more)
    following = await ordered(people, **by)
    await risk_signed(people, following)
    assert (await following.until("dispatched"))["priority"] == 2 * first
    board = await people.merchandiser.reads("notify", f"/orders/{following.id}")
    assert board["priority"] == 2 * first
