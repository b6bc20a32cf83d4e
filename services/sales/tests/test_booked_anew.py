"""LOG-5: the number under which goods travel now is the one that the customer is told."""

from chassis.ids import new_id
from contracts.logistics import ShipmentBooked
from services.sales.delivery import rules
from services.sales.tests.story import confirmed, dispatch
from tests.needs import needs

pytestmark = needs("LOG-5", "LOG-2")


def test_a_number_that_is_told_later_takes_the_place_of_the_first_whichever_is_heard_first() -> None:
    order, shipment_id = confirmed(4), new_id()
    left = dispatch(order, shipment_id, 4)
    booked = ShipmentBooked(
        order_id=order.order_id,
        order_version=1,
        shipment_id=shipment_id,
        version=left.version + 1,
        number="SH-2026-000001",
        carrier="C-2",
        mode="air",
        tracking="CX-4471-882301",
        expected=left.expected,
    )
    in_order = rules.booked(rules.dispatched(order, left), booked)
    the_other_way = rules.dispatched(rules.booked(order, booked), left)
    assert in_order.shipments == the_other_way.shipments
    assert in_order.shipments[shipment_id].tracking == "CX-4471-882301"
    assert rules.booked(in_order, booked.but(version=left.version, tracking="OLD")) == in_order
