"""What people see of an order's versions (SAL-9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from contracts.texts import Text, said
from contracts.value import Value
from services.sales.versions.rules import Beside, Version, beside

BY_ITSELF = {
    "dispatched_first": Text("what really left"),
    "reviewed_anew": Text("a new promised date after its review"),
}
"""Why an order was changed by no person."""


class VersionBrief(Value):
    version: int
    at: datetime
    reason: str
    """Why it was changed; empty where it was confirmed."""


class VersionsState(Value):
    """The versions of an order since its confirmation, and two of them side by side."""

    items: tuple[VersionBrief, ...]
    """The oldest first."""
    before: int | None
    after: int | None
    """Which two stand side by side; none where no version is kept."""
    beside: tuple[Beside, ...]


def side_by_side(known: Sequence[Version], before: Version | None, after: Version | None) -> VersionsState:
    rows = beside(before.content, after.content) if before and after else ()
    items = tuple(_brief(one) for one in known)
    told = {"before": before.version if before else None, "after": after.version if after else None}
    return VersionsState(items=items, beside=rows, **told)


def _brief(one: Version) -> VersionBrief:
    return VersionBrief(version=one.version, at=one.at, reason=said(BY_ITSELF.get(one.reason, one.reason)))
