"""Requests for a price above the budget, as people see them."""

from __future__ import annotations

from contracts.value import fields_of
from services.finance.price_change.rules import PriceChange, PriceChangeFields


class PriceChangeShown(PriceChangeFields):
    """A request, and whose signature is awaited."""

    next_step: str | None


def shown(change: PriceChange) -> PriceChangeShown:
    return PriceChangeShown(**fields_of(change), next_step=change.chain.next_step)
