"""The stream of an open page: Server-Sent Events with the ids of changed orders and exceptions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Annotated

from fastapi import Header, Query, Request
from fastapi.responses import StreamingResponse

from chassis.handling import Reading
from chassis.http.identity import Identity
from chassis.http.problems import NotAtThisMoment
from chassis.http.router import Router
from chassis.http.sight import hidden
from chassis.http.web import Look
from services.notify.desk.live.feed import LISTENERS_MAX, Feed, News
from services.notify.desk.session import SignedIn

HEARTBEAT_S = 15.0
LIFE_S = 600.0
"""Then the browser comes again, and its token is looked at again."""
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
Number = Annotated[int, Query(ge=0, lt=2**62)]
router = Router()


@router.get("/events")
async def get_events(
    request: Request,
    db: Look,
    session: SignedIn,
    after: Number | None = None,
    last_event_id: Annotated[int | None, Header(ge=0, lt=2**62)] = None,
) -> StreamingResponse:
    """From ``after`` on, which the page tells, or from the last id that the browser heard."""
    feed: Feed = request.app.state.feed
    if len(feed.listeners) >= LISTENERS_MAX:
        raise NotAtThisMoment
    begin = after if last_event_id is None else last_event_id
    identity: Identity = request.app.state.identity
    stream = _stream(feed, db, begin, lambda: identity.lets_in(session.person.code))
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def _stream(
    feed: Feed, db: Reading, after: int | None, lets_in: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    async with feed.listening() as listener:
        yield ": here\n\n"
        if after is not None:
            yield (await his_part(await feed.since(after), db)).told
        ends_at = asyncio.get_running_loop().time() + LIFE_S
        while asyncio.get_running_loop().time() < ends_at:
            try:
                news = await asyncio.wait_for(listener.get(), HEARTBEAT_S)
            except TimeoutError:
                yield "event: here\ndata:\n\n"
                continue
            if news is None or not await lets_in():
                return
            his = await his_part(news, db)
            if his is news or his.orders or his.exceptions:
                yield his.told
        yield "event: renew\ndata:\n\n"


async def his_part(news: News, db: Reading) -> News:
    """Without what is another's: who sees only his own does not hear that it is there."""
    others = await hidden(db, [*news.orders, *news.exceptions])
    orders, exceptions = ([one for one in ids if one not in others] for ids in (news.orders, news.exceptions))
    return replace(news, orders=tuple(orders), exceptions=tuple(exceptions)) if others else news
