"""A claim on a supplier: what it is computed from, and that a person decides it (PUR-8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.money import Money
from contracts.purchasing import ClaimDecided, ClaimRaised
from contracts.value import Value, fields_of
from services.purchasing.claim.rules.agreement import Agreement, WorksOn
from services.purchasing.ledger.rules.purchase import ZERO, Purchase

Verdict = Literal["upheld", "waived"]
State = Literal["tolerated", "raised", "upheld", "waived"]


class Claim(Value):
    """A part of a purchase that was late: ``quantity`` of the ``late`` one is claimed, the rest is tolerated.

    It says by itself what it was computed from, so that an agreement that is changed later changes no claim.
    ``tolerated``: nothing is claimed, it is kept because it uses up what is tolerated; it has no number.
    ``source``: what told of it, once. ``orders``: those that the purchase served last.
    """

    claim_id: UUID
    purchase_id: UUID
    source: str
    number: str = ""
    purchase: str
    orders: tuple[UUID, ...]
    supplier: str
    item: str
    agreement: str
    due_on: date
    came_on: date
    days_late: int
    late: Decimal
    quantity: Decimal
    amount: Money
    state: State
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None


@dataclass(frozen=True)
class Part:
    """So much of a purchase came on a day, or was given up; ``source`` tells parts of one purchase apart."""

    purchase_id: UUID
    source: str
    quantity: Decimal
    on: date


@dataclass(frozen=True)
class Decide:
    """A person upholds or waives a claim."""

    claim_id: UUID
    verdict: Verdict
    reason: str
    by: str


class DecidedAlready(Refusal):
    """Claim {number} was {state} already by {decided_by}: {reason}"""


def late_part(
    part: Part, purchase: Purchase, agreement: Agreement, before: Sequence[Claim], works_on: WorksOn, claim_id: UUID
) -> Claim | None:
    """What a part claims; None where it is in time, or was told before. ``before``: the purchase's other late parts."""
    promised, price = purchase.first_promised_on, purchase.unit_price
    if promised is None or price is None or part.source in {one.source for one in before}:
        return None
    days = agreement.days_late(promised, part.on, works_on)
    if days <= 0 or not part.quantity:
        return None
    late = sum((one.late for one in before), ZERO)
    tolerated = max(ZERO, agreement.tolerated_share * purchase.quantity - late)
    claimed = max(ZERO, part.quantity - tolerated)
    amount = agreement.compensation(price.but(amount=claimed * price.amount), days)
    asked_once = agreement.fixed is not None and any(one.state != "tolerated" for one in before)
    asks = claimed > 0 and amount.amount > 0 and not asked_once
    return Claim(
        claim_id=claim_id,
        purchase_id=purchase.id,
        source=part.source,
        purchase=purchase.number,
        orders=purchase.last_served,
        supplier=purchase.supplier,
        item=purchase.item,
        agreement=agreement.reference,
        due_on=promised,
        came_on=part.on,
        days_late=days,
        late=part.quantity,
        quantity=claimed,
        amount=amount,
        state="raised" if asks else "tolerated",
    )


def raised(claim: Claim) -> tuple[ClaimRaised, ...]:
    """What is said of a part; nothing of one that is tolerated."""
    return (ClaimRaised.having(fields_of(claim)),) if claim.state == "raised" else ()


def decide(claim: Claim, asked: Decide, today: date) -> Step[Claim, ClaimDecided] | Refusal:
    """It counts once it is upheld; the same word again is no news."""
    if claim.state == asked.verdict:
        return Step(claim)
    if claim.state != "raised":
        told = {"number": claim.number, "state": claim.state, "decided_by": claim.decided_by, "reason": claim.reason}
        return DecidedAlready(**told)
    decided = claim.but(state=asked.verdict, reason=asked.reason, decided_by=asked.by, decided_on=today)
    return Step(decided, (ClaimDecided.having(fields_of(decided) | {"verdict": asked.verdict}),))
