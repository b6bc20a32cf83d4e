"""A handover as people see it."""

from __future__ import annotations

from contracts.value import fields_of
from services.sales.handover.rules import Handover


class HandoverState(Handover): ...


def state_of(handover: Handover) -> HandoverState:
    return HandoverState(**fields_of(handover))
