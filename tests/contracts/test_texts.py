"""A text is its line with its arguments, as people read it in English."""

import json

import pytest

from contracts.texts import Expected, Text, Word, as_it_is, read, stored
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


@pytest.mark.parametrize(
    "text",
    [
        Text("to be confirmed"),
        Text("{what} is {state}", what=Text("the freight"), state="open"),
        Text("{known}", known=(Text("one"), Word("none"), "3")),
        as_it_is("he said {so} [twice]"),
        as_it_is("a } alone"),
    ],
    ids=str,
)
def test_what_is_kept_of_a_text_says_the_same_when_it_is_read(text: Text) -> None:
    again = read(json.loads(json.dumps(stored(text))))
    assert (str(again), again.context) == (str(text), text.context)


@pytest.mark.parametrize("kept", [None, 5, [], {}, {"line": "x"}, {"line": 5, "told": {}}])
def test_what_is_no_text_is_refused(kept: object) -> None:
    with pytest.raises(Expected):
        read(kept)
