"""Purchasing's commands at the desk."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from chassis import clock
from tests.desk.clerk import Clerk
from tests.desk.planted import SHORT, TEXT
from tests.integration.order import Order

PROMISED_EARLIER = "UPDATE purchase SET doc = jsonb_set(doc, '{first_promised_on}', to_jsonb($2::text)) WHERE id = $1"
"""Nobody may promise a day that is past."""


async def put_supplier(clerk: Clerk) -> None:
    await clerk.open({"supplier": "S-9", "country": "CN", "currency": "CNY", "address.country": "CN"})
    suppliers = await clerk.trade.items("purchasing", "/suppliers")
    assert TEXT in [one["name"] for one in suppliers]


async def review_supplier(clerk: Clerk) -> None:
    await clerk.open({"verdict": "watched", "next_on": _day(90)}, supplier="S-1")
    (review,) = (await clerk.trade.get("purchasing", "/suppliers/S-1/evaluation"))["reviews"]
    assert (review["verdict"], review["note"], review["next_on"]) == ("watched", TEXT, _day(90))


async def put_certificate(clerk: Clerk) -> None:
    certificate = {"supplier": "S-1", "kind": "ISO-9001", "number": "CN-1", "valid_until": _day(300)}
    await clerk.open(certificate)
    found = (await clerk.trade.get("purchasing", "/suppliers/S-1/evaluation"))["certificates"]
    assert [(one["number"], one["issued_by"]) for one in found] == [("CN-1", TEXT)]


async def put_agreement(clerk: Clerk) -> None:
    days = {"valid_from": _day(0), "valid_until": _day(300), "per_day": "0.005", "cap": "0.1"}
    await clerk.open({"supplier": "S-2", "reference": "SA-9", "items.0": "motor", **days})
    (kept,) = (await clerk.trade.get("purchasing", "/suppliers/S-2/agreements"))["items"]
    assert (kept["reference"], kept["items"], kept["counting"]) == ("SA-9", ["motor"], "calendar")


async def decide_claim(clerk: Clerk) -> None:
    """Waived: what is upheld comes off the supplier's next bill, in another scene."""
    order, purchase = await _bought(clerk)
    (bought,) = await order.purchases()
    terms = {"valid_from": _day(-9), "valid_until": _day(9), "items": [bought["item"]], "per_day": "0.005"}
    await clerk.trade.put("purchasing", f"/suppliers/{bought['supplier']}/agreements/SA-8", terms)
    await order.confirm_purchase()
    await clerk.trade.company.pool("purchasing").execute(PROMISED_EARLIER, purchase, _day(-2))
    await clerk.trade.do("warehouse", "/receipts", {"purchase_id": purchase, "accepted": "4"})
    await order.rest()
    (claim,) = await clerk.trade.items("purchasing", "/claims", state="raised")
    await clerk.open({"verdict": "waived"}, claim_id=claim["claim_id"])
    (decided,) = await clerk.trade.items("purchasing", "/claims", state="waived")
    assert (decided["number"], decided["reason"]) == (claim["number"], TEXT)


async def enter_audit(clerk: Clerk) -> None:
    found = {"findings.0.topic": "environment", "findings.0.grade": "major", "findings.0.due_on": _day(9)}
    await clerk.open({"supplier": "S-1", "audited_on": _day(-1), "topics.0": "environment", **found})
    (audit,) = (await clerk.trade.get("purchasing", "/suppliers/S-1/audits"))["items"]
    assert (audit["auditor"], audit["findings"][0]["action"]) == (TEXT, TEXT)


async def close_finding(clerk: Clerk) -> None:
    words = {"finding": "no gauge is calibrated", "action": "calibrate", "owner": "Schmidt", "due_on": _day(9)}
    finding = {"topic": "inspection equipment", "grade": "major", **words}
    audit = {"audited_on": _day(0), "auditor": "SGS", "topics": ["inspection equipment"], "findings": [finding]}
    await clerk.trade.do("purchasing", "/suppliers/S-2/audits", audit)
    await clerk.open(supplier="S-2", audited_on=_day(0), finding="1")
    (kept,) = (await clerk.trade.get("purchasing", "/suppliers/S-2/audits"))["items"]
    assert (kept["findings"][0]["evidence"], kept["findings"][0]["closed_on"]) == (TEXT, _day(0))


async def put_offer(clerk: Clerk) -> None:
    item = await clerk.trade.keep(0, suppliers=())
    price = {"agreed_price.amount": "4.00", "agreed_price.currency": "USD"}
    asked = {"unit_price.amount": "4.20", "unit_price.currency": "USD"}
    many = {"quantity": "100", "unit_price.amount": "3.90", "unit_price.currency": "USD"}
    steps = {f"steps.0.{name}": value for name, value in many.items()}
    await clerk.open({"supplier": "S-1", "item": item, **price, **asked, "lead_days": "14", "pack": "12", **steps})
    (offer,) = await clerk.trade.get("purchasing", f"/items/{item}/offers")
    assert (offer["supplier"], offer["lead_days"], offer["pack"]) == ("S-1", 14, "12")
    assert [(one["quantity"], one["unit_price"]["amount"]) for one in offer["steps"]] == [("100", "3.90")]


async def ask_for_quotes(clerk: Clerk) -> None:
    goods = {"item": "gasket", "quantity": "100", "unit": "pc", "wanted_on": _day(30)}
    other = {f"further.0.{name}": value for name, value in (goods | {"item": "o-ring"}).items()}
    await clerk.open({**goods, **other, "answer_by": _day(5), "suppliers.0": "S-1"})
    (asked,) = await clerk.trade.items("purchasing", "/rfqs", item="gasket")
    assert (asked["state"], asked["single_reason"], asked["asked"][0]["supplier"]) == ("open", TEXT, "S-1")
    assert [(one["item"], one["specification"]) for one in asked["lines"]] == [("gasket", TEXT), ("o-ring", TEXT)]


async def enter_quote(clerk: Clerk) -> None:
    asked = await _asked(clerk, "seal", "S-1", "S-2")
    price = {"priced.unit_price.amount": "4.00", "priced.unit_price.currency": "USD"}
    until = {"priced.lead_days": "14", "priced.valid_until": _day(60)}
    alone = {"further.0.declined": "", "further.0.remarks": ""}
    await clerk.open({"rfq": asked["number"], "supplier": "S-1", "declined": "", **price, **until, **alone})
    (row, _) = (await clerk.trade.get("purchasing", f"/rfqs/{asked['number']}"))["compared"]
    assert (row["supplier"], row["remarks"], row["lead_days"], row["fits"]) == ("S-1", TEXT, 14, True)


async def choose_quote(clerk: Clerk) -> None:
    asked = await _asked(clerk, "bearing", "S-2")
    price = {"unit_price": {"amount": "4.00", "currency": "USD"}, "lead_days": 14, "valid_until": _day(60)}
    await clerk.trade.do("purchasing", f"/rfqs/{asked['rfq_id']}/quotes", {"supplier": "S-2", "priced": price})
    await clerk.open({"supplier": "S-2"}, rfq_id=asked["rfq_id"])
    (offer,) = await clerk.trade.get("purchasing", "/items/bearing/offers")
    assert (offer["supplier"], offer["rank"], offer["quotation"]) == ("S-2", 1, asked["number"])


async def put_line(clerk: Clerk) -> None:
    await clerk.open({"line": "L-9", "shifts": "2", "shift_minutes": "450"})
    assert (TEXT, 2) in [(one["name"], one["shifts"]) for one in await clerk.trade.items("purchasing", "/lines")]


async def put_maintenance(clerk: Clerk) -> None:
    await clerk.trade.put("purchasing", "/lines/L-8", {"name": "Assembly"})
    await clerk.open({"line": "L-8", "first_on": _day(0), "until_on": _day(13), "minutes": "400"})
    days = await clerk.trade.get("purchasing", "/lines/L-8/days")
    assert {one["capacity"] for one in days["items"][:14]} == {0, 80}


async def put_line_item(clerk: Clerk) -> None:
    await clerk.trade.put("purchasing", "/lines/L-7", {"name": "Assembly"})
    cost = {"cost_per_unit.amount": "4.00", "cost_per_unit.currency": "USD"}
    await clerk.open({"line": "L-7", "item": "motor", "minutes_per_unit": "7.5", **cost})
    (maker,) = (await clerk.trade.get("purchasing", "/items/motor/lines"))["items"]
    assert (maker["line"], maker["minutes_per_unit"]) == ("L-7", "7.5")


async def put_bill_of_materials(clerk: Clerk) -> None:
    item, bolt = await clerk.trade.keep(0, suppliers=()), await clerk.trade.keep(0)
    await clerk.trade.make(item, {bolt: 1}, line="L-6")
    component = {"components.0.item": bolt, "components.0.quantity": "4"}
    await clerk.open({"item": item, "lead_days": "5", **component})
    kept = (await clerk.trade.get("purchasing", f"/items/{item}/bill-of-materials"))["bill"]
    assert (kept["lead_days"], kept["components"]) == (5, [{"item": bolt, "quantity": "4"}])


async def release_production(clerk: Clerk) -> None:
    order, production = await _to_make(clerk)
    await clerk.give_about(order, {"line": "L-6"}, production_id=production)
    after = await clerk.trade.get("purchasing", f"/production/{production}")
    assert (after["state"], after["line"], after["promised_on"]) == ("released", "L-6", after["days"][-1]["on"])


async def tell_progress(clerk: Clerk) -> None:
    order, production = await _to_make(clerk)
    await clerk.trade.do("purchasing", f"/production/{production}/release")
    await order.rest()
    await clerk.give_about(order, {"milestone": "material_in", "share": "0.5"}, production_id=production)
    first = (await clerk.trade.get("purchasing", f"/production/{production}"))["steps"][0]
    assert (first["name"], first["done"]) == ("material_in", "0.5")


async def switch_line(clerk: Clerk) -> None:
    """Its line stands still; what it makes is a line of its own, so that no other scene's does."""
    order, production = await _to_make(clerk, line="L-4")
    (bought,) = await order.purchases()
    await clerk.trade.put("purchasing", "/lines/L-5", {"name": "Assembly"})
    made = {"rank": 2, "minutes_per_unit": "30", "cost_per_unit": {"amount": "5.00", "currency": "USD"}}
    await clerk.trade.put("purchasing", f"/lines/L-5/items/{bought['item']}", made)
    await clerk.trade.do("purchasing", f"/production/{production}/release")
    await order.rest()
    await clerk.trade.do(
        "purchasing", "/lines/L-4/maintenance", {"first_on": _day(0), "until_on": _day(99), "reason": "检修"}
    )
    await clerk.give_about(order, production_id=production)
    assert (await clerk.trade.get("purchasing", f"/production/{production}"))["line"] == "L-5"


async def confirm_purchase(clerk: Clerk) -> None:
    order, purchase = await _bought(clerk)
    after = await _about(clerk, order, purchase, {"promised_on": _day(9)})
    assert (after["state"], after["promised_on"]) == ("confirmed", _day(9))


async def delay_purchase(clerk: Clerk) -> None:
    order, purchase = await _confirmed(clerk)
    after = await _about(clerk, order, purchase, {"promised_on": _day(20)})
    assert (after["promised_on"], after["delay_reason"]) == (_day(20), TEXT)


async def decline_purchase(clerk: Clerk) -> None:
    order, purchase = await _bought(clerk)
    await _about(clerk, order, purchase)
    assert [one["supplier"] for one in await order.purchases("ordered")] == ["S-2"]


async def switch_supplier(clerk: Clerk) -> None:
    order, purchase = await _confirmed(clerk)
    late = {"promised_on": _day(40), "reason": TEXT}
    await clerk.trade.do("purchasing", f"/purchases/{purchase}/delay", late)
    await order.rest()
    await _about(clerk, order, purchase)
    assert [one["supplier"] for one in await order.purchases("ordered")] == ["S-2"]


async def agree_to_cancel(clerk: Clerk) -> None:
    assert (await _asked_to_cancel(clerk))["state"] == "closed"


async def refuse_to_cancel(clerk: Clerk) -> None:
    after = await _asked_to_cancel(clerk)
    assert [Decimal(after[name]) for name in ("cancel_asked", "cancelled", "outstanding")] == [0, 0, 4]


async def redeliver_purchase(clerk: Clerk) -> None:
    order, purchase = await _refused_at_the_dock(clerk)
    assert (await _about(clerk, order, purchase, {"promised_on": _day(9)}))["promised_on"] == _day(9)


async def give_up_purchase(clerk: Clerk) -> None:
    order, purchase = await _refused_at_the_dock(clerk)
    assert (await _about(clerk, order, purchase, {"quantity": "4"}))["cancelled"] == "4"


async def order_purchase(clerk: Clerk) -> None:
    clerk.switch("purchasing", ordering="by_hand")
    order, purchase = await _bought(clerk)
    assert (await _about(clerk, order, purchase))["state"] == "ordered"


async def order_drafts(clerk: Clerk) -> None:
    """Two items of one supplier: one purchase order with two lines."""
    clerk.switch("purchasing", ordering="by_hand")
    order, items = await _short_of_two(clerk)
    await clerk.open({"supplier": "S-1", **{f"items.{n}": item for n, item in enumerate(items[:1])}})
    (ordered,) = await order.purchases("ordered")
    assert ordered["item"] == items[0]


async def answer_purchase_order(clerk: Clerk) -> None:
    order, _ = await _short_of_two(clerk)
    first, second = sorted(await order.purchases(), key=lambda one: str(one["number"]))
    assert (first["purchase_order"], second["number"]) == (second["purchase_order"], f"{first['purchase_order']}-2")
    otherwise = {"line": "2", "promised_on": _day(12), "reason": "", "declined_because": ""}
    typed = {"promised_on": _day(9), **{f"lines.0.{name}": value for name, value in otherwise.items()}}
    await clerk.give_about(order, typed, purchase_id=first["purchase_id"])
    told = await clerk.trade.get("purchasing", f"/purchase-orders/{first['purchase_order']}")
    assert [one["promised_on"] for one in told["lines"]] == [_day(9), _day(12)]


async def say_price(clerk: Clerk) -> None:
    clerk.switch("purchasing", price_word="by_hand", asking="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(0, price="7.00"): 4})
    await order.rest()
    (purchase,) = await order.purchases("draft")
    after = await _about(clerk, order, purchase["purchase_id"], {"verdict": "confirmed"})
    assert (after["price_word"]["person"], after["price_word"]["way"]) == (SHORT, "letter")


async def _asked(clerk: Clerk, item: str, *suppliers: str) -> Any:
    days = {"wanted_on": _day(30), "answer_by": _day(5)}
    body = {"item": item, "quantity": "100", "unit": "pc", **days, "suppliers": suppliers, "single_reason": "专利"}
    return await clerk.trade.do("purchasing", "/rfqs", body)


async def _about(clerk: Clerk, order: Order, purchase: str, typed: dict[str, str] | None = None) -> Any:
    """The purchase afterwards."""
    await clerk.give_about(order, typed, purchase_id=purchase)
    return await clerk.trade.get("purchasing", f"/purchases/{purchase}")


async def _bought(clerk: Clerk) -> tuple[Order, str]:
    """An order that lacks all it asks, and the purchase for it."""
    order = await clerk.trade.order({await clerk.trade.keep(0): 4})
    await order.until("short")
    (purchase,) = await order.purchases()
    return order, purchase["purchase_id"]


async def _short_of_two(clerk: Clerk) -> tuple[Order, list[str]]:
    """An order that lacks two items, both of the same supplier."""
    items = [await clerk.trade.keep(0) for _ in range(2)]
    order = await clerk.trade.order(dict.fromkeys(items, 4))
    await order.until("short")
    await order.rest()
    return order, items


async def _to_make(clerk: Clerk, line: str = "L-6") -> tuple[Order, str]:
    """An order that lacks what our own shop makes, and the production order for it."""
    item = await clerk.trade.keep(0, suppliers=())
    await clerk.trade.make(item, {await clerk.trade.keep(0): 2}, line=line)
    order = await clerk.trade.order({item: 4})
    await order.until("short")
    (purchase,) = await order.purchases()
    return order, purchase["purchase_id"]


async def _confirmed(clerk: Clerk) -> tuple[Order, str]:
    order, purchase = await _bought(clerk)
    await order.confirm_purchase()
    await order.rest()
    return order, purchase


async def _asked_to_cancel(clerk: Clerk) -> Any:
    """Of a cancelled order, which the purchase serves no more: it waits on the department's page."""
    order, purchase = await _confirmed(clerk)
    await order.do("cancel", {"reason": "no longer wanted"})
    await order.until("cancelled")
    await clerk.open(purchase_id=purchase)
    return await clerk.trade.get("purchasing", f"/purchases/{purchase}")


async def _refused_at_the_dock(clerk: Clerk) -> tuple[Order, str]:
    order, purchase = await _confirmed(clerk)
    refused = {"purchase_id": purchase, "accepted": "0", "rejected": "4", "inspection": "INS-1"}
    await clerk.trade.do("warehouse", "/receipts", refused)
    await order.rest()
    return order, purchase


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()
