"""What notify says: people."""

from __future__ import annotations

from contracts.event import Event


class PersonChanged(Event, topic="person.changed", key="person"):
    """A member of staff, whole; the highest version holds (ALL-3, ALL-8)."""

    compacted = True

    person: str
    version: int
    name: str
    department: str
    roles: tuple[str, ...]
    deputy: str | None = None
    active: bool = True
