"""Every event in one order, whoever was imported first: by who says it, then as its module has it."""

from __future__ import annotations

from contracts.catalogue import DEPARTMENTS
from contracts.catalogue import EVENTS as AS_IMPORTED
from contracts.event import Event

SPEAKERS = ("outside", *DEPARTMENTS)
EVENTS: dict[str, type[Event]] = dict(sorted(AS_IMPORTED.items(), key=lambda item: SPEAKERS.index(item[1].said_by)))
