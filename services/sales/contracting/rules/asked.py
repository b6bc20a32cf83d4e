"""What people ask of a sales contract, and why it may be refused (SAL-4, SAL-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusal import Refusal
from contracts.texts import Text
from services.sales.contract.rules.document import Clause, Party, SalesContract, Supplement
from services.sales.policy import ClauseKind


class ContractSaysOtherwise(Refusal):
    """{reference} of {customer} is contract {number} already, which says otherwise; nothing was taken.

    Amend that one, or record another one under another reference.
    """

    of_input = True


class AmendedMeanwhile(Refusal):
    """Contract {number} is at version {version}, not {expected}; look at it again."""


class NothingAmended(Refusal):
    """Contract {number} says all of this already; there is no new version."""

    of_input = True


class NothingFound(Refusal):
    """No finding is open on contract {number}."""


class LegalAccepts(Refusal):
    """Legal alone accepts this finding on contract {number}."""

    status = 403
    of_input = True


class AcceptedByTheSame(Refusal):
    """{person} entered what is not in force yet of contract {number}; somebody else accepts what was found in it."""

    status = 403


class FindingsOpen(Refusal):
    """Findings are open on contract {number}: {count}. Amend it, or have them accepted, before anybody signs."""


class SignedByAll(Refusal):
    """All parties signed version {version} of contract {number}."""


class SignedByTheSame(Refusal):
    """{person} entered what is not in force yet of contract {number}; somebody else tells that our side signed."""

    status = 403
    of_input = True


class WasGivenUp(Refusal):
    """Contract {number} was given up on {day} before all parties signed it; record another one under another
    reference."""


class WasTerminated(Refusal):
    """Contract {number} was ended by {party}, with {last} as its last day."""


class NothingToGiveUp(Refusal):
    """All parties signed version {version} of contract {number}; it can be ended before its day."""


class NothingToEnd(Refusal):
    """Contract {number} is not in force; what is not signed by all is given up."""


class EndedAlready(Refusal):
    """Contract {number} ended on {last} by itself."""


@dataclass(frozen=True)
class RecordContract:
    customer: str
    reference: str
    parties: tuple[Party, ...]
    clauses: tuple[Clause, ...]
    valid_from: date
    valid_until: date
    by: str

    @property
    def called(self) -> tuple[str, str]:
        return self.customer, self.reference


@dataclass(frozen=True)
class Amend:
    """Clauses take the place of those of their kind; what is in force is amended by a supplementary agreement."""

    contract_id: UUID
    clauses: tuple[Clause, ...]
    valid_until: date | None
    supplement: Supplement | None
    expected_version: int | None
    by: str


@dataclass(frozen=True)
class Accept:
    """A clause is let be as it is."""

    contract_id: UUID
    clause: ClauseKind
    reason: str
    expected_version: int | None
    by: str
    as_legal: bool


@dataclass(frozen=True)
class Sign:
    contract_id: UUID
    party: str
    signed_by: str
    signed_on: date
    expected_version: int | None
    by: str


@dataclass(frozen=True)
class GiveUp:
    """The newest version, which not all signed: the whole contract, or a supplement of one that holds."""

    contract_id: UUID
    reason: str
    expected_version: int | None
    by: str


@dataclass(frozen=True)
class Terminate:
    """``party`` ends it before its day."""

    contract_id: UUID
    party: str
    reason: str
    last_day: date
    expected_version: int | None
    by: str


def looked_at(contract: SalesContract, expected: int | None) -> Refusal | None:
    """Nothing more is done with what is over; of two people at once the second is told."""
    newest, ended = contract.newest, contract.terminated
    if newest.given_up:
        return WasGivenUp(number=contract.number, day=newest.given_up.on)
    if ended:
        return WasTerminated(number=contract.number, party=ended.party, last=ended.last_day)
    version = newest.version
    if expected in (None, version):
        return None
    return AmendedMeanwhile(number=contract.number, version=version, expected=expected)


def fault(field: str, expected: Text, came: str) -> dict[str, Any]:
    return {"field": field, "expected": expected, "came": came}
