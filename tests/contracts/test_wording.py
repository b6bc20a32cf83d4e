"""Promises read as sentences."""

import pytest

from contracts.event import Limit, Promise, days, hours, minutes, until, working_days, working_hours
from gendan.generated.wording import limit_text, promise_text


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (minutes(10), "within 10 min"),
        (hours(48), "within 2 days"),
        (hours(1), "within 1 h"),
        (days(1), "within 1 day"),
        (working_hours(24), "within 24 working h"),
        (working_days(7), "within 7 working days"),
        (until("due"), "until its `due`"),
    ],
)
def test_a_limit_is_told_in_its_largest_unit_and_its_clock(limit: Limit, text: str) -> None:
    assert limit_text(limit) == text


def test_a_promise_tells_the_answer_who_owes_it_the_limit_and_the_match() -> None:
    promise = Promise(of=("a.b", "c.d"), by="sales", within=minutes(1), match=("order_id", "item"), when="open")
    assert promise_text(promise) == "a.b or c.d, by sales, within 1 min when open (order_id, item)"
