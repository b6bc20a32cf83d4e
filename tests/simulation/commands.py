"""Every command that takes a body: one that is right, and how what it is about comes to be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from chassis import clock
from chassis.http.files import as_text
from services.finance.tests.bank_files import Line, camt
from tests.credits import mt700, mt707, mt734
from tests.returned import notification
from tests.simulation.order_files import a_change_file, an_order_file
from tests.simulation.outside import CUSTOMER, SUPPLIERS, Outside, money
from tests.simulation.playing import settle

A_PHOTO = as_text(b"\xff\xd8\xff\xe0 of a thread")
Subject = dict[str, str]
"""Path parameters, and by their names the places of a body that say the same."""
ADDRESS = {"street": "Hafen 1", "city": "Hamburg", "postal_code": "20457", "country": "DE"}


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


async def nothing(_: Outside) -> Subject:
    return {}


async def with_line(outside: Outside) -> Subject:
    await outside.ask("purchasing", "PUT", "/lines/L-1", {"name": "Assembly"})
    return {}


async def placed(outside: Outside, **asked: Any) -> Subject:
    order_id = await outside.order(f"PO {uuid4()}", {"bolt": 4}, **asked)
    assert order_id, outside.refused[-1]
    return {"order_id": order_id}


async def incomplete(outside: Outside) -> Subject:
    return await placed(outside, wanted=None)


async def inquired(outside: Outside) -> Subject:
    asked = {"customer": CUSTOMER, "reference": str(uuid4()), "lines": [{"line": 1, "quantity": "5", "item": "bolt"}]}
    return {"inquiry_id": (await outside.ask("sales", "POST", "/inquiries", asked))["inquiry_id"]}


async def offered_low(outside: Outside) -> Subject:
    """Below the list's floor."""
    about = await inquired(outside)
    listed = {"steps": [{"quantity": "1", "price": "12"}], "floor": "8"}
    await outside.ask("sales", "PUT", "/items/bolt/prices/USD", listed)
    line = {"item": "bolt", "quantity": "5", "unit_price": money("7")}
    quotation = {"currency": "USD", "lines": [line], "valid_until": day(30)}
    await outside.ask("sales", "POST", f"/inquiries/{about['inquiry_id']}/quote", quotation)
    return about


def some_needs() -> dict[str, Any]:
    answer = {"question": "use", "answer": "outdoors", "channel": "phone", "said_by": "Ana", "said_on": day(0)}
    return {"kind": "general", "answers": [answer]}


async def with_needs(outside: Outside) -> Subject:
    about = await inquired(outside)
    await outside.ask("sales", "POST", f"/inquiries/{about['inquiry_id']}/needs", some_needs())
    return about


def a_sample() -> dict[str, Any]:
    return {"customer": CUSTOMER, "item": "bolt", "quantity": "2", "judge_by": day(9), "judged_for": "its colour"}


async def sampled(outside: Outside) -> Subject:
    return {"sample_id": (await outside.ask("sales", "POST", "/samples", a_sample()))["sample_id"]}


async def sent(outside: Outside) -> Subject:
    about = await sampled(outside)
    parcel = {"sent_on": day(0), "shipped_by": "DHL 1"}
    await outside.ask("sales", "POST", f"/samples/{about['sample_id']}/send", parcel)
    return about


async def to_give(outside: Outside, to: str = "li.na", was: str = "wu.dan") -> Subject:
    """A customer of somebody, and another person of the staff."""
    about = {"name": to, "department": "sales", "roles": ["merchandiser"]}
    await outside.ask("notify", "PUT", f"/people/{to}", about, roles=("administrator",))
    await settle(outside)
    terms = {"days": 30, "advance_share": "0"}
    master = {"name": "B", "grade": "B", "country": "DE", "currency": "USD", "credit_limit": "0", "terms": terms}
    await outside.ask("sales", "PUT", f"/customers/{uuid4()}", master | {"merchandiser": was})
    return {}


async def to_take(outside: Outside) -> Subject:
    was = str(uuid4())
    await to_give(outside, "outside", was)
    asked = {"from_person": was, "to_person": "outside", "reason": "moved"}
    made = await outside.ask("sales", "POST", "/handovers", asked)
    assert made, outside.refused[-1]
    return {"handover_id": made["handover_id"]}


def an_alternative() -> dict[str, Any]:
    other = {"line": 1, "item": "nut", "quantity": "2", "unit_price": money("3.00")}
    return {"way": "substitute", "promised": day(60), "freight": money("9.00"), "discount": "0.1", "substitute": other}


async def offered_another(outside: Outside) -> Subject:
    about = await confirmed(outside)
    asked = {"alternatives": [an_alternative()], "answer_by": day(7)}
    await outside.ask("sales", "POST", f"/orders/{about['order_id']}/offer-alternatives", asked)
    return about


async def awaiting_a_sample(outside: Outside) -> Subject:
    made = await outside.ask("sales", "POST", "/samples", a_sample())
    return await placed(outside, samples=[made["number"]])


async def wishing_to_cancel(outside: Outside) -> Subject:
    about = await placed(outside)
    await outside.ask("sales", "PUT", "/figures/cancel", {"value": "by_hand"})
    await outside.ask("sales", "POST", f"/orders/{about['order_id']}/cancel", {"reason": "too dear"})
    await outside.ask("sales", "PUT", "/figures/cancel", {"value": "automatic"})
    return about


def a_trial() -> dict[str, Any]:
    line = {"line": 1, "item": "bolt", "quantity": "4", "unit_price": money("3.00")}
    terms = {"days": 30, "advance_share": "0.5", "by_credit": False}
    about = {"customer": CUSTOMER, "wanted": day(60), "country": "DE", "incoterm": "FOB Ningbo", "currency": "USD"}
    return about | {"lines": [line], "terms": terms}


def a_contract(reference: str) -> dict[str, Any]:
    """Its review finds what is missing."""
    price = {"kind": "price", "text": "as ordered", "currency": "USD", "incoterm": "FOB Ningbo"}
    payment = {"kind": "payment_terms", "text": "30 days", "terms": {"days": 30, "advance_share": "0"}}
    liability = {"kind": "liability_for_breach", "text": "10 % at most", "penalty_share": "0.1"}
    disputes = {"kind": "dispute_resolution", "text": "Shanghai", "law": "CN"}
    return {
        "customer": CUSTOMER, "reference": reference, "seller": "we", "buyer": "they", "guarantors": ["bank"],
        "valid_from": day(0), "valid_until": day(300), "clauses": [price, payment, liability, disputes]}  # fmt: skip


async def contracted(outside: Outside) -> Subject:
    recorded = await outside.ask("sales", "POST", "/contracts", a_contract(str(uuid4())))
    return {"contract_id": recorded["contract_id"]}


async def to_sign(outside: Outside) -> Subject:
    """All that was found missing is agreed on."""
    about = await contracted(outside)
    path = f"/contracts/{about['contract_id']}"
    missing = ("subject", "quantity", "delivery_date", "force_majeure", "legal_compliance", "currency_clause")
    clauses = [{"kind": kind, "text": "as usual"} for kind in missing]
    await outside.ask("sales", "POST", f"{path}/amend", {"clauses": clauses})
    return about


async def in_force(outside: Outside) -> Subject:
    """All parties signed it."""
    about = await to_sign(outside)
    for party in ("they", "we", "bank"):
        by = {"party": party, "signed_by": "A. Futterkiste", "signed_on": day(0)}
        await outside.ask("sales", "POST", f"/contracts/{about['contract_id']}/sign", by, person="another")
    return about


async def told_of(outside: Outside) -> Subject:
    """The customer told of a payment."""
    about = await placed(outside)
    paid = {"amount": money("40.00"), "received_on": day(0), "how": "transfer"}
    await outside.ask("sales", "POST", f"/orders/{about['order_id']}/receipts", paid)
    return about


async def complained(outside: Outside) -> Subject:
    about = await placed(outside)
    told = {"kind": "service", "words": "nobody calls back"}
    opened = await outside.ask("sales", "POST", f"/orders/{about['order_id']}/complaints", told)
    return about | {"complaint_id": opened["complaint_id"]}


async def complained_gravely(outside: Outside) -> Subject:
    about = await complained(outside)
    told = {"grade": "B", "reason": "it hurts"}
    await outside.ask("sales", "POST", f"/complaints/{about['complaint_id']}/grade", told)
    return about


async def analysed(outside: Outside) -> Subject:
    about = await complained(outside)
    found = {"whys": ["it stops", "loose"], "corrective": a_measure(), "preventive": a_measure()}
    await outside.ask("sales", "POST", f"/complaints/{about['complaint_id']}/analyse", found)
    return about


async def answered(outside: Outside) -> Subject:
    about = await complained(outside)
    await outside.ask("sales", "POST", f"/complaints/{about['complaint_id']}/close", {"answer": "sorry"})
    return about


async def written_to(outside: Outside) -> Subject:
    """His confirmation, which a person is to release."""
    await outside.ask("sales", "PUT", "/figures/mail_confirmation", {"value": "by_hand"})
    about = await confirmed(outside)
    await outside.ask("sales", "PUT", "/figures/mail_confirmation", {"value": "automatic"})
    (letter,) = (await outside.ask("sales", "GET", f"/orders/{about['order_id']}/letters"))["items"]
    return {"letter_id": letter["letter_id"]}


def a_ticket() -> dict[str, Any]:
    return {"kind": "consultation", "channel": "chat", "customer": CUSTOMER, "words": "how is it mounted?"}


async def served(outside: Outside) -> Subject:
    return {"ticket_id": (await outside.ask("sales", "POST", "/tickets", a_ticket()))["ticket_id"]}


async def solved(outside: Outside) -> Subject:
    about = await served(outside)
    await outside.ask("sales", "POST", f"/tickets/{about['ticket_id']}/step", {"step": "solve", "words": "so"})
    return about


async def to_judge(outside: Outside) -> Subject:
    """How a complaint was answered."""
    return {"feedback_id": (await answered(outside))["complaint_id"]}


async def judged_badly(outside: Outside) -> Subject:
    about = await to_judge(outside)
    await outside.ask("sales", "POST", f"/feedback/{about['feedback_id']}/answer", {"score": 1})
    return about


def a_conversation() -> dict[str, Any]:
    return {
        "customer": CUSTOMER, "way": "call", "happened_on": day(0), "said": "where is it", "spoke_with": "Ana",
        "promised": "an answer", "promised_by": day(2), "open_orders_sent": True}  # fmt: skip


async def promised(outside: Outside) -> Subject:
    noted = await outside.ask("sales", "POST", "/conversations", a_conversation())
    return {"conversation_id": noted["conversation_id"]}


async def confirmed(outside: Outside) -> Subject:
    """It lacks nuts, so nothing of it has left."""
    order_id = await outside.order(f"PO {uuid4()}", {"nut": 4})
    await settle(outside)
    return {"order_id": str(order_id)}


async def to_change(outside: Outside) -> Subject:
    await outside.order("PO-CHANGED", {"nut": 4})
    await settle(outside)
    return {}


async def to_plan(outside: Outside) -> Subject:
    """By its id, as a row of a sheet may name it."""
    about = await confirmed(outside)
    return about | {"order": about["order_id"]}


async def dispatched(outside: Outside) -> Subject:
    about = await placed(outside)
    await settle(outside)
    (shipment,) = await outside.each("logistics", f"/shipments?order_id={about['order_id']}")
    return about | {"shipment_id": str(shipment["id"])}


async def held_up(outside: Outside) -> Subject:
    """Under way, and asked what becomes of it."""
    about = await dispatched(outside)
    lane = {"kind": "strike", "country": "DE", "since": day(0), "until": day(9), "delay_days": 2, "source": "port"}
    told = await outside.ask("logistics", "POST", "/disruptions", lane | {"reference": str(uuid4())})
    await settle(outside)
    return about | {"disruption_id": told["id"]}


async def planned(outside: Outside) -> Subject:
    """Asked for, so that it has no tour yet."""
    await outside.ask("logistics", "PUT", "/depots/D-7", {"name": "Berlin", "latitude": "52.5", "longitude": "13.4"})
    takes = {"depot": "D-7", "capacity_kg": "800", "capacity_m3": "4", "starts": "08:00", "ends": "18:00"}
    await outside.ask("logistics", "PUT", "/vehicles/V-7", takes | {"per_km": "1", "per_hour": "60", "per_day": "200"})
    plan = await outside.ask("logistics", "POST", "/tour-plans", {"depot": "D-7", "day": day(1)})
    return {"plan_id": plan["id"]}


async def papered(outside: Outside) -> Subject:
    """Its shipment has a slip at the warehouse, and an invoice at finance."""
    about = await dispatched(outside)
    (slip,) = await outside.each("warehouse", f"/papers?order={about['order_id']}")
    (invoice,) = await outside.each("finance", f"/invoices?order_id={about['order_id']}")
    order = await outside.ask("sales", "GET", f"/orders/{about['order_id']}", person="chen.yu")
    return about | {"slip": slip["document"], "invoice": invoice["number"], "order_number": order["number"]}


async def paid_by_credit(outside: Outside) -> Subject:
    """An order that awaits its letter of credit."""
    about = await placed(outside, terms={"days": 30, "advance_share": "0", "by_credit": True})
    await settle(outside)
    return about | {"letter_of_credit_id": about["order_id"]}


async def with_its_credit(outside: Outside) -> Subject:
    """Of an amount that does not pay the order."""
    about = await paid_by_credit(outside)
    text = {"text": mt700(about["order_id"][-12:], "USD1,", today=clock.today())}
    await outside.ask("logistics", "POST", f"/letters-of-credit/{about['order_id']}/read", text)
    return about


async def shipped_by_credit(outside: Outside) -> Subject:
    """With a credit that pays the order."""
    about = await paid_by_credit(outside)
    text = {"text": mt700(about["order_id"][-12:], today=clock.today())}
    await outside.ask("logistics", "POST", f"/letters-of-credit/{about['order_id']}/read", text)
    await settle(outside)
    (shipment,) = await outside.each("logistics", f"/shipments?order_id={about['order_id']}")
    return about | {"shipment_id": str(shipment["id"])}


async def at_the_bank(outside: Outside) -> Subject:
    """Its documents were presented."""
    about = await shipped_by_credit(outside)
    await outside.ask("logistics", "POST", f"/shipments/{about['shipment_id']}/present", {"bank": "Bank of China"})
    return about


async def refused_by_the_bank(outside: Outside) -> Subject:
    about = await at_the_bank(outside)
    notice = {"discrepancies": "B/L not endorsed", "documents": "held for us"}
    await outside.ask("logistics", "POST", f"/shipments/{about['shipment_id']}/bank-refuses", notice)
    return about


async def answered_by_the_bank(outside: Outside) -> Subject:
    """Its own message is here."""
    about = await at_the_bank(outside)
    return about | {"text": mt734(about["order_id"][-12:], sent=clock.today())}


async def with_an_amendment(outside: Outside) -> Subject:
    about = await with_its_credit(outside)
    text = {"text": mt707(about["order_id"][-12:], f43T="NOT ALLOWED")}
    await outside.ask("logistics", "POST", f"/letters-of-credit/{about['order_id']}/amend", text)
    return about


async def delivered(outside: Outside) -> Subject:
    about = await dispatched(outside)
    await outside.ask("logistics", "POST", f"/shipments/{about['shipment_id']}/deliver", {"proof": "signed"})
    await settle(outside)
    return about


async def ordered(outside: Outside) -> Subject:
    await confirmed(outside)
    purchases = await outside.each("purchasing", "/purchases?item=nut&limit=500")
    open_ = [p for p in purchases if p["state"] in ("ordered", "confirmed")]
    return {"purchase_id": str(open_[-1]["purchase_id"])}


async def claimed(outside: Outside) -> Subject:
    """Goods that came later than their supplier promised first; nobody may promise a day that is past."""
    for supplier in SUPPLIERS:
        terms = {"valid_from": day(-9), "valid_until": day(9), "items": ["nut"], "per_day": "0.005"}
        await outside.ask("purchasing", "PUT", f"/suppliers/{supplier}/agreements/SA-8", terms)
    about = await ordered(outside)
    await outside.ask("purchasing", "POST", f"/purchases/{about['purchase_id']}/confirm", {"promised_on": day(0)})
    earlier = f"jsonb_set(doc, '{{first_promised_on}}', to_jsonb('{day(-2)}'::text))"
    await outside.company.rows(
        "purchasing", f"UPDATE purchase SET doc = {earlier} WHERE id = '{about['purchase_id']}' RETURNING id"
    )
    await outside.ask("warehouse", "POST", "/receipts", {"purchase_id": about["purchase_id"], "accepted": "1"})
    await settle(outside)
    return {"claim_id": str((await outside.each("purchasing", "/claims?state=raised&limit=500"))[-1]["claim_id"])}


def an_audit() -> dict[str, Any]:
    found = {"finding": "gauges are not calibrated", "action": "calibrate them", "owner": "Schmidt", "due_on": day(9)}
    topics = ["inspection equipment"]
    finding = {"topic": topics[0], "grade": "major", **found}
    return {"audited_on": day(0), "auditor": "SGS", "announced": False, "topics": topics, "findings": [finding]}


async def audited(outside: Outside) -> Subject:
    """A supplier whom nobody audited before, for there is one audit a day."""
    supplier = f"A-{uuid4()}"[:20]
    await outside.ask("purchasing", "PUT", f"/suppliers/{supplier}", {"name": "A", "country": "CN", "currency": "USD"})
    await outside.ask("purchasing", "POST", f"/suppliers/{supplier}/audits", an_audit())
    return {"supplier": supplier, "audited_on": day(0), "finding": "1"}


def an_rfq() -> dict[str, Any]:
    return {
        "item": "bolt", "quantity": "100", "unit": "pcs", "wanted_on": day(30), "answer_by": day(5),
        "specification": "as drawn", "suppliers": [SUPPLIERS[0]], "single_reason": "his patent",
        "further": [{"item": "seal", "quantity": "7", "unit": "pcs", "wanted_on": day(40), "specification": "70 x 3"}],
    }  # fmt: skip


def a_quote() -> dict[str, Any]:
    price = {"unit_price": money("5.00"), "minimum": "10", "lead_days": 7, "valid_until": day(60), "payment_days": 30}
    return {
        "supplier": SUPPLIERS[0], "item": "bolt", "priced": price, "declined": "", "remarks": "ex works",
        "received_on": day(0), "further": [{"item": "seal", "priced": price, "declined": "", "remarks": "ex works"}],
    }  # fmt: skip


async def asked_for_quotes(outside: Outside) -> Subject:
    return {"rfq": (await outside.ask("purchasing", "POST", "/rfqs", an_rfq()))["rfq_id"]}


async def requested(outside: Outside) -> Subject:
    """What one of those who are asked gets as a paper."""
    rfq = await outside.ask("purchasing", "POST", "/rfqs", an_rfq())
    return {"request": f"{rfq['number']}.{rfq['asked'][0]['supplier']}"}


async def quoted(outside: Outside) -> Subject:
    rfq = (await asked_for_quotes(outside))["rfq"]
    await outside.ask("purchasing", "POST", f"/rfqs/{rfq}/quotes", a_quote())
    return {"rfq_id": rfq}


async def to_make(outside: Outside) -> Subject:
    """Our own shop is to make gears of bolts."""
    await with_line(outside)
    made = {"minutes_per_unit": "7.5", "cost_per_unit": money("4.00")}
    bill = {"components": [{"item": "bolt", "quantity": "2"}], "lead_days": 3}
    for department, path, body in (
        ("sales", "/items/gear", {"name": "gear", "weight_kg": "1", "volume_m3": "0.01"}),
        ("purchasing", "/suppliers/own-shop", {"name": "own shop", "country": "CN", "currency": "USD"}),
        ("purchasing", "/lines/L-1/items/gear", made),
        ("purchasing", "/items/gear/bill-of-materials", bill),
    ):
        await outside.ask(department, "PUT", path, body)
    await outside.order(f"PO {uuid4()}", {"gear": 4})
    await settle(outside)
    return {"production_id": str((await outside.each("purchasing", "/production?limit=500"))[-1]["production_id"])}


async def in_the_shop(outside: Outside) -> Subject:
    about = await to_make(outside)
    await outside.ask("purchasing", "POST", f"/production/{about['production_id']}/release", {})
    await settle(outside)
    return about


async def on_a_line_that_stands_still(outside: Outside) -> Subject:
    about, still = await in_the_shop(outside), {"first_on": day(0), "until_on": day(99), "reason": "overhaul"}
    await outside.ask("purchasing", "PUT", "/lines/L-2", {"name": "Assembly"})
    made = {"rank": 2, "minutes_per_unit": "7.5", "cost_per_unit": money("5.00")}
    await outside.ask("purchasing", "PUT", "/lines/L-2/items/gear", made)
    await outside.ask("purchasing", "POST", "/lines/L-1/maintenance", still)
    return about


async def slid(outside: Outside) -> Subject:
    """A purchase whose supplier names a day long after the first."""
    about = await ordered(outside)
    for what, told in (("confirm", {"promised_on": day(3)}), ("delay", {"promised_on": day(90), "reason": "strike"})):
        await outside.ask("purchasing", "POST", f"/purchases/{about['purchase_id']}/{what}", told)
    return about


async def refused_at_the_dock(outside: Outside) -> Subject:
    about = await ordered(outside)
    body = {"purchase_id": about["purchase_id"], "accepted": "0", "rejected": "1", "inspection": "INS-1"}
    await outside.ask("warehouse", "POST", "/receipts", body)
    await settle(outside)
    return about


async def quarantined(outside: Outside) -> Subject:
    """One gear came and waits for its inspection; a supplier of many bad ones is taken back first."""
    await outside.open_trade({"gear": 0})
    await outside.ask("warehouse", "PUT", "/inspection-plans/gear", {"level": "II"})
    for lot in (await outside.each("warehouse", "/inspections?item=gear&limit=500"))[-1:]:
        await outside.ask("warehouse", "POST", f"/inspections/{lot['inspection_id']}/resume", {"reason": "he acted"})
    await outside.order(f"PO {uuid4()}", {"gear": 4})
    await settle(outside)
    purchases = await outside.each("purchasing", "/purchases?item=gear&limit=500")
    open_ = [p for p in purchases if p["state"] in ("ordered", "confirmed")]
    about = {"purchase_id": str(open_[-1]["purchase_id"])}
    receipt = await outside.ask("warehouse", "POST", "/receipts", about | {"accepted": "1"})
    assert receipt, outside.refused[-1]
    return about | {"inspection_id": await lot_of(outside, receipt)}


async def lot_of(outside: Outside, receipt: dict[str, Any]) -> str:
    (lot,) = await outside.each("warehouse", f"/inspections?receipt={receipt['number']}")
    return str(lot["inspection_id"])


async def found_bad(outside: Outside) -> Subject:
    """The one gear is no good."""
    about = await quarantined(outside)
    await call_bad(outside, about["inspection_id"])
    return about


async def call_bad(outside: Outside, inspection_id: str) -> None:
    await outside.ask("warehouse", "POST", f"/inspections/{inspection_id}/examine", {"examined": 1, "major": 1})


async def at_the_gate(outside: Outside) -> Subject:
    """The first gear of a run is made, and waits for its inspection."""
    await outside.ask("warehouse", "PUT", "/inspection-plans/gear", {"incoming": False, "first_article": True})
    await settle(outside)
    about = await in_the_shop(outside)
    for milestone in ("material_in", "first_article"):
        told = {"milestone": milestone, "share": "1"}
        await outside.ask("purchasing", "POST", f"/production/{about['production_id']}/progress", told)
    await settle(outside)
    (one,) = await outside.each("warehouse", f"/gate-inspections?production_id={about['production_id']}")
    return about | {"gate_inspection_id": str(one["inspection_id"])}


async def failed_at_the_gate(outside: Outside) -> Subject:
    about = await at_the_gate(outside)
    found = {"examined": 1, "critical": 0, "major": 1, "minor": 0}
    await outside.ask("warehouse", "POST", f"/gate-inspections/{about['gate_inspection_id']}/examine", found)
    return about


async def to_pack(outside: Outside) -> Subject:
    """Its serial number is read when it is packed; those that are here have none yet."""
    item = {"name": "pump", "unit": "pcs", "weight_kg": "1", "volume_m3": "0.01", "serialised": True}
    await outside.ask("sales", "PUT", "/items/pump", item)
    await outside.ask("warehouse", "PUT", "/stock/pump", {"quantity": "9000"})
    await settle(outside)
    order_id = await outside.order(f"PO {uuid4()}", {"pump": 1})
    await settle(outside)
    shipments = await outside.each("warehouse", "/shipments?state=to_pack&limit=500")
    return {"shipment_id": next(str(one["shipment_id"]) for one in shipments if one["order_id"] == str(order_id))}


async def in_two_places(outside: Outside) -> Subject:
    await outside.ask("warehouse", "PUT", "/stock/bolt", {"places": ["SH/A-2"]})
    await outside.ask("warehouse", "POST", "/stock/bolt/adjust", {"quantity": "20", "reason": "found"})
    return {}


async def wanted_elsewhere(outside: Outside) -> Subject:
    await in_two_places(outside)
    asked = {"item": "bolt", "quantity": "1", "destination": "SH/A-2", "reason": "wanted there"}
    return {"transfer_id": (await outside.ask("warehouse", "POST", "/transfers", asked))["transfer_id"]}


async def on_its_way(outside: Outside) -> Subject:
    about = await wanted_elsewhere(outside)
    await outside.ask("warehouse", "POST", f"/transfers/{about['transfer_id']}/dispatch", {})
    return about


async def to_count(outside: Outside) -> Subject:
    """Of one item no two are open."""
    for known in await outside.each("warehouse", "/stock-counts"):
        if known["state"] in ("to count", "counted"):
            over = {"reason": "counted anew"}
            await outside.ask("warehouse", "POST", f"/stock-counts/{known['stock_count_id']}/call-off", over)
    count = await outside.ask("warehouse", "POST", "/stock-counts", {"items": ["bolt"]})
    return {"stock_count_id": count["stock_count_id"]}


async def counted(outside: Outside) -> Subject:
    about = await to_count(outside)
    lines = {"lines": [{"item": "bolt", "quantity": "9000"}]}
    await outside.ask("warehouse", "POST", f"/stock-counts/{about['stock_count_id']}/record", lines)
    return about


def by_hand() -> dict[str, Any]:
    lines = [{"account": "6602", "debit": "120"}, {"account": "1602", "credit": "120"}]
    return {"currency": "CNY", "lines": lines, "reason": "depreciation"}


async def a_voucher(outside: Outside) -> Subject:
    return {"voucher_id": (await outside.ask("finance", "POST", "/vouchers", by_hand()))["voucher_id"]}


def a_failure() -> dict[str, Any]:
    words = {"process": "turning", "mode": "bad thread", "effect": "does not fit", "cause": "worn tool"}
    return words | {"item": "bolt", "control": "gauge"}


async def failing(outside: Outside) -> Subject:
    """A failure mode of bolts that is rated and that nobody does anything about."""
    code = f"F-{uuid4()}"
    await outside.ask("warehouse", "PUT", f"/failure-modes/{code}", a_failure())
    figures = {"severity": 8, "occurrence": 4, "detection": 7}
    await outside.ask("warehouse", "POST", f"/failure-modes/{code}/rate", figures)
    return {"failure_mode": code}


async def improving(outside: Outside) -> Subject:
    about = await failing(outside)
    action = {"what": "new tools", "owner": "gao.feng", "due_on": day(9)}
    await outside.ask("warehouse", "POST", f"/failure-modes/{about['failure_mode']}/improve", action)
    return about


async def proposed(outside: Outside) -> Subject:
    """A rejected lot that nobody called a failure yet; once none is left, ten more."""
    while not (waiting := await undecided(outside)):
        about = await ordered(outside)
        for _ in range(10):
            await outside.ask("warehouse", "POST", "/receipts", about | {"accepted": "0", "rejected": "1"})
        await settle(outside)
    code = f"F-{uuid4()}"
    await outside.ask("warehouse", "PUT", f"/failure-modes/{code}", a_failure() | {"item": waiting[-1]["item"]})
    return {"proposal_id": waiting[-1]["proposal_id"], "failure_mode": code}


async def undecided(outside: Outside) -> list[dict[str, Any]]:
    return [one for one in await outside.each("warehouse", "/fmea-proposals?limit=500") if not one["decision"]]


async def discontinued(outside: Outside) -> Subject:
    """Bad lots until no more is taken in."""
    about = await found_bad(outside)
    lot = {"purchase_id": about["purchase_id"], "accepted": "1"}
    while receipt := await outside.ask("warehouse", "POST", "/receipts", lot):
        await call_bad(outside, await lot_of(outside, receipt))
    return about


async def received(outside: Outside) -> Subject:
    """A purchase whose goods came; named as its supplier's bill names it."""
    about = await ordered(outside)
    await settle(outside)
    purchase = await outside.ask("purchasing", "GET", f"/purchases/{about['purchase_id']}")
    await outside.ask("warehouse", "POST", "/receipts", {"purchase_id": about["purchase_id"], "accepted": "1"})
    await settle(outside)
    return {"purchase": purchase["number"], "supplier": purchase["supplier"], "item": purchase["item"]}


async def of_a_lot(outside: Outside) -> Subject:
    """One nut came, of a lot that had none before."""
    about = await ordered(outside)
    await settle(outside)
    lot = f"L-{uuid4()}"
    body = {"purchase_id": about["purchase_id"], "accepted": "1", "lot": lot}
    assert await outside.ask("warehouse", "POST", "/receipts", body), outside.refused[-1]
    return {"lot": lot}


async def recalled(outside: Outside) -> Subject:
    """A lot that was recalled, by its receipt."""
    about = await of_a_lot(outside)
    found = await outside.ask("warehouse", "POST", f"/lots/{about['lot']}/recall", {"reason": "cracks"})
    return {"receipt": found["receipts"][0]}


async def held_back(outside: Outside) -> Subject:
    """A bill for more than came."""
    about = await received(outside)
    content = a_bill("1000")
    content["lines"][0] |= {"purchase": about["purchase"]}
    asked = content | {"supplier": about["supplier"], "number": f"B-{uuid4()}"}
    bill = await outside.ask("finance", "POST", "/bills", asked)
    assert bill, outside.refused[-1]
    return {"purchase": about["purchase"], "bill_id": bill["bill_id"]}


async def to_credit(outside: Outside) -> Subject:
    about = await owed(outside)
    bills = await outside.each("finance", "/bills?state=payable&limit=500")
    return about | {"bill_id": bills[-1]["bill_id"], "purchase": bills[-1]["lines"][0]["purchase"]}


async def owed(outside: Outside) -> Subject:
    """A bill that agrees, of a supplier of whom two people know where he is paid."""
    about = await received(outside)
    content = a_bill("1")
    content["lines"][0] |= {"purchase": about["purchase"]}
    asked = content | {"supplier": about["supplier"], "number": f"B-{uuid4()}"}
    bill = await outside.ask("finance", "POST", "/bills", asked)
    assert bill, outside.refused[-1]
    path, manager = f"/payees/{about['supplier']}/account", ("finance manager",)
    await outside.ask("finance", "PUT", path, an_account())
    await outside.ask("finance", "POST", f"{path}/confirm", person="the manager", roles=manager)
    return {}


async def approved(outside: Outside) -> Subject:
    """A payment run that waits for the bank."""
    await owed(outside)
    run = await outside.ask("finance", "POST", "/payment-runs", a_run())
    assert run, outside.refused[-1]
    path, manager = f"/payment-runs/{run['run_id']}/approve", ("finance manager",)
    await outside.ask("finance", "POST", path, person="the manager", roles=manager)
    return {"run_id": run["run_id"]}


async def awaiting_signature(outside: Outside) -> Subject:
    (change, *_) = await outside.each("finance", "/price-changes?state=awaited") or [{"purchase_id": str(uuid4())}]
    return {"purchase_id": change["purchase_id"]}


async def a_debt(outside: Outside) -> Subject:
    """An invoice of which somebody asked to give 1.00 up."""
    about = await papered(outside)
    asked = {"invoice": about["invoice"], "amount": "1.00", "reason": "insolvent"}
    await outside.ask("finance", "POST", f"/orders/{about['order_id']}/write-offs", asked, roles=("accountant",))
    return about


async def a_difference(_: Outside) -> Subject:
    """Of a month that sales has not stated."""
    return {"month": "2026-01", "difference_id": str(uuid4())}


async def an_exception(outside: Outside) -> Subject:
    (case, *_) = await outside.each("notify", "/exceptions") or [{"exception_id": str(uuid4())}]
    return {"exception_id": case["exception_id"]}


def a_bank_file() -> str:
    return camt(Line("1.00", reference=str(uuid4())), number=str(uuid4()), sequence="")


async def a_receipt(outside: Outside) -> Subject:
    await dispatched(outside)
    await outside.ask("finance", "POST", "/bank-files", {"content": a_bank_file()})
    (receipt, *_) = await outside.each("finance", "/receipts?limit=1")
    return {"receipt_id": receipt["receipt_id"]}


@dataclass(frozen=True)
class Command:
    """One route, a body that it takes, and how what it is about comes to be."""

    department: str
    method: str
    path: str
    body: Callable[[], dict[str, Any]]
    subject: Callable[[Outside], Awaitable[Subject]] = nothing
    replaces: bool = False
    """What it says takes the place of what was said before: it is done to the same thing again and again."""

    def __str__(self) -> str:
        return f"{self.department} {self.method} {self.path}"


def first(series: str) -> str:
    """The first number that is taken in this year."""
    return f"{series}-{clock.today().year}-000001"


def an_order() -> dict[str, Any]:
    line = {"line": 1, "item": "bolt", "quantity": "4", "unit_price": money("10.00")}
    return {
        "customer": CUSTOMER, "customer_po": "PO-X", "currency": "USD", "lines": [line], "deliver_to": ADDRESS,
        "terms": {"days": 30, "advance_share": "0"}, "wanted": day(60), "partial": False, "freight": money("1.00"),
        "discount": "0", "tax_rate": "0", "incoterm": "FOB", "merchandiser": "chen.yu",
    }  # fmt: skip


def a_bill(quantity: str) -> dict[str, Any]:
    line = {"purchase": first("PO"), "item": "nut", "quantity": quantity, "unit_price": "1.00", "tax": "0.13"}
    total = f"{Decimal(quantity) + Decimal('0.13')}"
    return {"dated": day(0), "currency": "USD", "lines": [line], "tax": "0.13", "total": total}


def a_credit() -> dict[str, Any]:
    return {
        "number": "LC-1", "issued_on": day(-3), "expires_on": day(120), "expiry_place": "CHINA", "expiry_country": "CN",
        "issuing_bank": "COBADEFF", "applicant": "B", "applicant_address": "Hamburg, Germany", "beneficiary": "S",
        "beneficiary_address": "Ningbo, China", "amount": money("100.00"), "above": 5, "below": 5,
        "available_with": "any bank", "available_by": "negotiation", "drafts_at": "at sight", "drawee": "COBADEFF",
        "payment_terms": "at sight", "partial": "allowed", "transhipment": "allowed", "receipt": "NINGBO",
        "loading": "NINGBO", "discharge": "HAMBURG", "delivery": "HAMBURG", "latest_shipment": day(100),
        "goods": "4 PCS OF BOLTS", "documents": "COMMERCIAL INVOICE", "conditions": "IN ENGLISH",
        "presentation_days": 21, "confirmation": "without",
    }  # fmt: skip


def an_account() -> dict[str, Any]:
    return {"holder": "S", "number": "6222 0001", "bic": "ICBKCNBJ"}


def a_run() -> dict[str, Any]:
    return {"currency": "USD", "due_by": day(60), "pay_on": day(1)}


def a_measure() -> dict[str, Any]:
    return {"what": "test each", "owner": "li.na", "due": day(9)}


def told(*names: str) -> dict[str, Any]:
    return {name: an_order()[name] for name in names}


CHANGEABLE = ("lines", "deliver_to", "wanted", "terms", "freight", "discount", "partial", "incoterm")
COMMANDS = (
    Command("sales", "PUT", "/customers/OTHER", lambda: {
        "name": "Other", "grade": "A", "country": "DE", "currency": "USD", "language": "en",
        "terms": {"days": 30, "advance_share": "0"}, "credit_limit": "1000", "tax_number": "DE136695976",
        "incoterm": "FOB Ningbo"}),
    Command("sales", "PUT", "/items/other", lambda: {
        "name": "other", "unit": "pcs", "weight_kg": "1", "volume_m3": "0.01", "critical": False,
        "discontinued": False, "customs_code": "0901.21", "origin": "CN"}),
    Command("sales", "POST", "/order-files", lambda: {"content": an_order_file("PO-EDI"), "customer": CUSTOMER}),
    Command("sales", "POST", "/orders/noted", lambda: {
        "customer": CUSTOMER, "customer_po": "CALL-1", "channel": "call", "said_by": "Ana", "wanted": day(60),
        "said_at": clock.now().isoformat(), "words": "four bolts, as usual", "currency": "USD", "deliver_to": ADDRESS,
        "lines": [{"line": 1, "item": "bolt", "quantity": "4", "unit_price": money("3.00")}]}),
    Command("sales", "POST", "/inquiries", lambda: {
        "customer": CUSTOMER, "reference": "RFQ-1", "needs": "food grade", "wanted": day(30),
        "lines": [{"line": 1, "quantity": "500", "item": "bolt", "needs": "zinc plated"}]}),
    Command("sales", "POST", "/inquiries/{inquiry_id}/quote", lambda: {
        "currency": "USD", "valid_until": day(30), "incoterm": "FOB Ningbo", "lead_days": 21, "note": "as agreed",
        "terms": {"days": 30, "advance_share": "0"},
        "lines": [{"item": "bolt", "quantity": "100", "unit_price": money("9.50")}]}, inquired),
    Command("sales", "PUT", "/items/bolt/prices/USD", lambda: {
        "steps": [{"quantity": "1", "price": "12"}, {"quantity": "1000", "price": "9"}], "floor": "8"}),
    Command("sales", "POST", "/inquiries/{inquiry_id}/send-back", lambda: {"reason": "too cheap"}, offered_low),
    Command("sales", "POST", "/inquiries/{inquiry_id}/decline", lambda: {"reason": "we make none"}, inquired),
    Command("sales", "POST", "/inquiries/{inquiry_id}/needs", some_needs, inquired),
    Command("sales", "POST", "/inquiries/{inquiry_id}/agree-needs", lambda: {
        "expected_version": 1, "person": "Ana", "agreed_on": day(0)}, with_needs),
    Command("sales", "POST", "/contracts", lambda: a_contract("LT-1")),
    Command("sales", "POST", "/contracts/{contract_id}/amend", lambda: {
        "clauses": [{"kind": "price", "text": "as listed", "currency": "USD", "incoterm": "FOB Ningbo"}],
        "valid_until": day(400), "expected_version": 1, "supplement": {"reference": "SUP-1", "agreed_on": day(0)}},
        contracted),
    Command("sales", "POST", "/contracts/{contract_id}/accept", lambda: {
        "clause": "subject", "reason": "each order says it", "expected_version": 1}, contracted),
    Command("sales", "POST", "/contracts/{contract_id}/attachments", lambda: {
        "content": A_PHOTO, "title": "合同扫描件"}, contracted),
    Command("sales", "POST", "/contracts/{contract_id}/give-up", lambda: {
        "reason": "they buy elsewhere", "expected_version": 1}, contracted),
    Command("sales", "POST", "/contracts/{contract_id}/terminate", lambda: {
        "party": "they", "reason": "they buy elsewhere", "last_day": day(30)}, in_force),
    Command("sales", "POST", "/contracts/{contract_id}/sign", lambda: {
        "party": "they", "signed_by": "A. Futterkiste", "signed_on": day(0), "expected_version": 2}, to_sign),
    Command("sales", "POST", "/orders/{order_id}/end-rescue", lambda: {
        "offered": "a tenth off", "result": "kept"}, wishing_to_cancel),
    Command("sales", "POST", "/trials", a_trial),
    Command("sales", "POST", "/handovers", lambda: {
        "from_person": "wu.dan", "to_person": "li.na", "reason": "moved"}, to_give),
    Command("sales", "POST", "/handovers/{handover_id}/decline", lambda: {"reason": "no time"}, to_take),
    Command("sales", "POST", "/samples", a_sample),
    Command("sales", "POST", "/samples/{sample_id}/send", lambda: {"sent_on": day(0), "shipped_by": "DHL 1"}, sampled),
    Command("sales", "POST", "/samples/{sample_id}/judge", lambda: {
        "verdict": "rejected", "judged_on": day(0), "remarks": "too dark", "next_judge_by": day(20)}, sent),
    Command("sales", "POST", "/orders/{order_id}/waive-samples", lambda: {"reason": "he telephoned"},
        awaiting_a_sample),
    Command("sales", "PUT", "/figures/grade_weights", lambda: {"value": {"A": 3, "B": 2, "C": 1}}),
    Command("sales", "POST", "/orders/{order_id}/acknowledge", lambda: {
        "expected_version": 2, "words": "agreed", "on": day(0)}, confirmed),
    Command("sales", "POST", "/papers/order_confirmation/{order_number}/link", lambda: {"days": 3}, papered),
    Command("sales", "POST", "/orders", an_order),
    Command("sales", "POST", "/orders/batch", lambda: {"items": [an_order() | {"idempotency_key": "strange-0001"}]}),
    Command("sales", "POST", "/orders/{order_id}/clarify", lambda: told(*CHANGEABLE), incomplete),
    Command("sales", "POST", "/orders/{order_id}/confirm", lambda: {"promised": day(30)}, placed),
    Command("sales", "POST", "/orders/{order_id}/reject", lambda: {
        "reasons": [{"code": "x", "text": "no"}]}, incomplete),
    Command("sales", "POST", "/orders/{order_id}/change", lambda: {
        **told(*CHANGEABLE), "promised": day(30), "reason": "asked", "expected_version": 1}, confirmed),
    Command("sales", "POST", "/change-files", lambda: {
        "content": a_change_file("PO-CHANGED", "nut", 2), "customer": CUSTOMER}, to_change),
    Command("sales", "POST", "/orders/{order_id}/offer-alternatives", lambda: {
        "alternatives": [an_alternative()], "answer_by": day(7), "expected_version": 2}, confirmed),
    Command("sales", "POST", "/orders/{order_id}/choose-alternative", lambda: {
        "choice": 1, "words": "then so", "on": day(0), "expected_offer": 1}, offered_another),
    Command("sales", "POST", "/orders/{order_id}/cancel", lambda: {
        "reason": "asked", "expected_version": 1}, confirmed),
    Command("sales", "POST", "/orders/{order_id}/receipts", lambda: {
        "amount": money("40.00"), "received_on": day(0), "how": "transfer", "reference": "TT-1",
        "said_by": "Ana"}, placed),
    Command("sales", "POST", "/orders/{order_id}/receipts/1/correct", lambda: {
        "amount": "4.00", "reason": "a digit too much"}, told_of),
    Command("sales", "POST", "/orders/{order_id}/chases", lambda: {
        "asked_on": day(0), "how": "telephone", "spoke_with": "Ana", "said": "on Friday", "promised_on": day(5)},
        placed),
    Command("sales", "POST", "/orders/{order_id}/complaints", lambda: {
        "kind": "quality", "words": "it stops", "goods": [{"line": 1, "quantity": "1"}]}, delivered),
    Command("sales", "POST", "/complaints/{complaint_id}/grade", lambda: {
        "grade": "A", "reason": "it hurts"}, complained),
    Command("sales", "POST", "/complaints/{complaint_id}/team", lambda: {"answer_by": day(5), "team": [
        {"department": "sales", "person": "wang.fang"}, {"department": "warehouse", "person": "zhou.min"}]},
        complained_gravely),
    Command("sales", "POST", "/complaints/{complaint_id}/analyse", lambda: {
        "whys": ["it stops", "loose"], "corrective": a_measure(), "preventive": a_measure(), "procedure": "test it"},
        complained),
    Command("sales", "POST", "/complaints/{complaint_id}/take-measure", lambda: {
        "measure": "corrective", "done": "tested each"}, analysed),
    Command("sales", "POST", "/complaints/{complaint_id}/attachments", lambda: {
        "content": A_PHOTO, "title": "破损"}, complained),
    Command("sales", "POST", "/complaints/{complaint_id}/close", lambda: {"answer": "replaced"}, complained),
    Command("sales", "POST", "/complaints/{complaint_id}/reopen", lambda: {"reason": "again"}, answered),
    Command("sales", "POST", "/letters/returned", lambda: {
        "content": notification(f"{uuid4()}@gendan.example").decode()}),
    Command("sales", "POST", "/letters/{letter_id}/settle", lambda: {"words": "told by telephone"}, written_to),
    Command("sales", "POST", "/tickets", a_ticket),
    Command("sales", "POST", "/tickets/{ticket_id}/step", lambda: {
        "step": "hand_over", "words": "it is broken", "to": "sun.hao"}, served),
    Command("sales", "POST", "/tickets/{ticket_id}/answer", lambda: {"solved": False, "words": "it is loose"}, solved),
    Command("sales", "POST", "/orders/{order_id}/give-back", lambda: {
        "kind": "return", "words": "it stops", "lines": [{"line": 1, "quantity": "1"}], "channel": "mail"}, delivered),
    Command("sales", "POST", "/conversations", a_conversation),
    Command("sales", "POST", "/conversations/{conversation_id}/keep", lambda: {"kept": "answered"}, promised),
    Command("sales", "POST", "/feedback/{feedback_id}/answer", lambda: {
        "score": 4, "comment": "quick", "said_on": day(0)}, to_judge),
    Command("sales", "POST", "/feedback/{feedback_id}/follow-up", lambda: {"done": "called him"}, judged_badly),
    Command("sales", "POST", "/acceptances/batch", lambda: {"items": [
        {"idempotency_key": "strange-0002", "order_id": str(uuid4()), "shipment_id": str(uuid4())}]}, delivered),
    Command("purchasing", "PUT", "/figures/tolerance", lambda: {"value": "0.05", "valid_from": day(0)}),
    Command("purchasing", "PUT", "/suppliers/S-9", lambda: {
        "name": "S", "country": "CN", "currency": "USD", "payment_days": 30}),
    Command("purchasing", "POST", f"/suppliers/{SUPPLIERS[0]}/reviews", lambda: {
        "verdict": "approved", "note": "in time", "next_on": day(90)}),
    Command("purchasing", "PUT", f"/suppliers/{SUPPLIERS[0]}/certificates/ISO-9001", lambda: {
        "number": "CN-1", "issued_by": "SGS", "valid_until": day(300)}),
    Command("purchasing", "POST", f"/suppliers/{SUPPLIERS[0]}/audits", an_audit),
    Command("purchasing", "POST", "/suppliers/{supplier}/audits/{audited_on}/findings/{finding}/close", lambda: {
        "evidence": "seen by our inspector"}, audited),
    Command("purchasing", "PUT", f"/suppliers/{SUPPLIERS[0]}/agreements/SA-9", lambda: {
        "valid_from": day(0), "valid_until": day(300), "items": ["motor"], "counting": "working", "grace_days": 2,
        "tolerated_share": "0.02", "per_day": "0.005", "cap": "0.1"}),
    Command("purchasing", "POST", "/claims/{claim_id}/decide", lambda: {
        "verdict": "waived", "reason": "we were late ourselves"}, claimed),
    Command("purchasing", "POST", "/rfqs", an_rfq),
    Command("purchasing", "POST", "/rfqs/{rfq}/quotes", a_quote, asked_for_quotes, replaces=True),
    Command("purchasing", "POST", "/rfqs/{rfq_id}/choose", lambda: {
        "supplier": SUPPLIERS[0], "item": "bolt", "reason": "in time"}, quoted),
    Command("purchasing", "PUT", f"/suppliers/{SUPPLIERS[1]}/items/bolt", lambda: {
        "rank": 2, "agreed_price": money("5.00"), "unit_price": money("5.00"), "lead_days": 7, "available": True,
        "pack": "6"}),
    Command("purchasing", "PUT", "/lines/L-1", lambda: {
        "name": "Assembly", "shifts": 2, "shift_minutes": 480, "active": True}),
    Command("purchasing", "POST", "/lines/L-1/maintenance", lambda: {
        "first_on": day(7), "until_on": day(8), "minutes": 480, "reason": "overhaul"}, with_line),
    Command("purchasing", "PUT", "/lines/L-1/items/bolt", lambda: {
        "rank": 1, "minutes_per_unit": "7.5", "cost_per_unit": money("4.00")}, with_line),
    Command("purchasing", "PUT", "/items/gear/bill-of-materials", lambda: {
        "components": [{"item": "bolt", "quantity": "2"}], "lead_days": 3}, to_make),
    Command("purchasing", "POST", "/production/{production_id}/release", lambda: {
        "line": "L-1", "from_stock": [{"item": "bolt", "quantity": "1"}]}, to_make),
    Command("purchasing", "POST", "/production/{production_id}/progress", lambda: {
        "milestone": "material_in", "share": "0.5", "reason": "a truck is missing", "pieces": 1}, in_the_shop),
    Command("purchasing", "POST", "/production/{production_id}/switch", lambda: {
        "to_line": "L-2", "reason": "overhaul"}, on_a_line_that_stands_still),
    Command("purchasing", "POST", "/purchases/{purchase_id}/confirm", lambda: {"promised_on": day(7)}, ordered),
    Command("purchasing", "POST", "/purchases/{purchase_id}/delay", lambda: {
        "promised_on": day(9), "reason": "strike"}, ordered),
    Command("purchasing", "POST", "/purchases/{purchase_id}/decline", lambda: {"reason": "no steel"}, ordered),
    Command("purchasing", "POST", "/purchase-orders", lambda: {"supplier": "S-1", "items": ["nut"]}),
    Command("purchasing", "POST", "/purchase-orders/{purchase_id}/answer", lambda: {
        "promised_on": day(7), "lines": [{"line": 1, "promised_on": day(9), "reason": "strike"}]}, ordered),
    Command("purchasing", "POST", "/purchases/{purchase_id}/switch", lambda: {"reason": "too late"}, slid),
    Command("purchasing", "POST", "/purchases/{purchase_id}/say-price", lambda: {
        "verdict": "confirmed", "person": "Ana", "channel": "phone"}, ordered),
    Command("purchasing", "POST", "/papers/quotation_request/{request}/link", lambda: {"days": 3}, requested),
    Command("purchasing", "POST", "/purchases/{purchase_id}/redeliver", lambda: {
        "promised_on": day(9)}, refused_at_the_dock),
    Command("purchasing", "POST", "/purchases/{purchase_id}/give-up", lambda: {
        "quantity": "1", "reason": "bad lot"}, refused_at_the_dock),
    Command("warehouse", "PUT", "/figures/package_max_kg", lambda: {"value": "25", "valid_from": day(0)}),
    Command("warehouse", "PUT", "/stock/other", lambda: {
        "quantity": "10", "reorder_point": "1", "safety_stock": "1", "place": "A-1"}),
    Command("warehouse", "POST", "/stock/bolt/adjust", lambda: {"quantity": "1", "reason": "counted"}),
    Command("warehouse", "POST", "/lots/{lot}/recall", lambda: {"reason": "cracks", "supplier": None}, of_a_lot),
    Command("warehouse", "POST", "/recalls/{receipt}/lift", lambda: {"reason": "measured again"}, recalled),
    Command("warehouse", "POST", "/receipts", lambda: {
        "purchase_id": str(uuid4()), "accepted": "1", "rejected": "1", "inspection": "INS-1", "place": ""}, ordered),
    Command("warehouse", "POST", "/shipments/{shipment_id}/pack", lambda: {"serials": ["P-1"]}, to_pack),
    Command("warehouse", "POST", "/transfers", lambda: {
        "item": "bolt", "quantity": "1", "destination": "SH/A-2", "reason": "wanted there"}, in_two_places),
    Command("warehouse", "POST", "/transfers/{transfer_id}/dispatch", lambda: {"quantity": "1"}, wanted_elsewhere),
    Command("warehouse", "POST", "/stock-counts", lambda: {"items": ["bolt"]}, in_two_places),
    Command("warehouse", "POST", "/stock-counts/{stock_count_id}/record", lambda: {
        "lines": [{"item": "bolt", "quantity": "9000"}]}, to_count),
    Command("warehouse", "POST", "/stock-counts/{stock_count_id}/settle", lambda: {
        "decision": "book", "reason": "found"}, counted),
    Command("warehouse", "POST", "/stock-counts/{stock_count_id}/call-off", lambda: {"reason": "too late"}, to_count),
    Command("warehouse", "POST", "/transfers/{transfer_id}/receive", lambda: {
        "quantity": "0", "difference": "fell off"}, on_its_way),
    Command("warehouse", "PUT", "/inspection-plans/other", lambda: {
        "level": "II", "critical": "0", "major": "1.0", "minor": "4.0", "incoming": True, "first_article": False,
        "final": False, "reduced": False, "steady_days": 60}),
    Command("warehouse", "POST", "/inspections/{inspection_id}/examine", lambda: {
        "examined": 1, "critical": 0, "major": 0, "minor": 0, "note": "as drawn"}, quarantined),
    Command("warehouse", "POST", "/inspections/{inspection_id}/attachments", lambda: {
        "content": A_PHOTO, "title": "螺纹损伤"}, quarantined),
    Command("warehouse", "POST", "/gate-inspections/{gate_inspection_id}/attachments", lambda: {
        "content": A_PHOTO, "title": "首件"}, at_the_gate),
    Command("warehouse", "POST", "/inspections/{inspection_id}/concede", lambda: {"reason": "needed"}, found_bad),
    Command("warehouse", "POST", "/inspections/{inspection_id}/dispose", lambda: {
        "kind": "rma", "quantity": "1", "reason": "bad thread"}, found_bad),
    Command("warehouse", "POST", "/inspections/{inspection_id}/resume", lambda: {"reason": "he acted"}, discontinued),
    Command("warehouse", "POST", "/gate-inspections/{gate_inspection_id}/examine", lambda: {
        "examined": 1, "critical": 0, "major": 0, "minor": 0, "note": "as drawn"}, at_the_gate),
    Command("warehouse", "POST", "/gate-inspections/{gate_inspection_id}/concede", lambda: {
        "reason": "needed"}, failed_at_the_gate),
    Command("warehouse", "PUT", "/failure-modes/F-1", a_failure),
    Command("warehouse", "POST", "/failure-modes/{failure_mode}/rate", lambda: {
        "severity": 8, "occurrence": 2, "detection": 3, "result": "no scrap"}, improving),
    Command("warehouse", "POST", "/failure-modes/{failure_mode}/improve", lambda: {
        "what": "new tools", "owner": "gao.feng", "due_on": day(9)}, failing),
    Command("warehouse", "POST", "/fmea-proposals/{proposal_id}/confirm", lambda: {"failure_mode": "F-1"}, proposed),
    Command("warehouse", "POST", "/fmea-proposals/{proposal_id}/dismiss", lambda: {"reason": "transport"}, proposed),
    Command("warehouse", "POST", "/returns", lambda: {
        "order_id": str(uuid4()), "shipment_id": str(uuid4()), "lines": [{"line": 1, "quantity": "1"}]}, dispatched),
    Command("logistics", "PUT", "/figures/home_country", lambda: {"value": "CN"}),
    Command("warehouse", "POST", "/papers/outbound_slip/{slip}/link", lambda: {"days": 3}, papered),
    Command("logistics", "POST", "/papers/packing_list/{shipment_id}/link", lambda: {"days": 3}, dispatched),
    Command("logistics", "PUT", "/carriers/C-9", lambda: {
        "name": "C", "active": True, "on_time": "0.95", "nda_signed": day(-30), "nda_review": day(300),
        "security_review": day(300)}),
    Command("logistics", "PUT", "/rates/C-2/road/DE", lambda: {
        "days": 3, "base": "50", "per_kg": "1", "currency": "USD", "co2_per_kg": "0.1", "reliability": "0.9",
        "legs": [{"mode": "road", "start": "CNNGB", "end": "DEHAM"}]}),
    Command("logistics", "POST", "/shipments/{shipment_id}/dispatch", lambda: {
        "carrier": "C-1", "mode": "sea", "tracking": "T-1"}, dispatched),
    Command("logistics", "POST", "/shipments/{shipment_id}/transport-document", lambda: {
        "document_number": "ESL-1", "kind": "bill of lading", "carrier": "Eastern Star Line", "loading": "Ningbo",
        "discharge": "Hamburg", "on_board_on": day(0), "originals_issued": 3,
        "consignee": {"name": "To order", "address": "Hafen 1", "country": "DE"},
        "legs": [{"mode": "sea", "start": "Ningbo", "end": "Hamburg"}],
        "containers": [{"number": "CSQU3054383", "seal": "ES7"}]}, dispatched, replaces=True),
    Command("logistics", "POST", "/shipments/{shipment_id}/insurance-document", lambda: {
        "document_number": "PMI-1", "issuer": "Pacific Marine", "kind": "policy", "issued_on": day(0),
        "insured": {"name": "gendan", "country": "CN"}, "amount": money("44.00"), "covers": ["ICC (A)"],
        "originals_issued": 2}, dispatched, replaces=True),
    Command("logistics", "POST", "/shipments/{shipment_id}/certificate", lambda: {
        "kind": "inspection", "title": "Inspection certificate", "document_number": "SGS-1", "issuer": "SGS",
        "issued_on": day(0), "inspected_on": day(0), "result": "passed", "certifies": ["in good order"]},
        dispatched, replaces=True),
    Command("logistics", "POST", "/shipments/{shipment_id}/deliver", lambda: {
        "at": clock.now().isoformat(), "proof": "signed"}, dispatched),
    Command("logistics", "POST", "/shipments/{shipment_id}/delay", lambda: {
        "expected": day(40), "reason": "storm"}, dispatched),
    Command("logistics", "POST", "/shipments/{shipment_id}/carrier-failed", lambda: {
        "reason": "no lorry came", "to_carrier": "C-2", "to_mode": "air"}, dispatched),
    Command("logistics", "POST", "/disruptions", lambda: {
        "kind": "strike", "place": "DEHAM", "country": "DE", "carrier": "C-1", "mode": "sea", "since": day(0),
        "until": day(9), "delay_days": 4, "source": "port watch", "reference": "PW-1"}),
    Command("logistics", "POST", "/disruptions/batch", lambda: {"items": [
        {"idempotency_key": "strange-0009", "kind": "weather", "country": "FR", "since": day(0), "until": day(3),
         "delay_days": 1, "source": "weather"}]}),
    Command("logistics", "POST", "/disruptions/{disruption_id}/lift", lambda: {"reason": "they work"}, held_up),
    Command("logistics", "POST", "/shipments/{shipment_id}/decide-disruption", lambda: {
        "choice": "rebook", "to_carrier": "C-2", "to_mode": "air", "reason": "no time"}, held_up),
    Command("logistics", "POST", "/shipments/{shipment_id}/news", lambda: {
        "kind": "position", "at": clock.now().isoformat(), "place": "Suez", "country": "EG", "latitude": "29.97",
        "longitude": "32.55", "container": "CSQU3054383", "tracking": "MAEU7731", "expected": day(40),
        "reason": "storm", "proof": "POD-1"}, dispatched),
    Command("logistics", "POST", "/journeys/batch", lambda: {"items": [
        {"idempotency_key": "strange-0005", "shipment": first("SH"), "kind": "position",
         "at": clock.now().isoformat(), "place": "Suez"}]}, dispatched),
    Command("logistics", "POST", "/shipments/{shipment_id}/correct-delivery", lambda: {
        "at": clock.now().isoformat(), "proof": "POD-2", "reason": "typed wrongly"}, delivered),
    Command("logistics", "POST", "/carrier-events/batch", lambda: {"items": [
        {"idempotency_key": "strange-0003", "kind": "delayed", "shipment_id": str(uuid4()), "expected": day(40),
         "reason": "storm"}]}, dispatched),
    Command("logistics", "POST", "/letters-of-credit/{letter_of_credit_id}/read", lambda: {
        "text": mt700(today=clock.today())}, paid_by_credit),
    Command("logistics", "POST", "/shipments/{shipment_id}/examine", lambda: {
        "presented_on": day(3)}, shipped_by_credit),
    Command("logistics", "POST", "/shipments/{shipment_id}/present", lambda: {
        "bank": "Bank of China", "presented_on": day(0), "bank_country": "CN", "bank_reference": "BP-1"},
        shipped_by_credit),
    Command("logistics", "POST", "/shipments/{shipment_id}/bank-accepts", lambda: {
        "accepted_on": day(0), "pays_on": day(60)}, at_the_bank),
    Command("logistics", "POST", "/shipments/{shipment_id}/bank-refuses", lambda: {
        "refused_on": day(0), "discrepancies": "late", "documents": "returned"}, at_the_bank),
    Command("logistics", "POST", "/shipments/{shipment_id}/bank-answers", lambda: {
        "text": "", "answered_on": day(0)}, answered_by_the_bank),
    Command("logistics", "POST", "/shipments/{shipment_id}/waiver", lambda: {
        "waiver": "given"}, refused_by_the_bank),
    Command("logistics", "POST", "/letters-of-credit/{letter_of_credit_id}/enter", a_credit, paid_by_credit,
        replaces=True),
    Command("logistics", "POST", "/letters-of-credit/{letter_of_credit_id}/amend", lambda: {
        "text": mt707(f43P="NOT ALLOWED")}, with_its_credit),
    Command("logistics", "POST", "/letters-of-credit/{letter_of_credit_id}/decide", lambda: {
        "number": 1, "accept": True, "reason": "agreed"}, with_an_amendment),
    Command("logistics", "POST", "/letters-of-credit/{letter_of_credit_id}/take", lambda: {
        "reason": "the rest comes by transfer"}, with_its_credit),
    Command("logistics", "PUT", "/depots/D-9", lambda: {
        "name": "Berlin", "latitude": "52.52", "longitude": "13.40"}),
    Command("logistics", "PUT", "/vehicles/V-9", lambda: {
        "depot": "D-9", "capacity_kg": "800", "capacity_m3": "4", "starts": "08:00", "ends": "18:00",
        "per_km": "1.2", "per_hour": "60", "per_day": "200", "active": True}),
    Command("logistics", "PUT", "/shipments/{shipment_id}/place", lambda: {
        "latitude": "52.6", "longitude": "13.5", "opens": "08:00", "closes": "18:00", "service_minutes": 10},
        dispatched),
    Command("logistics", "POST", "/tour-plans/{plan_id}/start", lambda: {"vehicle": "V-7"}, planned),
    Command("logistics", "POST", "/shipments/{shipment_id}/not-taken", lambda: {"reason": "closed"}, dispatched),
    Command("logistics", "POST", "/tour-plans", lambda: {"depot": "D-9", "day": day(1)}),
    Command("finance", "PUT", "/figures/write_off_up_to", lambda: {"value": "0", "valid_from": day(0)}),
    Command("finance", "POST", "/customers/OTHER/hold", lambda: {"reason": "asked"}),
    Command("finance", "POST", "/orders/{order_id}/credit-review", lambda: {"verdict": "yes", "reason": "x"}, placed),
    Command("finance", "POST", "/papers/commercial_invoice/{invoice}/link", lambda: {"days": 3}, papered),
    Command("finance", "POST", "/rate-files", lambda: {
        "content": f"Date,USD,CNY,\n{day(0)},1.1,7.8,", "surprising": False}),
    Command("finance", "PUT", "/rates/EUR", lambda: {"value": "7.9", "valid_from": day(1)}),
    Command("finance", "POST", "/payments", lambda: {
        "customer": CUSTOMER, "amount": money("1.00"), "reference": first("SO"), "bank_reference": f"B-{uuid4()}"},
        dispatched),
    Command("finance", "POST", "/bank-statements/batch", lambda: {"items": [
        {"idempotency_key": "strange-0004", "customer": CUSTOMER, "amount": money("1.00"),
         "reference": first("SO"), "bank_reference": f"B-{uuid4()}"}]}, dispatched),
    Command("finance", "POST", "/bank-files", lambda: {"content": a_bank_file()}),
    Command("finance", "POST", "/receipts/{receipt_id}/assign", lambda: {
        "reference": first("SO"), "amount": "1"}, a_receipt),
    Command("finance", "POST", "/orders/{order_id}/write-offs", lambda: {
        "invoice": "INV-1", "amount": "1.00", "reason": "insolvent"}, papered),
    Command("finance", "POST", "/orders/{order_id}/write-offs/1/sign", lambda: {"approve": True}, a_debt),
    Command("finance", "POST", "/vouchers", by_hand),
    Command("finance", "POST", "/voucher-reversals", lambda: {"voucher": first("JV"), "reason": "twice"}, a_voucher),
    Command("finance", "POST", "/vouchers/{voucher_id}/sign", lambda: {"approve": True}, a_voucher),
    Command("finance", "POST", "/receipts/{receipt_id}/book", lambda: {"account": "6603", "reason": "fee"}, a_receipt),
    Command("finance", "POST", "/receipts/{receipt_id}/refund-returned", lambda: {
        "order": first("SO")}, a_receipt),
    Command("finance", "POST", "/receipts/{receipt_id}/name-reversed", lambda: {"reference": "FT-1"}, a_receipt),
    Command("finance", "POST", "/price-changes/{purchase_id}/sign", lambda: {
        "request": 1, "approve": False}, awaiting_signature),
    Command("finance", "POST", "/bills", lambda: a_bill("1") | {"supplier": SUPPLIERS[0], "number": "B-1"}, received),
    Command("finance", "POST", "/bills/{bill_id}/credit", lambda: {
        "number": f"CN-{uuid4()}", "dated": day(0), "total": "0.50", "lines": [
            {"purchase": "PO-1", "quantity": "0", "amount": "0.50", "tax": "0"}]}, to_credit),
    Command("finance", "POST", "/bills/batch", lambda: {"items": [
        a_bill("1") | {"supplier": SUPPLIERS[0], "number": "B-1", "idempotency_key": "strange-0005"}]}, received),
    Command("finance", "POST", "/bills/{bill_id}/correct", lambda: a_bill("1"), held_back),
    Command("finance", "POST", "/bills/{bill_id}/release", lambda: {"reason": "agreed"}, held_back),
    Command("finance", "POST", "/bills/{bill_id}/refuse", lambda: {"reason": "wrong"}, held_back),
    Command("finance", "POST", "/months/{month}/differences/{difference_id}/explain", lambda: {
        "text": "the bank pays on Monday"}, a_difference),
    Command("finance", "POST", "/months/{month}/sign", lambda: {"note": "cleared"}, a_difference),
    Command("finance", "PUT", f"/payees/{SUPPLIERS[0]}/account", an_account),
    Command("finance", "PUT", f"/payees/{SUPPLIERS[0]}/discount", lambda: {"share": "0.02", "days": 10}),
    Command("finance", "POST", "/payment-runs", a_run, owed),
    Command("finance", "POST", "/payment-runs/{run_id}/pay", lambda: {
        "bank_reference": "B-1", "paid_on": day(0)}, approved),
    Command("finance", "POST", f"/statements/supplier/{SUPPLIERS[0]}/2026-01/USD/reply", lambda: {
        "verdict": "agreed", "closing": "0", "reason": ""}),
    Command("finance", "POST", f"/statements/supplier/{SUPPLIERS[0]}/2026-01/USD/give", lambda: {
        "owner": "chen.yu", "clear_by": day(3), "note": ""}),
    Command("notify", "PUT", "/figures/opens", lambda: {"value": "08:00", "valid_from": day(0)}),
    Command("notify", "POST", "/exceptions/{exception_id}/plan", lambda: {"plan": "call"}, an_exception),
    Command("notify", "POST", "/exceptions/{exception_id}/resolve", lambda: {"root_cause": "rain"}, an_exception),
    Command("notify", "POST", "/put-off", lambda: {"work": str(uuid4()), "until": day(3), "reason": "later"}),
    Command("notify", "POST", "/orders/{order_id}/plan", lambda: {
        "milestone": "delivered", "planned": day(200), "reason": "the port is closed"}, confirmed),
    Command("notify", "POST", "/orders/{order_id}/milestones", lambda: {
        "milestone": "supplied", "came": day(0), "reason": "told by telephone"}, confirmed),
    Command("notify", "POST", "/plans", lambda: {
        "changes": [{"order": "", "milestone": "delivered", "planned": day(200)}], "reason": "flood"}, to_plan),
    Command("notify", "PUT", "/people/li.na", lambda: {
        "name": "Li Na", "department": "warehouse", "roles": ["storekeeper"], "deputy": "chen.yu", "active": True}),
)  # fmt: skip
