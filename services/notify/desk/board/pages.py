"""Board, list and sheet of the orders, and the search over their numbers (NOT-1)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from chassis import clock
from chassis.handling import Reading
from chassis.http.download import Download
from chassis.http.router import Router
from chassis.http.sight import hidden
from chassis.http.web import Look
from contracts.scalars import Reference
from services.notify.desk.board import store
from services.notify.desk.board.filters import LANES, STATES, Filter, filter_of, for_person
from services.notify.desk.board.sheet import workbook
from services.notify.desk.board.view import Card, Column, cards_of, columns_of, lanes_of
from services.notify.desk.drawing import page
from services.notify.desk.operations.company import company_of
from services.notify.desk.saved.store import views_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.sheets import answered
from whereabouts.asking import ask, order_of

LIST_ROWS = 100
AFTER_MAX = 1_000_000
CHANGED_MAX = 200
"""More changed cards than that are a new board."""
After = Annotated[int, Query(ge=0, le=AFTER_MAX)]

router = Router()


@router.get("/")
async def get_board(request: Request, db: Look, session: SignedIn) -> Response:
    wanted = filter_of(request.query_params)
    columns = await _columns(db, for_person(wanted, session.person.code))
    told = {"columns": columns, "lanes": lanes_of(columns, wanted.lanes) if wanted.lanes else []}
    return await _with_filters(request, "board.html", db, session, wanted, **told)


@router.get("/board/{stage}")
async def get_rest(request: Request, db: Look, session: SignedIn, stage: str, after: After = 0) -> Response:
    """The next orders of one column."""
    wanted = filter_of({**request.query_params, "stage": stage})
    columns = await _columns(db, for_person(wanted, session.person.code), after)
    (column,) = [each for each in columns if each.stage == stage] or [Column(stage, 0, (), 0)]
    return page(request, "column_rest.html", session, column=column, wanted=wanted, now=clock.now())


@router.get("/cards")
async def get_cards(
    request: Request, db: Look, session: SignedIn, order: Annotated[list[UUID], Query(max_length=CHANGED_MAX)]
) -> Response:
    """Of orders that changed, those that this board shows, with the counts of all columns; the others left it."""
    wanted = for_person(filter_of(request.query_params), session.person.code)
    rows = await store.at_stages(db, wanted, of=order)
    cards, counts = await _cards(db, rows), await store.counts(db, wanted)
    return page(request, "cards.html", session, cards=cards, counts=counts, now=clock.now())


@router.get("/list")
async def get_list(request: Request, db: Look, session: SignedIn, after: After = 0) -> Response:
    wanted = filter_of(request.query_params)
    rows = await store.listed(db, for_person(wanted, session.person.code), after=after, limit=LIST_ROWS)
    counts, cards = await store.counts(db, for_person(wanted, session.person.code)), await _cards(db, rows)
    shown = {"cards": cards, "count": sum(counts.values()), "after": after, "rows": LIST_ROWS}
    return await _with_filters(request, "list.html", db, session, wanted, **shown)


@router.get("/orders.xlsx")
async def get_sheet(request: Request, db: Look, session: SignedIn, download: Download) -> Response:
    wanted = for_person(filter_of(request.query_params), session.person.code)
    rows, whole = await store.first(db, wanted, store.SHEET_ROWS_MAX)
    cards = await _cards(db, rows)
    file = await asyncio.to_thread(workbook, cards, session.choices, whole=whole)  # thousands of rows take seconds
    return await answered(download, file, "orders", len(rows))


@router.get("/find")
async def find(request: Request, db: Look, session: SignedIn, q: Reference | None = None) -> Response:
    """One order leads to its page, also by a paper that another department knows; of several the reader chooses."""
    name = (q or "").strip()
    rows = await store.named(db, name) if name else []
    one = rows[0]["order_id"] if len(rows) == 1 else None
    if name and not rows:
        one = order_of(await ask(company_of(request, session), name))
        one = None if one and await hidden(db, [one]) else one
    if one:
        return RedirectResponse(f"/desk/orders/{one}", 303)
    return page(request, "found.html", session, cards=await _cards(db, rows), asked=q or "", now=clock.now())


async def _columns(db: Reading, wanted: Filter, after: int = 0) -> list[Column]:
    rows = await store.at_stages(db, wanted, after=after)
    return columns_of(rows, await _cards(db, rows), wanted.state, after)


async def _cards(db: Reading, rows: list[store.Row]) -> list[Card]:
    return cards_of(rows, await store.told_of(db, [row["order_id"] for row in rows], clock.now()))


async def _with_filters(
    request: Request, template: str, db: Reading, session: Session, wanted: Filter, **told: Any
) -> Response:
    told |= {"customers": await store.customers(db), "views": await views_of(db, session.person.code)}
    return page(request, template, session, wanted=wanted, states=STATES, ways=LANES, now=clock.now(), **told)
