"""What our own shop can do: of what it makes an item, on which lines, and what is free on them (PUR-11). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.gates import GateKind
from contracts.supply import Lack
from contracts.value import Value
from services.purchasing.production.rules.lines import LineItem
from services.purchasing.production.rules.planning import DayLoad, Free


class Bill(Value):
    """Of what one unit of an item is made; our own shop makes it in so many calendar days. No component: not made."""

    item: str
    lead_days: int
    components: tuple[Lack, ...]


@dataclass(frozen=True)
class Shop:
    """What our own shop can do: by item its lines, primary first, and its bill; by line the free minutes of a day.

    ``gates``: by item, where it is inspected while it is made.
    """

    makers: Sequence[LineItem] = ()
    bills: Mapping[str, Bill] = field(default_factory=dict)
    free: Callable[[str], Free] = lambda _line: lambda _day: 0
    milestones: Mapping[str, Decimal] = field(default_factory=dict)
    gates: Mapping[str, Collection[GateKind]] = field(default_factory=dict)

    def of(self, item: str) -> list[LineItem]:
        return [one for one in self.makers if one.item == item]


@dataclass(frozen=True)
class Left:
    """What is left of the lines' days, by line the ``free`` ones, while one run is planned after the other."""

    free: Callable[[str], Free]
    taken: Counter[tuple[str, date]] = field(default_factory=Counter)

    def of(self, line: str) -> Free:
        of_line = self.free(line)
        return lambda day: of_line(day) - self.taken[line, day]

    def take(self, line: str, days: Iterable[DayLoad]) -> None:
        self.taken.update({(line, day.on): day.minutes for day in days})
