"""A supplier's own word on a price above the budget: before it is there nobody signs (PUR-3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.money import Money
from services.purchasing.ledger.rules.reading import KeptDay

Verdict = Literal["confirmed", "declined"]
Way = Literal["himself", "link", "letter", "mail", "phone", "meeting"]
"""Signed in, by the link that was sent to him, or as a buyer was told."""


@dataclass(frozen=True)
class PriceWord:
    """Whether he sells at ``unit_price``, else why not: ``person`` said so for him on a day.

    ``entered_by``: who of ours wrote it down or sent the link; empty for a supplier who signed in.
    """

    supplier: str
    unit_price: Money
    verdict: Verdict
    person: str
    way: Way
    on: KeptDay
    entered_by: str = ""
    reason: str = ""
