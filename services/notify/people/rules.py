"""What is known of a member of staff."""

from __future__ import annotations

from dataclasses import dataclass

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


def changed(before: PersonChanged | None, asked: PutPerson) -> PersonChanged:
    """The next version of a person, or the same one when nothing is different."""
    version = before.version if before else 0
    same = PersonChanged(version=version, **vars(asked))
    return same if same == before else same.model_copy(update={"version": version + 1})
