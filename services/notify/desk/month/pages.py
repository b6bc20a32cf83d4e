"""The month's page (NOT-1)."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.figures import holding
from chassis.http.router import Router
from chassis.http.web import Look
from services.notify.desk.board import store as board
from services.notify.desk.board.filters import STATES, filter_of, for_person
from services.notify.desk.drawing import page
from services.notify.desk.month import store
from services.notify.desk.month.view import month_of, weeks_of
from services.notify.desk.saved.store import views_of
from services.notify.desk.session import SignedIn
from services.notify.policy import Policy, calendar

router = Router()


@router.get("/month")
async def get_month(request: Request, db: Look, session: SignedIn, month: str = "") -> Response:
    """Whole weeks; days on which the company does not work are marked."""
    wanted, shown = filter_of(request.query_params), month_of(month, clock.today())
    days = [day for week in shown.weeks for day in week]
    entries = await store.entries(db, for_person(wanted, session.person.code), days[0], days[-1] + timedelta(days=1))
    works_on = calendar(await holding(db, Policy)).works_on
    return page(
        request,
        "month.html",
        session,
        wanted=wanted,
        states=STATES,
        customers=await board.customers(db),
        views=await views_of(db, session.person.code),
        month=shown,
        weeks=weeks_of(shown, entries, filter(works_on, days)),
        today=clock.today(),
    )
