"""A price above budget is signed by those whose amount it is above, in their order, all different (PUR-3, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.money import Signature
from contracts.purchasing import PriceChangeRequested
from contracts.texts import Text
from services.finance.price_change.rules import PriceChange, Signed, decided


class RequestOutdated(Refusal):
    """Purchase {purchase_id} is at request {current}; request {request} is decided no more."""


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
        confirmed_on=asked.confirmed_on,
        confirmed_way=asked.confirmed_way,
    )
    if change.state == "awaited" and change.above_percent <= up_to_percent:
        by_rule = Signature(step="rule", person="policy", at=at)
        return decided(change.but(signatures=(*change.signatures, by_rule)), approved=True)
    return Step(change)


def sign(change: PriceChange, asked: Sign, at: str) -> Signed | Refusal:
    """One signature; the last one approves, and anybody whose turn it is may refuse."""
    if asked.request != change.request:
        return RequestOutdated(purchase_id=change.purchase_id, current=change.request, request=asked.request)
    about = {"request": change.request, "purchase_id": change.purchase_id}
    signatures = change.chain.sign(
        Text("request {request} of purchase {purchase_id}", **about), asked.person, asked.roles, at
    )
    if isinstance(signatures, Refusal):
        return signatures
    signed = change.but(signatures=signatures)
    if asked.approve and not change.chain.ends:
        return Step(signed)
    return decided(signed, approved=asked.approve)
