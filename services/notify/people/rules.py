"""What is known of a member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chassis.refusal import Refusal
from contracts.notify import PersonChanged
from contracts.value import fields_of


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
    by: str = ""
    left_out: tuple[str, ...] = ()
    """What nobody told; of a person who is known it stays."""


class OwnAccess(Refusal):
    """Nobody ends his own access: so there is always somebody who can give it back."""

    of_input = True


def put(before: PersonChanged | None, asked: PutPerson) -> PersonChanged | OwnAccess:
    """The person as he is from now on; who works here no more is let in nowhere (ALL-3)."""
    after = changed(before, asked)
    ends = not after.active and (before is None or before.active)
    return OwnAccess() if ends and asked.by == asked.person else after


def changed(before: PersonChanged | None, asked: PutPerson) -> PersonChanged:
    """The next version of a person, or the same one when nothing is different."""
    version = before.version if before else 0
    told = {name: value for name, value in fields_of(asked).items() if name not in ("left_out", "by")}
    stands = {name: getattr(before, name) for name in asked.left_out} if before else {}
    same = PersonChanged(version=version, **(told | stands))
    return same if same == before else same.but(version=version + 1)
