"""A price above budget is signed by those whose amount it is above, in their order, all different (PUR-3, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.money import Signature
from contracts.purchasing import PriceChangeRequested
from services.finance.price_change.rules import PriceChange, Signed, decided, signed


class NotAwaited(Refusal):
    """Request {request} of purchase {purchase_id} waits for nobody: it is {state}; what came now is not taken."""


class RequestOutdated(Refusal):
    """Purchase {purchase_id} is at request {current}; request {request} is decided no more."""


class AnotherMustSign(Refusal):
    """The next signature is the {step}'s; {person} has not that role."""

    status = 403


class SignedAlready(Refusal):
    """{person} signed request {request} of purchase {purchase_id} as {step} at {at} already, and it is {state}; what
    came now is not taken. Different people sign."""


@dataclass(frozen=True)
class Sign:
    """Somebody signs, or refuses."""

    purchase_id: UUID
    request: int
    approve: bool
    person: str
    roles: tuple[str, ...]


def ask(asked: PriceChangeRequested, ended_at: int, at: str, up_to_percent: Decimal, steps: tuple[str, ...]) -> Signed:
    """A request waits for ``steps`` to sign, unless the purchase ended at a higher version, or the rule may approve."""
    change = PriceChange(
        purchase_id=asked.purchase_id,
        request=asked.request,
        version=asked.version,
        state="withdrawn" if asked.version < ended_at else "awaited",
        item=asked.item,
        supplier=asked.supplier,
        quantity=asked.quantity,
        unit_price=asked.unit_price,
        budget_price=asked.budget_price,
        signatures=(Signature(step="buyer", person=asked.requested_by, at=at),),
        orders=asked.orders,
        steps=steps,
    )
    if change.state == "awaited" and change.above_percent <= up_to_percent:
        return decided(signed(change, "rule", "policy", at), approved=True)
    return Step(change)


def sign(change: PriceChange, asked: Sign, at: str) -> Signed | Refusal:
    """One signature; the last one approves, and anybody whose turn it is may refuse."""
    if refusal := _refused(change, asked):
        return refusal
    step = change.next_step or ""
    change = signed(change, step, asked.person, at)
    if not asked.approve:
        return decided(change, approved=False)
    return decided(change, approved=True) if step == change.steps[-1] else Step(change)


def _refused(change: PriceChange, asked: Sign) -> Refusal | None:
    if asked.request != change.request:
        return RequestOutdated(purchase_id=change.purchase_id, current=change.request, request=asked.request)
    own = next((signature for signature in change.signatures if signature.person == asked.person), None)
    if own:
        about = {"person": own.person, "step": own.step, "at": own.at, "state": change.state}
        return SignedAlready(purchase_id=change.purchase_id, request=change.request, **about)
    if change.next_step is None:
        return NotAwaited(purchase_id=change.purchase_id, request=change.request, state=change.state)
    if change.next_step not in asked.roles:
        return AnotherMustSign(step=change.next_step, person=asked.person)
    return None
