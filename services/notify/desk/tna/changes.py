"""What a sheet that came back would change, looked at by the rule that is asked afterwards (NOT-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chassis.refusal import InvalidInput, Refusal
from contracts.milestones import PROMISED, Milestone
from contracts.texts import Text
from services.notify.desk.tna.returned import Cell, Fault
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.plan import Figures, planned_of
from services.notify.planning.rules import CHANGES_MAX, Came, Change, Replan, replan


@dataclass(frozen=True)
class Moved:
    """An order whose plan would be another."""

    order: str
    steps: tuple[tuple[Milestone, date, date], ...]
    """What the sheet changes: its day now, and then."""
    delivered: tuple[date, date]
    """What comes of it for the delivery."""


@dataclass(frozen=True)
class Preview:
    """``changes`` and ``asked_came`` are what would be asked of the department."""

    faults: tuple[Fault, ...] = ()
    moved: tuple[Moved, ...] = ()
    changes: tuple[Mapping[str, str], ...] = ()
    came: tuple[Cell, ...] = ()
    """What would be entered as come."""

    @property
    def asked_came(self) -> tuple[Mapping[str, str], ...]:
        return tuple(_asked(cell, "came") for cell in self.came)


def preview(
    cells: Sequence[Cell], faults: Sequence[Fault], orders: Mapping[str, Known], figures: Figures, now: datetime
) -> Preview:
    """All that is wrong at once, unless it is too much for the rule; else what would move."""
    days = {(order, False): planned_of(known, figures) for order, known in orders.items()}
    days |= {(order, True): known.reached for order, known in orders.items()}
    changed = [cell for cell in cells if days.get((cell.order, cell.came), {}).get(cell.milestone) != cell.day]
    if len(changed) > CHANGES_MAX:
        most = Fault(None, "", Text("at most {count} changed days", count=CHANGES_MAX), str(len(changed)))
        return Preview(faults=(*faults, most))
    if every := [*faults, *_refused(changed, orders, figures, now)]:
        once = {(fault.row, fault.column, str(fault.expected)): fault for fault in every}
        return Preview(faults=tuple(once.values()))
    planned = [cell for cell in changed if not cell.came]
    of = {order: [cell for cell in planned if cell.order == order] for order in dict.fromkeys(c.order for c in planned)}
    moved = tuple(_moved(order, those, orders[order], figures) for order, those in of.items())
    changes = tuple(_asked(cell, "planned") for cell in planned)
    return Preview(moved=moved, changes=changes, came=tuple(cell for cell in changed if cell.came))


def _refused(cells: Sequence[Cell], orders: Mapping[str, Known], figures: Figures, now: datetime) -> list[Fault]:
    named = [(cell, (cell.order, cell.milestone, cell.day, f"{nth}.")) for nth, cell in enumerate(cells)]
    changes = tuple(Change(*told) for cell, told in named if not cell.came)
    came = tuple(Came(*told) for cell, told in named if cell.came)
    refusal = replan(orders, Replan(changes, "", "", came), figures, now) if cells else None
    if isinstance(refusal, InvalidInput):
        return [_at(cells[int(fault["field"].partition(".")[0])], fault) for fault in refusal.faults]
    if isinstance(refusal, Refusal):
        return [Fault(cells[0].row, "A", refusal.text, cells[0].order)]
    return []


def _at(cell: Cell, fault: Mapping[str, str | Text]) -> Fault:
    expected = fault["expected"]
    assert isinstance(expected, Text)
    about_order = str(fault["field"]).endswith("order")
    return Fault(cell.row, "A" if about_order else cell.column, expected, str(fault["came"]))


def _moved(order: str, cells: Sequence[Cell], known: Known, figures: Figures) -> Moved:
    now = planned_of(known, figures)
    then = planned_of(known, figures, {cell.milestone: cell.day for cell in cells})
    steps = tuple((cell.milestone, now[cell.milestone], then[cell.milestone]) for cell in cells)
    return Moved(order, steps, (now[PROMISED], then[PROMISED]))


def _asked(cell: Cell, what: str) -> dict[str, str]:
    return {"order": cell.order, "milestone": cell.milestone, what: cell.day.isoformat()}
