"""What a case is: a credit and a set of documents, and how one is made of another by changing named places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from contracts.money import Money
from contracts.value import Value
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.letter_of_credit.rules.terms import CreditTerms

Changes = Mapping[str, Any]
"""By place, ``transports.0.on_board_on``, or by ``*`` for each of several: what stands there instead."""
V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Presented:
    """Documents under a credit."""

    terms: CreditTerms
    documents: DocumentSet

    def but(self, documents: Changes, terms: Changes | None = None) -> Presented:
        return Presented(changed(self.terms, terms or {}), changed(self.documents, documents))


@dataclass(frozen=True)
class Fault:
    """One discrepancy: ``change`` makes it of the conforming set; an examiner must point at a place of ``at``."""

    name: str
    article: str
    at: tuple[str, ...]
    change: Changes
    terms: Changes = field(default_factory=dict)

    def of(self, clean: Presented) -> Presented:
        return clean.but(self.change, self.terms)

    def is_meant_by(self, place: str) -> bool:
        """Whether a finding at this place is this fault."""
        return any(place == at or place.startswith(f"{at}.") for at in self.at)


@dataclass(frozen=True)
class Clean:
    """A conforming presentation that looks as if it were not; ``why`` names the article that lets it pass."""

    name: str
    why: str
    presented: Presented


def changed(value: V, changes: Changes) -> V:
    """The value with other words at the places named; LookupError or AttributeError for a place that is not there."""
    for place, new in changes.items():
        value = _at(value, place.split("."), new)
    return value


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def _at(value: Any, steps: list[str], new: Any) -> Any:
    if not steps:
        return new
    here, rest = steps[0], steps[1:]
    if not isinstance(value, tuple):
        return value.but(**{here: _at(getattr(value, here), rest, new)})
    positions = range(len(value)) if here == "*" else [int(here)]
    assert set(positions) & set(range(len(value))), f"there is no {here}"
    return tuple(_at(one, rest, new) if i in positions else one for i, one in enumerate(value))
