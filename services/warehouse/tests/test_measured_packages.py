"""A shipment is packed in packages as they really are, each with its label (WHS-6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from contracts.warehouse import StockReserved
from services.warehouse.dispatch import handlers as dispatch
from services.warehouse.dispatch.rules.measured import Measured, label_refusal, packages, proves_itself
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
