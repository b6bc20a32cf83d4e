"""What is not signed is given up; a contract in force is ended before its day (SAL-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.sales.contract.rules.document import GivenUp, SalesContract, Terminated, Version
from services.sales.contracting.rules.asked import (
    EndedAlready,
    GiveUp,
    NothingToEnd,
    NothingToGiveUp,
    Terminate,
    fault,
    looked_at,
)


def give_up(contract: SalesContract, asked: GiveUp, today: date) -> SalesContract | Refusal:
    """The version that holds goes on holding; where none does, the contract is over."""
    if refusal := looked_at(contract, asked.expected_version):
        return refusal
    if not contract.to_sign:
        return NothingToGiveUp(number=contract.number, version=contract.newest.version)
    return _without_unsigned(contract, GivenUp(reason=asked.reason, on=today, by=asked.by))


def terminate(contract: SalesContract, asked: Terminate, today: date) -> SalesContract | Refusal:
    """It holds until the last day that is told; what of it is not signed yet is given up with it."""
    if refusal := looked_at(contract, asked.expected_version):
        return refusal
    held, number = contract.holding, contract.number
    if held is None:
        return NothingToEnd(number=number)
    if held.valid_until <= today:
        return EndedAlready(number=number, last=held.valid_until)
    if faults := list(_faults(contract, held, asked, today)):
        return InvalidInput(faults)
    ending = Terminated(party=asked.party, reason=asked.reason, last_day=asked.last_day, on=today, by=asked.by)
    ended = contract.but(terminated=ending)
    return _without_unsigned(ended, GivenUp(reason=asked.reason, on=today, by=asked.by)) if ended.to_sign else ended


def _without_unsigned(contract: SalesContract, given_up: GivenUp) -> SalesContract:
    """Of a contract that holds, all versions since; else all."""
    held = contract.holding.version if contract.holding else 0

    def after(one: Version) -> Version:
        return one if one.version <= held or one.given_up else one.but(given_up=given_up)

    return contract.but(versions=tuple(map(after, contract.versions)))


def _faults(contract: SalesContract, held: Version, asked: Terminate, today: date) -> Iterator[dict[str, Any]]:
    parties = tuple(one.name for one in contract.parties)
    if asked.party not in parties:
        yield fault("party", Text("one of {parties}", parties=parties), asked.party)
    if not today <= asked.last_day < held.valid_until:
        term = {"today": today, "last": held.valid_until}
        yield fault("last_day", Text("a date from {today} (today) on, before {last}", **term), str(asked.last_day))
