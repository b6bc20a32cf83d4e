"""The houses that can be imported now; a test elsewhere insists on all six."""

from chassis.handling import Handler, House
from contracts.event import Event
from gendan.generated.houses import houses


def standing() -> list[House]:
    return list(houses().values())


def wired() -> list[tuple[House, type[Event], Handler]]:
    """Every line of every HANDLES table."""
    return [
        (house, event, handler)
        for house in standing()
        for event, handlers in house.handles.items()
        for handler in handlers
    ]
