"""What amounts in foreign currencies are worth, and what a move of a currency makes of them (FIN-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from contracts.money import rounded
from contracts.rates import HOME, Values
from services.finance.account.rules.values import ZERO


@dataclass(frozen=True)
class Flow:
    """What is still to come in and to go out in a currency; ``month``: its first day, None while nobody knows when."""

    currency: str
    coming: Decimal
    going: Decimal
    month: date | None = None

    @property
    def net(self) -> Decimal:
        return self.coming - self.going


@dataclass(frozen=True)
class Move:
    """A unit of ``currency`` becomes worth so many per cent more in the company's own; without one, of each."""

    percent: Decimal = ZERO
    currency: str = ""

    def moves(self, currency: str) -> bool:
        return self.currency in ("", currency)


@dataclass(frozen=True)
class OfOrder:
    """An order as the books have it; ``value`` is in its own currency."""

    order_id: UUID
    number: str
    customer: str
    currency: str
    value: Decimal
    flows: tuple[Flow, ...]


def worth(amount: Decimal, currency: str, values: Values) -> Decimal | None:
    """In the company's currency, at the rates given; None of a currency that has none."""
    return rounded(amount * values[currency], HOME) if currency in values else None


def effect(nets: Mapping[str, Decimal], move: Move, values: Values) -> Decimal:
    """What the move adds to the margin, in the company's currency; what has no rate adds nothing."""
    moved = (net * values[of] for of, net in nets.items() if of in values and move.moves(of))
    return rounded(sum(moved, ZERO) * move.percent / 100, HOME)
