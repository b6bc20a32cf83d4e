"""An inspection at a gate as people see it."""

from __future__ import annotations

from contracts.value import fields_of
from services.warehouse.gate_inspection.rules import GateInspection


class GateInspectionState(GateInspection):
    """``to_examine``: how many pieces the sample has."""

    to_examine: int


def state_of(known: GateInspection) -> GateInspectionState:
    return GateInspectionState(**fields_of(known), to_examine=known.sample)
