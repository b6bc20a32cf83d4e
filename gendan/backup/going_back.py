"""What is sent back to a restored Kafka, and where a group of consumers goes on there. Pure (ALL-9, decision 0050)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from contracts.departments import DEPARTMENTS
from gendan.backup.record import Record, Stream


def is_late(record: Record, ends: Mapping[str, Sequence[int]]) -> bool:
    """Whether it came after the ends were noted, so perhaps after the cut. ``ends``: of each topic, by partition."""
    return record.offset >= ends[record.topic][record.partition]


def goes_back(record: Record, ends: Mapping[str, Sequence[int]], said: Mapping[Stream, int]) -> bool:
    """Whether a restored company may hear it.

    ``said`` is the last number that the restored departments know of each of their streams. What is above was said
    after the cut: its publisher will use the number anew, for something else. What no department said has come, cut or
    not. A record without key and value says nothing, and no client of Kafka sends one.
    """
    number, stream = record.number, record.stream
    if record.key is None and record.value is None:
        return False
    if not is_late(record, ends) or number is None or stream.department not in DEPARTMENTS:
        return True
    return number <= said.get(stream, 0)


def placed(committed: int, sent: Sequence[int]) -> int:
    """The offset in a new partition of who had handled all before ``committed`` in the old one.

    ``sent``: the old offsets of what was sent, in their order, now 0, 1, 2 and so on.
    """
    return bisect_left(sent, committed)
