"""What an import's row says that its department does not have yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.texts import Text, said
from gendan.importing.held import Difference, State, differences
from gendan.importing.records import Record


@dataclass(frozen=True)
class News:
    """A row beside what the department has; ``brings`` is false when that is the same."""

    record: Record
    held: State | None
    changes: Sequence[Difference] = ()
    notes: Sequence[str] = ()
    brings: bool = True


def news(record: Record, held: State | None) -> News:
    """What is to be brought of a row, and what is not because it counts once."""
    if held is None:
        return News(record, None)
    changes = differences(record, held)
    notes: list[str] = []
    if record.target.name == "stock" and held.get("counted"):
        # What is on the shelf is counted once; from then on it moves by what comes and goes (WHS-1).
        notes = [_counted(record, one) for one in changes if one.field == "quantity"]
        changes, record = [one for one in changes if one.field != "quantity"], record.without("quantity")
    silent = not record.whole and record.target.name != "stock"
    return News(record, held, changes, notes, brings=bool(changes) or silent)


def _counted(record: Record, quantity: Difference) -> str:
    told = Text(
        "{key} known already: the file says {said}, the shelf has {held}; "
        "that was not taken: adjust the stock in the warehouse",
        key=record.key, said=quantity.told, held=quantity.held,
    )  # fmt: skip
    return f"{record.file}:{record.row}: {said(told)}"
