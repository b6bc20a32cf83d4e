"""What a row is taken for when a part of it cannot be read: that part is read by its rule, and all else as it is. Pure.

A date of year 9999, a lead time of 20261127 days, a price in a currency that is none: no door lets them in any more,
but rows that were written before stay. Nothing that concerns a neighbour may depend on them (PUR-1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, ValidationError

from contracts.bounds import HoldsIf
from contracts.codec import decoded
from contracts.scalars import DAY_FIRST, DAY_LAST, DAYS_MAX, DIGITS_MAX, is_short_count

T = TypeVar("T")
# The bounds of contracts.scalars, without a call of Python for each value: a book may hold hundreds of purchases.
KeptDay = Annotated[date, Field(ge=DAY_FIRST, le=DAY_LAST)]
KeptDays = Annotated[int, Field(ge=0, le=DAYS_MAX)]
KeptQuantity = Annotated[Decimal, Field(ge=0, max_digits=DIGITS_MAX), HoldsIf(is_short_count)]
Path = tuple[str | int, ...]
LEFT_OUT = object()
"""The element of a list or mapping is passed over."""
EACH = "*"
MORE_THAN_CAN_BE = str(10**15)
Rules = Mapping[Path, Any]
"""By the place of what cannot be read: what is read instead. The rule of the innermost place holds."""

OF_PURCHASE: Rules = {
    ("unit_price",): None,
    ("budget_price",): None,
    ("price_word",): None,
    ("ordered_on",): None,
    ("promised_on",): None,
    ("first_promised_on",): None,
    ("answered_on",): None,
    ("received_on",): None,
    ("latest_on",): None,
    ("lead_days",): 0,
    ("weekly",): "0",
    ("pack",): "0",
    ("surplus",): "0",
    ("shared",): None,
    ("refused",): "0",
    ("failed",): "0",
    ("served", EACH): LEFT_OUT,
}
OF_OFFER: Rules = {("minimum",): "0", ("valid_until",): None, ("weekly",): "0", ("steps",): [], ("pack",): "0"}
OF_SUPPLIER: Rules = {("nda_signed_on",): None, ("nda_review_on",): None, ("address",): None}
OF_DEMAND: Rules = {("promised",): None}
OF_BOOK: Rules = {
    ("needs", EACH, "promised"): None,
    ("needs", EACH): LEFT_OUT,
    ("offers", EACH): LEFT_OUT,
    ("tried", EACH, "budget"): None,
    ("tried", EACH): LEFT_OUT,
    ("purchases", EACH): LEFT_OUT,
    **{("purchases", EACH, *place): instead for place, instead in OF_PURCHASE.items()},
    # All known needs are bought then, and nothing is given up, until the warehouse says it anew.
    ("cover_total",): MORE_THAN_CAN_BE,
    ("cover_received",): "0",
    ("received",): "0",
    ("unbought",): "0",
    ("materials",): "0",
}


@dataclass(frozen=True)
class Reader(Generic[T]):
    """Reads JSON of one kind; ``named`` are its mappings by an id, where a place has a key instead of a position."""

    what: str
    kind: type[T]
    rules: Rules
    named: frozenset[str] = frozenset()

    def read(self, doc: str) -> tuple[T | None, Sequence[str]]:
        """The row, None when nothing of it can be read, and the places that were read by their rule."""
        try:
            return decoded(self.kind, doc), ()
        except ValidationError as error:
            wrong = [fault["loc"] for fault in error.errors(include_url=False, include_input=False)]
        places = sorted({f"{self.what}.{'.'.join(self._place(at))}".rstrip(".") for at in wrong})
        try:
            return decoded(self.kind, json.dumps(self._healed(doc, wrong))), places
        except ValidationError:
            return None, places

    def _healed(self, doc: str, wrong: Sequence[Path]) -> Any:
        told = json.loads(doc, parse_int=_number)
        for at in wrong:
            rule = next((end for end in range(len(at), 0, -1) if self._place(at[:end]) in self.rules), 0)
            if rule:
                _put(told, at[:rule], self.rules[self._place(at[:rule])])
        return _without_left_out(told)

    def _place(self, at: Path) -> tuple[str, ...]:
        return tuple(
            EACH if isinstance(part, int) or (i and at[i - 1] in self.named) else part for i, part in enumerate(at)
        )


def _number(digits: str) -> Any:
    """A number too long to be one stays text, which its type refuses."""
    return int(digits) if len(digits) < 40 else digits


def _put(told: Any, at: Path, instead: Any) -> None:
    *way, last = at
    for part in way:
        told = told[part] if told is not LEFT_OUT else told
    if told is not LEFT_OUT:
        told[last] = instead


def _without_left_out(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _without_left_out(part) for name, part in told.items() if part is not LEFT_OUT}
    if isinstance(told, list):
        return [_without_left_out(part) for part in told if part is not LEFT_OUT]
    return told
