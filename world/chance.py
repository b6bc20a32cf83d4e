"""Chance that repeats: drawn from the seed and from what it is about, never from time or order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Chance:
    """The same seed gives the same answers about the same things, whenever and however often it is asked."""

    seed: int

    def share(self, *about: object) -> float:
        """From 0 to below 1, evenly spread."""
        told = f"{self.seed} {' '.join(map(str, about))}"
        return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big") / 2**64

    def happens(self, probability: float, *about: object) -> bool:
        return self.share(*about) < probability

    def between(self, low: int, high: int, *about: object) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.share(*about) * (high - low + 1))
