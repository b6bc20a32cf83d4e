"""A sales contract as people see it."""

from __future__ import annotations

from datetime import date

from contracts.value import fields_of
from services.sales.contract.rules.document import SalesContract, Standing


class ContractState(SalesContract):
    state: Standing
    """As it stands today."""
    version: int
    """The newest one, in force or not."""
    in_force: int | None
    """The version that all parties signed last; None before the first."""
    last_day: date | None
    """On which it holds: its term's, or where it was ended before that; None before all parties signed it."""


def state_of(contract: SalesContract, today: date) -> ContractState:
    held = contract.holding
    return ContractState(
        **fields_of(contract),
        state=contract.standing(today),
        version=contract.newest.version,
        in_force=held.version if held else None,
        last_day=contract.last_day,
    )
