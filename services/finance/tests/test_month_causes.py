"""Why sales' ledger and finance's differ, and whose it is to clear (FIN-6)."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from services.finance.month.rules.cause import Both, differences
from tests.needs import needs

pytestmark = needs("FIN-6")


def found(charges: str = "5", *, stated: bool = True, **figures: Any) -> list[tuple[str, str, str]]:
    """What differs: about, cause, owner; ``…_now`` as at the end of the month unless told."""
    told: dict[str, Any] = {n: Decimal(value) if isinstance(value, str) else value for n, value in figures.items()}
    now: dict[str, Any] = {f"{name}_now": told.get(name, Decimal(0)) for name in ("invoiced", "received")}
    both = Both(order_id=uuid4(), customer="ALFKI", currency="USD", stated=stated, **{**now, **told})
    return [(one.about, one.cause, one.owner) for one in differences(both, Decimal(charges))]


def test_what_both_have_alike_is_no_difference() -> None:
    assert found(expected="100", invoiced="100", told="40", received="40") == []


@pytest.mark.parametrize(
    ("figures", "cause", "owner"),
    [
        ({"told": "40"}, "in_transit", "sales"),
        ({"told": "40", "received": "20"}, "in_transit", "sales"),
        ({"told": "40", "received": "35"}, "bank_charges", "finance"),
        ({"told": "4"}, "in_transit", "sales"),
        ({"received": "40"}, "not_told", "sales"),
        ({"told": "40", "received": "60"}, "not_told", "sales"),
        ({"told": "40", "received_now": "40"}, "booked_later", "finance"),
        ({"told": "40", "same_elsewhere": True}, "wrong_order", "finance"),
        ({"received": "40", "same_elsewhere": True}, "wrong_order", "finance"),
        ({"received": "40", "in_another_currency": True}, "exchange", "finance"),
    ],
)
def test_a_payment_differs(figures: dict[str, Any], cause: str, owner: str) -> None:
    assert found(**figures) == [("paid", cause, owner)]


@pytest.mark.parametrize(
    ("figures", "cause"),
    [
        ({"expected": "100"}, "not_invoiced"),
        ({"expected": "100", "invoiced_now": "100"}, "booked_later"),
        ({"expected": "100", "invoiced": "90"}, "unknown"),
        ({"invoiced": "90"}, "unknown"),
    ],
)
def test_what_was_invoiced_differs(figures: dict[str, Any], cause: str) -> None:
    assert found(**figures) == [("invoiced", cause, "finance")]


def test_both_figures_of_an_order_may_differ() -> None:
    assert [about for about, _, _ in found(expected="100", told="40")] == ["invoiced", "paid"]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"invoiced": "100", "received": "100"}, []),
        ({"invoiced": "100", "received": "130", "given_back": "30"}, []),
        ({"invoiced": "100", "received": "60"}, [("invoiced", "not_stated", "sales")]),
        ({"received": "40"}, [("paid", "not_told", "sales")]),
        ({"received": "40", "same_elsewhere": True}, [("paid", "wrong_order", "finance")]),
    ],
)
def test_what_sales_takes_for_settled_is_open_in_the_ledger(
    figures: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert found(stated=False, **figures) == expected
