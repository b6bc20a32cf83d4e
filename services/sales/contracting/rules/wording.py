"""A contract is recorded once, and amended from version to version (SAL-4, SAL-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.sales.contract.rules.document import Party, SalesContract, Version, replaced
from services.sales.contract.rules.review import review
from services.sales.contracting.rules.asked import (
    Amend,
    ContractSaysOtherwise,
    NothingAmended,
    RecordContract,
    fault,
    looked_at,
)
from services.sales.policy import Policy


def again(asked: RecordContract, known: SalesContract) -> SalesContract | Refusal:
    """The contract that a reference is already."""
    first = known.versions[0]
    told = (asked.parties, asked.clauses, asked.valid_from, asked.valid_until)
    if told == (known.parties, first.clauses, first.valid_from, first.valid_until):
        return known
    return ContractSaysOtherwise(reference=known.reference, customer=known.customer, number=known.number)


def may_be_recorded(asked: RecordContract) -> Refusal | None:
    """Its parties have names of their own, and its term ends after it begins: either day may be the wrong one."""
    first, last = asked.valid_from, asked.valid_until
    faults = [*_on_parties(asked.parties), *_on_term(first, last)]
    if last < first:
        faults.append(fault("valid_from", Text("a date until {last}", last=last), str(first)))
    return InvalidInput(faults) if faults else None


def recorded(asked: RecordContract, contract_id: UUID, number: str, today: date, policy: Policy) -> SalesContract:
    """Its first version, with what its review finds."""
    first = Version(
        version=1,
        clauses=asked.clauses,
        valid_from=asked.valid_from,
        valid_until=asked.valid_until,
        findings=review(asked.clauses, policy),
        entered_by=asked.by,
        entered_on=today,
    )
    return SalesContract(
        contract_id=contract_id,
        number=number,
        customer=asked.customer,
        reference=asked.reference,
        parties=asked.parties,
        versions=(first,),
    )


def amend(contract: SalesContract, asked: Amend, today: date, policy: Policy) -> SalesContract | Refusal:
    """The next version, reviewed and signed anew; what is in force holds until then (SAL-18)."""
    newest = contract.newest
    if refusal := looked_at(contract, asked.expected_version):
        return refusal
    clauses = replaced(newest.clauses, asked.clauses)
    changed = tuple(one.kind for one in clauses if one != newest.clause(one.kind))
    until = asked.valid_until or newest.valid_until
    if faults := list(_faults(contract, asked, until)):
        return InvalidInput(faults)
    if not changed and until == newest.valid_until:
        return NothingAmended(number=contract.number)
    known = [one for one in newest.findings if one.accepted_by and one.clause not in changed]
    version = Version(
        version=contract.versions[-1].version + 1,
        clauses=clauses,
        valid_from=newest.valid_from,
        valid_until=until,
        findings=review(clauses, policy, known),
        entered_by=asked.by,
        entered_on=today,
        changed=changed,
        supplement=asked.supplement,
    )
    return contract.amended(version)


def _faults(contract: SalesContract, asked: Amend, until: date) -> Iterator[dict[str, Any]]:
    supplement = asked.supplement
    known = {one.supplement.reference for one in contract.versions if one.supplement}
    if supplement is None and contract.holding:
        yield fault("supplement", Text("a supplementary agreement, for the contract is in force"), "")
    if supplement and supplement.reference in known:
        yield fault("supplement.reference", Text("one that is new on this contract"), supplement.reference)
    yield from _on_term(contract.newest.valid_from, until)


def _on_parties(parties: tuple[Party, ...]) -> Iterator[dict[str, Any]]:
    for place, one in enumerate(parties):
        if one.name in (before.name for before in parties[:place]):
            at = "buyer" if one.side == "buyer" else f"guarantors.{place - 2}"
            yield fault(at, Text("another name than those of the other parties"), one.name)


def _on_term(first: date, until: date) -> Iterator[dict[str, Any]]:
    if until < first:
        yield fault("valid_until", Text("a date from {first} on", first=first), str(until))
