"""What each kind of a shipment's documents says of the goods, and who says otherwise than most (UCP 600 art. 14 d).

Read once, for the company's own differences (LOG-6) and for the examination under a credit (LOG-7): goods that travel
under two bills are what both say together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

from contracts.value import Value
from services.logistics.documents.rules.document import OfGoods
from services.logistics.documents.rules.document_set import DocumentSet

Said = tuple[str, Any]
"""A place and what stands there."""
Kind = tuple[str, Sequence[Value]]
"""All documents of a kind, under the place of the first."""
SUMMED = ("gross_kg", "net_kg", "volume_m3", "package_count")


def kinds_of(papers: DocumentSet, names: Iterable[str]) -> list[tuple[str, tuple[OfGoods, ...]]]:
    """Those of these lists of a set that speak of goods."""
    of_goods = ((name, tuple(one for one in getattr(papers, name) if isinstance(one, OfGoods))) for name in names)
    return [(f"{name}.0", kind) for name, kind in of_goods if kind]


def sums(kinds: Sequence[Kind]) -> Iterator[list[Said]]:
    """Weights, volume and packages, one after the other; of several documents of a kind their sum."""
    for name in SUMMED:
        yield [(f"{place}.{name}", told) for place, kind in kinds if (told := _sum(kind, name)) is not None]


def marks(kinds: Sequence[Kind]) -> list[Said]:
    """Shipping marks; several documents of a kind have each its own (ISBP 745 A33-A35)."""
    alone = [(place, kind[0]) for place, kind in kinds if len(kind) == 1]
    return [(f"{place}.marks", told) for place, one in alone if (told := getattr(one, "marks", ""))]


def otherwise(said: Sequence[Said], as_said: Callable[[Any], Hashable]) -> Iterator[tuple[Said, Said]]:
    """Each that says otherwise than most, or than the first, with that one."""
    counted = Counter(as_said(value) for _, value in said)
    if len(counted) < 2:
        return
    usual = max(counted, key=lambda value: counted[value])
    first = next(one for one in said if as_said(one[1]) == usual)
    yield from ((one, first) for one in said if as_said(one[1]) != usual)


def _sum(kind: Sequence[Value], name: str) -> Any:
    """None where one of them tells nothing."""
    told = [getattr(one, name, None) for one in kind]
    return None if None in told else sum(told)
