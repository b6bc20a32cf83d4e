"""Which supply agreements can be kept (PUR-8). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from services.purchasing.claim.rules.agreement import Agreement


class EndsBeforeItBegins(Refusal):
    """An agreement from {valid_from} to {valid_until} ends before it begins."""

    status = 422
    of_input = True


class AgreedOtherwise(Refusal):
    """Agreement {reference} of {supplier} holds from {valid_from} to {valid_until}[ for {items}]; for an item there is
    one agreement on a day."""

    of_input = True


def refusal_of(asked: Agreement, known: Iterable[Agreement]) -> Refusal | None:
    """Why it cannot be kept; under a reference that is known it takes the place of what stands there."""
    if faults := list(_owed_in_one_way(asked)):
        return InvalidInput(faults)
    if asked.valid_until < asked.valid_from:
        return EndsBeforeItBegins(valid_from=asked.valid_from, valid_until=asked.valid_until)
    others = (one for one in known if one.supplier == asked.supplier and one.reference != asked.reference)
    other = next((one for one in others if one.meets(asked)), None)
    if other is None:
        return None
    told = {"reference": other.reference, "supplier": other.supplier, "items": ", ".join(other.items)}
    return AgreedOtherwise(valid_from=other.valid_from, valid_until=other.valid_until, **told)


def _owed_in_one_way(asked: Agreement) -> Iterator[dict[str, Any]]:
    if asked.fixed is None and not asked.per_day:
        yield _fault("per_day", Text("above 0, where no fixed sum is agreed"), asked.per_day)
    if asked.fixed is None and not asked.cap:
        yield _fault("cap", Text("above 0, where no fixed sum is agreed"), asked.cap)
    if asked.fixed and asked.per_day:
        yield _fault("fixed", Text("nothing, where a share per day is agreed"), asked.fixed.amount)
    if asked.fixed and not asked.fixed.amount:
        yield _fault("fixed.amount", Text("above 0"), asked.fixed.amount)


def _fault(field: str, expected: Text, came: object) -> dict[str, Any]:
    return {"field": field, "expected": expected, "came": str(came)}
