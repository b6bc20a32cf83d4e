"""The public holidays of a country, and the weekends that are worked for them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.util import find_spec, module_from_spec

import holidays

PACKAGE = "holidays.countries"


def _set_the_countries_apart() -> None:
    """A country's module is found, and not each of the 250 loaded for one: those took 17 MB (holidays 0.101)."""
    spec = None if PACKAGE in sys.modules else find_spec(PACKAGE)
    if spec:
        sys.modules[PACKAGE] = module_from_spec(spec)  # as it is before its __init__ runs, which names them all


_set_the_countries_apart()


def public_holidays(country: str, years: Iterable[int] | None = None) -> holidays.HolidayBase:
    """Those of an ISO 3166-1 country; ``years`` are known at once, others when asked for. NotImplementedError."""
    return holidays.country_holidays(country, years=years)
