"""The samples of ISO 2859-1:1999 and how they follow a supplier's lots (WHS-4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.book.rules.sampling import AQLS, LETTERS, Level, Sample, Severity, letter_of, master, sample_of
from services.warehouse.book.rules.severity import SCORE_TO_REDUCE, Consent, Standing, points
from tests.needs import needs

pytestmark = needs("WHS-4")

SEVERITIES: tuple[Severity, ...] = ("reduced", "normal", "tightened")
FIVE_GOOD = [True] * 5
ACCEPTS_TWO = Sample(80, 2)
DAY, CONSENT = date(2026, 3, 2), Consent(reduced=True, steady_days=30)


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
    ("letter", "aql", "said"),
    [
        ("A", "6.5", (2, 0, 1)), ("A", "25", (2, 1, 2)), ("A", "100", (2, 5, 6)), ("A", "1000", (2, 30, 31)),
        ("B", "4.0", (2, 0, 1)), ("B", "100", (2, 5, 6)), ("B", "150", (2, 7, 8)), ("C", "100", (2, 6, 7)),
        ("C", "650", (2, 21, 22)), ("E", "1.0", (5, 0, 1)), ("G", "2.5", (13, 1, 2)), ("J", "1.0", (32, 1, 2)),
        ("J", "4.0", (32, 5, 6)), ("K", "1.0", (50, 2, 3)), ("L", "0.65", (80, 2, 3)), ("L", "2.5", (80, 6, 7)),
        ("M", "0.65", (125, 3, 4)), ("M", "2.5", (125, 8, 9)), ("N", "2.5", (200, 10, 11)), ("Q", "0.010", (500, 0, 1)),
        ("R", "0.65", (800, 10, 11)),
    ],
)  # fmt: skip
def test_table_2c_says_what_is_printed_there(letter: str, aql: str, said: tuple[int, int, int]) -> None:
    """Of 1999: what is not accepted is rejected; the gap that table II-C of MIL-STD-105E had is closed."""
    assert plan(letter, aql, "reduced") == said


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
        ("F", "1.0", "reduced", (5, 0, 1)),
        ("G", "1.0", "reduced", (32, 1, 2)),
        ("K", "0.25", "reduced", (125, 1, 2)),
        ("Q", "0.025", "reduced", (200, 0, 1)),
        ("A", "10", "reduced", (3, 1, 2)),
        ("K", "15", "reduced", (32, 10, 11)),
        ("C", "1000", "reduced", (2, 30, 31)),
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
    """Annex of the standard: the producer's risk at the AQL is up to 8 % reduced, 13 % normal, 30 % tightened."""
    least, most = {"reduced": (0.91, 0.84), "normal": (0.86, 0.61), "tightened": (0.69, 0.61)}[severity]
    for letter, aql in PRINTED:
        sample = master(letter, aql, severity)
        assert accepted(sample, float(aql) / 100) > least, (letter, aql, sample)
        assert accepted(sample, min(1, float(aql) / 10)) < most, (letter, aql, sample)


def test_a_severer_inspection_never_accepts_what_a_milder_one_would_not() -> None:
    for letter, aql in PRINTED:
        reduced, normal, tightened = (accepted(master(letter, aql, one), float(aql) / 100) for one in SEVERITIES)
        assert tightened <= normal <= reduced + 0.01


def test_reduced_inspection_draws_about_two_fifths_of_what_normal_does_and_never_more() -> None:
    for letter, aql in PRINTED:
        reduced, normal = (master(letter, aql, one).size for one in ("reduced", "normal"))
        assert reduced <= normal, (letter, aql)
    assert {master(letter, Decimal("1.0"), "reduced").size * 5 // 2 for letter in "JKL"} == {80, 125, 200}


def standing_of(lots: Iterable[bool]) -> Standing:
    """After a supplier's lots of an item, the oldest first; True for an accepted one."""
    return reduce(lambda standing, good: standing.after(Sample(13, 0), 0 if good else 1), lots, Standing())


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


def steadily(*found: int, sample: Sample = ACCEPTS_TWO, consent: Consent = CONSENT) -> Standing:
    """After lots that came day by day, in which so many bad pieces were found."""
    standing = Standing()
    for day, bad in enumerate(found):
        standing = standing.after(sample, bad, DAY + timedelta(days=day), consent)
    return standing


def test_a_lot_scores_3_if_the_next_stricter_aql_had_accepted_it_too_and_2_where_one_at_most_is_accepted() -> None:
    """9.3.3.2: of a sample that accepts 2 the next stricter AQL accepts 1."""
    assert [points(Sample(80, 2), bad) for bad in (0, 1, 2, 3)] == [3, 3, 0, 0]
    assert [points(Sample(50, 1), bad) for bad in (0, 1, 2)] == [2, 2, 0]
    assert [points(Sample(13, 0), bad) for bad in (0, 1)] == [2, 0]
    assert [points(Sample(80, 5), bad) for bad in (3, 4)] == [3, 0]


def test_ten_good_lots_in_a_row_bring_reduced_inspection_where_somebody_consents_to_it() -> None:
    assert steadily(*[1] * 9).severity == "normal"
    assert steadily(*[1] * 10).severity == "reduced"
    assert steadily(*[0] * 15, sample=Sample(13, 0)).severity == "reduced"
    assert steadily(*[0] * 14, sample=Sample(13, 0)).severity == "normal"
    without = steadily(*[0] * 12, consent=Consent())
    assert (without.severity, without.score) == ("normal", 36)


def test_a_lot_that_is_only_just_accepted_begins_the_score_anew() -> None:
    assert steadily(*[1] * 9, 2, *[1] * 9).severity == "normal"
    assert steadily(*[1] * 9, 2, *[1] * 10).severity == "reduced"


def test_one_rejected_lot_brings_normal_inspection_back_and_the_score_begins_anew() -> None:
    back = steadily(*[0] * 10, 3)
    assert (back.severity, back.score, back.recent) == ("normal", 0, ())
    assert steadily(*[0] * 10, 3, *[0] * 9).severity == "normal"


def test_a_lot_that_comes_late_is_inspected_normally_again() -> None:
    reduced = steadily(*[0] * 10)
    last = DAY + timedelta(days=9)
    assert reduced.on(last + timedelta(days=30), CONSENT).severity == "reduced"
    assert reduced.on(last + timedelta(days=31), CONSENT).severity == "normal"
    assert steadily(*[0] * 9).after(ACCEPTS_TWO, 0, last + timedelta(days=40), CONSENT).score == 3


def test_who_takes_his_consent_back_has_the_next_lot_inspected_normally() -> None:
    assert steadily(*[0] * 10).on(DAY + timedelta(days=10), Consent()).severity == "normal"


def test_a_tightened_supplier_stays_so_however_late_his_next_lot_comes() -> None:
    tightened = steadily(3, 3)
    assert tightened.on(DAY + timedelta(days=400), CONSENT) == tightened


@given(st.lists(st.integers(0, 4), max_size=40), st.booleans())
def test_reduced_inspection_begins_with_consent_and_a_score_of_30_and_never_follows_a_bad_lot(
    found: list[int], consents: bool
) -> None:
    standing, consent = Standing(), Consent(consents, 30)
    for bad in found:
        before, standing = standing, standing.after(ACCEPTS_TWO, bad, DAY, consent)
        assert consents or standing.severity != "reduced"
        if standing.severity == "reduced":
            assert bad <= 2
            assert before.severity == "reduced" or before.score >= SCORE_TO_REDUCE - 3
        assert 0 <= standing.score < SCORE_TO_REDUCE or not consents
