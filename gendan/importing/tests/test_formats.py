"""How cells are read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from gendan.importing.cells import Cell, Unfit, plain
from gendan.importing.figures import number, share, whole
from gendan.importing.format import Format
from gendan.importing.kinds import CANONICAL, day, words, yes_no

GERMAN = Format(decimal=",", thousands=".", dates=("%d.%m.%Y", "%d.%m.%y"))


@pytest.mark.parametrize(
    ("written", "form", "meant"),
    [
        ("1.234,56", GERMAN, "1234.56"),
        ("1234,5", GERMAN, "1234.5"),
        ("-1.234.567", GERMAN, "-1234567"),
        ("1,234.56", CANONICAL, "1234.56"),
        ("15 %", CANONICAL, "0.15"),
        ("7,5%", GERMAN, "0.075"),
    ],
)
def test_a_number_is_read_in_the_spelling_of_its_file(written: str, form: Format, meant: str) -> None:
    assert number(written, form) == Decimal(meant)


@pytest.mark.parametrize("written", ["1.23,4", "12.34", "1,2,3", "zwölf", "1.2345", "", "1e5"])
def test_a_number_in_another_spelling_is_refused_and_never_guessed(written: str) -> None:
    with pytest.raises(Unfit, match=r"a number like 1\.234,56"):
        number(written, GERMAN)


@pytest.mark.parametrize(
    "written", ["0,034", "-0,034", "00,100", "1,23", "1,2345", "1,234,5", ",123", "1,,234", "034,100"]
)
def test_a_thousands_group_has_three_digits_and_the_first_never_begins_with_0(written: str) -> None:
    with pytest.raises(Unfit, match=r"a number like 1,234\.56"):
        number(written, CANONICAL)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_space_between_the_groups_is_any_space_that_programs_put_there(space: str) -> None:
    assert number(f"1{space}234,5", Format(decimal=",", thousands=" ")) == Decimal("1234.5")


def test_a_number_of_a_spreadsheet_needs_no_spelling() -> None:
    assert number(Decimal("12.5"), GERMAN) == Decimal("12.5")


def test_dates_are_tried_in_order() -> None:
    assert [day(written, GERMAN) for written in ("31.12.2026", "31.12.26")] == [date(2026, 12, 31)] * 2


def test_a_date_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Unfit, match="a date like"):
        day("31.02.2026", GERMAN)


def test_a_time_of_a_spreadsheet_is_a_date() -> None:
    assert day(datetime(2026, 3, 1, 12, tzinfo=UTC), CANONICAL) == date(2026, 3, 1)


@pytest.mark.parametrize(("cell", "meant"), [("是", True), ("No", False), (False, False), ("1", True)])
def test_yes_and_no_in_the_words_of_the_file(cell: Cell, meant: bool) -> None:
    assert yes_no(cell, CANONICAL) is meant


def test_a_whole_number_of_a_spreadsheet_is_written_without_fraction() -> None:
    assert plain(Decimal("10248.0")) == "10248"


def test_a_share_above_one_is_refused() -> None:
    with pytest.raises(Unfit, match="a share from 0 to 1"):
        share("120 %", CANONICAL)


def test_a_broken_count_is_refused() -> None:
    with pytest.raises(Unfit, match="a whole number"):
        whole("2.5", CANONICAL)


def test_several_words_are_parted_by_semicolons_of_both_scripts() -> None:
    assert words("buyer; planner；legal、management", CANONICAL) == ["buyer", "planner", "legal", "management"]
