"""Pieces by their serial numbers, where the item has them: names beside the movements, which say how many (WHS-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from chassis.refusal import Refusal

Left = Literal["", "scrapped", "sent back", "written off"]
Stands = Literal["in stock", "in quarantine", "in transit", "packed", "gone", "scrapped", "sent back", "written off"]
SerialNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[!-~]{1,100}$")]
"""As it stands on the piece: letters, digits and signs, without spaces."""
SerialNumbers = Annotated[tuple[SerialNumber, ...], Field(max_length=1_000)]
"""As they are asked, one for each piece."""
Key = tuple[str, str]
"""An item, and the serial number of a piece of it."""


class Misnamed(Refusal):
    """Each piece is named once, {expected} in all, and {told} were[; twice: {twice}][; known already: {known}][; not
    known: {unknown}][; not here: {away}]."""

    of_input = True


class NoSerials(Refusal):
    """{item} is not kept by serial numbers: expected none."""

    of_input = True


@dataclass(frozen=True, slots=True)
class Serial:
    """A piece. ``receipt``: with which it came, empty where it was here before. ``shipment_id``: in whose packages it
    was put last, until it comes back; ``went``: all of those. ``place``: where it lies, or lay before it was packed,
    empty the item's own, None where nobody knows; ``transfer_id``: with which it is on its way to another one.
    ``stands``, ``lot``, ``expires_on`` follow from them."""

    item: str
    serial: str
    receipt: str = ""
    inspection_id: UUID | None = None
    shipment_id: UUID | None = None
    went: tuple[UUID, ...] = ()
    left_as: Left = ""
    place: str | None = None
    transfer_id: UUID | None = None
    stands: Stands = "in stock"
    lot: str = ""
    expires_on: date | None = None

    @property
    def key(self) -> Key:
        return self.item, self.serial


@dataclass
class Serials:
    """Those that a batch names. Remembers what changed; ``here``: by item how many that are on hand have a name,
    ``lying``: by item and place how many of these lie there."""

    known: dict[Key, Serial] = field(default_factory=dict)
    here: dict[str, int] = field(default_factory=dict)
    lying: dict[tuple[str, str | None], int] = field(default_factory=dict)
    changed: dict[Key, Serial] = field(default_factory=dict)

    def learn(self, found: Iterable[Serial]) -> None:
        """As they stand."""
        self.known |= {one.key: one for one in found}

    def count(self, found: Iterable[tuple[str, str | None, int]]) -> None:
        """How many of an item have a name, by the place where they lie; None of those that are packed too."""
        for item, place, pieces in found:
            self.here[item] = self.here.get(item, 0) + pieces
            self.lying[item, place] = pieces

    def keep(self, one: Serial) -> None:
        """A piece as it is from now on."""
        self.known[one.key] = self.changed[one.key] = one

    def with_shipment(self, shipment_id: UUID, item: str) -> list[Serial]:
        return [one for one in self.known.values() if (one.shipment_id, one.item) == (shipment_id, item)]

    def of_inspection(self, inspection_id: UUID) -> list[Serial]:
        """Those that lie in quarantine by it."""
        found = (one for one in self.known.values() if one.inspection_id == inspection_id)
        return [one for one in found if one.stands == "in quarantine"]


@dataclass
class Faults:
    """What is wrong with the names that were told, all at once."""

    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    away: list[str] = field(default_factory=list)

    def refusal(self, expected: Decimal, told: Sequence[str]) -> Misnamed | None:
        """None where each piece is named once, by the right name."""
        twice = [name for name, times in Counter(told).items() if times > 1]
        if expected == len(told) and not (twice or self.known or self.unknown or self.away):
            return None
        named = {"twice": twice, "known": self.known, "unknown": self.unknown, "away": self.away}
        lists = {name: ", ".join(dict.fromkeys(them)) or None for name, them in named.items()}
        return Misnamed(expected=expected, told=len(told), **lists)
