"""What is examined: the credit, the documents that it asks for, and the days on which its bank is closed (LOG-7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from contracts.texts import Text, as_it_is
from contracts.value import Value, fields_of
from services.logistics.documents.rules.document import Document, OfGoods
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.letter_of_credit.rules.conditions import Condition, ConditionKind, conditions_in
from services.logistics.letter_of_credit.rules.contradictions import most_of
from services.logistics.letter_of_credit.rules.drawings import NOTHING, Before
from services.logistics.letter_of_credit.rules.finding import Doubt, Finding, Remedy
from services.logistics.letter_of_credit.rules.required import TRANSPORTS, Kind, Required
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.letter_of_credit.rules.wording import facts, lacking

LISTS: Mapping[Kind, str] = {
    "invoice": "invoices",
    "packing list": "packing_lists",
    "origin": "origins",
    "insurance": "insurances",
    "inspection": "inspections",
    "certificate": "certificates",
    **dict.fromkeys(TRANSPORTS, "transports"),
}
"""Where documents of a kind stand in a set."""
Found = Iterator[Finding | Doubt]


@dataclass(frozen=True)
class Case:
    """One examination. What the credit does not ask for is not examined (UCP 600 art. 14 g)."""

    terms: CreditTerms
    required: tuple[Required, ...]
    docs: DocumentSet
    open_on: Callable[[date], bool]
    """Whether the bank to which documents are presented works on a day."""
    before: Before = NOTHING
    """What other presentations used of the credit."""

    @cached_property
    def asked(self) -> Mapping[str, tuple[Required, ...]]:
        """What is required by the list of a set in which it stands."""
        known = [(LISTS[one.kind], one) for one in self.required if one.kind]
        return {name: tuple(one for where, one in known if where == name) for name, _ in known}

    @cached_property
    def examined(self) -> tuple[tuple[str, Document], ...]:
        """Every document that is required and there, under its place; drafts where the credit asks them."""
        names = [*(["drafts"] if self.terms.drafts_at else []), *self.asked]
        every = ((name, i, one) for name in names for i, one in enumerate(getattr(self.docs, name)))
        return tuple((f"{name}.{i}", one) for name, i, one in every if self._is_asked(name, one))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """47A, sentence by sentence."""
        return conditions_in(self.terms.conditions)

    def allows(self, kind: ConditionKind) -> bool:
        """Whether 47A has a condition of this kind."""
        return any(one.kind == kind for one in self.conditions)

    @property
    def of_goods(self) -> tuple[tuple[str, OfGoods], ...]:
        return tuple((place, one) for place, one in self.examined if isinstance(one, OfGoods))

    @property
    def transports(self) -> tuple[tuple[str, TransportDocument], ...]:
        return tuple((place, one) for place, one in self.examined if isinstance(one, TransportDocument))

    def each(self, name: str) -> Iterator[tuple[str, Any, Required]]:
        """Each document of a list with the requirement that it meets: the one like it, else the first."""
        for i, one in enumerate(getattr(self.docs, name)):
            if name in self.asked and self._is_asked(name, one):
                yield f"{name}.{i}", one, self.met_by(name, one)

    def _is_asked(self, name: str, one: Document) -> bool:
        """A certificate of another name than any that is asked for is disregarded (UCP 600 art. 14 g)."""
        return name != "certificates" or any(fulfils(asked, one) for asked in self.asked[name])

    def met_by(self, name: str, one: Document) -> Required:
        """The requirement that a document answers."""
        titled = getattr(one, "title", getattr(one, "kind", ""))
        asked = self.asked[name]
        alike = next((r for r in asked if titled in (r.title, r.kind)), None)
        return alike or next((r for r in asked if fulfils(r, one)), asked[0])

    @cached_property
    def shipped_on(self) -> date | None:
        """The latest day of shipment of all transport documents (UCP 600 art. 14 c, 31 b)."""
        days = [day for _, one in self.transports if (day := one.shipped_on)]
        return max(days, default=None)

    @property
    def available(self) -> Decimal:
        """What may still be drawn, with the tolerance (UCP 600 art. 30 a; 39A)."""
        return max(most_of(self.terms) - self.before.drawn, Decimal(0))

    @cached_property
    def drawn(self) -> Decimal | None:
        """What is claimed: by the drafts, else by the invoices; None where neither is there."""
        drawn = self.docs.drafts if self.terms.drafts_at else ()
        amounts = [draft.amount.amount for draft in drawn] or [one.total.amount for one in self.docs.invoices]
        return sum(amounts, Decimal(0)) if amounts else None


def fulfils(asked: Required, one: Document) -> bool:
    """By its title, by the credit's, or by its content, whatever it is called (UCP 600 art. 14 f)."""
    title, called = facts(getattr(one, "title", "")), facts(asked.title)
    if not lacking(title, frozenset(called)) or not lacking(called, frozenset(title)):
        return True
    return bool(asked.states) and not lacking(facts(asked.states), frozenset(facts(words_of(one))))


def found(
    field: str, asked: Any, came: Any, article: str, remedy: Remedy = "amend the document", other: str = ""
) -> Finding:
    """A discrepancy in the documents' own words."""
    return Finding(field=field, other=other, asked=_text(asked), came=_text(came), article=article, remedy=remedy)


def _text(told: Any) -> Text:
    return told if isinstance(told, Text) else as_it_is(str(told)) if told not in (None, "") else Text("nothing")


def words_of(value: Any) -> str:
    """All that stands on a document, as one text."""
    if isinstance(value, Value):
        return " ".join(words_of(part) for part in fields_of(value).values())
    if isinstance(value, tuple):
        return " ".join(map(words_of, value))
    return str(value) if isinstance(value, str | Decimal | int | date) and not isinstance(value, bool) else ""
