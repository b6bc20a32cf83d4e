"""Whether a mapping names only what there is."""

from __future__ import annotations

import collections.abc
from collections.abc import Iterable, Iterator
from pathlib import Path

from gendan.importing.cells import Kind
from gendan.importing.figures import NUMBERS, number
from gendan.importing.mapping import BadMapping, Mapping, Table
from gendan.importing.sources import Source
from gendan.importing.targets import TARGETS


def check_mapping(file: Path, mapping: Mapping) -> None:
    """Every target, field and map that the mapping names must exist; raises BadMapping with all that do not."""
    faults = [fault for table in mapping.tables for fault in _faults(table, mapping)]
    if faults:
        raise BadMapping(file, faults)


def _faults(table: Table, mapping: Mapping) -> Iterator[str]:
    target = TARGETS.get(table.target)
    if target is None:
        yield f"unknown target {table.target!r}; one of {', '.join(TARGETS)}"
        return
    lines = table.lines.fields if table.lines else {}
    yield from _unknown(table.target, table.fields, target.fields)
    yield from _unknown(f"{table.target} lines", lines, target.line_fields)
    yield from (f"{table.target}: the field {name} is needed" for name in sorted(target.needed - set(table.fields)))
    yield from _reckoned(table.target, table.fields, target.fields)
    yield from _reckoned(f"{table.target} lines", lines, target.line_fields)
    yield from _maps(table.target, [*table.fields.values(), *lines.values()], mapping)


def _unknown(where: str, given: Iterable[str], known: collections.abc.Mapping[str, object]) -> Iterator[str]:
    yield from (f"{where}: unknown field {name!r}; one of {', '.join(known)}" for name in given if name not in known)


def _reckoned(
    where: str, sources: collections.abc.Mapping[str, Source], kinds: collections.abc.Mapping[str, Kind]
) -> Iterator[str]:
    for name, source in sources.items():
        if source.computes and kinds.get(name, number) not in NUMBERS:
            yield f"{where}: {name} is no number; sum, scale, product, total and quotient are for numbers"


def _maps(where: str, sources: Iterable[Source], mapping: Mapping) -> Iterator[str]:
    for source in sources:
        if isinstance(source.map, str) and source.map not in mapping.maps:
            yield f"{where}: there is no map {source.map!r}"
