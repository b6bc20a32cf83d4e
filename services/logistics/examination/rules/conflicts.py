"""Data on one document do not conflict with those on another (UCP 600 art. 14 d) (LOG-7)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from contracts.texts import Text
from services.logistics.documents.rules import agreement
from services.logistics.documents.rules.agreement import Said
from services.logistics.documents.rules.document import OfGoods
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.letter_of_credit.rules.goods import unit_of
from services.logistics.letter_of_credit.rules.wording import facts

ARTICLE = "UCP 600 art. 14 d"


def weights_and_packages(case: Case) -> Found:
    """Gross and net weight, volume, and the number of packages; of several documents of a kind their sum."""
    for said in agreement.sums(_kinds(case)):
        yield from _conflicting(said, lambda value: value)


def _kinds(case: Case) -> list[tuple[str, tuple[OfGoods, ...]]]:
    return agreement.kinds_of(case.docs, case.asked)


def packages_add_up(case: Case) -> Found:
    """A packing list's packages are as many and as heavy as it says in all (ISBP 745 M3)."""
    for place, one, _ in case.each("packing_lists"):
        sums = (("gross_kg", sum((p.gross_kg for p in one.packages), Decimal(0))), ("package_count", len(one.packages)))
        for name, total in sums:
            told = getattr(one, name)
            if one.packages and told is not None and told != total:
                yield found(f"{place}.{name}", total, told, ARTICLE, other=f"{place}.packages")


def marks(case: Case) -> Found:
    """Shipping marks; several documents of a kind have each its own (ISBP 745 A33-A35)."""
    yield from _conflicting(agreement.marks(_kinds(case)), facts)


def same_quantities(case: Case) -> Found:
    """How much of the goods, by unit, as far as several kinds of documents tell."""
    told = [(f"{place}.lines", _quantities(kind)) for place, kind in _kinds(case)]
    for unit in dict.fromkeys(unit for _, quantities in told for unit in quantities):
        said = [(place, quantities[unit]) for place, quantities in told if unit in quantities]
        yield from _conflicting(said, lambda value: value)


def _quantities(kind: Sequence[OfGoods]) -> dict[str, Decimal]:
    lines = [line for one in kind for line in one.lines]
    units = dict.fromkeys(unit_of(line.unit) for line in lines)
    return {unit: sum((x.quantity for x in lines if unit_of(x.unit) == unit), Decimal(0)) for unit in units}


def invoice_numbers(case: Case) -> Found:
    """The invoice that a document names is one of those presented."""
    numbers = {one.number for one in case.docs.invoices if one.number}
    for place, one in case.examined:
        if one.invoice_number and numbers and one.invoice_number not in numbers:
            told = ", ".join(sorted(numbers))
            yield found(f"{place}.invoice_number", told, one.invoice_number, ARTICLE, other="invoices.0.number")


def origins(case: Case) -> Found:
    """The country of origin that a certificate tells is the credit's and the invoice's (ISBP 745 L3)."""
    for place, one, asked in case.each("origins"):
        if asked.origin and one.origin and one.origin != asked.origin:
            yield found(f"{place}.origin", asked.origin, one.origin, "ISBP 745 L3; 46A")
    said = [(f"{place}.origin", one.origin) for place, one, _ in case.each("origins") if one.origin]
    for place, one in case.of_goods:
        said += [(f"{place}.lines.{i}.origin", line.origin) for i, line in enumerate(one.lines) if line.origin]
    yield from _conflicting(said, lambda value: value)


def vessels(case: Case) -> Found:
    """The vessel that other documents name is the bill's."""
    named = [(f"{place}.conveyance", one.conveyance) for place, one in case.transports if one.conveyance]
    for place, one, _ in case.each("insurances"):
        if one.conveyance and named and not set(facts(one.conveyance)) & set(facts(named[0][1])):
            yield found(f"{place}.conveyance", named[0][1], one.conveyance, ARTICLE, other=named[0][0])


def passed(case: Case) -> Found:
    """An inspection that the credit asks for has found the goods as they should be (ISBP 745 Q6)."""
    for place, one, _ in case.each("inspections"):
        if one.passed is False:
            yield found(f"{place}.passed", Text("goods as ordered"), one.result or Text("refused"), "ISBP 745 Q6")


def _conflicting(said: Sequence[Said], as_said: Callable[[Any], Hashable]) -> Iterator[Any]:
    for (place, value), (other, usual) in agreement.otherwise(said, as_said):
        yield found(place, usual, value, ARTICLE, other=other)


RULES = (weights_and_packages, packages_add_up, marks, same_quantities, invoice_numbers, origins, vessels, passed)
