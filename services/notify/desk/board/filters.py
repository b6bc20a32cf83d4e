"""Which orders are looked at; the same words in the URL of board, list and sheet (NOT-1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from contracts.order import Quadrant
from contracts.stages import STAGES, State
from contracts.value import fields_of

STATES: tuple[str, ...] = (*get_args(State), "all")
LANES = ("customer", "merchandiser", "priority")
"""By what a board is cut across its stages."""
SORTS = ("promised", "-value", "since", "-priority", "customer")
"""By what a list is sorted, as a column's head does it first; ``-`` is from the greatest down."""
URGENT = SORTS[0]
WAYS = frozenset({*SORTS, "-promised", "value", "-since", "priority", "-customer"})
CODE_CHARACTERS_MAX = 64


@dataclass(frozen=True)
class Filter:
    """Empty is any; ``late``: something of it is past its time, and said so; ``rush``: it goes before others;
    ``lanes``: of the board alone.

    ``sort``: of all that is no board; one of ``SORTS``, or its other way round.
    """

    state: str = "open"
    stage: str = ""
    customer: str = ""
    merchandiser: str = ""
    mine: bool = False
    late: bool = False
    rush: bool = False
    quadrant: str = ""
    lanes: str = ""
    sort: str = URGENT

    def asked(self, **other: object) -> dict[str, str]:
        """As the URL has it, what is as usual left out; ``other`` stands instead of some of it."""
        chosen, usual = replace(self, **other), Filter()  # type: ignore[arg-type]
        shown = {name: value for name, value in fields_of(chosen).items() if value != getattr(usual, name)}
        return {name: "1" if value is True else str(value) for name, value in shown.items()}

    def sorted_by(self, way: str) -> dict[str, str]:
        """As the head of a column leads on: sorted by it, or, where that is so already, the other way round."""
        return self.asked(sort=turned(way) if self.sort == way else way)

    def direction(self, way: str) -> str:
        """Of the column whose head sorts this way, as ``aria-sort`` says it; empty: sorted by another."""
        if self.sort.removeprefix("-") != way.removeprefix("-"):
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"


def turned(way: str) -> str:
    """The other way round."""
    return way.removeprefix("-") if way.startswith("-") else f"-{way}"


def filter_of(query: Mapping[str, str]) -> Filter:
    """What nobody can mean is as if it were not there: a link of yesterday still leads to orders."""
    state, stage, lanes = query.get("state", ""), query.get("stage", ""), query.get("lanes", "")
    sort, quadrant = query.get("sort", ""), query.get("quadrant", "")
    return Filter(
        state=state if state in STATES else "open",
        stage=stage if stage in STAGES else "",
        customer=_code(query, "customer"),
        merchandiser=_code(query, "merchandiser"),
        mine=query.get("mine") == "1",
        late=query.get("late") == "1",
        rush=query.get("rush") == "1",
        quadrant=quadrant if quadrant in get_args(Quadrant) else "",
        lanes=lanes if lanes in LANES else "",
        sort=sort if sort in WAYS else URGENT,
    )


def for_person(wanted: Filter, code: str) -> Filter:
    """What is his, as whose it is."""
    return replace(wanted, merchandiser=code) if wanted.mine else wanted


def _code(query: Mapping[str, str], name: str) -> str:
    return query.get(name, "").replace("\x00", "").strip()[:CODE_CHARACTERS_MAX]
