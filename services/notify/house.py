"""Notify's rooms, joined: the story and what is overdue hear every event."""

from pathlib import Path

from chassis.handling import House, wire
from services.notify import policy
from services.notify.exceptions import api as exceptions_api
from services.notify.exceptions import handlers as exceptions
from services.notify.exceptions import store as exceptions_store
from services.notify.overdue import api as overdue_api
from services.notify.overdue import handlers as overdue
from services.notify.people import api as people
from services.notify.promise.store import waits
from services.notify.story import api as story_api
from services.notify.story import handlers as story
from services.notify.story.store import ORDER_NAMED


def ready() -> None:
    """Look at all settings before the start. Raises SettingsFault with the name of each that makes no sense."""
    policy.ready()
    exceptions_store.ready()


HOUSE = House(
    "notify",
    handles=wire(story.HANDLES, overdue.HANDLES, exceptions.HANDLES),
    routers=(story_api.router, overdue_api.router, exceptions_api.router, people.router),
    timers=(*overdue.TIMERS, *exceptions.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    names=ORDER_NAMED,
    waits=waits,
    ready=ready,
)
