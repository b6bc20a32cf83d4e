"""Who is signed in at the desk, by the token in his cookie, and how he likes to read (ALL-3, ALL-5).

Pages take ``signed_in`` as a dependency, and their router ``from_here``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from fastapi import HTTPException, Request

from chassis.figures import opening
from chassis.http.identity import Identity, NotSignedIn, Person
from chassis.refusal import Refusal
from contracts.sentences import Language
from services.notify.desk.cookies import SESSION, cookie_of
from services.notify.policy import Policy

HOME = "/desk/"
SIGN_IN = "/desk/sign-in"
LANGUAGE, ZONE, SCHEME = "gendan_language", "gendan_zone", "gendan_scheme"
LOCAL = re.compile(r"/desk/[^\\\x00-\x20\x7f]*")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Scheme = Literal["auto", "light", "dark"]
SCHEMES: dict[str, Scheme] = {each: each for each in get_args(Scheme)}
LANGUAGES: dict[str, Language] = {each: each for each in get_args(Language)}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How somebody likes to read: his cookies, else his browser's language and the company's zone."""

    language: Language
    zone: ZoneInfo
    scheme: Scheme


@dataclass(frozen=True, kw_only=True)
class Session(Reading):
    """A person at the desk; ``token`` goes to the departments as his bearer."""

    person: Person
    token: str


class SignInNeeded(HTTPException):
    """Leads to the sign-in, and back afterwards; htmx is told to go there with the whole page."""

    def __init__(self, request: Request) -> None:
        to = f"{SIGN_IN}?next={quote(came_from(request), safe='/')}"
        by_htmx = "hx-request" in request.headers
        super().__init__(401 if by_htmx else 303, headers={"HX-Redirect" if by_htmx else "Location": to})


class FromAnotherSite(Refusal):
    """What changes something at the desk is asked from its own pages; this came from {origin}."""

    status = 403


async def signed_in(request: Request) -> Session:
    """The session of a request. Raises SignInNeeded, also when the token has ended."""
    identity: Identity = request.app.state.identity
    token = cookie_of(request, SESSION)
    try:
        person = await identity.person(f"Bearer {token}")
    except NotSignedIn as fault:
        raise SignInNeeded(request) from fault
    return Session(person=person, token=token, **vars(reading(request)))


async def from_here(request: Request) -> None:
    """Raises FromAnotherSite for a request that changes something and that another site's page sent (CSRF).

    Browsers say so in Sec-Fetch-Site, old ones and those without https in Origin. Who says neither is no browser.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = site == "same-origin" if site else origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if request.method not in SAFE and not ours:
        raise FromAnotherSite(origin=origin or site)


def reading(request: Request) -> Reading:
    """As the cookies say; what nobody chose, or nobody knows, is the default."""
    language, scheme, zone = (cookie_of(request, each) for each in (LANGUAGE, SCHEME, ZONE))
    return Reading(
        language=_language(language) or _asked_language(request.headers.get("accept-language", "")),
        zone=ZoneInfo(zone if zone in zones() else opening(Policy).zone),
        scheme=SCHEMES.get(scheme, "auto"),
    )


@cache
def zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(available_timezones())


def local(path: str) -> str:
    """The path, if it leads to a page of the desk; else the desk's first page. Nothing leads to another host."""
    return path if LOCAL.fullmatch(path) else HOME


def came_from(request: Request) -> str:
    """The page where somebody is: the one he asks for, or the one from which he asked for something else."""
    if request.method == "GET" and "hx-request" not in request.headers:
        return local(_path(request.url))
    page = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer") or "")
    return local(_path(page)) if page.netloc == request.headers.get("host") else HOME


def _path(url: Any) -> str:
    return f"{url.path}?{url.query}" if url.query else str(url.path)


def _language(code: str) -> Language | None:
    return LANGUAGES.get(code.strip().lower()[:2])


def _asked_language(header: str) -> Language:
    """The one that a browser likes best (RFC 9110, 12.5.4); English where it knows neither."""
    asked = [(_weight(each), _language(each)) for each in header.split(",")]
    return max(((weight, told) for weight, told in asked if told), key=lambda one: one[0], default=(0.0, "en"))[1]


def _weight(asked: str) -> float:
    found = re.search(r";\s*q=(\d(?:\.\d{0,3})?)", asked)
    return float(found[1]) if found else 1.0
