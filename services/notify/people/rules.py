"""What is known of a member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.notify import PersonChanged


@dataclass(frozen=True)
class PutPerson:
    """A person as he is from now on (ALL-3, ALL-8)."""

    person: str
    name: str
    department: str
    roles: tuple[str, ...]
    deputy: str | None
    active: bool
    superior: str | None = None
    away_from: date | None = None
    away_until: date | None = None
    left_out: tuple[str, ...] = ()
    """What nobody told; of a person who is known it stays."""


def changed(before: PersonChanged | None, asked: PutPerson) -> PersonChanged:
    """The next version of a person, or the same one when nothing is different."""
    version = before.version if before else 0
    told = {name: value for name, value in vars(asked).items() if name != "left_out"}
    stands = {name: getattr(before, name) for name in asked.left_out} if before else {}
    same = PersonChanged(version=version, **(told | stands))
    return same if same == before else same.but(version=version + 1)
