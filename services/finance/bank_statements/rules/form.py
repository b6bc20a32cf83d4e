"""One form for the statements of all banks and formats (FIN-2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from chassis.file_faults import came_of, place_of
from contracts.money import MINOR_DIGITS
from contracts.texts import Text
from contracts.value import Value

Kind = Literal["statement", "notice", "list"]
"""With balances (camt.053, MT940); a bank's notice without (camt.054); a table without either (CSV)."""


class Entry(Value):
    """One movement, or one payment of a batch. ``amount`` is above zero for what came in."""

    at: str
    """Where it stands in its file."""
    amount: Decimal
    currency: str
    booked: bool = True
    booked_on: date
    value_on: date | None = None
    bank_reference: str = ""
    """What the bank calls it; empty where it does not."""
    end_to_end: str = ""
    text: str = ""
    payer: str = ""
    payer_account: str = ""
    reversal: bool = False
    """It takes back an earlier one."""


class Statement(Value):
    """What a bank says of one account. ``sequence`` counts its statements of a year, ``page`` the pages of one."""

    account: str
    number: str
    kind: Kind
    currency: str
    sequence: int | None = None
    page: int = 1
    last: bool = True
    """No other page of it follows."""
    year: int = 0
    opening: Decimal | None = None
    closing: Decimal | None = None
    entries: tuple[Entry, ...] = ()


@dataclass
class Reading:
    """What was read of a file, and all that is wrong with it."""

    statements: list[Statement] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, at: str, expected: str | Text, came: object) -> None:
        self.faults.append({"field": place_of(at), "expected": expected, "came": came_of(came)})


def fits(amount: Decimal, currency: str) -> bool:
    """Whole minor units, and no more than a ledger holds."""
    exponent = amount.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MINOR_DIGITS.get(currency, 2) and abs(amount) < 10**12
