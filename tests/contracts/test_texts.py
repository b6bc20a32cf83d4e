"""A text is its line with its arguments, as people read it in English."""

import pytest

from contracts.texts import Expected, Text
from tests.needs import needs

pytestmark = needs("ALL-5")


def test_what_is_not_told_is_left_out_where_the_line_allows_it() -> None:
    line = "It is {state}[, promised for {day}]."
    assert str(Text(line, state="confirmed")) == "It is confirmed."
    assert str(Text(line, state="confirmed", day="Monday")) == "It is confirmed, promised for Monday."


def test_an_argument_may_be_a_text_or_several_things() -> None:
    what = Text("line {line}", line=3)
    assert str(Text("{what} is one of {known}", what=what, known=("a", "b"))) == "line 3 is one of a, b"


def test_an_argument_that_the_line_needs_is_not_forgotten() -> None:
    with pytest.raises(KeyError):
        str(Text("It is {state}."))


def test_a_validator_says_what_it_expected() -> None:
    assert str(Expected("a date up to {last}", last="Friday")) == "expected a date up to Friday"
