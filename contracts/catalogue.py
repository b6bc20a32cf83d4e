"""Every contract of the suite, by topic."""

from contracts import delays as delays
from contracts import finance, logistics, notify, outside, purchasing, sales, warehouse
from contracts.departments import DEPARTMENTS as DEPARTMENTS
from contracts.event import CATALOGUE, Event

MODULES = (outside, sales, purchasing, warehouse, logistics, finance, notify)
SPEAKERS = tuple(module.__name__.rpartition(".")[2] for module in MODULES)
EVENTS: dict[str, type[Event]] = dict(sorted(CATALOGUE.items(), key=lambda item: SPEAKERS.index(item[1].said_by)))
"""In one order, whoever was imported first: by who says it, then as its module has it."""
