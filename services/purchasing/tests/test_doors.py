"""What no supplier promises and no buyer means is refused where it comes in, by field and span (PUR-4, PUR-5)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from services.purchasing.tests.test_api import OFFER, Ask, ask
from tests.needs import needs

__all__ = ["ask"]
SUPPLIER = {"name": "Schmidt", "country": "DE", "currency": "EUR"}


def ahead(days: int) -> str:
    return (clock.today() + timedelta(days)).isoformat()


def field(answer: Any) -> str:
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["faults"]
    return str(fault["field"])


@needs("PUR-4")
@pytest.mark.parametrize("step", ["confirm", "delay", "redeliver"])
@pytest.mark.parametrize(
    "day", ["9999-12-31", "0001-01-01", "2020-01-01", timedelta(-1), timedelta(3651), "20261127", 20261127]
)
async def test_a_supplier_promises_a_day_from_today_to_ten_years(ask: Ask, step: str, day: Any) -> None:
    """PUR-4."""
    promised_on = ahead(day.days) if isinstance(day, timedelta) else day
    body = {"promised_on": promised_on, **({"reason": "strike"} if step == "delay" else {})}
    refused = await ask("POST", f"/purchases/{uuid4()}/{step}", body)
    assert field(refused) == "promised_on"
    assert "expected" in refused.json()["faults"][0]


async def test_a_date_out_of_span_is_answered_with_the_span(ask: Ask) -> None:
    refused = await ask("POST", f"/purchases/{uuid4()}/confirm", {"promised_on": ahead(-1)})
    assert refused.json()["faults"][0]["expected"] == (
        f"a date from {ahead(0)} (today) to {ahead(3650)}; leave out one that is not known"
    )


@needs("PUR-7", "PUR-2")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lead_days", 20261127),
        ("lead_days", 3651),
        ("lead_days", -1),
        ("rank", 0),
        ("rank", 2**31),
        ("unit_price", {"amount": "10", "currency": "RMB"}),
        ("agreed_price", {"amount": "10", "currency": "CNH"}),
        ("agreed_price", {"amount": "10", "currency": "DEM"}),
        ("unit_price", {"amount": "-1", "currency": "EUR"}),
        ("unit_price", {"amount": "0", "currency": "EUR"}),
        ("unit_price", {"amount": "1E12", "currency": "EUR"}),
        ("unit_price", {"amount": "0.123456789", "currency": "EUR"}),
    ],
)
async def test_an_offer_that_cannot_be_is_refused_by_its_field(ask: Ask, name: str, value: Any) -> None:
    """PUR-7, PUR-2."""
    await ask("PUT", "/suppliers/S-07", SUPPLIER)
    assert field(await ask("PUT", "/suppliers/S-07/items/P-011", OFFER | {name: value})).startswith(name)


@needs("PUR-5")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("currency", "RMB"),
        ("currency", "DEM"),
        ("country", "ZZ"),
        ("country", "Germany"),
        ("name", "  "),
        ("payment_days", 9999999),
        ("payment_days", -30),
        ("nda_signed_on", "9999-12-31"),
        ("nda_review_on", "0001-01-01"),
        ("address", {"street": "a", "city": "b", "country": "ZZ"}),
    ],
)
async def test_a_supplier_that_cannot_be_is_refused_by_his_field(ask: Ask, name: str, value: Any) -> None:
    """PUR-5."""
    assert field(await ask("PUT", "/suppliers/S-07", SUPPLIER | {name: value})).startswith(name)


async def test_rmb_is_answered_with_the_currency_that_is_meant(ask: Ask) -> None:
    refused = await ask("PUT", "/suppliers/S-07", SUPPLIER | {"currency": "RMB"})
    assert "did you mean CNY?" in refused.json()["faults"][0]["expected"]


async def test_spaces_around_what_is_told_are_no_part_of_it(ask: Ask) -> None:
    await ask("PUT", "/suppliers/S-07", SUPPLIER | {"name": " Schmidt ", "bank": " DE89 "})
    kept = (await ask("GET", "/suppliers")).json()["items"][0]
    assert (kept["name"], kept["bank"]) == ("Schmidt", "DE89")
    assert (await ask("PUT", "/suppliers/S-07", SUPPLIER | {"bank": "DE89"})).json()["version"] == 1
    assert (await ask("PUT", "/suppliers/S-07%20/items/P-011", OFFER)).json()["offer"]["supplier"] == "S-07"


@pytest.mark.parametrize("path", ["/suppliers/S%2007", "/suppliers/%20", f"/suppliers/{'S' * 65}", "/suppliers/-7"])
async def test_what_is_no_code_is_no_supplier(ask: Ask, path: str) -> None:
    assert field(await ask("PUT", path, SUPPLIER)) == "supplier"


@pytest.mark.parametrize("path", ["/suppliers?after=S%207", "/purchases?item=a%20b", "/purchases?supplier=%20",
                                  "/needs?item=a%20b", "/needs?after=nothing", "/needs?after=bolt%20x",
                                  "/purchases?state=gone", "/purchases?number=%20"])  # fmt: skip
async def test_a_list_is_asked_for_with_what_can_be(ask: Ask, path: str) -> None:
    assert (await ask("GET", path)).status_code == 422


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
@pytest.mark.parametrize("step", ["delay", "decline", "give-up"])
async def test_a_reason_says_something(ask: Ask, step: str, reason: str) -> None:
    body = {"delay": {"promised_on": ahead(9)}, "give-up": {"quantity": "1"}}.get(step, {}) | {"reason": reason}
    assert field(await ask("POST", f"/purchases/{uuid4()}/{step}", body)) == "reason"


@pytest.mark.parametrize("quantity", ["0", "-1", "1E9", "0.0000001", "NaN"])
async def test_what_is_given_up_is_a_quantity(ask: Ask, quantity: str) -> None:
    refused = await ask("POST", f"/purchases/{uuid4()}/give-up", {"quantity": quantity, "reason": "lost"})
    assert field(refused) == "quantity"


@needs("PUR-5")
async def test_what_is_left_out_of_a_supplier_is_left_alone(ask: Ask) -> None:
    """PUR-5: who corrects a phone number neither bars a supplier nor forgets his bank."""
    whole = SUPPLIER | {"payment_days": 60, "active": False, "bank": "DE89", "nda_signed_on": "2026-01-01"}
    await ask("PUT", "/suppliers/S-07", whole)
    await ask("PUT", "/suppliers/S-07", SUPPLIER | {"phone": "1"})
    kept = (await ask("GET", "/suppliers")).json()["items"][0]
    assert {name: kept[name] for name in (*whole, "phone")} == whole | {"phone": "1"}
    await ask("PUT", "/suppliers/S-07", SUPPLIER | {"nda_signed_on": None})
    assert (await ask("GET", "/suppliers")).json()["items"][0]["nda_signed_on"] is None


@needs("PUR-7")
async def test_what_is_left_out_of_an_offer_is_left_alone(ask: Ask) -> None:
    """PUR-7: a new price makes no supplier available who is not."""
    await ask("PUT", "/suppliers/S-07", SUPPLIER)
    await ask("PUT", "/suppliers/S-07/items/P-011", OFFER | {"rank": 3, "available": False})
    told = {name: OFFER[name] for name in ("agreed_price", "unit_price")} | {"lead_days": 9}
    await ask("PUT", "/suppliers/S-07/items/P-011", told)
    (kept,) = (await ask("GET", "/items/P-011/offers")).json()
    assert (kept["rank"], kept["available"], kept["lead_days"]) == (3, False, 9)
