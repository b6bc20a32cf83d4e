"""What was found is accepted, then all parties sign (SAL-4, SAL-18)."""

from __future__ import annotations

from datetime import date

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text, Word
from services.sales.contract.rules.document import SalesContract, Signature
from services.sales.contracting.rules.asked import (
    Accept,
    AcceptedByTheSame,
    FindingsOpen,
    LegalAccepts,
    NothingFound,
    Sign,
    SignedByAll,
    SignedByTheSame,
    fault,
    looked_at,
)


def accept(contract: SalesContract, asked: Accept, today: date) -> SalesContract | Refusal:
    """Each open finding on the clause; legal's word where the policy wants it, and not of who entered it (SAL-4)."""
    newest = contract.newest
    if refusal := looked_at(contract, asked.expected_version) or _may_accept(contract, asked):
        return refusal
    said = {"accepted_by": asked.by, "accepted_on": today, "reason": asked.reason}
    findings = (
        one.but(**said) if one.clause == asked.clause and not one.accepted_by else one for one in newest.findings
    )
    return contract.with_newest(newest.but(findings=tuple(findings)))


def _may_accept(contract: SalesContract, asked: Accept) -> Refusal | None:
    newest, number = contract.newest, contract.number
    on_clause = [one for one in newest.open_findings if one.clause == asked.clause]
    if not newest.open_findings:
        return NothingFound(number=number)
    if asked.by in contract.authors:
        return AcceptedByTheSame(person=asked.by, number=number)
    if not on_clause:
        clauses = tuple(sorted({one.clause for one in newest.open_findings}))
        return InvalidInput(
            [fault("clause", Text("one of {clauses}", clauses=tuple(map(Word, clauses))), asked.clause)]
        )
    return LegalAccepts(number=number) if on_clause[0].legal and not asked.as_legal else None


def sign(contract: SalesContract, asked: Sign) -> SalesContract | Refusal:
    """For one party; the last one's signature puts the version in force (SAL-18)."""
    newest = contract.newest
    if refusal := looked_at(contract, asked.expected_version) or _may_sign(contract, asked):
        return refusal
    signature = Signature(party=asked.party, signed_by=asked.signed_by, signed_on=asked.signed_on, recorded_by=asked.by)
    return contract.with_newest(newest.but(signatures=(*newest.signatures, signature)))


def _may_sign(contract: SalesContract, asked: Sign) -> Refusal | None:
    newest, number = contract.newest, contract.number
    if newest.open_findings:
        return FindingsOpen(number=number, count=len(newest.open_findings))
    if not contract.to_sign:
        return SignedByAll(number=number, version=newest.version)
    party = next((one for one in contract.to_sign if one.name == asked.party), None)
    if party is None:
        parties = tuple(one.name for one in contract.to_sign)
        return InvalidInput([fault("party", Text("one of {parties}", parties=parties), asked.party)])
    if party.side == "seller" and asked.by in contract.authors:
        return SignedByTheSame(person=asked.by, number=number)
    return None
