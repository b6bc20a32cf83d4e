"""What happens after a delivery: a complaint, its report, an exchange, and how satisfied the customer is."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.integration.before_the_order import in_days
from tests.integration.bodies import money
from tests.integration.order import SOON_S, Order
from tests.integration.people import People
from tests.waiting import within


async def complain(people: People, order: Order, quantity: int) -> dict[str, Any]:
    """He says himself what is wrong with so much of it; managers know at once, and a team has two hours."""
    words = {"kind": "quality", "words": "第二批的密封圈漏油"}
    goods = [{"line": 1, "quantity": str(quantity)}]
    heard = await people.customer.does("sales", f"/orders/{order.id}/complaints", words | {"goods": goods})
    assert "grade" not in heard, "his complaint's grade is ours"
    await order.rest()
    complaint: dict[str, Any] = await people.quality_manager.reads("sales", f"/complaints/{heard['number']}")
    assert complaint["grade"] == "A"
    (promise,) = [one for one in await order.trade.items("notify", "/promises") if heard["number"] in one["reason"]]
    since, due = (datetime.fromisoformat(promise[name]) for name in ("since", "due"))
    assert (promise["what"], due - since >= timedelta(hours=2)) == ("complaint.teamed", True), "within working hours"
    assert [one["reason"] for one in await _exceptions(order)] == [f"complaint.opened: quality {heard['number']}"]
    return complaint


async def name_its_team(people: People, order: Order, complaint: dict[str, Any]) -> None:
    """Of three departments; with that the exception ends."""
    members = {"warehouse": people.quality_manager, "purchasing": people.buyer, "sales": people.merchandiser}
    team = [{"department": name, "person": person.code} for name, person in members.items()]
    path = f"/complaints/{complaint['number']}/team"
    await people.quality_manager.does("sales", path, {"team": team, "answer_by": in_days(3)})

    async def calm() -> bool:
        return not await _exceptions(order)

    await within(SOON_S, calm)


async def find_its_cause(people: People, complaint: dict[str, Any]) -> None:
    """Five whys; nobody answers the customer before."""
    path, answer = f"/complaints/{complaint['number']}", {"answer": "1600 件全部更换，密封圈改用氟橡胶"}
    assert await people.quality_manager.is_refused("sales", f"{path}/close", answer) == "not-analysed"
    whys = ["密封圈漏油", "橡胶不耐油", "供应商换了材料", "换料没有通知我们", "合同里没有变更通知条款"]
    corrective = {"what": "更换全部密封圈", "owner": people.after_sales.code, "due": in_days(7)}
    preventive = {"what": "供应商变更须先认可", "owner": people.buyer.code, "due": in_days(30)}
    found = {"whys": whys, "corrective": corrective, "preventive": preventive, "procedure": "来料增加耐油试验"}
    await people.quality_manager.does("sales", f"{path}/analyse", found)
    await people.quality_manager.does("sales", f"{path}/close", answer)


async def enter_its_failure(people: People, item: str, complaint: dict[str, Any]) -> None:
    """The complaint was proposed by itself; it is counted as a case of a failure mode, which is rated."""
    mode, words = f"/failure-modes/F-{item}", {"process": "装配", "mode": "密封圈漏油", "effect": "泵失效"}
    about = {"item": item, **words, "cause": "材料被更换", "control": "来料抽检"}
    await people.quality_manager.puts("warehouse", mode, about)
    (proposal,) = await people.quality_manager.lists("warehouse", "/fmea-proposals", item=item)
    assert (proposal["number"], proposal["grade"]) == (complaint["number"], "A")
    confirm = f"/fmea-proposals/{proposal['proposal_id']}/confirm"
    counted = await people.quality_manager.does("warehouse", confirm, {"failure_mode": f"F-{item}"})
    assert [case["number"] for case in counted["cases"]] == [complaint["number"]]
    rated = await people.quality_manager.does(
        "warehouse", f"{mode}/rate", {"severity": 8, "occurrence": 3, "detection": 6}
    )
    assert rated["risk_priority_number"] == 144


async def read_the_report(people: People, complaint: dict[str, Any]) -> None:
    """The customer has it as data and as a PDF."""
    path = f"/papers/improvement_report/{complaint['number']}"
    report = await people.customer.reads("sales", path)
    assert report["data"]["whys"][-1] == "合同里没有变更通知条款"
    assert (await people.customer.reads("sales", f"{path}.pdf"))["detail"].startswith("%PDF")


async def _exceptions(order: Order) -> list[dict[str, Any]]:
    return await order.trade.items("notify", "/exceptions", state="open", order=order.id)


async def exchange(people: People, order: Order, complaint: dict[str, Any], quantity: int) -> Order:
    """The bad lot is asked back, and as much goes to him anew by an order of its own, which the ticket names."""
    (lot,) = [one for one in await order.shipments() if one["lines"][0]["quantity"] == str(quantity)]
    asked = {"kind": "exchange", "channel": "mail", "customer": people.customer.code, "words": "请换货"}
    about = {"order": order.number, "line": 1, "quantity": str(quantity), "slip": lot["slip_number"]}
    ticket = await people.front_desk.does("sales", "/tickets", asked | about)
    path = f"/tickets/{ticket['number']}"
    handed = {"step": "hand_over", "words": "整批换货", "to": people.after_sales.code, "complaint": complaint["number"]}
    await people.front_desk.does("sales", f"{path}/step", handed)
    await order.rest()
    await take_back(people, order, lot["shipment_id"], quantity)
    anew = await sent_anew(people, order, quantity)
    solved = {"step": "solve", "words": "已补发", "sent_anew": anew.number}
    await people.after_sales.does("sales", f"{path}/step", solved)
    answered = await people.customer.does("sales", f"{path}/answer", {"solved": True})
    assert (answered["closed"], answered["sent_anew"]) == (True, anew.number)
    return anew


async def take_back(people: People, order: Order, shipment: str, quantity: int) -> None:
    """All of it is scrapped; finance gives credit for it."""
    assert (await order.told())["return.requested"] == 1
    line = {"line": 1, "quantity": str(quantity), "scrapped": str(quantity)}
    back = {"order_id": order.id, "shipment_id": shipment, "lines": [line]}
    await people.storekeeper.does("warehouse", "/returns", back)
    await order.rest()
    assert (await order.said())["finance"][-1] == "invoice.credited"


async def sent_anew(people: People, order: Order, quantity: int) -> Order:
    """By an order as the first one, of goods that are good."""
    trade, content = order.trade, (await order.page())["content"]
    item, price = content["lines"][0]["item"], content["lines"][0]["unit_price"]
    more = {"quantity": str(quantity), "reason": "返修合格"}
    await people.storekeeper.does("warehouse", f"/stock/{item}/adjust", more)
    line = {"line": 1, "item": item, "quantity": str(quantity), "unit_price": price}
    named = {name: content[name] for name in ("customer", "contract")} | {"customer_po": f"{content['customer_po']}-A"}
    asked = named | {"lines": [line], "deliver_to": content["deliver_to"], "wanted": in_days(60)}
    placed = await people.merchandiser.does("sales", "/orders", asked)
    assert placed["missing"] == []
    anew = Order(trade, placed["order_id"], placed["number"])
    await anew.until("dispatched")
    await arrived(people, anew)
    return anew


async def arrived(people: People, order: Order) -> None:
    """What is under way is delivered, and the customer accepts it himself."""
    await order.deliver()
    await order.until("delivered")
    for shipment in await order.shipments("delivered"):
        await people.customer.does("sales", f"/orders/{order.id}/shipments/{shipment['shipment_id']}/accept")
    await order.until("accepted")


async def paid(people: People, order: Order) -> None:
    """What its invoices still ask, less what was credited; with that it is closed."""
    for invoice in await order.invoices():
        payment = {"customer": people.customer.code, "amount": money(invoice["outstanding"])}
        named = {"reference": invoice["number"], "bank_reference": f"bank-{invoice['number']}"}
        if Decimal(invoice["outstanding"]):
            await people.bank.does("finance", "/payments", payment | named)
    await order.until("closed")


async def satisfied(people: People, complaint: dict[str, Any]) -> None:
    """He judges the answer himself; nobody has to do anything about it."""
    judged = {"score": 5, "comment": "处理及时"}
    path = f"/feedback/{complaint['number']}"
    assert (await people.customer.does("sales", f"{path}/answer", judged))["score"] == 5
    assert (await people.merchandiser.reads("sales", path))["low"] is False
