"""Hanging routers into an app, so that each route is built once."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, FastAPI


def hang_routes(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """The routes of these routers are the app's, as they stand.

    ``include_router`` has each built once more at the first request that looks for one (FastAPI 0.165): of six
    departments in one process that held up everything for two seconds, and `gendan why` took them for away.
    """
    for router in routers:
        app.router.routes.extend(router.routes)
