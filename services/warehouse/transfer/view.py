"""A transfer as people see it."""

from __future__ import annotations

from decimal import Decimal

from contracts.value import fields_of
from services.warehouse.transfer.rules import ZERO, Arrival, Content, Line, State, Transfer


class LineState(Line):
    """With what is on its way, and what never came."""

    in_transit: Decimal
    missing: Decimal


class TransferState(Transfer):
    """With what is on its way, and what never came. ``item`` and its quantities are those of its only line; of several
    the lines alone tell them."""

    lines: tuple[LineState, ...]
    state: State
    in_transit: Decimal
    missing: Decimal
    item: str
    requested: Decimal
    sent: Decimal
    contents: tuple[Content, ...]
    came: Decimal
    difference: str
    arrivals: tuple[Arrival, ...]
    serials: tuple[str, ...] = ()


def state_of(known: Transfer) -> TransferState:
    only = known.lines[0] if len(known.lines) == 1 else Line(item="", requested=ZERO)
    lines = tuple(LineState(**fields_of(one), in_transit=one.in_transit, missing=one.missing) for one in known.lines)
    said = {"state": known.state, "in_transit": known.in_transit, "missing": known.missing}
    return TransferState(**{**fields_of(only), **fields_of(known), **said, "lines": lines})
