"""Notify's rooms, joined: the story and the deadlines hear every event."""

from pathlib import Path

from chassis.handling import House, wire
from services.notify.deadlines import api as deadlines_api
from services.notify.deadlines import handlers as deadlines
from services.notify.deadlines.store import waits
from services.notify.exceptions import api as exceptions_api
from services.notify.exceptions import handlers as exceptions
from services.notify.missed import handlers as missed
from services.notify.people import api as people
from services.notify.policy import ready
from services.notify.story import api as story_api
from services.notify.story import handlers as story
from services.notify.story.store import ORDER_NAMED

HOUSE = House(
    "notify",
    handles=wire(story.HANDLES, deadlines.HANDLES, exceptions.HANDLES),
    routers=(story_api.router, deadlines_api.router, exceptions_api.router, people.router),
    timers=(*deadlines.TIMERS, *missed.TIMERS, *exceptions.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    names=ORDER_NAMED,
    waits=waits,
    ready=ready,
)
