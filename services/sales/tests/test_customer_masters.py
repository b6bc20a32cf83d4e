"""What is kept of a customer beside his terms: tax number, usual rule of delivery, addresses (SAL-15)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from services.sales.customers.rules.tax_numbers import tax_number
from services.sales.order.store import look
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from tests.needs import needs

pytestmark = needs("SAL-15")
BREMEN = {"name": "Werk 2", "street": "Am Kai 1", "city": "Bremen", "postal_code": "28195", "country": "DE"}


@pytest.mark.parametrize(
    ("told", "country", "kept"),
    [
        ("de 136.695.976", "DE", "DE136695976"),
        ("DE-136695976", "US", "DE136695976"),
        ("ATU13585627", "AT", "ATU13585627"),
        ("el094259216", "GR", "EL094259216"),
        ("9111 0000 6000 3734 1l", "CN", "91110000600037341L"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        ("HRB 4711", "DE", "HRB 4711"),
        ("12-3456789", "US", "12-3456789"),
        ("", "CN", ""),
    ],
)
def test_a_tax_number_is_kept_without_what_is_between_its_characters_where_it_was_checked(
    told: str, country: str, kept: str
) -> None:
    assert tax_number(told, country) == kept


@pytest.mark.parametrize(
    ("told", "country", "why"),
    [
        ("DE136695975", "DE", "check digit"),
        ("DE13669597", "US", "as many characters"),
        ("FR!3404833048", "FR", "form"),
        ("91110000600037342L", "CN", "check digit"),
        ("914403001922", "CN", "as many characters"),
    ],
)
def test_a_tax_number_that_its_country_gives_nobody_is_refused(told: str, country: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        tax_number(told, country)


async def test_each_fault_of_a_customer_is_told_by_its_field(call: Caller) -> None:
    wrong = {"tax_number": "DE136695975", "incoterm": "FOX Bremen", "addresses": [BREMEN, BREMEN]}
    answer = await call("PUT", "/customers/ALFKI", CUSTOMER | wrong)
    assert [fault["field"] for fault in answer.json()["faults"]] == ["tax_number", "incoterm", "addresses"]


async def test_what_is_kept_of_a_customer_can_be_put_again(call: Caller) -> None:
    told = {"tax_number": "DE 136695976", "incoterm": "fob  Ningbo", "addresses": [BREMEN]}
    await call("PUT", "/customers/ALFKI", CUSTOMER | told)
    kept: dict[str, Any] = (await call("GET", "/customers/ALFKI")).json()
    assert (kept["tax_number"], kept["incoterm"], kept["addresses"]) == ("DE136695976", "FOB Ningbo", [BREMEN])
    asked = {name: value for name, value in kept.items() if name not in ("customer", "version")}
    assert (await call("PUT", "/customers/ALFKI", asked)).json() == kept


async def test_an_order_or_quotation_without_a_rule_of_delivery_takes_the_customers_usual_one(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER | {"incoterm": "FOB Ningbo"})
    orders = [(await call("POST", "/orders", an_order("1"))).json()]
    orders.append((await call("POST", "/orders", an_order("2", incoterm="CIF Hamburg"))).json())
    kept = [await look(call.pool, UUID(one["order_id"])) for one in orders]
    assert [order and order.content.incoterm for order in kept] == ["FOB Ningbo", "CIF Hamburg"]
    line = {"line": 1, "item": "P-1", "quantity": "5"}
    inquiry = (await call("POST", "/inquiries", {"customer": "ALFKI", "reference": "RFQ-1", "lines": [line]})).json()
    until = str(clock.today() + timedelta(days=30))
    price = {"item": "P-1", "quantity": "5", "unit_price": {"amount": "9", "currency": "USD"}}
    asked = {"currency": "USD", "lines": [price], "valid_until": until}
    quoted = (await call("POST", f"/inquiries/{inquiry['inquiry_id']}/quote", asked)).json()
    assert [one["incoterm"] for one in quoted["quotations"]] == ["FOB Ningbo"]


@needs("NOT-17")
async def test_a_storekeeper_learns_which_item_a_barcode_is_however_many_zeros_lead_it(call: Caller) -> None:
    await call("PUT", "/items/P-1", {"name": "Chai", "gtin": "4011200296908"})
    for gtin in ("4011200296908", "04011200296908"):
        found = await call("GET", f"/items?gtin={gtin}", role="storekeeper")
        assert found.json() == {"items": ["P-1"]}
    assert (await call("GET", "/items?gtin=12345670", role="storekeeper")).json() == {"items": []}
    assert (await call("GET", "/items?gtin=4011", role="storekeeper")).status_code == 422
    assert (await call("GET", "/items/P-1", role="storekeeper")).status_code == 403
