"""The samples of ISO 2859-1:1999 and how they follow a supplier's lots (WHS-4)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from math import comb

import pytest

from services.warehouse.book.rules.sampling import AQLS, LETTERS, Level, Sample, Severity, letter_of, master, sample_of
from services.warehouse.book.rules.severity import Standing
from tests.needs import needs

pytestmark = needs("WHS-4")

SEVERITIES: tuple[Severity, ...] = ("normal", "tightened")
FIVE_GOOD = [True] * 5


def plan(letter: str, aql: str, severity: Severity = "normal") -> tuple[int, int, int]:
    found = master(letter, Decimal(aql), severity)
    return found.size, found.accept, found.reject


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [
        (1, "II", "A"), (8, "II", "A"), (9, "II", "B"), (150, "II", "F"), (151, "II", "G"), (500, "II", "H"),
        (1_000, "I", "G"), (1_000, "II", "J"), (1_000, "III", "K"), (500_000, "II", "P"), (500_001, "II", "Q"),
        (500_001, "III", "R"), (500_001, "S-1", "D"), (3_000, "S-2", "D"), (3_000, "S-3", "E"), (3_000, "S-4", "G"),
    ],
)  # fmt: skip
def test_table_1_gives_a_lot_its_letter(lot: int, level: Level, letter: str) -> None:
    assert letter_of(lot, level) == letter


@pytest.mark.parametrize("lot", [0, -3])
def test_a_lot_of_none_has_no_sample(lot: int) -> None:
    with pytest.raises(ValueError, match="expected 1 or more"):
        sample_of(lot, "II", Decimal("1.0"), "normal")


def test_a_larger_lot_or_a_higher_level_never_has_a_smaller_letter() -> None:
    assert all(list(letters) == sorted(letters) for letters in LETTERS.values())
    rows = zip(*(LETTERS[level] for level in LETTERS), strict=True)
    assert all(list(row) == sorted(row) for row in rows)


@pytest.mark.parametrize(
    ("letter", "aql", "said"),
    [
        ("A", "6.5", (2, 0, 1)), ("B", "4.0", (3, 0, 1)), ("F", "0.65", (20, 0, 1)), ("H", "1.0", (50, 1, 2)),
        ("H", "2.5", (50, 3, 4)), ("J", "1.0", (80, 2, 3)), ("J", "2.5", (80, 5, 6)), ("J", "4.0", (80, 7, 8)),
        ("K", "1.0", (125, 3, 4)), ("K", "1.5", (125, 5, 6)), ("L", "0.65", (200, 3, 4)), ("L", "2.5", (200, 10, 11)),
        ("N", "2.5", (500, 21, 22)), ("Q", "0.010", (1250, 0, 1)), ("R", "0.65", (2000, 21, 22)),
        ("E", "250", (13, 44, 45)), ("A", "1000", (2, 30, 31)),
    ],
)  # fmt: skip
def test_table_2a_says_what_is_printed_there(letter: str, aql: str, said: tuple[int, int, int]) -> None:
    assert plan(letter, aql) == said


@pytest.mark.parametrize(
    ("letter", "aql", "said"),
    [
        ("A", "10", (2, 0, 1)), ("F", "1.0", (20, 0, 1)), ("H", "1.5", (50, 1, 2)), ("J", "1.0", (80, 1, 2)),
        ("J", "2.5", (80, 3, 4)), ("K", "1.0", (125, 2, 3)), ("K", "4.0", (125, 8, 9)), ("L", "4.0", (200, 12, 13)),
        ("R", "0.010", (2000, 0, 1)), ("R", "0.65", (2000, 18, 19)), ("A", "1000", (2, 27, 28)),
    ],
)  # fmt: skip
def test_table_2b_says_what_is_printed_there(letter: str, aql: str, said: tuple[int, int, int]) -> None:
    assert plan(letter, aql, "tightened") == said


@pytest.mark.parametrize(
    ("letter", "aql", "severity", "said"),
    [
        ("A", "0.65", "normal", (20, 0, 1)),
        ("F", "1.0", "normal", (13, 0, 1)),
        ("F", "1.5", "normal", (32, 1, 2)),
        ("A", "10", "normal", (5, 1, 2)),
        ("R", "0.015", "normal", (800, 0, 1)),
        ("K", "15", "normal", (80, 21, 22)),
        ("C", "1000", "normal", (3, 44, 45)),
        ("F", "1.5", "tightened", (50, 1, 2)),
        ("R", "0.015", "tightened", (1250, 0, 1)),
        ("R", "0.025", "tightened", (3150, 1, 2)),
        ("F", "65", "tightened", (20, 18, 19)),
    ],
)
def test_an_arrow_gives_the_size_and_the_numbers_of_another_letter(
    letter: str, aql: str, severity: Severity, said: tuple[int, int, int]
) -> None:
    """10.3: down to a larger sample, up to a smaller one; 3150 for tightened inspection alone."""
    assert plan(letter, aql, severity) == said


def test_a_lot_that_is_smaller_than_its_sample_is_inspected_whole() -> None:
    assert sample_of(30, "II", Decimal("0.25"), "normal") == Sample(30, 0)
    assert sample_of(50, "II", Decimal("0.25"), "normal") == Sample(50, 0)
    assert sample_of(51, "II", Decimal("0.25"), "normal") == Sample(50, 0)
    assert sample_of(1, "II", Decimal("6.5"), "normal") == Sample(1, 0)


def accepted(sample: Sample, bad: float) -> float:
    """The probability that a lot with such a share of bad items is accepted: the OC curve, binomial."""
    n = sample.size
    return sum(comb(n, k) * bad**k * (1 - bad) ** (n - k) for k in range(min(sample.accept, n) + 1))


PERCENTS = [aql for aql in AQLS if aql <= 10]
PRINTED = [(letter, aql) for letter in LETTERS["III"][1:] for aql in PERCENTS]


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_lot_as_good_as_the_aql_is_mostly_accepted_and_a_tenfold_bad_one_hardly_is(severity: Severity) -> None:
    """Annex of the standard: the producer's risk at the AQL is 1 to 13 % normal, up to 30 % tightened."""
    least = 0.86 if severity == "normal" else 0.69
    for letter, aql in PRINTED:
        sample = master(letter, aql, severity)
        assert accepted(sample, float(aql) / 100) > least, (letter, aql, sample)
        assert accepted(sample, min(1, float(aql) / 10)) < 0.61, (letter, aql, sample)


def test_tightened_never_accepts_what_normal_would_not() -> None:
    for letter, aql in PRINTED:
        normal, tightened = (accepted(master(letter, aql, severity), float(aql) / 100) for severity in SEVERITIES)
        assert tightened <= normal


def standing_of(lots: Iterable[bool]) -> Standing:
    """After a supplier's lots of an item, the oldest first; True for an accepted one."""
    return reduce(Standing.after, lots, Standing())


def test_two_of_five_rejected_lots_tighten() -> None:
    assert standing_of([False]).severity == "normal"
    assert standing_of([False, True, True, True, False]).severity == "tightened"
    assert standing_of([False, True, True, True, True, False]).severity == "normal"


def test_five_accepted_in_a_row_bring_normal_inspection_back() -> None:
    assert standing_of([False, False, *FIVE_GOOD[:4]]).severity == "tightened"
    assert standing_of([False, False, *FIVE_GOOD]) == Standing()
    assert standing_of([False, False, *FIVE_GOOD[:4], False, *FIVE_GOOD[:4]]).severity == "tightened"


def test_lots_rejected_before_the_tightening_do_not_count_after_normal_is_back() -> None:
    assert standing_of([False, False, *FIVE_GOOD, False]).severity == "normal"


def test_five_rejected_under_tightened_inspection_end_it_whatever_came_between() -> None:
    lots = [False, False, False, True, False, True, False, True, False]
    assert not standing_of(lots).discontinued
    ended = standing_of([*lots, False])
    assert ended.discontinued
    assert ended.resumed() == Standing("tightened")


def test_who_was_not_discontinued_is_not_resumed() -> None:
    assert standing_of([False]).resumed() == standing_of([False])
