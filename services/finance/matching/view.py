"""A receipt with what it may be for, as people see it."""

from __future__ import annotations

from services.finance.matching.rules.proposing import Proposal
from services.finance.receipt.rules import Receipt


class ReceiptSeen(Receipt):
    """Money that came; ``proposals`` are what it may be for, the strongest first, while a person must say."""

    proposals: tuple[Proposal, ...] = ()
