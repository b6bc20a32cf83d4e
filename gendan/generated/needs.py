"""docs/needs.md: what the business needs, what of it works, where, and which tests show it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gendan.generated.flows import table
from gendan.generated.named import Named, Place, named

CATALOGUE = Path("docs/needs.toml")
DEPARTMENTS = {
    "SAL": "Sales",
    "PUR": "Purchasing",
    "WHS": "Warehouse",
    "LOG": "Logistics",
    "FIN": "Finance",
    "NOT": "Notify",
    "ALL": "All departments",
}
SHOWN, HELD = 5, 3
RANKS = {"handlers.py": 1, "api.py": 1, "work.py": 1, "view.py": 1, "store.py": 1, "policy.py": 3, "__init__.py": 4}
HEAD = f"""# What the business needs, and what of it works

Made by `make contracts` from [needs.toml](needs.toml), the docstrings that name a need and the tests that are marked
with one; do not edit. Of the places and the tests of a need, {SHOWN} are shown.
"""


@dataclass(frozen=True)
class Need:
    """One need; ``works`` is empty while nothing of it does, ``open`` when nothing of it is missing."""

    id: str
    title: str
    works: str
    open: str


def page(root: Path) -> str:
    """The page for the checkout at ``root``. ValueError for a name of a need that the catalogue does not have."""
    needs, found = catalogue(root), named(root)
    if strays := _strays(needs, found):
        raise ValueError(f"not in {CATALOGUE}: {', '.join(strays)}")
    return "\n".join([HEAD, _summary(needs, found), *_departments(needs, found)])


def catalogue(root: Path) -> list[Need]:
    """All needs, in the order of the file."""
    return [Need(id=name, **fields) for name, fields in tomllib.loads((root / CATALOGUE).read_text()).items()]


def _strays(needs: list[Need], found: Named) -> list[str]:
    known = {need.id for need in needs}
    return [f"{name} ({place})" for name, place in (*found.rules, *found.tests) if name not in known]


def _summary(needs: list[Need], found: Named) -> str:
    """How many needs work, and those that work and that no test shows."""
    served = [need for need in needs if need.works]
    whole = sum(not need.open for need in served)
    missing = len(needs) - len(served)
    untested = [f"- {need.id} {need.title}" for need in served if not _of(need, found.tests)]
    counts = f"Of {len(needs)} needs {whole} work whole, {len(served) - whole} in part, {missing} not yet."
    return "\n".join([counts, "\n## Without a test\n", *(untested or ["None."]), ""])


def _departments(needs: list[Need], found: Named) -> Iterator[str]:
    for prefix, department in DEPARTMENTS.items():
        own = [need for need in needs if need.id.startswith(f"{prefix}-")]
        yield f"## {department}\n"
        yield from (_section(need, found) for need in own if need.works)
        if missing := [(need.id, need.title, need.open) for need in own if not need.works]:
            yield f"### Not yet\n\n{table(('need', 'title', 'open'), missing)}"


def _section(need: Need, found: Named) -> str:
    rules = sorted(_apart(need, _of(need, found.rules)), key=_rank)
    tests = [f"`{test}`" for test in _apart(need, _of(need, found.tests))]
    lines = [f"### {need.id} {need.title}\n", f"{need.works}\n"]
    lines += [f"- open: {need.open}"] if need.open else []
    lines += [f"- where: {_shown([_words(rule) for rule in rules])}"]
    return "\n".join([*lines, f"- tests: {_shown(tests)}", ""])


def _of(need: Need, places: Iterable[tuple[str, Place]]) -> list[Place]:
    return [place for name, place in places if name == need.id]


def _rank(place: Place) -> int:
    """Rules, then the doors to them, then what departments say to each other, then what a company sets."""
    return 2 if place.path.startswith("contracts/") else RANKS.get(place.path.rpartition("/")[2], 0)


def _apart(need: Need, places: Iterable[Place]) -> list[Place]:
    """One place of each file, then a second of each; its own house first, then what is about the need as a whole."""
    house = "chassis/" if need.id.startswith("ALL-") else f"services/{DEPARTMENTS[need.id[:3]].lower()}/"
    turns: Counter[str] = Counter()
    turn: dict[Place, tuple[int, bool, bool]] = {}
    for place in places:
        turns[place.path] += 1
        turn[place] = (turns[place.path], not place.path.startswith(house), place.own)
    return sorted(turn, key=turn.__getitem__)


def _words(place: Place) -> str:
    """The place; of a whole file also its first public functions."""
    held = [f"`{name}`" for name in place.holds[:HELD]] + ["…"] * (len(place.holds) > HELD)
    return f"`{place}`" + (f" ({', '.join(held)})" if held else "")


def _shown(places: list[str]) -> str:
    more = f"; {len(places)} in all" if len(places) > SHOWN else ""
    return (", ".join(places[:SHOWN]) or "-") + more
