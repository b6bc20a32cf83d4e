"""The warehouse's commands at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.async_api import expect

from chassis import clock
from tests.desk.clerk import A_FILE, PERSON, Clerk
from tests.desk.planted import TEXT
from tests.integration.order import SOON_S, Order
from tests.waiting import within


async def count_stock(clerk: Clerk) -> None:
    await clerk.open({"item": "washer", "quantity": "7", "places.0": "SH/A-2"})
    assert (await clerk.trade.stock("washer"))["on_hand"] == 7


async def adjust_stock(clerk: Clerk) -> None:
    item = await clerk.trade.keep(5)
    await clerk.open({"item": item, "quantity": "-2", "place": "", "lot": ""})
    assert (await clerk.trade.stock(item))["on_hand"] == 3


async def recall_lot(clerk: Clerk) -> None:
    item = await _of_a_lot(clerk)
    await clerk.open({"lot": f"LOT-{item}", "supplier": ""})
    recalled = await _recall_of(clerk, item)
    assert (recalled["here"], recalled["reason"]) == ("3", TEXT)


async def lift_recall(clerk: Clerk) -> None:
    item = await _of_a_lot(clerk)
    await clerk.trade.do("warehouse", f"/lots/LOT-{item}/recall", {"reason": "裂纹"})
    await clerk.open({"receipt": (await _recall_of(clerk, item))["receipt"]})
    assert (await _recall_of(clerk, item))["lifted_for"] == TEXT


async def _recall_of(clerk: Clerk, item: str) -> Any:
    (recalled,) = [one for one in await clerk.trade.items("warehouse", "/recalls") if one["item"] == item]
    return recalled


async def _of_a_lot(clerk: Clerk) -> str:
    """Three came of a lot of an item, for an order of four."""
    item = await clerk.trade.keep(0)
    order = await clerk.trade.order({item: 4})
    await order.until("short")
    (purchase,) = await order.purchases()
    came = {"purchase_id": purchase["purchase_id"], "accepted": "3", "lot": f"LOT-{item}"}
    await clerk.trade.do("warehouse", "/receipts", came)
    await order.rest()
    return item


async def receive_goods(clerk: Clerk) -> None:
    """Of two purchases for one order, the one that came, put away at another place than the item's own."""
    items = [await clerk.trade.keep(0), await clerk.trade.keep(0)]
    await clerk.trade.put("warehouse", f"/stock/{items[1]}", {"places": ["SH/A-2"]})
    order = await clerk.trade.order(dict.fromkeys(items, 4))
    await order.until("short")
    (purchase,) = [one for one in await order.purchases() if one["item"] == items[1]]
    await clerk.give_about(order, {"place": "SH/A-2"}, body=purchase["purchase_id"])
    await order.rest()
    after = await clerk.trade.get("purchasing", f"/purchases/{purchase['purchase_id']}")
    assert after["accepted"] == "4", "the form begins with all that is outstanding"


async def pack_shipment(clerk: Clerk) -> None:
    """What has serial numbers waits for who reads them; it was here before it had them."""
    clerk.switch("warehouse", packing="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(10, serialised=True): 1})

    async def to_pack() -> bool:
        return bool(await order.shipments("released"))

    await within(SOON_S, to_pack)
    await order.rest()
    edges = {f"packages.0.{edge}_cm": "30" for edge in ("length", "width", "height")}
    package = {"packages.0.weight_kg": "2.5", "packages.0.sscc": "340123450000000017", **edges}
    shipment = await order.shipment("released")
    lies = {f"contents.0.{what}": "1" for what in ("package", "line", "quantity")}
    await clerk.give_about(order, {"contents.0.serials.0": "P-77", **lies, **package}, shipment_id=shipment)
    await order.until("dispatched")
    here = await clerk.trade.items("warehouse", "/shipments")
    ((packed,),) = [one["packages"] for one in here if one["shipment_id"] == shipment]
    assert (packed["sscc"], packed["volume_m3"]) == ("340123450000000017", "0.027")
    assert [one["serials"] for one in packed["contents"]] == [["P-77"]]
    (piece,) = (await clerk.trade.get("warehouse", "/serials/P-77"))["pieces"]
    assert (piece["stands"], piece["went"][0]["order_id"]) == ("gone", str(order.id))


async def take_back_goods(clerk: Clerk) -> None:
    item = await clerk.trade.keep(10)
    order = await clerk.trade.order({item: 4})
    await order.until("dispatched")
    await order.do("cancel", {"reason": "no longer wanted"})
    await order.rest()
    await clerk.give_about(order, {"lines.0.scrapped": "1"}, body=await order.shipment("asked_back"))
    await order.until("closed")
    assert (await clerk.trade.stock(item))["on_hand"] == 9


async def keep_inspection_plan(clerk: Clerk) -> None:
    await clerk.open({"item": "washer", "major": "0.65"})
    (plan,) = [one for one in await clerk.trade.items("warehouse", "/inspection-plans") if one["item"] == "washer"]
    assert (plan["level"], plan["major"], plan["minor"]) == ("II", "0.65", "4.0")


async def examine_lot(clerk: Clerk) -> None:
    """The form begins with the whole sample examined and nothing found."""
    order, _, lot = await _in_quarantine(clerk)
    await clerk.give_about(order, inspection_id=lot["inspection_id"])
    await order.rest()
    assert (await _inspection(clerk, lot))["state"] == "accepted"
    await order.until("dispatched")


async def concede_lot(clerk: Clerk) -> None:
    order, _, lot = await _found_bad(clerk)
    await clerk.give_about(order, {"reason": "only scratched"}, inspection_id=lot["inspection_id"])
    await order.rest()
    assert (await _inspection(clerk, lot))["signed_for"] == "only scratched"


async def dispose_of_lot(clerk: Clerk) -> None:
    """The form begins with all that is left."""
    order, _, lot = await _found_bad(clerk)
    await clerk.give_about(order, {"kind": "rma", "reason": "bad thread"}, inspection_id=lot["inspection_id"])
    assert (await _inspection(clerk, lot))["left_over"] == "0"
    back = [one for one in await clerk.trade.items("warehouse", "/disposals") if one["item"] == lot["item"]]
    assert [(one["kind"], one["quantity"], one["number"][:4]) for one in back] == [("rma", "4", "RMA-")]


async def resume_inspection(clerk: Clerk) -> None:
    """Seven bad lots of a supplier: two tighten his inspection, five more end it."""
    order, purchase, lot = await _found_bad(clerk)
    for _ in range(6):
        await _examine(clerk, lot := await _arrived(clerk, purchase), major=1)
    await order.rest()
    lots = {"purchase_id": purchase, "accepted": "1"}
    assert await clerk.trade.refused("warehouse", "/receipts", lots) == "discontinued"
    await clerk.give_about(order, {"reason": "he changed the tool"}, inspection_id=lot["inspection_id"])
    assert (await _arrived(clerk, purchase))["checks"][1]["severity"] == "tightened"


async def examine_at_gate(clerk: Clerk) -> None:
    """The form begins with the whole sample examined; each class of defects is told, also where none was found."""
    order, inspection = await _at_the_gate(clerk)
    nothing = dict.fromkeys(("critical", "major", "minor"), "0")
    await clerk.give_about(order, nothing, gate_inspection_id=inspection["inspection_id"])
    await order.rest()
    assert await _gate(clerk, inspection) == ("passed", inspection["number"])


async def concede_at_gate(clerk: Clerk) -> None:
    order, inspection = await _at_the_gate(clerk)
    found = {"examined": inspection["to_examine"], "critical": 0, "major": 0, "minor": 1}
    await clerk.trade.do("warehouse", f"/gate-inspections/{inspection['number']}/examine", found)
    await order.rest()
    assert await _gate(clerk, inspection) == ("failed", inspection["number"])
    await clerk.give_about(order, {"reason": "only scratched"}, gate_inspection_id=inspection["inspection_id"])
    await order.rest()
    assert await _gate(clerk, inspection) == ("conceded", inspection["number"])


async def attach_photo(clerk: Clerk) -> None:
    order, _, lot = await _in_quarantine(clerk)
    await clerk.give_about(order, {"content": A_FILE}, inspection_id=lot["inspection_id"])
    await _is_kept(clerk, f"inspections/{lot['inspection_id']}")


async def attach_photo_at_gate(clerk: Clerk) -> None:
    order, inspection = await _at_the_gate(clerk)
    await clerk.give_about(order, {"content": A_FILE}, gate_inspection_id=inspection["inspection_id"])
    await _is_kept(clerk, f"gate-inspections/{inspection['inspection_id']}")


async def _is_kept(clerk: Clerk, document: str) -> None:
    """The file is there as it was chosen, and the desk leads to it from its document."""
    (kept,) = await clerk.trade.items("warehouse", f"/{document}/attachments")
    assert (kept["title"], kept["media"], kept["size"]) == (TEXT, "application/pdf", len(A_FILE))
    await clerk.sitting.page.get_by_role("link", name="Photos and files").first.click()
    await expect(clerk.sitting.page.get_by_role("link", name=TEXT)).to_be_visible()


async def keep_failure_mode(clerk: Clerk) -> None:
    await clerk.open({"failure_mode": "WASHER-1", "item": "washer"})
    kept = await clerk.trade.get("warehouse", "/failure-modes/WASHER-1")
    assert (kept["item"], kept["mode"], kept["control"], kept["kept_by"]) == ("washer", TEXT, TEXT, PERSON)


async def rate_failure_mode(clerk: Clerk) -> None:
    """Its improvement is due: what it brought is told with the figures after it."""
    code = await _failing(clerk, "washer", 8, 4, 7)
    improvement = {"what": "每班更换刀具", "owner": PERSON, "due_on": _day(0)}
    await clerk.trade.do("warehouse", f"/failure-modes/{code}/improve", improvement)
    await clerk.open({"occurrence": "2", "detection": "3"}, failure_mode=code)
    after = await clerk.trade.get("warehouse", f"/failure-modes/{code}")
    assert (after["risk_priority_number"], after["improvements"][0]["result"]) == (48, TEXT)


async def improve_failure_mode(clerk: Clerk) -> None:
    code = await _failing(clerk, "nut", 8, 4, 7)
    await clerk.open({"owner": PERSON, "due_on": _day(9)}, failure_mode=code)
    (improvement,) = (await clerk.trade.get("warehouse", f"/failure-modes/{code}"))["improvements"]
    assert (improvement["what"], improvement["owner"], improvement["due_on"]) == (TEXT, PERSON, _day(9))


async def confirm_proposal(clerk: Clerk) -> None:
    """The form begins with the failure mode that the item has."""
    item, proposal = await _proposed(clerk)
    code = await _failing(clerk, item, 2, 2, 2)
    await clerk.open(proposal_id=proposal)
    (case,) = (await clerk.trade.get("warehouse", f"/failure-modes/{code}"))["cases"]
    assert (case["source"], case["number"], case["confirmed_by"]) == ("rejected lot", "INS-7", PERSON)


async def dismiss_proposal(clerk: Clerk) -> None:
    item, proposal = await _proposed(clerk)
    await clerk.open(proposal_id=proposal)
    (decided,) = await clerk.trade.items("warehouse", "/fmea-proposals", item=item)
    assert (decided["decision"], decided["reason"], decided["decided_by"]) == ("dismissed", TEXT, PERSON)


async def _failing(clerk: Clerk, item: str, severity: int, occurrence: int, detection: int) -> str:
    """A failure mode of an item, rated."""
    code, words = f"F-{item}", {"process": "车削", "mode": "螺纹不合格", "effect": "无法装配", "cause": "刀具磨损"}
    await clerk.trade.put("warehouse", f"/failure-modes/{code}", {"item": item, **words, "control": "通止规抽检"})
    figures = {"severity": severity, "occurrence": occurrence, "detection": detection}
    await clerk.trade.do("warehouse", f"/failure-modes/{code}/rate", figures)
    return code


async def _proposed(clerk: Clerk) -> tuple[str, str]:
    """A lot was refused at the dock: its item, and what waits for who says how it failed."""
    item = await clerk.trade.keep(0)
    order = await clerk.trade.order({item: 4})
    await order.until("short")
    lot = {"purchase_id": await order.confirm_purchase(), "accepted": "0", "rejected": "4", "inspection": "INS-7"}
    await order.rest()
    await clerk.trade.do("warehouse", "/receipts", lot)
    await order.rest()
    (proposal,) = await clerk.trade.items("warehouse", "/fmea-proposals", item=item)
    return item, proposal["proposal_id"]


async def request_transfer(clerk: Clerk) -> None:
    item = await _in_two_places(clerk)
    await clerk.open({"item": item, "quantity": "3", "source": "", "destination": "SH/A-2"})
    (wanted,) = await clerk.trade.items("warehouse", "/transfers", item=item)
    assert (wanted["state"], wanted["reason"], wanted["requested_by"]) == ("requested", TEXT, PERSON)


async def dispatch_transfer(clerk: Clerk) -> None:
    """The form begins with all that was asked for."""
    transfer = await _transfer(clerk)
    await clerk.open(transfer_id=transfer["transfer_id"])
    assert (await clerk.trade.stock(transfer["item"]))["on_hand"] == 2, "the rest is in transit"


async def receive_transfer(clerk: Clerk) -> None:
    transfer = await _transfer(clerk)
    path = f"/transfers/{transfer['transfer_id']}"
    await clerk.trade.do("warehouse", f"{path}/dispatch", {})
    await clerk.open({"quantity": "2", "lines.0.difference": ""}, transfer_id=transfer["transfer_id"])
    came = await clerk.trade.get("warehouse", path)
    assert (came["state"], came["missing"], came["difference"]) == ("received", "1", TEXT)


async def open_stock_count(clerk: Clerk) -> None:
    item = await _in_two_places(clerk)
    await clerk.open({"place": "", "items.0": item})
    wanted = (await clerk.trade.items("warehouse", "/stock-counts"))[-1]
    assert [(line["item"], line["booked"]) for line in wanted["lines"]] == [(item, None)]


async def record_stock_count(clerk: Clerk) -> None:
    """The form begins with the lines of the sheet, and no quantity."""
    count = await _count(clerk)
    await clerk.open(
        {"lines.0.quantity": "4", "lines.0.place": "", "lines.0.lot": ""}, stock_count_id=count["stock_count_id"]
    )
    counted = await clerk.trade.get("warehouse", f"/stock-counts/{count['stock_count_id']}")
    assert (counted["state"], counted["lines"][0]["difference"]) == ("counted", "-1")


async def settle_stock_count(clerk: Clerk) -> None:
    count = await _counted(clerk)
    await clerk.open({"decision": "book", "inspection": ""}, stock_count_id=count["stock_count_id"])
    assert (await clerk.trade.stock(count["lines"][0]["item"]))["on_hand"] == 3


async def call_off_stock_count(clerk: Clerk) -> None:
    count = await _count(clerk)
    await clerk.open(stock_count_id=count["stock_count_id"])
    ended = await clerk.trade.get("warehouse", f"/stock-counts/{count['stock_count_id']}")
    assert (ended["state"], ended["settled_by"], ended["reason"]) == ("called off", PERSON, TEXT)


async def _count(clerk: Clerk) -> dict[str, Any]:
    item = await clerk.trade.keep(5)
    made: dict[str, Any] = await clerk.trade.do("warehouse", "/stock-counts", {"items": [item]})
    return made


async def _counted(clerk: Clerk) -> dict[str, Any]:
    count = await _count(clerk)
    lines = [{"item": count["lines"][0]["item"], "quantity": "3"}]
    await clerk.trade.do("warehouse", f"/stock-counts/{count['stock_count_id']}/record", {"lines": lines})
    return count


async def _in_two_places(clerk: Clerk) -> str:
    item = await clerk.trade.keep(5)
    await clerk.trade.put("warehouse", f"/stock/{item}", {"places": ["SH/A-2"]})
    return item


async def _transfer(clerk: Clerk) -> dict[str, Any]:
    item = await _in_two_places(clerk)
    wanted = {"item": item, "quantity": "3", "destination": "SH/A-2", "reason": "上海缺货"}
    made: dict[str, Any] = await clerk.trade.do("warehouse", "/transfers", wanted)
    return made


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


async def _in_quarantine(clerk: Clerk) -> tuple[Order, str, dict[str, Any]]:
    """An order whose goods came and are to be inspected, their purchase, their inspection."""
    item = await clerk.trade.keep(0)
    await clerk.trade.put("warehouse", f"/inspection-plans/{item}", {"level": "II"})
    order = await clerk.trade.order({item: 4})
    await order.until("short")
    purchase = await order.confirm_purchase()
    await order.rest()
    return order, purchase, await _arrived(clerk, purchase, 4)


async def _at_the_gate(clerk: Clerk) -> tuple[Order, dict[str, Any]]:
    """An order for which our own shop made the first article, and its inspection."""
    item = await clerk.trade.keep(0, suppliers=())
    await clerk.trade.put("warehouse", f"/inspection-plans/{item}", {"first_article": True})
    await clerk.trade.make(item, {await clerk.trade.keep(0): 2}, line="L-8")
    order = await clerk.trade.order({item: 4})
    await order.until("short")
    (purchase,) = await order.purchases()
    await clerk.trade.do("purchasing", f"/production/{purchase['number']}/release")
    for milestone in ("material_in", "first_article"):
        told = {"milestone": milestone, "share": "1", "pieces": 2}
        await clerk.trade.do("purchasing", f"/production/{purchase['number']}/progress", told)
    await order.rest()
    (inspection,) = await clerk.trade.items("warehouse", "/gate-inspections", item=item)
    return order, inspection


async def _gate(clerk: Clerk, inspection: dict[str, Any]) -> tuple[str, str]:
    """How the gate stands in purchasing, by which inspection."""
    made = await clerk.trade.get("purchasing", f"/production/{inspection['production']}")
    (gate,) = [step["gate"] for step in made["steps"] if step["gate"]]
    return gate["state"], gate["inspection"]


async def _found_bad(clerk: Clerk) -> tuple[Order, str, dict[str, Any]]:
    order, purchase, lot = await _in_quarantine(clerk)
    await _examine(clerk, lot, major=1)
    await order.rest()
    return order, purchase, lot


async def _arrived(clerk: Clerk, purchase: str, quantity: int = 1) -> dict[str, Any]:
    receipt = await clerk.trade.do("warehouse", "/receipts", {"purchase_id": purchase, "accepted": str(quantity)})
    (lot,) = await clerk.trade.items("warehouse", "/inspections", receipt=receipt["number"])
    return lot


async def _examine(clerk: Clerk, lot: dict[str, Any], **found: int) -> None:
    sample = max(check["size"] for check in lot["checks"])
    await clerk.trade.do("warehouse", f"/inspections/{lot['inspection_id']}/examine", {"examined": sample, **found})


async def _inspection(clerk: Clerk, lot: dict[str, Any]) -> Any:
    return await clerk.trade.get("warehouse", f"/inspections/{lot['number']}")
