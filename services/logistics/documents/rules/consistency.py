"""No two papers of a shipment say different things: each difference with both papers and both words (LOG-6, LOG-8).

A bank reads the papers so (UCP 600 art. 14 d), and customs does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from contracts.incoterms import TERMS
from contracts.value import Value
from services.logistics.documents.rules import agreement
from services.logistics.documents.rules.agreement import Said
from services.logistics.documents.rules.customs import CustomsData
from services.logistics.documents.rules.document import OfGoods, Party
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.transport import Leg, TransportDocument

KINDS = ("packing_lists", "invoices", "transports", "origins", "insurances", "inspections", "certificates")
"""Those that speak of the goods, the packing list first: it was made where they were weighed."""


class Difference(Value):
    """Two places that should say the same, and what each says."""

    field: str
    other: str
    says: str
    other_says: str


def differences(papers: DocumentSet, customs: CustomsData) -> tuple[Difference, ...]:
    """All of them, at once; what a paper does not say contradicts nothing."""
    kinds = agreement.kinds_of(papers, KINDS)
    told = [(f"{place[:-1]}{at}", one) for place, kind in kinds for at, one in enumerate(kind)]
    found = [
        *(one for said in agreement.sums([*kinds, ("customs", (customs,))]) for one in _unlike(said)),
        *_unlike(agreement.marks(kinds)),
        *_unlike([(f"{place}.credit_number", one.credit_number) for place, one in told if one.credit_number]),
        *_unlike([(f"{place}.lines", amounts) for place, kind in kinds if (amounts := _by_item(kind))]),
        *_other_invoices(papers, told),
        *_unlike([*_buyers(papers), *_consignees(papers)]),
        *(one for at, document in enumerate(papers.transports) for one in _broken_route(f"transports.{at}", document)),
        *_against_the_term(papers, customs),
    ]
    return tuple(found)


def _unlike(said: Sequence[Said]) -> Iterator[Difference]:
    for (place, word), (other, usual) in agreement.otherwise(said, _plain):
        yield Difference(field=place, other=other, says=_shown(word), other_says=_shown(usual))


def _by_item(kind: Sequence[OfGoods]) -> dict[str, Any]:
    """How much of each item; of a description, where there is no item."""
    amounts: dict[str, Any] = {}
    for line in (line for paper in kind for line in paper.lines):
        called = line.item or line.description
        amounts[called] = amounts.get(called, 0) + line.quantity
    return amounts


def _other_invoices(papers: DocumentSet, told: Sequence[tuple[str, OfGoods]]) -> Iterator[Difference]:
    numbers = [(f"invoices.{at}.number", one.number) for at, one in enumerate(papers.invoices)]
    naming = [(f"{place}.invoice_number", one.invoice_number) for place, one in told if one.invoice_number]
    return _unlike([*numbers, *naming]) if numbers else iter(())


def _buyers(papers: DocumentSet) -> list[Said]:
    named = [(f"invoices.{at}.buyer", one.buyer) for at, one in enumerate(papers.invoices)]
    named += [(f"packing_lists.{at}.buyer", one.buyer) for at, one in enumerate(papers.packing_lists) if one.buyer]
    return [(place, party.name) for place, party in named]


def _consignees(papers: DocumentSet) -> list[Said]:
    """A document that is made out to order names no buyer."""
    named = [(f"transports.{at}.consignee", one.consignee) for at, one in enumerate(papers.transports)]
    named += [(f"origins.{at}.consignee", one.consignee) for at, one in enumerate(papers.origins) if one.consignee]
    return [(place, party.name) for place, party in named if not _to_order(party)]


def _to_order(party: Party) -> bool:
    return "ORDER" in party.name.upper().split()


def _broken_route(place: str, document: TransportDocument) -> Iterator[Difference]:
    """Each leg begins where the one before ended, the first and the last where the document says."""
    legs = document.legs
    for at, (before, leg) in enumerate(pairwise(legs)):
        yield from _unlike([(f"{place}.legs.{at}.end", before.end), (f"{place}.legs.{at + 1}.start", leg.start)])
    if legs:
        yield from _at_the_ends(place, document, legs)


def _at_the_ends(place: str, document: TransportDocument, legs: Sequence[Leg]) -> Iterator[Difference]:
    first, last = f"{place}.legs.0.start", f"{place}.legs.{len(legs) - 1}.end"
    begins = "receipt_place" if document.receipt_place else "loading"
    ends = "delivery_place" if document.delivery_place else "discharge"
    for name, leg, stop in ((begins, first, legs[0].start), (ends, last, legs[-1].end)):
        if told := getattr(document, name):
            yield from _unlike([(f"{place}.{name}", told), (leg, stop)])


def _against_the_term(papers: DocumentSet, customs: CustomsData) -> Iterator[Difference]:
    """Who pays the carriage and which way the goods may go, by Incoterms 2020."""
    term = TERMS.get(customs.term.rule) if customs.term else None
    if term is None:
        return
    if term.by_sea_only and customs.mode not in (None, "sea"):
        yield Difference(field="customs.mode", other="customs.term", says=customs.mode, other_says=term.code)
    due = "prepaid" if term.carriage == "seller" else "collect"
    for at, one in enumerate(papers.transports):
        if one.freight not in ("", due):
            place = f"transports.{at}.freight"
            yield Difference(field=place, other="customs.term", says=one.freight, other_says=f"{term.code}: {due}")


def _plain(word: Any) -> Any:
    """Small and capital letters, and spaces, are no difference."""
    if isinstance(word, dict):
        return frozenset(word.items())
    return " ".join(word.casefold().split()) if isinstance(word, str) else word


def _shown(word: Any) -> str:
    if isinstance(word, dict):
        return ", ".join(f"{amount:f} × {called}" for called, amount in word.items())
    return str(word)
