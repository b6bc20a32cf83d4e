"""Who is signed in at the desk: the token in his cookie, checked as every department checks it (ALL-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, HTTPException, Request

from chassis.http.actions import STAFF
from chassis.http.identity import ASKING, OPS_ROLES, Identity, NotAllowed, NotSignedIn, Person, Role
from contracts.departments import Department
from services.notify.desk.choices import HOME, Choices, choices_of, own_path
from services.notify.desk.cookies import cookie_of
from services.notify.desk.live.feed import Feed
from services.notify.promise.paths import READERS

COOKIE = "gendan_session"
SIGN_IN = "/desk/sign-in"
OF_ROLE: dict[str, Department] = {
    "merchandiser": "sales",
    "salesperson": "sales",
    "sales manager": "sales",
    "buyer": "purchasing",
    "storekeeper": "warehouse",
    "inspector": "warehouse",
    "planner": "warehouse",
    "logistics clerk": "logistics",
    "accountant": "finance",
    "finance manager": "finance",
}
"""Where a person's work waits first; everybody else's in sales."""


@dataclass(frozen=True)
class Session:
    """A person, his token for the departments, and how he likes his pages."""

    person: Person
    token: str
    choices: Choices
    feed: int | None = None
    """Where his page goes on to hear of changes: as it was before anything of it was read."""

    @property
    def watches(self) -> bool:
        """Whether he may see what goes on inside the departments."""
        return bool(set(OPS_ROLES) & set(self.person.roles))


class SignInNeeded(HTTPException):
    """Leads to the sign-in, and to ``next_path`` afterwards; htmx is told to go there with the whole page."""

    def __init__(self, request: Request) -> None:
        self.next_path = came_from(request)
        to = f"{SIGN_IN}?{urlencode({'next': self.next_path})}"
        by_htmx = "hx-request" in request.headers
        super().__init__(401 if by_htmx else 303, headers={"HX-Redirect" if by_htmx else "Location": to})


async def known(request: Request) -> Session:
    """The session of a request, whatever the person may see. Raises SignInNeeded, also when the token has ended."""
    identity: Identity = request.app.state.identity
    feed: Feed = request.app.state.feed
    begins_at = feed.decided
    token = cookie_of(request, COOKIE)
    try:
        person = await identity.person(f"Bearer {token}")
    except NotSignedIn as fault:
        raise SignInNeeded(request) from fault
    request.scope[ASKING] = person
    return Session(person, token, choices_of(request), begins_at)


async def signed_in(request: Request) -> Session:
    """The session of a request. Raises SignInNeeded; NotAllowed for those who may not see orders."""
    return await _one_of(request, READERS)


async def watching(request: Request) -> Session:
    """The session of a request. Raises SignInNeeded; NotAllowed for those who may not look into the departments."""
    return await _one_of(request, OPS_ROLES)


async def working_here(request: Request) -> Session:
    """The session of a request. Raises SignInNeeded; NotAllowed for customers, suppliers, carriers and the bank."""
    return await _one_of(request, STAFF)


async def _one_of(request: Request, roles: Sequence[Role]) -> Session:
    session = await known(request)
    if not set(roles) & set(session.person.roles):
        raise NotAllowed(person=session.person.code, roles=roles)
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


def came_from(request: Request) -> str:
    """The page where somebody is: the one he asks for, or the one from which he asked for something else."""
    if request.method == "GET" and "hx-request" not in request.headers:
        return own_path(_path(request.url))
    page = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer") or "")
    return own_path(_path(page)) if page.netloc == request.headers.get("host") else HOME


def _path(url: Any) -> str:
    return f"{url.path}?{url.query}" if url.query else str(url.path)
