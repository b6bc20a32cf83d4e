"""Every contract of the suite, by topic."""

from contracts import complaints as complaints
from contracts import conversations as conversations
from contracts import deadlines as deadlines
from contracts import delays as delays
from contracts import disruptions as disruptions
from contracts import finance, logistics, notify, outside, purchasing, sales, warehouse
from contracts import gates as gates
from contracts import payables as payables
from contracts import presentations as presentations
from contracts.departments import DEPARTMENTS as DEPARTMENTS
from contracts.event import CATALOGUE, Event

MODULES = (outside, sales, purchasing, warehouse, logistics, finance, notify)
SPEAKERS = tuple(module.__name__.rpartition(".")[2] for module in MODULES)


def _place(event: type[Event]) -> tuple[int, str]:
    """A department may speak in several modules."""
    return SPEAKERS.index(event.said_by), event.__module__


EVENTS: dict[str, type[Event]] = dict(sorted(CATALOGUE.items(), key=lambda item: _place(item[1])))
"""In one order, whoever was imported first: by who says it, then as its module has it."""
