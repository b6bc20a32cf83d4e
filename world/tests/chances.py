"""Chances that leave nothing to chance."""

from __future__ import annotations

from world.chance import Chance


class Still(Chance):
    """Nothing improbable happens, and everything takes its shortest time."""

    def share(self, *_about: object) -> float:
        return 0.5

    def between(self, low: int, high: int, *_about: object) -> int:
        return low


class Always(Still):
    """Whatever can happen, happens."""

    def share(self, *_about: object) -> float:
        return 0.0


class ChangesLater(Still):
    """Draws what lies between cancelling and changing."""

    def share(self, *_about: object) -> float:
        return 0.05


class Never(Still):
    """Nothing happens that need not."""

    def share(self, *_about: object) -> float:
        return 0.999
