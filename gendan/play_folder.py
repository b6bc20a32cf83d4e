"""The folder of a play: only what `gendan demo` made there, and marked, is thrown away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from shlex import quote

from contracts.texts import Text
from gendan import state_file
from gendan.called import called
from gendan.embedded import folder
from gendan.embedded.removing import MARK, remove
from gendan.told import Told

FOLDER = Path(".state/demo")
"""Where a play goes when nobody names another."""
Report = Callable[[Text], None]


class NotAPlay(Told):
    """The folder holds something else than a play of the demo: nothing of it is touched."""


def begin_anew(data: Path, report: Report) -> None:
    """An empty folder with the demo's mark. Raises NotAPlay, and DataFolderInUse while the last play is up."""
    if is_play(data):
        played = (data / MARK).read_text().strip()
        report(Text("begins anew: the play of {played} in {data} is thrown away", played=played, data=data))
        if left := remove(data):
            report(Text("left what is not gendan's: {names}", names=left))
    elif not _is_free(data):
        told = Text(
            "{data} holds something that no demo made, so nothing is thrown away and nothing played; name a folder"
            " that is not there or empty with --data",
            data=data,
        )
        raise NotAPlay(told)
    data.mkdir(parents=True, exist_ok=True)
    folder.write_version(data, folder.VERSION)
    state_file.write(data / MARK, f"{datetime.now().astimezone():%Y-%m-%d %H:%M}\n")


def insist_play(data: Path) -> None:
    """Raises NotAPlay, unless a play is there to be looked at."""
    if not is_play(data):
        how = called(f"demo{_option(data)}")
        raise NotAPlay(Text("no play of the demo is in {data}; play one with {how}", data=data, how=how))


def is_play(data: Path) -> bool:
    return (data / MARK).is_file() and (data / "version").is_file()


def becomes_a_company(data: Path, report: Report) -> None:
    """Who goes on with a play by `gendan up` works in it: no demo throws that away."""
    if (data / MARK).is_file():
        (data / MARK).unlink()
        report(Text("the play in {data} is a company's now; no demo will throw it away", data=data))


def how_to_look(data: Path) -> Text:
    """For the end of a play."""
    return Text(
        "the play stays in {data}: look at it again with {how}; the next demo in this folder begins anew and throws it"
        " away",
        data=data,
        how=called(f"demo --look{_option(data)}"),
    )


def _is_free(data: Path) -> bool:
    return not data.exists() or (data.is_dir() and not any(data.iterdir()))


def _option(data: Path) -> str:
    return "" if data == FOLDER else f" --data {quote(str(data))}"
