"""What is known of how items can be had, and by when one could be here (SAL-5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.review import Reason
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.production.rules.shop import Shop

Wanted = Mapping[str, Decimal]
"""By item, how much of it an order wants."""


@dataclass(frozen=True)
class Supply:
    """How an item can be had: ``lead_days`` of its best available offer, or None when nobody sells it.

    ``made``: a line or a bill of materials names it. ``offers``: the best one at least, and all of them where one has a
    limit or it is made. ``bought``: what is under way of it, where one has a limit.
    """

    lead_days: int | None = None
    discontinued: bool = False
    unit: str = ""
    made: bool = False
    offers: tuple[Offer, ...] = ()
    bought: tuple[Purchase, ...] = ()


@dataclass(frozen=True)
class Ways:
    """How items can be had: who sells each, and how our own shop makes it, which is the supplier ``own_shop``."""

    supplies: Mapping[str, Supply] = field(default_factory=dict)
    shop: Shop = field(default_factory=Shop)
    own_shop: str = ""

    def supply(self, item: str) -> Supply:
        """Nobody sells what is not known."""
        return self.supplies.get(item, Supply())


@dataclass(frozen=True)
class Reach:
    """By when an item could be here if it were ordered today; None: it cannot be had.

    ``doubtful``: only under a condition, which is among the ``reasons``.
    """

    item: str
    on: date | None
    reasons: tuple[Reason, ...] = ()
    doubtful: bool = False
