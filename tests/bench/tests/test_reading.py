"""What is read from the system and from the builds."""

from argparse import ArgumentTypeError
from typing import Any

import pytest

from tests.bench.calibration import Speed
from tests.bench.orders import EVERY_SHORT, HOT_ITEM, every_fifth_short, hot, order, spread
from tests.bench.parts import parts_named
from tests.bench.processes import parsed
from tests.bench.readings import Clock, Counts, Done
from tests.bench.routes import routes_of
from tests.bench.summary import FIGURES, summary
from tests.bench.topics import Topics, lag

STAT = "7 (a (b) c) S 3 1 1 0 -1 0 0 0 0 0 150 50 25 25 20 0 9 0 1 1000 256 0"


def test_a_process_has_its_own_time_and_that_of_the_children_it_waited_for() -> None:
    process = parsed(STAT)
    assert (process.pid, process.parent, process.name) == (7, 3, "a (b) c")
    assert process.cpu_s == 2.5
    assert process.memory_mb == 1.0


def test_every_python_is_a_python() -> None:
    assert parsed(STAT.replace("a (b) c", "python3.11")).name == "python"


def test_the_speed_is_the_median_of_the_loop_against_the_fastest_one_seen() -> None:
    assert Speed([5.0, 5.4, 30.0, 9.0, 9.1]).since(0) == {"cal_ms": 9.0, "state": "slow"}
    assert Speed([5.0, 5.4, 30.0]).since(0) == {"cal_ms": 5.4, "state": "fast"}


def test_a_part_shorter_than_a_second_takes_the_loop_before_it() -> None:
    assert Speed([5.0]).since(1) == {"cal_ms": 5.0, "state": "fast"}
    assert Speed().since(0) == {"cal_ms": None, "state": None}


def test_routes_are_compared_without_the_names_in_their_paths() -> None:
    paths: dict[str, Any] = {"/api/v1/items/{item}": {"put": {}, "get": {}}, "/api/v1/orders": {"post": {}}}
    assert routes_of({"paths": paths}) == {"PUT /items/{}", "GET /items/{}", "POST /orders"}


def test_lag_counts_what_each_department_has_not_heard() -> None:
    ends = {("a", 0): 10, ("a", 1): 5, ("b", 0): 7}
    assert lag(ends, {"sales": {("a", 0): 4}, "notify": {("a", 0): 10, ("b", 0): 6}}) == 7


def test_parts_run_in_their_own_order_and_an_unknown_one_is_refused() -> None:
    assert parts_named("paced20,bulk") == ["bulk", "paced20"]
    with pytest.raises(ArgumentTypeError, match="no part is called slow"):
        parts_named("slow")


def test_every_fifth_order_is_short_of_one_line() -> None:
    short = [number for number in range(1, 21) if order(number, every_fifth_short)["lines"][0]["item"].startswith("S-")]
    assert short == list(range(EVERY_SHORT, 21, EVERY_SHORT))


def test_a_hot_item_stands_in_every_order_once() -> None:
    for number in range(50):
        items = [line["item"] for line in order(number, hot)["lines"]]
        assert items[0] == HOT_ITEM
    assert len({order(number, spread)["lines"][0]["item"] for number in range(50)}) > 30


def test_the_last_line_has_every_figure_and_null_for_what_was_not_run() -> None:
    told = summary({"bulk": {"cpu_ms_per_order": 6.0}}, {"bulk": {"cpu_ms_per_order": 12.0}})
    assert told["cpu_ratio_to_ref"] == 0.5
    assert told.keys() > FIGURES.keys()
    assert told["p50_ms_20"] is None


def test_figures_are_what_was_added_between_the_readings_divided_by_the_orders() -> None:
    def clock(at: float, cpu: float, transactions: int) -> Clock:
        cluster = {"wal_bytes": 1000 * at, "writing_transactions": 10 * at}
        return Clock(at, {"python": cpu}, cpu / 2, cluster, {"sales": {"transactions": transactions}}, {})

    def counts(inserted: int, records: int) -> Counts:
        return Counts({"sales": {"inserted": inserted}}, Topics({("a", 0): records}, 100 * records, {}))

    done = Done(10, (clock(0, 1, 0), clock(2, 3, 20)), (counts(5, 1), counts(105, 31)), {"cal_ms": 5.0})
    figures = done.figures()
    assert (figures["orders_per_second"], figures["cpu_ms_per_order"], figures["cores"]) == (5.0, 200.0, 1.0)
    assert figures["generator_cpu_ms_per_order"] == 100.0
    assert figures["per_order"] == {
        "transactions": 2.0,
        "inserted": 10.0,
        "wal_bytes": 200.0,
        "writing_transactions": 2.0,
        "records": 3.0,
        "record_bytes": 300.0,
    }
    assert done.by_department() == {"sales": {"transactions": 20, "inserted": 100}}
