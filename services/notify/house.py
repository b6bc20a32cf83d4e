"""Notify's rooms, joined: each of the two that listen hears every event."""

from pathlib import Path

from chassis.handling import House, wire
from services.notify.deadlines import api as deadlines_api
from services.notify.deadlines import handlers as deadlines
from services.notify.people import api as people
from services.notify.story import api as story_api
from services.notify.story import handlers as story

HOUSE = House(
    "notify",
    hears=wire(story.HEARS, deadlines.HEARS),
    routers=(story_api.router, deadlines_api.router, people.router),
    migrations=Path(__file__).parent / "migrations",
)
