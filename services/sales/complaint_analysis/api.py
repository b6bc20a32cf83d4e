"""The analysis of complaints over HTTP (SAL-12)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from chassis.http.asked import period_of
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Look
from contracts.scalars import Day
from services.sales.complaint_analysis import store
from services.sales.complaint_analysis.store import By
from services.sales.complaint_analysis.view import ComplaintAnalysis, CountedComplaints
from services.sales.order.paths import OFFICE, STAFF

router = Router(prefix="/api/v1", tags=["complaints"])
PERIOD_DAYS = 365
"""Unless another is asked for."""


@router.get("/complaint-analysis", response_model=ComplaintAnalysis)
async def analyse_complaints(
    db: Look,
    _: Annotated[Person, Depends(allow(*STAFF, *OFFICE, "quality manager"))],
    by: By = "kind",
    since: Day | None = None,
    until: Day | None = None,
) -> ComplaintAnalysis:
    """How many complaints came in a period, a year unless told, and in how many days they were answered (SAL-12)."""
    first, last = period_of(since, until, PERIOD_DAYS)
    rows = await store.counted(db, by, first, last)
    return ComplaintAnalysis(since=first, until=last, items=tuple(CountedComplaints(**row) for row in rows))
