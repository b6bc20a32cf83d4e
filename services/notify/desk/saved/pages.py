"""Naming the filter that one looks through, and forgetting it (NOT-1)."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import Refusal
from services.notify.desk.board.filters import filter_of
from services.notify.desk.choices import HOME
from services.notify.desk.posted import posted
from services.notify.desk.saved import store
from services.notify.desk.session import SignedIn

PATHS = (HOME, "/desk/list", "/desk/tna", "/desk/gantt", "/desk/month")
NAME_CHARACTERS_MAX = 60
router = Router()


class TooManyViews(Refusal):
    """You keep {count} views already; forget one of them first."""


@router.post("/views")
async def keep_view(request: Request, pool: Look, session: SignedIn) -> Response:
    """Under the name that he gives; the same name again means the new filter. Raises TooManyViews."""
    view = _told(dict(await posted(request)))
    if view.name:
        async with pool.acquire() as db:
            if not await store.keep(db, session.person.code, view):
                raise TooManyViews(count=store.VIEWS_MAX)
    return RedirectResponse(view.url, 303)


@router.post("/views/drop")
async def drop_view(request: Request, pool: Look, session: SignedIn) -> Response:
    view = _told(dict(await posted(request)))
    async with pool.acquire() as db:
        await store.drop(db, session.person.code, view.name)
    return RedirectResponse(view.url, 303)


def _told(form: dict[str, str]) -> store.View:
    """What nobody can filter by is as if it were not there."""
    path = next((one for one in PATHS if one == form.get("path")), HOME)
    query = urlencode(filter_of(dict(parse_qsl(form.get("query", "")))).asked())
    return store.View(form.get("name", "").replace("\x00", "").strip()[:NAME_CHARACTERS_MAX], path, query)
