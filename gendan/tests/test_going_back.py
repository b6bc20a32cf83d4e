"""What of Kafka's records a restored company hears again (ALL-9, decision 0050)."""

import pytest

from gendan.backup.going_back import goes_back, placed
from gendan.backup.record import Record, Stream, as_line, of_line

pytestmark = pytest.mark.needs("ALL-9")

ENDS = {"order.received": [10, 4]}
SAID = {Stream("sales", "order.received", "o-1"): 7}


def record(offset: int, number: int | None, *, source: str = "/services/sales", partition: int = 0) -> Record:
    headers = [("ce_source", source.encode()), *([("ce_sequence", b"%020d" % number)] if number else [])]
    return Record("order.received", partition, offset, 1_700_000_000_000, b"o-1", b"{}", headers)


def test_what_came_before_the_cut_is_sent_back_whatever_its_number() -> None:
    assert goes_back(record(9, 8), ENDS, SAID)


def test_what_its_publisher_knows_of_is_sent_back() -> None:
    assert goes_back(record(10, 7), ENDS, SAID)


def test_what_its_publisher_does_not_know_of_is_left_out() -> None:
    """It will say something else under that number."""
    assert not goes_back(record(10, 8), ENDS, SAID)


def test_of_a_stream_that_its_publisher_does_not_know_nothing_late_is_sent_back() -> None:
    assert not goes_back(record(10, 1), ENDS, {})


def test_each_partition_ends_where_it_ended() -> None:
    assert not goes_back(record(4, 8, partition=1), ENDS, SAID)


@pytest.mark.parametrize("said", [record(10, None), record(10, 99, source="/erp"), record(10, 99, source="")])
def test_what_came_from_outside_is_sent_back(said: Record) -> None:
    assert goes_back(said, ENDS, SAID)


def test_a_record_without_key_and_value_is_left_out() -> None:
    assert not goes_back(record(1, None)._replace(key=None, value=None), ENDS, SAID)


@pytest.mark.parametrize(("committed", "at"), [(0, 0), (100, 0), (101, 1), (102, 2), (107, 2), (108, 3), (999, 3)])
def test_a_group_goes_on_at_the_first_that_it_had_not_told_where_some_are_gone(committed: int, at: int) -> None:
    """Of a compacted topic some lack in the middle; what was older than the retention lacks at the beginning."""
    assert placed(committed, [100, 101, 107]) == at


@pytest.mark.parametrize(
    "raw", [None, b"", "跟单 \U0001f4e6 \u2028".encode(), bytes(range(256)), b"\xed\xb2\x80\xf0\x9f"]
)
def test_a_record_is_the_same_byte_for_byte_when_it_comes_back(raw: bytes | None) -> None:
    kept = Record("order.received", 2, 5, 1_700_000_000_000, raw, raw, (("a", raw), ("a", b"2")))
    assert of_line(as_line(kept)) == kept
    assert as_line(kept).count("\n") == 1
