"""How much of a unit there can be (SAL-3, WHS-3)."""

from decimal import Decimal

import pytest

from contracts.units import fits_unit
from tests.needs import needs

pytestmark = needs("SAL-25")


@pytest.mark.parametrize("unit", ["pcs", "PCS", " set", "C62", "件", "台"])
def test_pieces_are_whole(unit: str) -> None:
    assert fits_unit(Decimal("2.000"), unit)
    assert not fits_unit(Decimal("1.5"), unit)


@pytest.mark.parametrize("unit", ["kg", "m", "t", "吨", "米", "l", ""])
def test_what_is_weighed_or_measured_comes_in_any_part(unit: str) -> None:
    assert fits_unit(Decimal("1.5"), unit)
