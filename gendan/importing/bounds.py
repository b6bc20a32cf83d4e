"""How much an import takes at once: what is larger is told before it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

from contracts.texts import Text
from gendan.importing.csv_lines import Line

BYTES_MAX = 256 * 2**20
"""Of a file, unpacked: a sheet of some kilobytes may unpack to what no memory holds."""
ROWS_MAX = 200_000
"""Of a sheet. Each row is kept until the end, so that whoever is named in another file is found."""


class TooLarge(Exception):
    """``expected``: the bound; ``came``: what is there."""

    def __init__(self, expected: Text, came: Text) -> None:
        super().__init__(str(expected))
        self.expected, self.came = expected, came


def insist_on_size(path: Path, *, packed: bool) -> None:
    """Raises TooLarge; for what is no archive, or cannot be read, what zipfile and the system raise."""
    size = sum(part.file_size for part in ZipFile(path).infolist()) if packed else path.stat().st_size
    if size > BYTES_MAX:
        raise TooLarge(Text("at most {count} bytes, unpacked", count=BYTES_MAX), Text("{count} bytes", count=size))


def bounded(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; raises TooLarge where there are more rows than one import takes, the header beside them."""
    for nth, line in enumerate(lines):
        if nth > ROWS_MAX:
            raise TooLarge(Text("at most {count} rows; part the file", count=ROWS_MAX), Text("more"))
        yield line
