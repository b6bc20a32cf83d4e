"""What a department hears and who stands for it did not read, by what its group told Kafka (ALL-7). Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from contracts.texts import Text
from gendan.conformance.record import Fault, Heard

EVENTS_DESCRIBED = Path(__file__).parents[2] / "contracts" / "asyncapi.yaml"
"""Made from the houses: each image has it, and no image has all houses."""


def heard_by(department: str) -> frozenset[str]:
    """The topics that our department hears."""
    operations = re.compile(rf"^  {department}\.hears\.(\S+):$", re.MULTILINE)
    return frozenset(operations.findall(EVENTS_DESCRIBED.read_text()))


def unheard(
    heard: Sequence[Heard], topics: Collection[str], read: Mapping[tuple[str, int], int], before: datetime
) -> Iterator[Fault]:
    """One fault for each topic: how many records came before then and were not read, at the first of them.

    ``read``: the group's next offset by topic and partition; nothing where it told none.
    """
    waiting = [one for one in heard if one.topic in topics and one.at < before and _next(read, one) <= one.offset]
    for _, of_topic in groupby(sorted(waiting, key=lambda one: one.topic), key=lambda one: one.topic):
        records = sorted(of_topic, key=lambda one: one.at)
        yield Fault("unheard", Text("{count} were not read by its group", count=len(records)), records[0])


def _next(read: Mapping[tuple[str, int], int], one: Heard) -> int:
    return read.get((one.topic, one.partition), 0)
