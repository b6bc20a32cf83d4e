"""What an import says at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from contracts.texts import NOTHING, Text, said
from world.arrival import Arrival


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is not as it must be, where it stands in the source."""

    file: str
    line: int
    column: str
    expected: str
    came: str
    once: bool = field(default=False, compare=False)
    """Several fields and rows of one thing have this fault alike: it is told at the first."""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" + (f" {self.column}" if self.column else "")
        return said(
            Text("{where}: expected {expected}, came {came}", where=where, expected=self.expected, came=self.came)
        )


@dataclass
class ImportReport:
    """What was taken per target, what the departments had taken before, every fault, and what is to come."""

    dry_run: bool = False
    taken: Counter[str] = field(default_factory=Counter)
    """Rows posted; in a dry run, rows that were read without a fault."""
    known: Counter[str] = field(default_factory=Counter)
    """What the departments had already, as it is."""
    notes: list[str] = field(default_factory=list)
    """What is no fault and still to be known: what a known order differs in, what changed, what is not there yet."""
    faults: list[Fault] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    """Orders that are still to come, by date."""

    @property
    def ok(self) -> bool:
        return not self.faults

    def text(self) -> str:
        """For people: a line of counts, and a line for each fault."""
        told = "; ".join(said(part) for part in (self._taken(), self._known(), self._to_come()) if part)
        return "\n".join([told, *self.notes, *(str(fault) for fault in self.faults)])

    def _taken(self) -> Text:
        counts = [said(_counted(name, count)) for name, count in self.taken.items()] or [said(NOTHING)]
        if self.dry_run:
            return Text("{counts} read without a fault; nothing was posted, and no department was asked", counts=counts)
        return Text("{counts} taken", counts=counts)

    def _known(self) -> Text | None:
        counts = [said(Text("{some} known already", some=_counted(*one))) for one in self.known.items()]
        return Text("{counts}", counts=counts) if counts else None

    def _to_come(self) -> Text | None:
        return Text("{count} orders to come", count=len(self.arrivals)) if self.arrivals else None


def _counted(name: str, count: int) -> Text:
    return Text("{count} {name}", count=count, name=name)
