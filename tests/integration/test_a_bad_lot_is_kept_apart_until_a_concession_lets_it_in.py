"""short → bought → came into quarantine → rejected → conceded → reserved → … → closed."""

from typing import Any

from chassis import clock
from tests.integration.order import Order
from tests.integration.trade import Trade
from tests.needs import needs


async def lot_of(trade: Trade, order: Order, item: str, quantity: int) -> tuple[str, dict[str, Any]]:
    """Goods of the order's purchase came and wait for their inspection; where they are found."""
    await order.until("short")
    purchase = await order.confirm_purchase()
    await order.rest()
    await order.receive(purchase, quantity)
    (lot,) = await trade.items("warehouse", "/inspections", item=item)
    return f"/inspections/{lot['number']}", lot


async def counted_as_a_failure(trade: Trade, item: str, lot: str) -> None:
    """What was rejected is a case of a failure mode, which is above the limit until it is improved and rated anew."""
    mode, words = f"/failure-modes/F-{item}", {"process": "车削", "mode": "螺纹不合格", "effect": "无法装配"}
    await trade.put("warehouse", mode, {"item": item, **words, "cause": "刀具磨损", "control": "通止规抽检"})
    (proposal,) = await trade.items("warehouse", "/fmea-proposals", item=item)
    confirm = f"/fmea-proposals/{proposal['proposal_id']}/confirm"
    counted = await trade.do("warehouse", confirm, {"failure_mode": f"F-{item}"})
    assert [case["number"] for case in counted["cases"]] == [lot]
    assert await trade.refused("warehouse", confirm, {"failure_mode": f"F-{item}"}) == "proposal-decided"
    rated = await trade.do("warehouse", f"{mode}/rate", {"severity": 8, "occurrence": 4, "detection": 7})
    assert rated["risk_priority_number"] == 224
    action = {"what": "每班更换刀具", "owner": "gao.feng", "due_on": clock.today().isoformat()}
    await trade.do("warehouse", f"{mode}/improve", action)
    after = {"severity": 8, "occurrence": 2, "detection": 3, "result": "三个月无废品"}
    done = await trade.do("warehouse", f"{mode}/rate", after)
    assert (done["risk_priority_number"], done["improvements"][0]["result"]) == (48, "三个月无废品")


@needs("WHS-4", "WHS-5", "WHS-9")
async def test_a_bad_lot_is_kept_apart_until_a_concession_lets_it_in(trade: Trade) -> None:
    item = await trade.keep(0)
    await trade.put("warehouse", f"/inspection-plans/{item}", {"level": "II", "major": "1.0", "minor": "4.0"})
    order = await trade.order({item: 40})
    path, lot = await lot_of(trade, order, item, 40)
    assert [(check["size"], check["accept"]) for check in lot["checks"]] == [(13, 0), (13, 0), (13, 1)]
    assert await trade.stock(item) == {"on_hand": 0, "free": 0, "reserved": 0, "on_order": 40}
    assert await trade.refused("warehouse", f"{path}/examine", {"examined": 12}) == "sample-not-complete"
    assert (await trade.do("warehouse", f"{path}/examine", {"examined": 13, "major": 1}))["state"] == "rejected"
    await order.rest()
    (purchase,) = await order.purchases()
    assert (purchase["accepted"], purchase["rejected"]) == ("0", "40")
    await counted_as_a_failure(trade, item, lot["number"])
    reworked = await trade.do("warehouse", f"{path}/dispose", {"kind": "rework", "quantity": "10", "reason": "sorted"})
    again = f"/inspections/{reworked['number']}/examine"
    assert (await trade.do("warehouse", again, {"examined": 10}))["state"] == "accepted"
    signed = await trade.do("warehouse", f"{path}/concede", {"reason": "the customer takes the colour"})
    assert (signed["state"], signed["left_over"]) == ("conceded", "0")
    await order.end_well()
    (purchase,) = await order.purchases()
    assert (purchase["state"], purchase["accepted"]) == ("closed", "40")
    await trade.books_agree()
