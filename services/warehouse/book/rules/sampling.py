"""Which sample decides on a lot: single sampling by attributes, ISO 2859-1:1999 (GB/T 2828.1-2012), tables 1, 2-A to C.

The tables hold their numbers by diagonals: a letter further and an AQL further back have the same acceptance number.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Level = Literal["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]
"""How large a sample of a lot is; II unless told otherwise (10.1)."""
Severity = Literal["reduced", "normal", "tightened"]

LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
LETTERS: dict[Level, str] = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
"""Table 1: the code letter of a lot up to each of ``LOTS``, and above the last."""
SIZES = dict(
    zip("ABCDEFGHJKLMNPQRS", (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150), strict=True)
)
"""The sample of each letter; S is reached by tightened inspection alone; reduced draws that of two letters before."""
_AQLS = """
    0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5 10 15 25 40 65 100 150 250 400 650 1000
"""
AQLS = tuple(Decimal(aql) for aql in _AQLS.split())
"""Percent of items that do not conform, up to 10; above that nonconformities per 100 items."""
NUMBERS: dict[Severity, dict[int, int]] = {
    "reduced": dict(zip((14, *range(18, 27)), (0, 1, 2, 3, 5, 6, 8, 10, 14, 21), strict=True)),
    "normal": dict(zip((14, *range(17, 27)), (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 44), strict=True)),
    "tightened": dict(zip((15, *range(18, 27)), (0, 1, 2, 3, 5, 8, 12, 18, 27, 41), strict=True)),
}
"""The acceptance number of each diagonal: row of the letter + column of the AQL."""
UPWARD: dict[Severity, int] = {"reduced": 15, "normal": 15, "tightened": 27}
"""The diagonal that points up; others without a number point down, but for those past the last number."""
LAST_DIAGONAL, LAST_OF_LARGE_SAMPLES, SMALL = 26, 24, 5
"""Only the first five letters accept more than 10 (reduced), 21 (normal) or 18 (tightened)."""
TWO_OF_A, ITS_FIRST_ONE = 2, 17
"""Reduced, A and B draw the two pieces of normal's A, and have its numbers from the AQL on of which it accepts one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """So many are drawn from the lot; it is accepted with ``accept`` or fewer that do not conform."""

    size: int
    accept: int

    @property
    def reject(self) -> int:
        return self.accept + 1

    def passes(self, found: int) -> bool:
        return found <= self.accept


def letter_of(lot: int, level: Level) -> str:
    """Table 1. A single piece has the letter of the smallest lots; raises ValueError for a lot of none."""
    if lot < 1:
        raise ValueError(f"a lot of {lot}: expected 1 or more")
    return LETTERS[level][bisect_left(LOTS, lot)]


def sample_of(lot: int, level: Level, aql: Decimal, severity: Severity) -> Sample:
    """The sample of a lot; all of it where the sample would be as large (tables 2-A, 2-B, their footnote)."""
    sample = master(letter_of(lot, level), aql, severity)
    return Sample(min(sample.size, lot), sample.accept)


def master(letter: str, aql: Decimal, severity: Severity) -> Sample:
    """What the master table says, its arrows followed: size and number are then both those of the other letter."""
    rows = "".join(SIZES)[: 17 if severity == "tightened" else 16]
    row, column = rows.index(letter), AQLS.index(aql)
    down, up = range(row, len(rows)), range(row, -1, -1)
    upward = row + column == UPWARD[severity] or row + column > _last(row)
    for at in (*up, *down) if upward else (*down, *up):
        accept = _number(at, column, severity)
        if accept is not None:
            return Sample(_size(at, severity), accept)
    raise AssertionError("each column has a plan")


def _size(row: int, severity: Severity) -> int:
    sizes = tuple(SIZES.values())
    return sizes[max(0, row - 2)] if severity == "reduced" else sizes[row]


def _number(row: int, column: int, severity: Severity) -> int | None:
    if severity == "reduced" and row < TWO_OF_A and column >= ITS_FIRST_ONE:
        return NUMBERS["normal"][column]
    return NUMBERS[severity].get(row + column) if row + column <= _last(row) else None


def _last(row: int) -> int:
    return LAST_DIAGONAL if row < SMALL else LAST_OF_LARGE_SAMPLES
