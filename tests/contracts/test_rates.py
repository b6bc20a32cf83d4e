"""What currencies are worth on a day (FIN-8)."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from contracts.codec import checked
from contracts.rates import OPENING, DatedRate, values_on
from tests.needs import needs

pytestmark = needs("FIN-8")

MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)
DOLLARS = {
    "USD": (DatedRate(valid_from=APRIL, value=Decimal("7.05")), DatedRate(valid_from=MARCH, value=Decimal("7.12")))
}


def test_until_finance_says_otherwise_the_opening_rates_hold() -> None:
    assert values_on({}, MARCH) == OPENING
    assert values_on(DOLLARS, date(2026, 3, 1))["USD"] == OPENING["USD"]


def test_a_rate_holds_from_its_day_until_the_next_one_begins() -> None:
    days = (MARCH, date(2026, 3, 31), APRIL, date(2027, 1, 1))
    assert [values_on(DOLLARS, day)["USD"] for day in days] == [Decimal(v) for v in ("7.12", "7.12", "7.05", "7.05")]


def test_the_other_currencies_stay_as_they_are() -> None:
    assert values_on(DOLLARS, MARCH)["EUR"] == OPENING["EUR"]


@pytest.mark.parametrize("value", ["0", "-1", "1e-9", "1e9", "1e30"])
def test_a_rate_that_no_currency_has_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        checked(DatedRate(valid_from=MARCH, value=Decimal(value)))
