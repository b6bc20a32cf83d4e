"""What somebody else changed while a form stood open (SAL-9, NOT-17)."""

from hypothesis import given
from hypothesis import strategies as st

from services.notify.desk.doing.meanwhile import in_both, merged, read
from tests.needs import needs

pytestmark = needs("SAL-9", "NOT-17")

DRAWN = {"discount": "0", "terms": "NET30", "lines": [{"item": "bolt", "quantity": "10"}]}
BODIES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


def test_what_nobody_touched_is_what_the_document_says_now() -> None:
    now = {**DRAWN, "lines": [{"item": "bolt", "quantity": "9"}]}
    assert merged({**DRAWN, "terms": "NET60"}, DRAWN, now) == {**now, "terms": "NET60"}


def test_what_both_changed_stays_as_it_was_typed_and_the_others_word_stands_beside_it() -> None:
    typed, now = {**DRAWN, "discount": "0.1"}, {**DRAWN, "discount": "0.05"}
    assert merged(typed, DRAWN, now)["discount"] == "0.1"
    assert in_both(typed, DRAWN, now, "en") == {"discount": "Somebody else changed it meanwhile, to: 0.05"}
    assert in_both(typed, DRAWN, now, "zh") == {"discount": "他人已在此期间改为：0.05"}


def test_of_what_is_no_single_value_it_is_said_only_that_it_changed() -> None:
    typed, now = {**DRAWN, "lines": []}, {**DRAWN, "lines": [{"item": "bolt", "quantity": "9"}]}
    assert in_both(typed, DRAWN, now, "en") == {"lines": "Somebody else changed it meanwhile."}


@given(typed=BODIES, drawn=BODIES, now=BODIES)
def test_a_field_is_the_typed_one_or_where_it_was_not_touched_todays(
    typed: dict[str, int], drawn: dict[str, int], now: dict[str, int]
) -> None:
    again = merged(typed, drawn, now)
    for name in "abcd":
        source = now if typed.get(name) == drawn.get(name) else typed
        assert again.get(name) == source.get(name)


@given(typed=BODIES, drawn=BODIES)
def test_while_nobody_else_changed_anything_what_was_typed_comes_back_and_nothing_is_said(
    typed: dict[str, int], drawn: dict[str, int]
) -> None:
    whole = {**drawn, **typed}
    assert merged(whole, drawn, drawn) == whole
    assert in_both(whole, drawn, drawn, "en") == {}


def test_what_no_form_of_ours_carries_says_nothing() -> None:
    assert read("") == read("[1]") == read("{") == {}
