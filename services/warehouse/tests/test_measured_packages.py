"""A shipment is packed in packages as they really are, each with its label (WHS-6)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from chassis.stored import stored
from contracts.warehouse import StockReserved
from services.warehouse.book.rules.demand import Part
from services.warehouse.book.rules.gate import Master
from services.warehouse.book.rules.packages import packages_of
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.dispatch.rules.measured import Measured, label_refusal, packages, proves_itself
from services.warehouse.papers.rules.outbound_slip import OutboundSlip, slip_sheet
from services.warehouse.reservation import handlers as reservation
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import Order, item_changed, only
from tests.needs import needs

pytestmark = needs("WHS-6")
SSCC, OTHER = "340123450000000017", "340123450000000024"
BOX: dict[str, Any] = {"weight_kg": "12.5", "length_cm": "60", "width_cm": "40", "height_cm": "30.5"}


async def to_pack(call: Caller, item: str = "bolt") -> UUID:
    """A shipment that waits for a storekeeper."""
    await call("PUT", "/figures/packing", {"value": "by_hand"}, role="general manager")
    await call("PUT", f"/stock/{item}", {"quantity": "5"})
    await call.hear(stock.learn, item_changed(item))
    order = Order()
    shipment = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(**{item: 5}))).shipment_id
    assert shipment
    await call.hear(dispatch.take_released, order.released(shipment))
    return shipment


def test_of_eighteen_digits_the_last_proves_the_others() -> None:
    assert proves_itself(SSCC)
    assert not proves_itself(SSCC[:-1])
    assert not proves_itself("x" * 18)
    assert not proves_itself("３" * 18), "digits of other scripts are on no label"


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 17), st.integers(1, 9))
def test_one_digit_that_was_misread_is_always_found(body: str, place: int, by: int) -> None:
    (right,) = [f"{body}{last}" for last in range(10) if proves_itself(f"{body}{last}")]
    misread = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    assert not proves_itself(misread)


def test_a_volume_is_that_of_the_edges_rounded_up_to_the_litre() -> None:
    box = Measured(Decimal(26), Decimal(60), Decimal(40), Decimal("30.5"), SSCC)
    (package,) = packages([box], Decimal(25))
    assert (package.volume_m3, package.above_limit, package.sscc) == (Decimal("0.074"), True, SSCC)


def test_a_label_that_is_on_another_package_is_named() -> None:
    box = Measured(Decimal(1), Decimal(1), Decimal(1), Decimal(1), SSCC)
    refused = label_refusal([box], {SSCC: UUID(int=1)})
    assert isinstance(refused, Refusal)
    assert SSCC in str(refused)
    assert label_refusal([box], {OTHER: UUID(int=1)}) is None


async def test_a_storekeeper_tells_weight_edges_and_label_and_finds_the_shipment_by_it(call: Caller) -> None:
    first, second = await to_pack(call), await to_pack(call, "nut")
    boxes = [BOX | {"sscc": SSCC}, BOX | {"weight_kg": "3"}]
    packed = await call("POST", f"/shipments/{first}/pack", {"packages": boxes})
    assert packed.status_code == 200
    told = [(one["number"], one["weight_kg"], one["volume_m3"], one["sscc"]) for one in packed.json()["packages"]]
    assert told == [(1, "12.5", "0.074", SSCC), (2, "3", "0.074", "")]
    again = await call("POST", f"/shipments/{second}/pack", {"packages": boxes})
    assert (again.status_code, SSCC in again.json()["detail"]) == (409, True)
    named = (await call("GET", f"/actions?name={SSCC}")).json()["subjects"]
    assert [one["id"] for one in named] == [str(first)]
    by_rule = await call("POST", f"/shipments/{second}/pack", {})
    assert {one["length_cm"] for one in by_rule.json()["packages"]} == {"0"}, "nobody measured them"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"sscc": "340123450000000018"}, "packages.0.sscc"),
        ({"weight_kg": "0"}, "packages.0.weight_kg"),
        ({"height_cm": "-1"}, "packages.0.height_cm"),
    ],
)
async def test_what_no_package_can_be_is_refused_with_its_field(
    call: Caller, wrong: dict[str, str], field: str
) -> None:
    shipment = await to_pack(call)
    answer = await call("POST", f"/shipments/{shipment}/pack", {"packages": [BOX | wrong]})
    assert (answer.status_code, [one["field"] for one in answer.json()["faults"]]) == (422, [field])


async def test_of_two_packages_each_has_its_own_label(call: Caller) -> None:
    shipment = await to_pack(call)
    twice = {"packages": [BOX | {"sscc": SSCC}] * 2}
    answer = await call("POST", f"/shipments/{shipment}/pack", twice, reads="zh-CN")
    assert answer.json()["faults"][0]["expected"] == "每个标签只用于一个包装件"


SECOND = "340123450000000031"
BOXES = {"packages": [BOX | {"sscc": OTHER}, BOX | {"sscc": SECOND}]}


def lies(package: int, line: int, quantity: str, *serials: str) -> dict[str, Any]:
    return {"package": package, "line": line, "quantity": quantity, "serials": serials}


async def two_pumps_and_bolts(call: Caller) -> UUID:
    """A released shipment of two pumps, P-1 and P-2, and five bolts."""
    await call("PUT", "/figures/packing", {"value": "by_hand"}, role="general manager")
    for item, quantity in (("pump", "2"), ("bolt", "5")):
        await call("PUT", f"/stock/{item}", {"quantity": quantity})
        await call.hear(stock.learn, item_changed(item, serialised=item == "pump"))
    order = Order()
    reserved = only(StockReserved, await call.hear(reservation.reserve, order.confirmed(pump=2, bolt=5)))
    assert reserved.shipment_id
    await call.hear(dispatch.take_released, order.released(reserved.shipment_id))
    return reserved.shipment_id


async def test_a_storekeeper_says_which_goods_and_pieces_lie_in_which_package(call: Caller) -> None:
    shipment = await two_pumps_and_bolts(call)
    contents = [lies(1, 1, "1", "P-1"), lies(1, 2, "3"), lies(2, 1, "1", "P-2"), lies(2, 2, "2")]
    packed = await call("POST", f"/shipments/{shipment}/pack", BOXES | {"contents": contents})
    assert packed.status_code == 200, packed.text
    first, second = packed.json()["packages"]
    assert first["contents"] == [
        {"line": 1, "item": "pump", "quantity": "1", "serials": ["P-1"]},
        {"line": 2, "item": "bolt", "quantity": "3", "serials": []},
    ]
    scanned = (await call("GET", f"/codes?code={SECOND}")).json()["package"]
    slip = packed.json()["slip_number"]
    assert (scanned["slip_number"], scanned["package"]) == (slip, second)
    (said,) = await call.said("goods.packed")
    assert [one["serials"] for one in said["packages"][1]["contents"]] == [["P-2"], []]
    paper = (await call("GET", f"/papers/outbound_slip/{slip}")).json()["data"]
    (table,) = [one for one in slip_sheet(stored(OutboundSlip, json.dumps(paper))).tables if "P-2" in str(one.rows[2:])]
    assert table.rows == (
        ("1", "1", "pump", "1 piece", "P-1"), ("1", "2", "bolt", "3 piece", ""),
        ("2", "1", "pump", "1 piece", "P-2"), ("2", "2", "bolt", "2 piece", ""),
    )  # fmt: skip
    (piece,) = (await call("GET", "/serials/P-1")).json()["pieces"]
    assert piece["stands"] == "packed"


async def test_all_that_does_not_agree_with_what_is_packed_is_said_at_once(call: Caller) -> None:
    shipment = await two_pumps_and_bolts(call)
    contents = [lies(1, 1, "2", "P-1"), lies(1, 2, "2.5", "B-1"), lies(3, 2, "1"), lies(1, 9, "1")]
    refused = await call("POST", f"/shipments/{shipment}/pack", BOXES | {"contents": contents})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-as-packed")
    for fault in (
        "bolt is not kept by serial numbers",
        "the shipment has no line 9",
        "there is no package 3",
        "nothing lies in package 2",
        "of line 2 3.5 of bolt lie in packages, and 5 are packed",
        "2.5",
        "in package 1 lie 2 of pump, and 1 are named",
    ):
        assert fault in refused.json()["detail"], (fault, refused.json()["detail"])
    assert (await call("GET", "/shipments")).json()["items"][0]["state"] == "to_pack"


async def test_a_piece_lies_in_one_package_under_its_own_name(call: Caller) -> None:
    shipment = await two_pumps_and_bolts(call)
    contents = [lies(1, 1, "1", "P-1"), lies(1, 2, "5"), lies(2, 1, "1", "P-1")]
    refused = await call("POST", f"/shipments/{shipment}/pack", BOXES | {"contents": contents, "serials": ["P-1"]})
    assert "in two packages: P-1" in refused.json()["detail"]
    apart = [lies(1, 1, "1", "P-1"), lies(1, 2, "5"), lies(2, 1, "1", "P-2")]
    besides = BOXES | {"contents": apart, "serials": ["P-1", "P-3"]}
    refused = await call("POST", f"/shipments/{shipment}/pack", besides, reads="zh-CN")
    assert refused.json()["detail"] == "只为发货单或只在包装件中列出的件：P-2, P-3。"


def test_a_rule_knows_what_it_laid_in_each_package() -> None:
    masters = {"set": Master("set", weight_kg=Decimal(10)), "oil": Master("kg", weight_kg=Decimal(1))}
    several = packages_of((Part(4, "set", Decimal(3)),), masters, Decimal(25))
    assert [[(one.line, one.item, one.quantity) for one in box.contents] for box in several] == [
        [(4, "set", Decimal(2))],
        [(4, "set", Decimal(1))],
    ]
    (whole,) = packages_of((Part(1, "set", Decimal(1)), Part(2, "oil", Decimal(4))), masters, Decimal(25))
    assert [(one.item, one.quantity) for one in whole.contents] == [("set", Decimal(1)), ("oil", Decimal(4))]
    poured = packages_of((Part(1, "oil", Decimal(40)),), masters, Decimal(25))
    assert {box.contents for box in poured} == {()}, "nobody weighed how much went into each"


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4), st.integers(1, 30))
def test_what_a_rule_laid_into_packages_is_what_is_packed(quantities: list[int], kg: int) -> None:
    parts = [Part(n, f"i{n}", Decimal(quantity)) for n, quantity in enumerate(quantities, 1)]
    masters = {part.item: Master("pcs", weight_kg=Decimal(kg * part.line)) for part in parts}
    packed = packages_of(parts, masters, Decimal(25))
    told = [(one.line, one.quantity) for box in packed for one in box.contents]
    sums = {part.line: sum(quantity for line, quantity in told if line == part.line) for part in parts}
    assert sums == {part.line: part.quantity for part in parts}
