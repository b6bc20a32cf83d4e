"""Logistics' commands at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chassis import clock
from tests.desk.clerk import Clerk
from tests.desk.planted import TEXT
from tests.desk.scenes.letters_of_credit import amend_credit as amend_credit
from tests.desk.scenes.letters_of_credit import bank_accepts as bank_accepts
from tests.desk.scenes.letters_of_credit import bank_answers as bank_answers
from tests.desk.scenes.letters_of_credit import bank_refuses as bank_refuses
from tests.desk.scenes.letters_of_credit import decide_amendment as decide_amendment
from tests.desk.scenes.letters_of_credit import enter_credit as enter_credit
from tests.desk.scenes.letters_of_credit import examine_documents as examine_documents
from tests.desk.scenes.letters_of_credit import present_documents as present_documents
from tests.desk.scenes.letters_of_credit import read_credit as read_credit
from tests.desk.scenes.letters_of_credit import record_waiver as record_waiver
from tests.desk.scenes.letters_of_credit import take_credit as take_credit
from tests.integration.order import SOON_S, Order
from tests.waiting import within

READERS_ZONE = ZoneInfo("Asia/Shanghai")


async def put_carrier(clerk: Clerk) -> None:
    await clerk.open({"carrier": "C-9", "active": "true"})
    assert TEXT in [one["name"] for one in await _all(clerk, "/carriers")]


async def put_rate(clerk: Clerk) -> None:
    about = {"carrier": "C-1", "mode": "rail", "country": "PL"}
    price = {"days": "18", "base": "80", "per_kg": "0.7", "currency": "EUR"}
    await clerk.open({**about, **price, "co2_per_kg": "0.02", "reliability": "0.95"})
    rates = await _all(clerk, "/rates", country="PL")
    assert [(one["carrier"], one["mode"], one["days"]) for one in rates] == [("C-1", "rail", 18)]


async def dispatch_shipment(clerk: Clerk) -> None:
    clerk.switch("logistics", dispatch="by_hand")
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    shipment = await order.packed()
    sent = {"carrier": "C-2", "mode": "air"}
    assert (await _about(clerk, order, shipment, sent))["tracking"] == TEXT


async def deliver_shipment(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    now = clock.now()
    after = await _about(clerk, order, shipment, {"at": _typed(now)})
    assert (after["state"], after["proof"]) == ("delivered", TEXT)
    assert datetime.fromisoformat(after["delivered_at"]) == now.replace(microsecond=0), "typed in the reader's zone"


async def delay_shipment(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    expected = (clock.today() + timedelta(days=50)).isoformat()
    after = await _about(clerk, order, shipment, {"expected": expected})
    assert after["expected"] == expected


async def carrier_failed(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    after = await _about(clerk, order, shipment, {"to_carrier": "C-2", "to_mode": "air"})
    assert (after["carrier"], after["failures"][0]["carrier"], after["failures"][0]["reason"]) == ("C-2", "C-1", TEXT)


async def report_disruption(clerk: Clerk) -> None:
    lane = {"place": "PLGDN", "country": "PL", "carrier": "C-9", "mode": "road"}
    await clerk.open({"kind": "strike", **lane, "since": _day(0), "until": _day(3), "delay_days": "2"})
    assert TEXT in [one["source"] for one in await _all(clerk, "/disruptions")]


async def lift_disruption(clerk: Clerk) -> None:
    number = await _hold_up(clerk, {"country": "PL", "mode": "road"})
    (held,) = [one for one in await _all(clerk, "/disruptions") if one["number"] == number]
    await clerk.open(disruption_id=held["id"])
    assert number not in [one["number"] for one in await _all(clerk, "/disruptions")]


async def decide_disruption(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    number = await _hold_up(clerk, {"carrier": "C-1"})
    try:
        await within(SOON_S, lambda: _was_told(order))
        after = await _about(clerk, order, shipment, {"choice": "rebook", "to_carrier": "C-2", "to_mode": "air"})
        assert (after["carrier"], after["mode"]) == ("C-2", "air")
    finally:
        await clerk.trade.do("logistics", f"/disruptions/{number}/lift", {"reason": "they work again"})


async def _hold_up(clerk: Clerk, lane: dict[str, str]) -> str:
    """The number of a disruption there, from today on."""
    told = {"kind": "strike", **lane, "since": _day(0), "until": _day(3), "delay_days": 2, "source": f"port {lane}"}
    return str((await clerk.trade.do("logistics", "/disruptions", told))["number"])


async def _was_told(order: Order) -> bool:
    return bool((await order.told())["transport.disrupted"])


async def tell_news(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    told = {"kind": "position", "at": _typed(clock.now()), "container": "CSQU3054383", "country": "EG"}
    after = await _about(clerk, order, shipment, told)
    (news,) = await _all(clerk, f"/shipments/{shipment}/journey")
    assert (after["tracking"], news["place"], news["container"]) == (TEXT, TEXT, "CSQU3054383")


async def correct_delivery(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    await order.deliver()
    await order.until("delivered")
    after = await _about(clerk, order, shipment, {"proof": TEXT})
    assert (after["proof"], len(after["corrections"])) == (TEXT, 1)


async def put_transport_document(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    read = {"kind": "bill of lading", "gross_kg": "12.5", "originals_issued": "3", "legs.0.mode": "sea"}
    read["containers.0.number"] = "CSQU3054383"
    await clerk.give_about(order, read, shipment_id=shipment)
    papers = await clerk.trade.get("logistics", f"/shipments/{shipment}/documents")
    (bill,) = papers["documents"]["transports"]
    assert (bill["number"], bill["loading"], bill["gross_kg"]) == (TEXT, TEXT, "12.5")
    assert [leg["start"] for leg in bill["legs"]] == [TEXT]


async def put_insurance(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    read = {"kind": "policy", "amount.amount": "44.00", "amount.currency": "USD", "originals_issued": "2"}
    await clerk.give_about(order, read, shipment_id=shipment)
    papers = await clerk.trade.get("logistics", f"/shipments/{shipment}/documents")
    (policy,) = papers["documents"]["insurances"]
    assert (policy["issuer"]["name"], policy["amount"]["amount"]) == (TEXT, "44.00")


async def put_certificate(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    read = {"kind": "inspection", "result": "passed", "originals": "1", "copies": "1"}
    await clerk.give_about(order, read, shipment_id=shipment)
    papers = await clerk.trade.get("logistics", f"/shipments/{shipment}/documents")
    (report,) = papers["documents"]["inspections"]
    assert (report["issuer"]["name"], report["passed"], report["copies"]) == (TEXT, True, 1)


async def put_depot(clerk: Clerk) -> None:
    await clerk.open({"depot": "D-9", "latitude": "52.52", "longitude": "13.4"})
    assert TEXT in [one["name"] for one in await _all(clerk, "/depots")]


async def put_vehicle(clerk: Clerk) -> None:
    await _depot(clerk)
    costs = {"per_km": "1.2", "per_hour": "60", "per_day": "200"}
    day = {"starts": "08:00", "ends": "18:00"}
    await clerk.open({"vehicle": "V-9", "depot": "D-8", "capacity_kg": "800", "capacity_m3": "4", **day, **costs})
    assert "V-9" in [one["vehicle"] for one in await _all(clerk, "/vehicles")]


async def put_place(clerk: Clerk) -> None:
    order, shipment = await _under_way(clerk)
    await clerk.give_about(order, {"latitude": "52.6", "longitude": "13.5"}, shipment_id=shipment)


async def plan_tours(clerk: Clerk) -> None:
    await _van(clerk)
    day = clock.today().isoformat()
    before = await _all(clerk, "/tour-plans", day=day)
    await clerk.open({"depot": "D-8", "day": day})
    known = [one["id"] for one in before]
    made = [one["depot"] for one in await _all(clerk, "/tour-plans", day=day) if one["id"] not in known]
    assert made == ["D-8"]


async def start_tour(clerk: Clerk) -> None:
    order, shipment, plan = await _tour(clerk)
    await clerk.open({"vehicle": "V-8"}, plan_id=plan)
    (gone,) = await clerk.trade.items("logistics", "/shipments", order_id=order.id)
    assert (gone["id"], gone["state"], gone["carrier"]) == (shipment, "dispatched", "V-8")


async def not_taken(clerk: Clerk) -> None:
    order, shipment, plan = await _tour(clerk)
    await clerk.trade.do("logistics", f"/tour-plans/{plan}/start", {"vehicle": "V-8"})
    after = await _about(clerk, order, shipment)
    assert (after["state"], after["carrier"], after["expected"]) == ("dispatched", None, _day(1))


async def _tour(clerk: Clerk) -> tuple[Order, str, str]:
    """An order with packed goods, and a plan of today by which one vehicle brings them."""
    clerk.switch("logistics", dispatch="by_hand", home_country="DE", search_seconds=1)
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    shipment = await order.packed()
    await _van(clerk)
    await clerk.trade.put("logistics", f"/shipments/{shipment}/place", {"latitude": "52.6", "longitude": "13.5"})
    plan = await clerk.trade.do("logistics", "/tour-plans", {"depot": "D-8", "day": _day(0)})

    async def is_planned() -> bool:
        plans = (await clerk.trade.get("logistics", "/tour-plans", day=_day(0)))["items"]
        return any(one["id"] == plan["id"] and one["tours"] for one in plans)

    await within(SOON_S, is_planned)
    return order, shipment, str(plan["id"])


async def _van(clerk: Clerk) -> None:
    await _depot(clerk)
    body = {"depot": "D-8", "capacity_kg": "800", "capacity_m3": "4", "starts": "08:00", "ends": "18:00"}
    await clerk.trade.put("logistics", "/vehicles/V-8", {**body, "per_km": "1", "per_hour": "60", "per_day": "200"})


async def _depot(clerk: Clerk) -> None:
    await clerk.trade.put("logistics", "/depots/D-8", {"name": "Berlin", "latitude": "52.5", "longitude": "13.4"})


async def _all(clerk: Clerk, path: str, **query: str) -> Any:
    return (await clerk.trade.get("logistics", path, **query))["items"]


async def _about(clerk: Clerk, order: Order, shipment: str, typed: dict[str, str] | None = None) -> Any:
    """The shipment afterwards."""
    await clerk.give_about(order, typed, shipment_id=shipment)
    (after,) = await clerk.trade.items("logistics", "/shipments", order_id=order.id)
    return after


async def _under_way(clerk: Clerk) -> tuple[Order, str]:
    order = await clerk.trade.order({await clerk.trade.keep(10): 1})
    await order.until("dispatched")
    return order, await order.shipment("dispatched")


def _day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def _typed(moment: datetime) -> str:
    return moment.astimezone(READERS_ZONE).replace(tzinfo=None, microsecond=0).isoformat()
