"""Notify's rooms, joined: the story and what is overdue hear every event."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.figures import figures_of
from services.notify.exceptions import api as exceptions_api
from services.notify.exceptions import handlers as exceptions
from services.notify.exceptions import store as exceptions_store
from services.notify.overdue import api as overdue_api
from services.notify.overdue import handlers as overdue
from services.notify.people import api as people
from services.notify.policy import Policy
from services.notify.promise.store import waits
from services.notify.story import api as story_api
from services.notify.story import handlers as story
from services.notify.story.store import ORDER_NAMED

HOUSE = House(
    "notify",
    handles=wire(story.HANDLES, overdue.HANDLES, exceptions.HANDLES),
    routers=(
        figures_of(Policy, "general manager"),
        story_api.router,
        overdue_api.router,
        exceptions_api.router,
        people.router,
    ),
    timers=(*overdue.TIMERS, *exceptions.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    names=ORDER_NAMED,
    waits=waits,
    ready=exceptions_store.ready,
)
