"""What may be put on a shelf: whole pieces of what is counted so, and a critical item with its inspection (WHS-4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from chassis.refusal import Refusal
from contracts.units import fits_unit

HALF = Decimal("0.5")
Inspection = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
"""The reference of an inspection; empty where there was none."""


class NotInspected(Refusal):
    """{item} is critical: it comes in with the reference of its inspection only."""

    of_input = True


class NotInItsUnit(Refusal):
    """{came} {unit} of {item}: expected a whole number, for it is counted in {unit}."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Master:
    """An item's master data, as sales tells it: in what it is counted, and what one unit weighs and takes up."""

    unit: str = ""
    critical: bool = False
    weight_kg: Decimal = Decimal(0)
    volume_m3: Decimal = Decimal(0)
    serialised: bool = False

    @property
    def whole(self) -> bool:
        """Whether it comes in pieces that nobody cuts; an unknown unit may be split."""
        return not fits_unit(HALF, self.unit)


UNHEARD = Master()
"""Of an item that was not heard of yet nothing is known."""


def barred(item: str, master: Master, inspection: str) -> NotInspected | None:
    """Why goods do not become free, whichever way they come: receipt, return, count or difference."""
    return NotInspected(item=item) if master.critical and not inspection.strip() else None


def unfit(item: str, master: Master, *quantities: Decimal) -> NotInItsUnit | None:
    """Why there cannot be so much of an item."""
    odd = [quantity for quantity in quantities if not fits_unit(quantity, master.unit)]
    return NotInItsUnit(came=odd[0], unit=master.unit, item=item) if odd else None
