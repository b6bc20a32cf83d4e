"""A new field of the order stands wherever it may be said, or here with why not."""

from collections.abc import Collection, Mapping

import pytest

from contracts.order import OrderContent, OrderDraft
from contracts.outside import OrderPlaced
from contracts.value import names_of
from gendan.importing.targets import TARGETS
from services.sales.changes.api import ChangeOrder
from services.sales.clarifying.api import ClarifyOrder
from services.sales.intake.api import PlaceOrder
from tests.needs import needs

pytestmark = needs("SAL-2", "SAL-3", "SAL-9")

OURS = dict.fromkeys(("number", "customer_name", "priority", "quadrant"), "sales itself says it")
KEPT = dict.fromkeys(("customer", "customer_po"), "what the order is called by; it stays")
DECIDED = {"promised": "said with the confirmation, and changed after it"}
AGREED = dict.fromkeys(("merchandiser", "freight", "discount", "tax_rate"), "agreed, not the customer's to say")
FIXED = dict.fromkeys(("currency", "tax_rate", "quotation", "contract", "samples"), "settled before the confirmation")
SINGLED_OUT = {"rush": "somebody of sales says it of one order (SAL-9)"}
HANDED_OVER = {"merchandiser": "handed over, not changed (NOT-10)"}
UNASKED = {"incoterm": "no system has asked for it yet"}
IN_A_FILE = {name.partition(".")[0] for name in TARGETS["orders"].fields} | {"lines"}
PLACES: Mapping[str, tuple[Collection[str], Mapping[str, str]]] = {
    "contracts/outside.py OrderPlaced": (names_of(OrderPlaced), OURS | DECIDED | AGREED | UNASKED | SINGLED_OUT),
    "services/sales/intake PlaceOrder": (PlaceOrder.model_fields, OURS | DECIDED),
    "services/sales/intake ClarifyOrder": (ClarifyOrder.model_fields, OURS | DECIDED | KEPT),
    "services/sales/changes ChangeOrder": (ChangeOrder.model_fields, OURS | KEPT | FIXED | HANDED_OVER),
    "gendan/importing/targets.py orders": (IN_A_FILE, OURS | DECIDED | SINGLED_OUT),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("field", names_of(OrderContent))
def test_a_field_of_the_order_can_be_said_in_every_place_or_has_a_reason_why_not(place: str, field: str) -> None:
    fields, left_out = PLACES[place]
    assert (field in fields) != (field in left_out), f"{field} of contracts/order.py: {place} says it, or tells why not"


@pytest.mark.parametrize("place", PLACES)
def test_no_reason_outlives_its_field(place: str) -> None:
    assert set(PLACES[place][1]) <= set(names_of(OrderContent))


def test_what_a_complete_order_has_a_draft_has_too() -> None:
    assert set(names_of(OrderContent)) == set(names_of(OrderDraft))
