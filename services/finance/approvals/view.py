"""Requests for a price above the budget, as people see them."""

from __future__ import annotations

from services.finance.price_change.rules import PriceChange, PriceChangeFields


class PriceChangeShown(PriceChangeFields):
    """A request, and whose signature is awaited."""

    next_step: str | None


def shown(change: PriceChange) -> PriceChangeShown:
    return PriceChangeShown(**change.model_dump(), next_step=change.next_step)
