"""What people write of a number, and what a slip of the finger makes of it."""

import pytest

from chassis.operations.nearly import NAMES_MAX, nearly

MEANT = "SO-2026-000003"


@pytest.mark.parametrize(
    "typed",
    [
        "3",
        "SO-3",
        "so 3",
        "2026-3",
        "SO-2026-3",
        "SO2026000003",
        "so-2026-000003",
        "S0-2026-000003",
        "SO-2026-00003",
        "SO-2026-0000003",
        "SO-2026-000030",
        "SO-2026-000004",
        "SO-2062-000003",
        "SO-20226-000003",
        "SO2026-000003",
        "OS-2026-000003",
    ],
)
def test_the_number_that_was_meant_is_among_the_near_ones(typed: str) -> None:
    assert MEANT in nearly(typed, 2026)


def test_a_year_that_is_left_out_is_this_one_or_the_last() -> None:
    assert [one for one in nearly("SO-3", 2027) if len(one) == len(MEANT)] == ["SO-2027-000003", "SO-2026-000003"]


@pytest.mark.parametrize("typed", ["x" * 10_000, "7" * 10_000, "", " ", "1-2/3 #4?", "订单三"])
def test_there_are_never_many_whatever_is_typed(typed: str) -> None:
    near = nearly(typed, 2026)
    assert len(near) <= NAMES_MAX
    assert typed not in near
