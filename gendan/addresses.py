"""Where a running company answers: a file in its data folder, for as long as it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from contracts.catalogue import DEPARTMENTS

NAME = "addresses.json"
DATA = Path(".state/data")
"""The folder of the company on this machine, where nobody names another."""


class NoCompany(Exception):
    """Nothing runs on this data folder."""


@contextmanager
def told(data: Path, addresses: Mapping[str, str]) -> Iterator[None]:
    """Others on this machine read there where the company answers."""
    file = data / NAME
    file.write_text(json.dumps(addresses))
    try:
        yield
    finally:
        file.unlink()


def departments(data: Path, addresses: Path | None = None) -> dict[str, str]:
    """Each department's URL, of the company on this folder or of the file that names them; NoCompany without one."""
    file = addresses or data / NAME
    if not file.exists():
        raise NoCompany(
            f"no company runs on {data}: {file} is not there; start it with gendan up, or name --data or --addresses"
        )
    known: dict[str, str] = json.loads(file.read_text())
    return {name: url for name, url in known.items() if name in DEPARTMENTS}
