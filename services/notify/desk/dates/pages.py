"""The page of key dates, the link of a person's calendar, and what the calendar reads by it (NOT-5)."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import structlog
from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from chassis import clock
from chassis.figures import opening
from chassis.http.identity import ASKING, Person
from chassis.http.router import Router
from chassis.http.sight import seen_by_who_asks
from chassis.http.web import Look
from services.notify.desk.dates import store
from services.notify.desk.dates.feed import icalendar
from services.notify.desk.dates.gathering import gather
from services.notify.desk.dates.view import by_day, in_order, said_of
from services.notify.desk.drawing import page
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.words import N_, gettext
from services.notify.policy import Policy
from services.notify.promise.paths import READERS

SPANS = (7, 14, 30, 90)
FEED_DAYS = 90
"""Calendar days ahead that a calendar shows."""
BYTES_OF_CHANCE = 32
TITLE = N_("Key dates")
log = structlog.get_logger()
router = Router()


@router.get("/dates")
async def get_dates(request: Request, db: Look, session: SignedIn) -> Response:
    """Of his orders and customers, the nearest day first."""
    return await _page(request, db, session)


@router.post("/dates/link")
async def make_link(request: Request, db: Look, session: SignedIn) -> Response:
    """Told once, to him alone; the one before opens nothing any more."""
    token = token_urlsafe(BYTES_OF_CHANCE)
    reader = store.Reader(session.person.code, session.person.roles, session.choices.language)
    async with db.acquire() as one:
        await store.keep_link(one, reader, _hash(token), clock.now())
    return await _page(request, db, session, link=f"{_address(request)}/desk/calendar/{token}.ics")


@router.post("/dates/link/end")
async def end_link(db: Look, session: SignedIn) -> Response:
    async with db.acquire() as one:
        await store.end_link(one, session.person.code)
    return RedirectResponse("/desk/dates?done=1", 303)


@router.get("/calendar/{token}.ics")
async def get_feed(request: Request, token: str) -> Response:
    """For whoever has the link: what its person may see today, as if he asked himself."""
    reader = await store.reader(request.app.state.engine.pool, _hash(token))
    if reader is None or not set(READERS) & set(reader.roles):
        log.warning("calendar refused", token_sha256=_hash(token))
        raise HTTPException(404)
    request.scope[ASKING] = Person(reader.code, reader.roles)
    today = clock.today()
    dates = await gather(seen_by_who_asks(request), reader.code, today, today + timedelta(days=FEED_DAYS))
    title = gettext(TITLE, reader.language)
    content = icalendar(in_order(dates), title, reader.language, opening(Policy).desk_url, clock.now())
    return Response(content, media_type="text/calendar; charset=utf-8")


async def _page(request: Request, db: Any, session: Session, link: str = "") -> Response:
    asked = request.query_params.get("days", "")
    days, today = next((one for one in SPANS if str(one) == asked), SPANS[1]), clock.today()
    dates = await gather(db, session.person.code, today, today + timedelta(days=days))
    told: dict[str, Any] = {"days": days, "spans": SPANS, "groups": by_day(dates), "link": link, "today": today}
    made_at = await store.made_at(db, session.person.code)
    language = session.choices.language
    return page(request, "dates.html", session, made_at=made_at, said_of=lambda one: said_of(one, language), **told)


def _address(request: Request) -> str:
    """Of the desk, as the company tells it; else as he came."""
    told = opening(Policy).desk_url
    return told.rstrip("/") or str(request.base_url).removesuffix("/desk/").rstrip("/")


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
