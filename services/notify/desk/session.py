"""Who sits at the desk: the token in a cookie, checked as every department checks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from chassis.http.identity import Identity, NotAllowed, NotSignedIn, Person
from services.notify.desk.choices import Choices, choices_of
from services.notify.promise.paths import READERS

COOKIE = "gendan_session"


@dataclass(frozen=True)
class Session:
    """A person, his token for the departments, and how he likes his pages."""

    person: Person
    token: str
    choices: Choices


class SignInNeeded(Exception):
    """Nobody is signed in; afterwards he comes back to ``next``."""

    def __init__(self, next_path: str) -> None:
        self.next_path = next_path
        super().__init__(next_path)


async def signed_in(request: Request) -> Session:
    """The session of this request. Raises SignInNeeded; NotAllowed for those who may not see orders (ALL-3)."""
    token, identity = request.cookies.get(COOKIE, ""), request.app.state.identity
    session = Session(_person(identity, token, request), token, choices_of(request))
    if not set(READERS) & set(session.person.roles):
        raise NotAllowed(person=session.person.code, roles=", ".join(READERS))
    return session


def _person(identity: Identity, token: str, request: Request) -> Person:
    try:
        return identity.person(f"Bearer {token}")
    except NotSignedIn:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise SignInNeeded(asked if request.method == "GET" else "/desk/") from None


SignedIn = Annotated[Session, Depends(signed_in)]
