"""Where a running company answers: a file in its data folder, for as long as it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

from contracts.departments import DEPARTMENTS
from contracts.texts import Text
from gendan import state_file
from gendan.called import called
from gendan.embedded import folder
from gendan.told import Told

NAME = "addresses.json"
DATA = Path(".state/data")
"""The folder of the company on this machine, where nobody names another."""


class NoCompany(Told):
    """Nothing runs on this data folder."""


@contextmanager
def told(data: Path, addresses: Mapping[str, str]) -> Iterator[None]:
    """Others on this machine read there where the company answers."""
    file = data / NAME
    state_file.write(file, json.dumps(addresses))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def departments(data: Path, addresses: Path | None = None) -> dict[str, str]:
    """Each department's URL, of the company on this folder or of the file that names them.

    Raises NoCompany when nobody told one, or who told it was killed; BadFile when the file does not name all six.
    """
    file = addresses or data / NAME
    if why := _nobody(data, file) if addresses is None else _absent(file):
        start = called(f"up --data {quote(str(data))}")
        told = {"data": data, "why": why, "start": start}
        raise NoCompany(
            Text("no company runs on {data}: {why}; start it with {start}, or name --data or --addresses", **told)
        )
    here, there = Text("stop the company and start it again"), Text("write there where each department answers")
    expected = Text("{shape} with {departments}", shape='{"sales": "http://…", …}', departments=DEPARTMENTS)
    return state_file.read(file, _urls, expected, there if addresses else here)


def _absent(file: Path) -> Text | None:
    return None if file.exists() else Text("{file} is not there", file=file)


def _nobody(data: Path, file: Path) -> Text | None:
    left = None if folder.is_held(data) else Text("{file} was left behind by one that was killed", file=file)
    return _absent(file) or left


def _urls(text: str) -> dict[str, str]:
    known = json.loads(text)
    if not all(known[name].startswith("http") for name in DEPARTMENTS):
        raise ValueError(text)
    return {name: known[name] for name in DEPARTMENTS}
