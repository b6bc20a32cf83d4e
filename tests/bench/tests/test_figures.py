"""The arithmetic behind the figures."""

import pytest

from tests.bench.figures import difference, latencies, median_of, per_order, percentile, ratio, share


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 50), (95, 95), (99, 99), (100, 100)])
def test_a_percentile_is_the_smallest_value_that_so_many_percent_do_not_exceed(percent: float, value: float) -> None:
    assert percentile(range(100, 0, -1), percent) == value


def test_of_one_value_every_percentile_is_that_value_and_of_nothing_none() -> None:
    assert latencies([0.25]) == {"p50_ms": 250.0, "p95_ms": 250.0, "p99_ms": 250.0}
    assert latencies([]) == {"p50_ms": None, "p95_ms": None, "p99_ms": None}


def test_what_was_not_there_before_counts_from_nothing() -> None:
    assert difference({"java": 1.0, "gone": 5.0}, {"java": 3.0, "postgres": 2.0}) == {"java": 2.0, "postgres": 2.0}


def test_amounts_per_order_leave_out_what_rounds_to_nothing() -> None:
    assert per_order({"java": 2.0, "sh": 0.000_01}, 1000, times=1000) == {"java": 2.0}


def test_a_ratio_is_unknown_where_either_side_is_or_the_other_is_nothing() -> None:
    assert (ratio(3.0, 2.0), ratio(None, 2.0), ratio(3.0, None), ratio(3.0, 0)) == (1.5, None, None, None)


def test_shares_are_even_and_add_up_to_the_whole() -> None:
    shares = [share(10, 4, index) for index in range(4)]
    assert sum(shares) == 10
    assert max(shares) - min(shares) == 1


def test_the_median_of_rounds_is_taken_figure_by_figure_however_deep() -> None:
    rounds = [{"bulk": {"cpu": {"java": cpu}, "state": "slow"}} for cpu in (3.0, 1.0, 2.0)]
    assert median_of(rounds) == {"bulk": {"cpu": {"java": 2.0}, "state": "slow"}}


def test_a_round_without_a_figure_has_no_vote_on_it() -> None:
    assert median_of([{"p99": None}, {"p99": 4.0}, {}]) == {"p99": 4.0}
    assert median_of([{"p99": None}]) == {"p99": None}


def test_the_median_of_lists_is_the_first_rounds() -> None:
    assert median_of([[1, 2], [3, 4]]) == [1, 2]
