"""The one road of an inspection at a gate: load it, do what is asked, save it with the item's history, tell it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.gates import InspectionDecided
from services.warehouse.gate_inspection import store
from services.warehouse.gate_inspection.rules import GateInspection, Known, Standings, decided, standings_after
from services.warehouse.gate_inspection.view import state_of


class AboutInspection(Protocol):
    @property
    def inspection_id(self) -> UUID: ...


C = TypeVar("C", bound=AboutInspection)


async def command(
    db: Db, commands: Sequence[C], do: Callable[[Known | None, C], GateInspection | Refusal]
) -> list[Answer[InspectionDecided] | Refusal]:
    """What each command decides, told at once; of one item there is one in a batch, for its history is one."""
    known = await store.load(db, [one.inspection_id for one in commands])
    done = [do(known.get(one.inspection_id), one) for one in commands]
    changed = [one for one in done if not isinstance(one, Refusal)]
    await store.save(db, changed, await _histories(db, changed))
    return [one if isinstance(one, Refusal) else Answer(state_of(one), (decided(one),)) for one in done]


async def _histories(db: Db, changed: Sequence[GateInspection]) -> dict[str, Standings]:
    """By item, after the verdicts that count; a concession is no new one."""
    counting = [one for one in changed if one.counts and one.state != "conceded"]
    before = await store.grounds(db, [one.item for one in counting]) if counting else {}
    return {one.item: standings_after(one, before[one.item]) for one in counting}
