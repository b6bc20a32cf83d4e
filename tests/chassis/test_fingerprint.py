"""Which dead letters count as one cause."""

import pytest

from chassis.messages.fingerprint import fingerprint_of


def same(first: str, second: str, topic: str = "order.released") -> bool:
    return fingerprint_of("finance", topic, first) == fingerprint_of("finance", "order.released", second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("KeyError: 'bolt'", "KeyError: 'nut'"),
        ("ValueError: line 3 of SO-2026-000123", "ValueError: line 14 of SO-2027-000001"),
        (
            "ValueError: order 018f4b5e-0000-7000-8000-00000000000a",
            "ValueError: order 118f4b5e-abcd-7000-8000-00000000000b",
        ),
        ("key: expected bolt, came 'nut'", "key: expected washer, came ''"),
        ("lines.0.item: Field required", "lines.12.item: Field required"),
        ("CheckViolationError: no\nDETAIL: row (1, bolt)", "CheckViolationError: no\nDETAIL: row (2, nut)"),
    ],
)
def test_what_belongs_to_one_message_makes_no_difference(first: str, second: str) -> None:
    assert same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("KeyError: 'bolt'", "ValueError: 'bolt'"),
        ("order_id: Field required", "lines: Field required"),
        ('UniqueViolationError: "a_pkey"', 'UniqueViolationError: "b_pkey"'),
    ],
)
def test_another_kind_of_failure_makes_a_difference(first: str, second: str) -> None:
    assert not same(first, second)


def test_the_same_failure_on_another_topic_is_another_cause() -> None:
    assert not same("KeyError: 'bolt'", "KeyError: 'bolt'", topic="order.closed")
