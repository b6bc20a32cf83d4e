"""Sales' commands at the desk."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from chassis import clock
from tests.desk.clerk import A_FILE, PERSON, Clerk
from tests.desk.planted import SHORT, TEXT
from tests.integration.bodies import CUSTOMER, CUSTOMER_MASTER
from tests.integration.order import SOON_S, Order
from tests.returned import notification
from tests.simulation.order_files import a_change_file, an_order_file
from tests.waiting import within

INCOTERM = f"FOB {TEXT}"
"""Of three letters, and a place as anybody calls it."""


async def put_customer(clerk: Clerk) -> None:
    await clerk.open(
        {
            "customer": "HANSA", "grade": "B", "country": "DE", "currency": "EUR",
            "terms.days": "45", "terms.advance_share": "0.3", "credit_limit": "5000", "incoterm": INCOTERM,
            "addresses.0.country": "DE",
        }
    )  # fmt: skip
    customer = await clerk.trade.get("sales", "/customers/HANSA")
    assert (customer["name"], customer["terms"]["days"]) == (TEXT, 45)
    assert [(contact["name"], contact["email"]) for contact in customer["contacts"]] == [(TEXT, TEXT)]
    assert [(one["name"], one["street"]) for one in customer["addresses"]] == [(TEXT, TEXT)]


async def put_item(clerk: Clerk) -> None:
    await clerk.open({"item": "washer", "weight_kg": "0.01", "critical": "false", "customs_code": "7318.22"})
    washer = await clerk.trade.get("sales", "/items/washer")
    assert (washer["name"], washer["customs_code"]) == (TEXT, "731822")


async def take_order_file(clerk: Clerk) -> None:
    await clerk.open({"content": an_order_file("PO-IN-A-FILE"), "customer": CUSTOMER})
    (order,) = await clerk.trade.items("sales", "/orders", customer_po="PO-IN-A-FILE")
    assert order["customer"] == CUSTOMER


async def note_order(clerk: Clerk) -> None:
    item = await clerk.trade.keep(10)
    line = {"lines.0.line": "1", "lines.0.item": item, "lines.0.quantity": "2"}
    price = {"lines.0.unit_price.amount": "10.00", "lines.0.unit_price.currency": "USD"}
    about = {"customer": CUSTOMER, "customer_po": "PO-IN-A-CALL", "channel": "call", "said_at": "2026-11-02T09:30:00"}
    await clerk.open({**about, "wanted": _day(60), "currency": "USD", "deliver_to.country": "DE", **line, **price})
    (order,) = await clerk.trade.items("sales", "/orders", customer_po="PO-IN-A-CALL")
    (kept,) = (await clerk.trade.get("sales", f"/orders/{order['order_id']}/files"))["items"]
    assert (kept["kind"], kept["sender"], order["content"]["lines"][0]["item"]) == ("note", TEXT, item)


async def open_inquiry(clerk: Clerk) -> None:
    item = await clerk.trade.keep(0, suppliers=())
    line = {"lines.0.line": "1", "lines.0.item": item, "lines.0.quantity": "500"}
    await clerk.open({"customer": CUSTOMER, "wanted": _day(60), **line})
    (inquiry,) = [one for one in await clerk.trade.items("sales", "/inquiries") if one["reference"] == TEXT]
    assert (inquiry["needs"], inquiry["lines"][0]["needs"], inquiry["lines"][0]["item"]) == (TEXT, TEXT, item)


async def quote_inquiry(clerk: Clerk) -> None:
    inquiry, item = await _inquired(clerk)
    price = {"lines.0.unit_price.amount": "9.50", "lines.0.unit_price.currency": "USD"}
    terms = {"currency": "USD", "valid_until": _day(30), "incoterm": INCOTERM}
    await clerk.open({**terms, "lines.0.item": item, "lines.0.quantity": "100", **price}, inquiry_id=inquiry)
    (quotation,) = (await clerk.trade.get("sales", f"/inquiries/{inquiry}"))["quotations"]
    assert (quotation["note"], quotation["lines"][0]["unit_price"]["amount"]) == (TEXT, "9.50")


async def decline_inquiry(clerk: Clerk) -> None:
    inquiry, _ = await _inquired(clerk)
    await clerk.open(inquiry_id=inquiry)
    after = await clerk.trade.get("sales", f"/inquiries/{inquiry}")
    assert (after["state"], after["reason"]) == ("declined", TEXT)


async def put_list_price(clerk: Clerk) -> None:
    item = await clerk.trade.keep(0, suppliers=())
    step = {"steps.0.quantity": "1", "steps.0.price": "12"}
    await clerk.open({"item": item, "currency": "USD", **step, "floor": "8"})
    assert (await clerk.trade.get("sales", f"/items/{item}/prices/USD"))["floor"] == "8"


async def approve_quotation(clerk: Clerk) -> None:
    inquiry = await _offered_low(clerk)
    await clerk.open(role="sales manager", inquiry_id=inquiry)
    (quotation,) = (await clerk.trade.get("sales", f"/inquiries/{inquiry}"))["quotations"]
    assert quotation["approved_by"] == PERSON


async def send_quotation_back(clerk: Clerk) -> None:
    inquiry = await _offered_low(clerk)
    await clerk.open(role="sales manager", inquiry_id=inquiry)
    after = await clerk.trade.get("sales", f"/inquiries/{inquiry}")
    assert (after["state"], after["pending"], after["reason"]) == ("open", None, TEXT)


async def _offered_low(clerk: Clerk) -> str:
    """Below the list's floor."""
    inquiry, item = await _inquired(clerk)
    await clerk.trade.put(
        "sales", f"/items/{item}/prices/USD", {"steps": [{"quantity": "1", "price": "12"}], "floor": "8"}
    )
    line = {"item": item, "quantity": "5", "unit_price": {"amount": "7", "currency": "USD"}}
    quotation = {"currency": "USD", "lines": [line], "valid_until": _day(30)}
    await clerk.trade.do("sales", f"/inquiries/{inquiry}/quote", quotation)
    return inquiry


async def record_needs(clerk: Clerk) -> None:
    inquiry, _ = await _inquired(clerk)
    answer = {"answers.0.question": "use", "answers.0.channel": "phone", "answers.0.said_on": _day(0)}
    await clerk.open({"kind": "general", **answer}, inquiry_id=inquiry)
    (version,) = (await clerk.trade.get("sales", f"/inquiries/{inquiry}/needs"))["versions"]
    assert [(one["question"], one["answer"]) for one in version["needs"]] == [("use", TEXT)]


async def agree_to_needs(clerk: Clerk) -> None:
    inquiry, _ = await _inquired(clerk)
    answer = {"question": "use", "answer": "露天使用", "channel": "mail", "said_by": "王芳", "said_on": _day(0)}
    await clerk.trade.do("sales", f"/inquiries/{inquiry}/needs", {"answers": [answer]})
    await clerk.open({"agreed_on": _day(0)}, inquiry_id=inquiry)
    (version,) = (await clerk.trade.get("sales", f"/inquiries/{inquiry}/needs"))["versions"]
    assert version["agreement"]["person"] == SHORT


async def _inquired(clerk: Clerk) -> tuple[str, str]:
    item = await clerk.trade.keep(0, suppliers=())
    asked = {"customer": CUSTOMER, "reference": f"RFQ {item}", "lines": [{"line": 1, "quantity": "5", "item": item}]}
    return (await clerk.trade.do("sales", "/inquiries", asked))["inquiry_id"], item


async def record_contract(clerk: Clerk) -> None:
    parties = {"seller": "Gendan", "buyer": "Hansa"}
    price = {"clauses.0.kind": "price", "clauses.0.currency": "USD", "clauses.0.incoterm": INCOTERM}
    await clerk.open({"customer": CUSTOMER, "valid_from": _day(0), "valid_until": _day(300), **parties, **price})
    (contract,) = [one for one in await clerk.trade.items("sales", "/contracts") if one["reference"] == TEXT]
    assert (contract["state"], contract["parties"][2]["name"]) == ("in_review", TEXT)
    assert contract["versions"][0]["clauses"][0]["text"] == TEXT


async def amend_contract(clerk: Clerk) -> None:
    contract = await _contract(clerk, {"kind": "price", "text": "如约", "currency": "CNY", "incoterm": INCOTERM})
    await clerk.open({"valid_until": _day(400), "supplement.agreed_on": _day(0)}, contract_id=contract)
    (_, second) = (await clerk.trade.get("sales", f"/contracts/{contract}"))["versions"]
    assert (second["supplement"]["reference"], second["valid_until"]) == (TEXT, _day(400))


async def accept_finding(clerk: Clerk) -> None:
    contract = await _contract(clerk, {"kind": "dispute_resolution", "text": "如约", "law": "DE"})
    await clerk.open({"clause": "dispute_resolution"}, role="legal", contract_id=contract)
    (only,) = (await clerk.trade.get("sales", f"/contracts/{contract}"))["versions"]
    assert [(one["accepted_by"], one["reason"]) for one in only["findings"]] == [(PERSON, TEXT)]


async def sign_contract(clerk: Clerk) -> None:
    contract = await _contract(clerk)
    await clerk.open({"party": "Gendan", "signed_on": _day(0)}, contract_id=contract)
    (only,) = (await clerk.trade.get("sales", f"/contracts/{contract}"))["versions"]
    assert [(one["party"], one["signed_by"]) for one in only["signatures"]] == [("Gendan", TEXT)]


async def give_contract_up(clerk: Clerk) -> None:
    contract = await _contract(clerk)
    await clerk.open({}, contract_id=contract)
    told = await clerk.trade.get("sales", f"/contracts/{contract}")
    assert (told["state"], told["versions"][0]["given_up"]["reason"]) == ("given_up", TEXT)


async def terminate_contract(clerk: Clerk) -> None:
    """One that ends soon, and is to end sooner."""
    contract = await _contract(clerk, days=50)
    for party in ("Hansa", "Gendan"):
        signed = {"party": party, "signed_by": "李雷", "signed_on": _day(0)}
        answer = await clerk.trade.ask("post", "sales", f"/contracts/{contract}/sign", signed, person="zhou.ting")
        assert answer.ok, answer
    await clerk.open({"party": "Hansa", "last_day": _day(30)}, contract_id=contract)
    ended = (await clerk.trade.get("sales", f"/contracts/{contract}"))["terminated"]
    assert (ended["reason"], ended["last_day"], ended["by"]) == (TEXT, _day(30), PERSON)


async def attach_to_contract(clerk: Clerk) -> None:
    contract = await _contract(clerk)
    await clerk.open({"content": A_FILE}, contract_id=contract)
    (kept,) = await clerk.trade.items("sales", f"/contracts/{contract}/attachments")
    assert (kept["title"], kept["media"], kept["attached_by"]) == (TEXT, "application/pdf", PERSON)


async def _contract(clerk: Clerk, *clauses: dict[str, str], days: int = 300) -> str:
    """Of which nothing is missing."""
    clerk.switch("sales", contract_clauses="[]")
    told = {"customer": CUSTOMER, "reference": str(uuid4()), "seller": "Gendan", "buyer": "Hansa", "clauses": clauses}
    made = await clerk.trade.do("sales", "/contracts", {**told, "valid_from": _day(0), "valid_until": _day(days)})
    return str(made["contract_id"])


async def request_sample(clerk: Clerk) -> None:
    item = await clerk.trade.keep(0, suppliers=())
    await clerk.open({"customer": CUSTOMER, "item": item, "quantity": "3", "judge_by": _day(9), "inquiry": ""})
    (sample,) = [one for one in await clerk.trade.items("sales", "/samples") if one["item"] == item]
    assert (sample["judged_for"], sample["rounds"][0]["judge_by"], sample["state"]) == (TEXT, _day(9), "requested")


async def send_sample(clerk: Clerk) -> None:
    sample = await _sample(clerk)
    await clerk.open({"sent_on": _day(0)}, sample_id=sample["sample_id"])
    (first,) = (await clerk.trade.get("sales", f"/samples/{sample['sample_id']}"))["rounds"]
    assert (first["sent_on"], first["shipped_by"]) == (_day(0), TEXT)


async def judge_sample(clerk: Clerk) -> None:
    sample = await _sample(clerk)
    path = f"/samples/{sample['sample_id']}"
    await clerk.trade.do("sales", f"{path}/send", {"sent_on": _day(0), "shipped_by": "顺丰 1"})
    said = {"verdict": "rejected", "judged_on": _day(0), "next_judge_by": _day(20)}
    await clerk.open(said, sample_id=sample["sample_id"])
    first, second = (await clerk.trade.get("sales", path))["rounds"]
    assert (first["verdict"], first["remarks"], second["judge_by"]) == ("rejected", TEXT, _day(20))


async def waive_samples(clerk: Clerk) -> None:
    sample = await _sample(clerk)
    order = await clerk.trade.order({sample["item"]: 1}, samples=[sample["number"]])
    await order.rest()
    await clerk.give_about(order)
    page = await order.page()
    assert (page["samples_waived"]["reason"], page["content"]["promised"] is not None) == (TEXT, True)


async def _sample(clerk: Clerk) -> Any:
    asked = {"customer": CUSTOMER, "item": await clerk.trade.keep(10), "quantity": "3", "judge_by": _day(9)}
    return await clerk.trade.do("sales", "/samples", {**asked, "judged_for": "颜色对色卡"})


async def end_rescue(clerk: Clerk) -> None:
    order = await clerk.trade.order({await clerk.trade.keep(0): 2})
    await order.until("short")
    clerk.switch("sales", cancel="by_hand")
    await order.do("cancel", {"reason": "太贵"})
    await clerk.open({"result": "cancelled"}, order_id=order.id)
    page = await order.until("cancelled")
    assert (page["rescue"]["reason"], page["rescue"]["offered"], page["rescue"]["result"]) == (
        "太贵",
        TEXT,
        "cancelled",
    )


async def request_trial(clerk: Clerk) -> None:
    item = await clerk.trade.keep(10)
    line = {"lines.0.line": "1", "lines.0.item": item, "lines.0.quantity": "2"}
    price = {"lines.0.unit_price.amount": "10.00", "lines.0.unit_price.currency": "USD"}
    await clerk.open(
        {
            "customer": CUSTOMER,
            "currency": "USD",
            "wanted": _day(60),
            "country": "DE",
            "incoterm": INCOTERM,
            **line,
            **price,
        }
    )
    (trial,) = [one for one in await clerk.trade.items("sales", "/trials") if one["content"]["incoterm"] == INCOTERM]
    assert [line["item"] for line in trial["content"]["lines"]] == [item]


async def place_order(clerk: Clerk) -> None:
    item = await clerk.trade.keep(10)
    await clerk.open(
        {
            "customer": CUSTOMER, "currency": "USD", "incoterm": INCOTERM, "wanted": _day(60),
            "deliver_to.country": "DE", "lines.0.line": "1", "lines.0.item": item, "lines.0.quantity": "2",
            "lines.0.unit_price.amount": "10.00", "lines.0.unit_price.currency": "USD",
        }
    )  # fmt: skip
    (placed,) = [one for one in await clerk.trade.items("sales", "/orders") if one["content"]["customer_po"] == TEXT]
    assert [line["item"] for line in placed["content"]["lines"]] == [item]


async def clarify_order(clerk: Clerk) -> None:
    order = await _incomplete(clerk)
    await clerk.give_about(order, {"wanted": _day(60), "incoterm": INCOTERM})
    assert (await order.page())["content"]["wanted"] == _day(60)


async def confirm_order(clerk: Clerk) -> None:
    clerk.switch("sales", confirm="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    await order.rest()
    await clerk.give_about(order, {"promised": _day(50)})
    assert (await order.page())["content"]["promised"] == _day(50)


async def sign_risk(clerk: Clerk) -> None:
    """Of an order as every day, where the company is most careful."""
    clerk.switch("sales", risk_grades='{"medium": 2, "high": 2, "critical": 26}')
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    await order.rest()
    await clerk.give_about(order, role="sales manager")
    page = await order.page()
    assert (page["risk"]["signature"]["person"], page["state"]) == (PERSON, "open")
    await clerk.sitting.go(f"/orders/{order.id}/lines")
    assert PERSON in await clerk.sitting.page.locator("#order-risk").inner_text()
    await order.until("dispatched")


async def reject_order(clerk: Clerk) -> None:
    order = await _incomplete(clerk)
    await clerk.give_about(order)
    page = await order.page()
    assert (page["state"], page["reasons"][0]["text"]) == ("rejected", TEXT)


async def change_order(clerk: Clerk) -> None:
    order = await _short(clerk)
    await clerk.give_about(order, {"lines.0.quantity": "3", "incoterm": INCOTERM})
    assert (await order.page())["content"]["lines"][0]["quantity"] == "3"


async def take_change_file(clerk: Clerk) -> None:
    order = await _short(clerk)
    content = (await order.page())["content"]
    file = a_change_file(content["customer_po"], content["lines"][0]["item"], 3)
    await clerk.open({"content": file, "customer": content["customer"]})
    assert (await order.page())["content"]["lines"][0]["quantity"] == "3"


async def offer_alternatives(clerk: Clerk) -> None:
    order = await _short(clerk)
    way = {"alternatives.0.way": "new_date", "alternatives.0.promised": _day(90)}
    await clerk.give_about(order, {**way, "answer_by": _day(7)})
    (offered,) = (await order.page())["alternatives"]["offered"]
    assert (offered["way"], offered["promised"]) == ("new_date", _day(90))


async def choose_alternative(clerk: Clerk) -> None:
    order = await _short(clerk)
    ways = [{"way": "ship_in_part", "promised": _day(90)}]
    await order.do("offer-alternatives", {"alternatives": ways, "answer_by": _day(7)})
    await clerk.give_about(order, {"choice": "1", "on": _day(0)})
    page = await order.page()
    assert (page["alternatives"]["words"], page["content"]["partial"]) == (TEXT, True)
    await clerk.sitting.go(f"/orders/{order.id}/lines")
    shown = await clerk.sitting.page.locator("#order-alternatives").inner_text()
    assert TEXT in shown
    assert "chosen" in shown


async def cancel_order(clerk: Clerk) -> None:
    order = await _short(clerk)
    await clerk.give_about(order)
    assert (await order.page())["state"] == "cancelled"


async def acknowledge_confirmation(clerk: Clerk) -> None:
    order = await _short(clerk)
    await clerk.give_about(order, {"on": _day(0)})
    page = await order.page()
    assert (page["acknowledged"]["words"], page["acknowledged"]["version"]) == (TEXT, page["version"])


async def release_shipment(clerk: Clerk) -> None:
    clerk.switch("sales", release="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    await order.until("reserved")
    await _about_shipment(clerk, order, "reserved")
    await order.until("dispatched")


async def accept_shipment(clerk: Clerk) -> None:
    order = await _dispatched(clerk)
    await order.deliver()
    await order.until("delivered")
    await _about_shipment(clerk, order, "delivered")
    await order.until("accepted")


async def waive_return(clerk: Clerk) -> None:
    order = await _dispatched(clerk)
    await order.do("cancel", {"reason": "no longer wanted"})
    await order.rest()
    await _about_shipment(clerk, order, "asked_back")
    assert await order.shipments("waived")


async def note_receipt(clerk: Clerk) -> None:
    order = await _received(clerk)
    paid = {"amount.amount": "7.50", "amount.currency": "USD", "received_on": _day(0), "how": "transfer"}
    await clerk.give_about(order, paid)
    assert (await _receivable(order))["told"] == "7.50"


async def correct_receipt(clerk: Clerk) -> None:
    order = await _received(clerk)
    paid = {"amount": {"amount": "75", "currency": "USD"}, "received_on": _day(0), "how": "cheque"}
    await order.do("receipts", paid)
    await clerk.give_about(order, {"amount": "7.50"}, receipt="1")
    assert (await _receivable(order))["told"] == "7.50"


async def note_chase(clerk: Clerk) -> None:
    order = await _received(clerk)
    await clerk.give_about(order, {"asked_on": _day(0), "how": "telephone", "promised_on": _day(5)})
    (chase,) = (await _receivable(order))["chases"]
    assert (chase["said"], chase["promised_on"]) == (TEXT, _day(5))


async def open_complaint(clerk: Clerk) -> None:
    order = await _received(clerk)
    await clerk.give_about(order, {"kind": "service"})
    (complaint,) = await _complaints(clerk, order)
    assert (complaint["words"], complaint["grade"], complaint["lines"]) == (TEXT, "C", [])


async def regrade_complaint(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    await clerk.give_about(order, {"grade": "A"}, complaint_id=complaint)
    (after,) = await _complaints(clerk, order)
    assert (after["grade"], after["regraded"]) == ("A", TEXT)


async def attach_to_complaint(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    await clerk.give_about(order, {"content": A_FILE}, complaint_id=complaint)
    (kept,) = await clerk.trade.items("sales", f"/complaints/{complaint}/attachments")
    assert (kept["title"], kept["size"]) == (TEXT, len(A_FILE))


async def name_team(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    await clerk.trade.do("sales", f"/complaints/{complaint}/grade", {"grade": "B", "reason": "有人受伤"})
    team = [{"department": "sales", "person": PERSON}, {"department": "purchasing", "person": "chen.bo"}]
    await clerk.trade.do("sales", f"/complaints/{complaint}/team", {"team": team, "answer_by": _day(5)})
    await clerk.give_about(order, {"team.1.department": "warehouse", "answer_by": _day(3)}, complaint_id=complaint)
    (after,) = await _complaints(clerk, order)
    assert (after["team"][1]["department"], after["answer_by"], after["state"]) == ("warehouse", _day(3), "team_named")


async def analyse_complaint(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    corrective = {"corrective.owner": PERSON, "corrective.due": _day(3)}
    preventive = {"preventive.owner": PERSON, "preventive.due": _day(9)}
    await clerk.give_about(order, {"whys.0": TEXT, **corrective, **preventive}, complaint_id=complaint)
    found = (await _complaints(clerk, order))[0]["analysis"]
    assert (found["whys"], found["corrective"]["what"], found["procedure"]) == ([TEXT], TEXT, TEXT)


async def take_measure(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    measure = {"what": "逐台测试", "owner": PERSON, "due": _day(3)}
    found = {"whys": ["松动"], "corrective": measure, "preventive": measure}
    await clerk.trade.do("sales", f"/complaints/{complaint}/analyse", found)
    await clerk.give_about(order, {"measure": "preventive", "done": TEXT}, complaint_id=complaint)
    analysis = (await _complaints(clerk, order))[0]["analysis"]
    assert (analysis["preventive"]["done"], analysis["corrective"]["done"]) == (TEXT, "")


async def close_complaint(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    await clerk.give_about(order, {"answer": TEXT, "promised_by": _day(3)}, complaint_id=complaint)
    (after,) = await _complaints(clerk, order)
    assert (after["replies"][0]["words"], after["replies"][0]["by"], after["state"]) == (TEXT, PERSON, "closed")


async def reopen_complaint(clerk: Clerk) -> None:
    order, complaint = await _complained(clerk)
    await clerk.trade.do("sales", f"/complaints/{complaint}/close", {"answer": "抱歉"})
    await clerk.give_about(order, complaint_id=complaint)
    (after,) = await _complaints(clerk, order)
    assert (after["replies"][0]["reopened"], after["state"]) == (TEXT, "opened")


async def open_ticket(clerk: Clerk) -> None:
    await clerk.open({"kind": "consultation", "channel": "telephone", "customer": CUSTOMER, "order": "", "slip": ""})
    told = [one for one in await clerk.trade.items("sales", "/tickets") if one["words"] == TEXT]
    (ticket,) = [one for one in told if one["kind"] == "consultation"]
    assert (ticket["channel"], ticket["person"], ticket["state"]) == ("telephone", PERSON, "front_desk")


async def take_ticket_step(clerk: Clerk) -> None:
    path, ticket = await _served(clerk)
    await clerk.open({"step": "hand_over", "to": "sun.hao", "complaint": "", "sent_anew": ""}, ticket_id=ticket)
    after = await clerk.trade.get("sales", path)
    assert (after["state"], after["person"], after["done"][-1]["words"]) == ("after_sales", "sun.hao", TEXT)


async def answer_ticket(clerk: Clerk) -> None:
    path, ticket = await _served(clerk)
    step = {"step": "solve", "words": "已寄出说明书"}
    assert (await clerk.trade.ask("post", "sales", f"{path}/step", step, person=PERSON)).ok
    await clerk.open({"solved": "false"}, ticket_id=ticket)
    after = await clerk.trade.get("sales", path)
    assert (after["state"], after["reopened"], after["done"][-1]["words"]) == ("front_desk", 1, TEXT)


async def _served(clerk: Clerk) -> tuple[str, str]:
    """A question, with who sits at the desk."""
    asked = {"kind": "consultation", "channel": "chat", "customer": CUSTOMER, "words": "如何安装？"}
    ticket = (await clerk.trade.ask("post", "sales", "/tickets", asked, person=PERSON)).body["ticket_id"]
    return f"/tickets/{ticket}", ticket


async def give_back_goods(clerk: Clerk) -> None:
    order = await _dispatched(clerk)
    await order.deliver()
    await order.until("delivered")
    line = {"lines.0.line": "1", "lines.0.quantity": "1"}
    await clerk.give_about(order, {"kind": "repair", "channel": "mail", **line})
    (ticket,) = [one for one in await clerk.trade.items("sales", "/tickets") if one["order_id"] == order.id]
    assert (ticket["kind"], ticket["channel"], ticket["words"], ticket["person"]) == ("repair", "mail", TEXT, PERSON)


async def answer_feedback(clerk: Clerk) -> None:
    order, feedback = await _to_judge(clerk)
    await clerk.give_about(order, {"score": "4", "said_on": _day(0)}, feedback_id=feedback)
    said = await clerk.trade.get("sales", f"/feedback/{feedback}")
    assert (said["score"], said["comment"], said["recorded_by"], said["state"]) == (4, TEXT, PERSON, "answered")


async def follow_up_feedback(clerk: Clerk) -> None:
    _, feedback = await _to_judge(clerk)
    await clerk.trade.do("sales", f"/feedback/{feedback}/answer", {"score": 1, "comment": "答复太慢"})
    await clerk.open(feedback_id=feedback)
    said = await clerk.trade.get("sales", f"/feedback/{feedback}")
    assert (said["done"], said["done_by"], said["state"]) == (TEXT, PERSON, "followed_up")


async def _to_judge(clerk: Clerk) -> tuple[Order, str]:
    """How a complaint was answered."""
    order, complaint = await _complained(clerk)
    await clerk.trade.do("sales", f"/complaints/{complaint}/close", {"answer": "抱歉"})
    return order, complaint


async def note_conversation(clerk: Clerk) -> None:
    order = await _received(clerk)
    about = {"customer": CUSTOMER, "way": "call", "happened_on": _day(0), "order": order.number, "promised_by": _day(3)}
    await clerk.open(about)
    (noted,) = [one for one in await clerk.trade.items("sales", "/conversations") if one["order_id"] == order.id]
    assert (noted["said"], noted["promised"], noted["noted_by"], noted["state"]) == (TEXT, TEXT, PERSON, "promised")


async def keep_promise(clerk: Clerk) -> None:
    told = {"customer": CUSTOMER, "way": "mail", "happened_on": _day(0), "said": "催货"}
    noted = await clerk.trade.do("sales", "/conversations", {**told, "promised": "回复交期", "promised_by": _day(3)})
    await clerk.open(conversation_id=noted["conversation_id"])
    (after,) = [one for one in await clerk.trade.items("sales", "/conversations") if one["number"] == noted["number"]]
    assert (after["kept"], after["kept_by"], after["state"]) == (TEXT, PERSON, "kept")


async def send_letter(clerk: Clerk) -> None:
    order, letter = await _written_to(clerk)
    contact = {"name": "王芳", "email": "wang.fang@example.org"}
    await clerk.trade.put("sales", f"/customers/{CUSTOMER}", {**CUSTOMER_MASTER, "contacts": [contact]})
    await clerk.give_about(order, letter_id=letter)
    after = await clerk.trade.get("sales", f"/letters/{letter}")
    assert after["state"] == "waiting"


async def settle_letter(clerk: Clerk) -> None:
    _, letter = await _written_to(clerk)
    await clerk.open(letter_id=letter)
    after = await clerk.trade.get("sales", f"/letters/{letter}")
    assert (after["state"], after["settled"], after["settled_by"]) == ("settled", TEXT, PERSON)


async def take_returned_mail(clerk: Clerk) -> None:
    _, letter = await _written_to(clerk)
    message_id, pool = f"{letter}@gendan.example", clerk.trade.company.pool("sales")
    left = "UPDATE letter SET state = 'sent', document = (document::jsonb || $2::jsonb)::json WHERE letter_id = $1"
    await pool.execute(left, letter, json.dumps({"state": "sent", "message_id": message_id}))
    await clerk.open({"content": notification(message_id).decode()})
    after = await clerk.trade.get("sales", f"/letters/{letter}")
    assert (after["state"], after["notices"][0]["status"]) == ("failed", "5.1.1")


async def propose_handover(clerk: Clerk) -> None:
    await _answering(clerk, "sun.li", "li.na")
    await clerk.trade.put("sales", f"/customers/{uuid4()}", {**CUSTOMER_MASTER, "merchandiser": PERSON})
    await clerk.open({"to_person": "li.na", "from_person": PERSON})
    (mine,) = [one for one in await clerk.trade.items("sales", "/handovers") if one["from_person"] == PERSON]
    assert (mine["state"], mine["reason"], mine["holds"]["customers"]) == ("proposed", TEXT, 1)


async def take_handover(clerk: Clerk) -> None:
    customer, handover = await _answering(clerk, "wu.dan", PERSON)
    await clerk.open(handover_id=handover)

    async def followed() -> bool:
        return bool((await clerk.trade.get("sales", f"/customers/{customer}"))["merchandiser"] == PERSON)

    await within(SOON_S, followed)


async def decline_handover(clerk: Clerk) -> None:
    customer, handover = await _answering(clerk, "zhu.qi", PERSON)
    await clerk.open(handover_id=handover)
    after = await clerk.trade.get("sales", f"/handovers/{handover}")
    assert (after["state"], after["declined_because"]) == ("declined", TEXT)
    assert (await clerk.trade.get("sales", f"/customers/{customer}"))["merchandiser"] == "zhu.qi"


async def _answering(clerk: Clerk, was: str, to: str) -> tuple[str, str]:
    """A customer of one person who is to be another's, once sales knows him; and the handover."""
    customer, about = str(uuid4()), {"name": to, "department": "sales", "roles": ["merchandiser"]}
    await clerk.trade.put("sales", f"/customers/{customer}", {**CUSTOMER_MASTER, "merchandiser": was})
    admin = clerk.trade.company.api.acting_as("admin", "administrator")
    assert (await admin.put("notify", f"/people/{to}", about, key=str(uuid4()))).ok
    asked, made = {"from_person": was, "to_person": to, "reason": "调岗"}, list[Any]()

    async def proposed() -> bool:
        made.append(await clerk.trade.ask("post", "sales", "/handovers", asked))
        return bool(made[-1].ok)

    await within(SOON_S, proposed)
    return customer, str(made[-1].body["handover_id"])


async def _written_to(clerk: Clerk) -> tuple[Order, str]:
    """Its confirmation waits for a person, whether the customer has a mail address or not."""
    clerk.switch("sales", mail_confirmation="by_hand")
    order = await _received(clerk)
    found: list[Any] = []

    async def written() -> bool:
        found[:] = (await clerk.trade.get("sales", f"/orders/{order.id}/letters"))["items"]
        return bool(found)

    await within(SOON_S, written)
    return order, found[0]["letter_id"]


async def _complained(clerk: Clerk) -> tuple[Order, str]:
    """Of how the customer was served: the merchandiser's alone."""
    order = await _received(clerk)
    return order, (await order.do("complaints", {"kind": "service", "words": "没人回电"}))["complaint_id"]


async def _complaints(clerk: Clerk, order: Order) -> list[Any]:
    return [one for one in await clerk.trade.items("sales", "/complaints") if one["order_id"] == order.id]


async def _receivable(order: Order) -> Any:
    return await order.trade.get("sales", f"/orders/{order.id}/receivable")


async def _about_shipment(clerk: Clerk, order: Order, state: str) -> None:
    await clerk.give_about(order, shipment_id=await order.shipment(state))


async def _received(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    await order.rest()
    return order


async def _incomplete(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(10): 1}, wanted=None)
    await order.rest()
    return order


async def _short(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(0): 4})
    return await _at(order, "short")


async def _dispatched(clerk: Clerk) -> Order:
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    return await _at(order, "dispatched")


async def _at(order: Order, stage: str) -> Order:
    await order.until(stage)
    return order


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()
