"""The catalogue's pages: all events, one event, all commands (ALL-2)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from chassis.http.router import Router
from chassis.refusal import NotFound
from contracts.catalogue import EVENTS
from services.notify.desk.catalogue import documents
from services.notify.desk.catalogue.view import EventShown, by_speaker
from services.notify.desk.drawing import page
from services.notify.desk.session import Session, working_here

Inside = Annotated[Session, Depends(working_here)]
"""It tells the company's topics, and who may do what."""
router = Router()


@router.get("/catalogue")
async def get_events(request: Request, session: Inside) -> Response:
    return page(request, "events.html", session, events=by_speaker(session.choices))


@router.get("/catalogue/commands")
async def get_commands(request: Request, session: Inside) -> Response:
    return page(request, "commands.html", session, commands=documents.commands())


@router.get("/catalogue/{topic}")
async def get_event(request: Request, session: Inside, topic: str) -> Response:
    if topic not in EVENTS:
        raise NotFound(what="event", id=topic)
    told = {"headers": documents.headers(), "broker": documents.broker(), "prefix": request.app.state.topic_prefix}
    return page(request, "event.html", session, event=EventShown(EVENTS[topic], session.choices), **told)
