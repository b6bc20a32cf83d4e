"""An exception as people see it."""

from __future__ import annotations

from datetime import datetime

from chassis.http.page import Page
from contracts.value import fields_of
from services.notify.exception.rules.case import Case


class CaseShown(Case):
    """An exception, and whether the answer to it is late."""

    overdue: bool


class Cases(Page[CaseShown]):
    """Exceptions, and the cursor of the next page."""


def shown(case: Case, now: datetime) -> CaseShown:
    return CaseShown(**fields_of(case), overdue=case.state != "done" and case.respond_by < now)
