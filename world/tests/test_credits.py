"""The bank of a customer who pays by credit, and who hands it papers."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from world.bank import Bank
from world.cast import Cast
from world.client import Api
from world.credits import Credits
from world.tests.chances import Still
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("LOG-7")
TODAY = date(2026, 3, 10)
TERMS = {
    "applicant": {"name": "MAPLE CO.", "address": "VANCOUVER, CANADA"},
    "loading": "NINGBO, CHINA",
    "discharge": "VANCOUVER, CANADA",
    "documents": ["FULL SET OF BILLS OF LADING MARKED FREIGHT COLLECT AND NOTIFY APPLICANT"],
}
PACKED = {"number": "SH-1", "issued_on": "2026-03-01", "package_count": 2, "gross_kg": "40", "volume_m3": "0.2"}
CONFIRMATION = {
    "number": "SO-2026-000001",
    "customer_name": "Maple Co.",
    "deliver_to": {"street": "1 Main St", "city": "Vancouver", "country": "CA"},
    "seller": {"name": "gendan", "address": ""},
    "currency": "USD",
    "total": "100.50",
    "promised": "2026-04-01",
    "wanted": "2026-04-02",
    "partial": False,
    "incoterm": "FOB Ningbo",
    "lines": [{"item": "K-1", "name": "水管 20m Rubber hose", "unit": "pcs", "quantity": "10", "unit_price": "10.05"}],
}


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
async def api(counters: Counters) -> AsyncIterator[Api]:
    async with counters.api() as api:
        yield api


def credit(state: str = "in order", **but: Any) -> dict[str, Any]:
    known = {
        "order_id": "o1",
        "order": "SO-2026-000001",
        "number": "LC1",
        "state": state,
        "reasons": [],
        "terms": TERMS,
    }
    return {**known, "reasons": [], "examined": {}, "examined_before": {}, "presentations": [], **but}


def presented(state: str = "presented", on: str = "2026-03-05", **but: Any) -> dict[str, Any]:
    drawn = {"amount": "100.50", "currency": "USD"}
    return {"shipment_id": "s1", "state": state, "presented_on": on, "drawn": drawn, "waiver": None, **but}


def found(*fields: str) -> dict[str, Any]:
    return {"findings": [{"field": one} for one in fields]}


async def done(counters: Counters, api: Api, one: dict[str, Any]) -> list[str]:
    """What follows from a credit as it stands: the paths of all acts."""
    counters.shown["logistics/letters-of-credit"] = [one]
    counters.shown["sales/papers/order_confirmation/SO-2026-000001"] = {"data": CONFIRMATION}
    counters.shown["sales/orders/o1"] = {"shipments": [{"shipment_id": "s1", "state": "dispatched"}]}
    papers = {"invoices": [{"number": "INV-1"}], "packing_lists": [PACKED]}
    counters.shown["logistics/shipments/s1/documents"] = {"documents": papers}
    await Credits(Cast(api, {})).act(TODAY)
    return counters.paths


async def test_the_customers_bank_issues_what_his_confirmation_says(counters: Counters, api: Api) -> None:
    assert await done(counters, api, credit("awaited")) == ["/letters-of-credit/o1/read"]
    text = counters.bodies("logistics")[0]["text"]
    for line in (
        ":20:LC2026-000001", ":32B:USD100,50", ":31D:260506CHINA", ":44C:260415", ":43P:NOT ALLOWED",
        "+10 PCS OF RUBBER HOSE K-1 AT USD10.05 PER PC", "+FOB NINGBO, INCOTERMS 2020",
    ):  # fmt: skip
        assert line in text


async def test_the_first_bill_has_two_faults_and_comes_again_without_them(counters: Counters, api: Api) -> None:
    assert await done(counters, api, credit()) == [
        f"/shipments/s1/{what}" for what in ("certificate", "transport-document", "examine")
    ]
    first = counters.bodies("logistics")[1]
    counters.asked.clear()
    await done(counters, api, credit(examined={"s1": found("transports.0.freight")}))
    second = counters.bodies("logistics")[0]
    assert (first["freight"], second["freight"]) == ("prepaid", "collect")
    assert (first["notify"], second["notify"]) == ([], [{"name": "MAPLE CO.", "address": "VANCOUVER, CANADA"}])


async def test_what_conforms_goes_to_the_bank_which_takes_it_some_days_later(counters: Counters, api: Api) -> None:
    conform: dict[str, Any] = {"examined": {"s1": found()}, "examined_before": {"s1": [found("transports.0.freight")]}}
    assert await done(counters, api, credit(**conform)) == ["/shipments/s1/present"]
    counters.asked.clear()
    assert await done(counters, api, credit(**conform, presentations=[presented(on="2026-03-09")])) == []
    await done(counters, api, credit(**conform, presentations=[presented()]))
    assert ":23:NEGOTIATE" in counters.bodies("logistics")[0]["text"]


async def test_what_cannot_be_mended_is_refused_waived_and_taken(counters: Counters, api: Api) -> None:
    late: dict[str, Any] = {
        "examined": {"s1": found("presented_on")},
        "examined_before": {"s1": [found("transports.0.freight")]},
    }
    assert await done(counters, api, credit(**late)) == ["/shipments/s1/present"]
    steps = (presented(), presented("refused"), presented("refused", waiver="given"), presented("accepted"))
    counters.asked.clear()
    for step in steps:
        await done(counters, api, credit(**late, presentations=[step]))
    assert counters.paths == [f"/shipments/s1/{what}" for what in ("bank-answers", "waiver", "bank-accepts")]


async def test_a_credit_that_an_order_has_outgrown_is_taken_by_a_manager(counters: Counters, api: Api) -> None:
    assert await done(counters, api, credit("not in order")) == ["/letters-of-credit/o1/take"]


async def test_under_a_credit_the_bank_pays_what_it_accepted_on_its_day(counters: Counters, api: Api) -> None:
    invoice = {"number": "INV-1", "version": 1, "customer": "K", "currency": "USD", "due": "2026-03-10", "paid": "0"}
    counters.shown["finance/invoices?open"] = [
        {**invoice, "order_id": "o1", "shipment_id": "s1", "outstanding": "100.50"}
    ]
    bank = Bank(api.acting_as("c", "accountant"), Still(1))
    for state, paid in (("presented", []), ("accepted", ["100.50"])):
        counters.shown["logistics/letters-of-credit"] = [credit(presentations=[presented(state)])]
        await bank.act(TODAY)
        assert [body["amount"]["amount"] for body in counters.bodies("finance")] == paid
