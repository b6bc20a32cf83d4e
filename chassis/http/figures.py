"""`/api/v1/figures` of every department: what holds, since when, by whom; put by its head alone (ALL-3, ALL-4)."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, JsonValue
from pydantic_settings import BaseSettings

from chassis import clock, figures
from chassis.http.asked import DayAhead
from chassis.http.figure_put import PutFigure, insist_on_known, put
from chassis.http.figure_view import FigureHistory, FigureState, FigureStates, put_state, states_of
from chassis.http.identity import Person, Role, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look

READERS: tuple[Role, ...] = ("general manager", "management")
ONE_AT_A_TIME = "figures"
"""The key of every change in a department: no two figures are right, each beside what was, and wrong together."""


class FigureBody(BaseModel):
    """What the figure is to be; from today on, unless a later day is told."""

    value: JsonValue
    valid_from: DayAhead | None = None


def figure_routes(policy: type[BaseSettings], head: Role) -> APIRouter:
    """The routes of a department's figures; ``head`` of the department puts them."""
    router = Router(prefix="/api/v1/figures", tags=["figures"])
    putting, reading = allow(head), allow(head, *READERS)

    @router.get("")
    async def list_figures(db: Look, _: Person = Depends(reading)) -> FigureStates:
        """What holds today, and what is to come."""
        return FigureStates(items=states_of(policy, await figures.load(db), clock.today()))

    @router.get("/{name}")
    async def list_puts(db: Look, name: str, _: Person = Depends(reading)) -> FigureHistory:
        """Who put which value, when, and from which day on."""
        known = await figures.load(db, name)
        if not known:
            insist_on_known(policy, name)
        return FigureHistory(items=tuple(put_state(policy, figure) for figure in known))

    @router.put("/{name}", response_model=FigureState)
    async def put_figure(asked: FigureBody, name: str, ask: Ask, by: Person = Depends(putting)) -> Response:
        """It holds from its day on, for every replica from its next batch on; what was decided before stays."""
        insist_on_known(policy, name)
        command = PutFigure(policy, name, asked.value, asked.valid_from, by.code)
        return await ask(put, command, key=ONE_AT_A_TIME, by=by)

    return router
