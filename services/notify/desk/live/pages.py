"""The stream of an open page: Server-Sent Events with the ids of changed orders and exceptions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from chassis.http.problems import NotAtThisMoment
from services.notify.desk.live.feed import LISTENERS_MAX, Feed, News
from services.notify.desk.session import SignedIn

HEARTBEAT_S = 15.0
LIFE_S = 600.0
"""Then the browser comes again, and its token is looked at again."""
RETRY_MS = 3_000
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
Number = Annotated[int, Query(ge=0, lt=2**62)]
router = APIRouter()


@router.get("/events")
async def get_events(
    request: Request,
    session: SignedIn,
    after: Number | None = None,
    last_event_id: Annotated[int | None, Header(ge=0, lt=2**62)] = None,
) -> StreamingResponse:
    """From ``after`` on, which the page tells, or from the last id that the browser heard."""
    feed: Feed = request.app.state.feed
    if len(feed.listeners) >= LISTENERS_MAX:
        raise NotAtThisMoment
    begin = after if last_event_id is None else last_event_id
    return StreamingResponse(_stream(feed, begin), media_type="text/event-stream", headers=HEADERS)


async def _stream(feed: Feed, after: int | None) -> AsyncIterator[str]:
    async with feed.listening() as listener:
        yield f"retry: {RETRY_MS}\n\n"
        if after is not None:
            yield told(await feed.since(after))
        ends_at = asyncio.get_running_loop().time() + LIFE_S
        while asyncio.get_running_loop().time() < ends_at:
            try:
                news = await asyncio.wait_for(listener.get(), HEARTBEAT_S)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if news is None:
                return
            yield told(news)


def told(news: News) -> str:
    """As events of the stream (HTML, 9.2)."""
    if news.everything:
        return _event(news.upto, "resync", ())
    exceptions = _event(news.upto, "exceptions", news.exceptions) if news.exceptions else ""
    return (_event(news.upto, "orders", news.orders) if news.orders or not exceptions else "") + exceptions


def _event(upto: int, event: str, ids: Sequence[UUID]) -> str:
    return f"id: {upto}\nevent: {event}\ndata: {json.dumps([str(one) for one in ids])}\n\n"
