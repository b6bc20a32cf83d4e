"""The public holidays of one country, without those of all others."""

import subprocess
import sys
from datetime import date

import pytest

from contracts.public_holidays import public_holidays

ASKED = """
import sys
from contracts.public_holidays import public_holidays
public_holidays("CN", [2026])
print(*(name for name in sys.modules if name.startswith("holidays.countries.")))
"""


def test_national_day_is_no_working_day_in_china_and_the_saturday_worked_for_it_is_one() -> None:
    china = public_holidays("CN")
    assert not china.is_working_day(date(2026, 10, 1))
    assert china.is_working_day(date(2026, 10, 10))


def test_a_country_that_nobody_knows_has_none() -> None:
    with pytest.raises(NotImplementedError):
        public_holidays("XX")


def test_who_asks_for_one_country_loads_no_other() -> None:
    told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, check=True, text=True).stdout
    assert told.split() == ["holidays.countries.china"]
