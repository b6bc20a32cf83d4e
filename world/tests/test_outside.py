"""Carriers, banks and suppliers act on what the departments show."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from world.bank import Bank, rounded
from world.carriers import Carriers
from world.cast import Cast, cast
from world.chance import Chance
from world.client import Api
from world.suppliers import Suppliers
from world.tests.chances import Always, Still
from world.tests.counters import Counters, taken

TODAY = date(2026, 3, 10)


class Stopped:
    """A clock at real pace that stands at noon."""

    rate = 1.0

    def now(self) -> datetime:
        return datetime(2026, 3, 10, 4, tzinfo=UTC)

    def today(self) -> date:
        return TODAY


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
async def api(counters: Counters) -> AsyncIterator[Api]:
    async with counters.api() as api:
        yield api


@pytest.fixture
def company(api: Api) -> Cast:
    return Cast(api, {"storekeeper": "he.qiang"})


def under_way(expected: str, tracking: str = "C-1123456789") -> dict[str, Any]:
    about = {"id": "s1", "number": "SH-1", "carrier": "C-1", "dispatched_on": "2026-03-01"}
    return {**about, "expected": expected, "tracking": tracking}


@pytest.mark.needs("LOG-5")
async def test_a_carrier_tells_the_number_of_what_it_picked_up_once(counters: Counters, api: Api) -> None:
    carriers = Carriers(api.acting_as("c", "logistics clerk"), Still(1))
    for tracking in ("", "C-1123456789"):
        counters.shown["logistics/shipments?dispatched"] = [under_way("2026-03-30", tracking)]
        await carriers.act(TODAY)
    (told,) = counters.bodies("logistics")
    assert (told["shipment"], told["kind"], told["at"]) == ("SH-1", "picked_up", "2026-02-28T12:00:00Z")
    assert told["tracking"].startswith("C-1")


async def test_a_shipment_is_delivered_on_the_expected_day(counters: Counters, api: Api) -> None:
    counters.shown["logistics/shipments?dispatched"] = [under_way("2026-03-10"), under_way("2026-03-11")]
    await Carriers(api.acting_as("c", "logistics clerk"), Still(1)).act(TODAY)
    assert counters.bodies("logistics") == [{"shipment_id": "s1", "kind": "delivered", "proof": "POD-SH-1"}]


async def test_a_late_carrier_says_so_once_and_before_the_day(counters: Counters, api: Api) -> None:
    counters.shown["logistics/shipments?dispatched"] = [under_way("2026-03-11")]
    carriers = Carriers(api.acting_as("c", "logistics clerk"), Always(1))
    await carriers.act(TODAY)
    counters.shown["logistics/shipments?dispatched"] = [under_way("2026-03-12")]
    await carriers.act(date(2026, 3, 12))
    assert [(body["kind"], body.get("expected")) for body in counters.bodies("logistics")] == [
        ("delayed", "2026-03-12"),
        ("delivered", None),
    ]


def invoice(**but: Any) -> dict[str, Any]:
    known = {"number": "INV-1", "version": 1, "customer": "K", "currency": "USD", "due": "2026-03-15", "paid": "0"}
    return {**known, "order_id": "o1", "shipment_id": "s1", "outstanding": "100.01", **but}


async def test_an_invoice_is_paid_around_its_due_date(counters: Counters, api: Api) -> None:
    counters.shown["finance/invoices?open"] = [invoice(), invoice(number="INV-2", due="2026-03-30")]
    await Bank(api.acting_as("b", "accountant"), Still(1)).act(TODAY)
    assert counters.bodies("finance") == [
        {
            "customer": "K",
            "amount": {"amount": "100.01", "currency": "USD"},
            "reference": "INV-1",
            "bank_reference": "invoice:INV-1:1",
        }
    ]


async def test_a_payment_in_parts_pays_half_first_and_the_rest_later(counters: Counters, api: Api) -> None:
    bank = Bank(api.acting_as("b", "accountant"), Always(1))
    half_paid = invoice(paid="50.01", outstanding="50.00", version=2)
    for day, shown in ((10, invoice()), (10, half_paid), (14, half_paid)):
        counters.shown["finance/invoices?open"] = [shown]
        await bank.act(date(2026, 3, day))
    files = [line["content"] for line in counters.bodies("finance")]
    assert [re.findall(r"<AcctSvcrRef>(.*?)<", file) for file in files] == [["invoice:INV-1:1"], ["invoice:INV-1:2"]]
    assert [re.findall(r'Ccy="USD">([1-9].*?)<', file) for file in files] == [["50.01"] * 2, ["55.00"] * 2]
    assert all("payment INV-1" in file for file in files)


async def test_a_file_tells_a_payment_once_though_its_invoice_is_open_a_while(counters: Counters, api: Api) -> None:
    bank = Bank(api.acting_as("b", "accountant"), Always(1))
    counters.shown["finance/invoices?open"] = [invoice()]
    counters.answering = lambda _path, _body: (409, {})
    await bank.act(TODAY)
    counters.answering = taken
    for _ in range(2):
        await bank.act(TODAY)
    assert counters.paths == ["/bank-files", "/bank-files"]


async def test_an_advance_is_paid_unless_its_order_is_cancelled(counters: Counters, api: Api) -> None:
    advance = {"number": "SO-1", "version": 1, "customer": "K", "currency": "CNY", "due": "2026-03-12"}
    counters.shown["finance/advances?open"] = [
        {**advance, "outstanding": "30", "stage": "confirmed"},
        {**advance, "outstanding": "30", "stage": "cancelled"},
    ]
    await Bank(api.acting_as("b", "accountant"), Still(1)).act(TODAY)
    assert [line["reference"] for line in counters.bodies("finance")] == ["SO-1"]


def test_a_currency_without_minor_unit_has_no_cents() -> None:
    assert (rounded(Decimal("50.5"), "JPY"), rounded(Decimal("0.125"), "USD")) == (Decimal(51), Decimal("0.13"))


def purchase(**but: Any) -> dict[str, Any]:
    known = {
        "purchase_id": "p1", "number": "PO-1", "version": 3, "item": "X", "supplier": "S-1", "state": "confirmed",
        "accepted": "0", "rejected": "0", "cancel_asked": "0", "outstanding": "100", "ordered_on": "2026-03-09",
        "promised_on": "2026-03-10",
    }  # fmt: skip
    return {**known, **but}


async def show(counters: Counters, company: Cast, chance: Chance, bought: dict[str, Any]) -> None:
    counters.shown[f"purchasing/purchases?{bought['state']}"] = [bought]
    await Suppliers(company, chance, Stopped()).act(TODAY)


async def test_a_supplier_confirms_with_the_lead_days_of_his_offer(counters: Counters, company: Cast) -> None:
    counters.shown["purchasing/items/X/offers"] = [{"supplier": "S-1", "lead_days": 14}]
    await show(counters, company, Still(1), purchase(state="ordered"))
    (asked,) = counters.asked
    assert (asked.path, asked.body) == ("/purchases/p1/confirm", {"promised_on": "2026-03-23"})
    assert asked.person == "S-1:supplier"


async def test_an_overbooked_supplier_declines(counters: Counters, company: Cast) -> None:
    await show(counters, company, Always(1), purchase(state="ordered", ordered_on="2026-03-01"))
    assert counters.paths == ["/purchases/p1/decline"]


async def test_goods_arrive_at_the_dock_on_the_promised_day(counters: Counters, company: Cast) -> None:
    await show(counters, company, Still(1), purchase())
    (asked,) = counters.asked
    assert (asked.department, asked.path, asked.person) == ("warehouse", "/receipts", "he.qiang:storekeeper")
    assert (asked.body["accepted"], asked.body["rejected"]) == ("100", "0")


async def test_a_lot_is_unloaded_once_while_purchasing_has_not_heard_of_it(counters: Counters, company: Cast) -> None:
    counters.shown["purchasing/purchases?confirmed"] = [purchase()]
    suppliers = Suppliers(company, Still(1), Stopped())
    for _ in range(2):
        await suppliers.act(TODAY)
    assert counters.paths == ["/receipts"]


async def test_the_rest_of_a_purchase_comes_though_its_first_lot_was_given_up(
    counters: Counters, company: Cast
) -> None:
    suppliers = Suppliers(company, Still(1), Stopped())
    for outstanding in ("100", "40"):
        counters.shown["purchasing/purchases?confirmed"] = [purchase(outstanding=outstanding)]
        await suppliers.act(TODAY)
    assert [one["accepted"] for one in counters.bodies("warehouse")] == ["100", "40"]


async def test_goods_of_another_day_are_not_unloaded(counters: Counters, company: Cast) -> None:
    await show(counters, company, Still(1), purchase(promised_on="2026-03-11"))
    assert counters.asked == []


async def test_a_late_supplier_names_another_day(counters: Counters, company: Cast) -> None:
    await show(counters, company, Always(1), purchase())
    assert counters.paths == ["/purchases/p1/delay"]
    assert counters.bodies("purchasing")[0]["promised_on"] == "2026-03-12"


async def test_what_was_refused_at_the_dock_is_delivered_again(counters: Counters, company: Cast) -> None:
    await show(counters, company, Still(1), purchase(rejected="20", accepted="80", outstanding="20"))
    assert (counters.paths, counters.bodies("purchasing")) == (
        ["/purchases/p1/redeliver"],
        [{"promised_on": "2026-03-13"}],
    )


async def test_a_supplier_who_is_asked_to_cancel_answers(counters: Counters, company: Cast) -> None:
    await show(counters, company, Still(1), purchase(cancel_asked="10"))
    assert counters.paths == ["/purchases/p1/agree-cancel"]


async def test_staff_is_played_by_the_companys_own_people(counters: Counters, api: Api) -> None:
    people = [("a", ["buyer"], False), ("b", ["buyer", "planner"], True), ("c", ["buyer"], True)]
    counters.shown["notify/people"] = [{"person": p, "roles": r, "active": active} for p, r, active in people]
    played = await cast(api)
    assert [played.somebody(role).person for role in ("buyer", "planner", "legal")] == ["b", "b", "world.legal"]
