"""What the demo's board shows."""

from collections import Counter
from typing import Any

from gendan.demo import _counts


def summary(by_stage: dict[str, int], by_state: dict[str, int], left_at: dict[str, int]) -> dict[str, Any]:
    return {"by_stage": by_stage, "by_state": by_state, "left_at": Counter(left_at)}


def test_an_order_that_was_cancelled_is_counted_as_that_and_not_at_the_stage_where_it_stood() -> None:
    shown = _counts(summary({"confirmed": 1, "closed": 19}, {"cancelled": 1, "closed": 19}, {"confirmed": 1}))
    assert shown == {"closed": 19, "cancelled": 1}


def test_orders_on_their_way_are_counted_by_their_stage_in_the_order_of_an_orders_life() -> None:
    shown = _counts(summary({"packed": 2, "confirmed": 3}, {"open": 4, "rejected": 1}, {"confirmed": 1}))
    assert list(shown.items()) == [("confirmed", 2), ("packed", 2), ("rejected", 1)]
