"""One type for each single value that a command or an event is made of, and one refusal of what nobody can mean."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts import scalars
from contracts.currencies import currencies_of, currency_of

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (scalars.Day, "9999-12-31"),
        (scalars.Day, "0001-01-01"),
        (scalars.Day, "1899-12-31"),
        (scalars.Day, "2200-01-01"),
        (scalars.Day, 0),
        (scalars.Day, "0"),
        (scalars.Day, 20261127),
        (scalars.Day, "20261127"),
        (scalars.Day, 1e9),
        (scalars.Day, "2026-02-30"),
        (scalars.Moment, "9999-12-31T23:59:59Z"),
        (scalars.Moment, "0001-01-01T00:00:00+14:00"),
        (scalars.Moment, "2026-11-28T10:00:00"),
        (scalars.Days, -1),
        (scalars.Days, 3651),
        (scalars.Days, 20261127),
        (scalars.Count, 2**31),
        (scalars.Count, -1),
        (scalars.Number, "1E+31"),
        (scalars.Number, "1E-31"),
        (scalars.Number, "0E-999999"),
        (scalars.Number, "1." + "0" * 40),
        (scalars.Number, "NaN"),
        (scalars.Number, "-Infinity"),
        (scalars.Quantity, "-0.1"),
        (scalars.Share, "1.0001"),
        (scalars.Currency, "RMB"),
        (scalars.Currency, "CNH"),
        (scalars.Currency, "XXX"),
        (scalars.Currency, "usd"),
        (scalars.Country, "ZZ"),
        (scalars.Country, "UK"),
        (scalars.Country, "de"),
        (scalars.Told, " "),
        (scalars.Reference, "x" * 101),
        (scalars.Code, "A B"),
    ],
)
def test_what_nobody_can_mean_is_refused(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (scalars.Day, "2026-11-28", TODAY),
        (scalars.Day, TODAY, TODAY),
        (scalars.Days, 3650, 3650),
        (scalars.Reference, " FT-1\u3000", "FT-1"),
        (scalars.Code, " ACME ", "ACME"),
        (scalars.Currency, "DEM", "DEM"),
        (scalars.Country, "XK", "XK"),
    ],
)
def test_what_is_meant_is_kept(kind: Any, value: object, kept: object) -> None:
    assert TypeAdapter(kind).validate_python(value) == kept


def test_a_time_is_kept_in_utc() -> None:
    kept = TypeAdapter(scalars.Moment).validate_python("2026-11-28T08:00:00+08:00")
    assert kept.isoformat() == "2026-11-28T00:00:00+00:00"


def test_a_historic_currency_is_right_in_an_old_document_and_not_in_a_new_one() -> None:
    assert currency_of("DEM", date(1999, 5, 1)) == "DEM"
    with pytest.raises(ValueError, match="DEM is none on 2026-11-28"):
        currency_of("DEM", TODAY)


@pytest.mark.parametrize(("came", "meant"), [("RMB", "CNY"), ("CNH", "CNY"), ("EURO", "EUR"), ("usd", "USD")])
def test_the_refusal_of_a_currency_says_which_was_meant_and_which_there_are(came: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"did you mean {meant}") as refused:
        currency_of(came, TODAY)
    assert ", ".join(currencies_of(TODAY)) in str(refused.value)


def test_the_currencies_of_today_are_those_of_iso_4217_that_somebody_pays_in() -> None:
    """Bulgaria pays in euro since 2026; funds, metals and test codes are nobody's money."""
    today = currencies_of(TODAY)
    assert {"CNY", "USD", "EUR", "XCG", "ZWG"} <= set(today)
    assert not {"BGN", "HRK", "XAU", "XTS", "CHE", "ANG"} & set(today)
    assert 140 < len(today) < 180
