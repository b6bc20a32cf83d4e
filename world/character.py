"""What kind of supplier one is; drawn from the seed and the supplier's code."""

from __future__ import annotations

from dataclasses import dataclass

from world.chance import Chance


@dataclass(frozen=True)
class Character:
    """How probable each failing is, per purchase."""

    late: float
    silent: float
    declines: float
    bad_lots: float
    keeps_orders: float
    """Refuses to cancel."""


GOOD = Character(late=0.06, silent=0.02, declines=0.01, bad_lots=0.02, keeps_orders=0.2)
SLOW = Character(late=0.45, silent=0.10, declines=0.02, bad_lots=0.03, keeps_orders=0.3)
OVERBOOKED = Character(late=0.20, silent=0.08, declines=0.25, bad_lots=0.02, keeps_orders=0.1)
CARELESS = Character(late=0.15, silent=0.02, declines=0.02, bad_lots=0.20, keeps_orders=0.4)
KINDS = ((0.65, GOOD), (0.80, SLOW), (0.90, OVERBOOKED), (1.0, CARELESS))


def character_of(supplier: str, chance: Chance) -> Character:
    drawn = chance.share("supplier", supplier)
    return next(kind for limit, kind in KINDS if drawn < limit)
