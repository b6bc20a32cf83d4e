"""Notify's rooms, joined: the story and what is overdue hear every event."""

from pathlib import Path

from chassis.handling import House, wire
from chassis.http.actions import router as actions
from chassis.http.figures import figure_routes
from chassis.http.identity import Role
from chassis.http.staff import sight_by
from chassis.http.taking import ByFigures
from services.notify.desk.pages import desk
from services.notify.exception.store import ready
from services.notify.key_figures import api as key_figures_api
from services.notify.overdue import api as overdue_api
from services.notify.overdue import handlers as overdue
from services.notify.people import api as people_api
from services.notify.people import handlers as people
from services.notify.planning import api as planning_api
from services.notify.policy import Policy
from services.notify.promise.store import waits
from services.notify.resolving import api as resolving_api
from services.notify.resolving import handlers as resolving
from services.notify.story import api as story_api
from services.notify.story import handlers as story
from services.notify.story.store import ORDER_NAMED
from services.notify.work_list import api as work_list

POLLS_EVERY_S = 0.25
"""No other department waits for notify, and what a person sees within a second he sees at once."""

HEAD: Role = "general manager"
"""Who puts its figures."""
HOUSE = House(
    "notify",
    handles=wire(story.HANDLES, overdue.HANDLES, resolving.HANDLES, people.HANDLES),
    routers=(
        figure_routes(Policy, HEAD),
        actions,
        planning_api.router,
        story_api.router,
        overdue_api.router,
        resolving_api.router,
        people_api.router,
        work_list.router,
        key_figures_api.router,
    ),
    timers=(*overdue.TIMERS, *resolving.TIMERS),
    migrations=Path(__file__).parent / "migrations",
    locale=Path(__file__).parent / "locale",
    polls_every_s=POLLS_EVERY_S,
    subjects=(planning_api.SUBJECTS, resolving_api.SUBJECTS),
    names=ORDER_NAMED,
    waits=waits,
    sight=sight_by(Policy),
    takes=ByFigures(Policy, HEAD),
    pages=desk,
    ready=ready,
)
