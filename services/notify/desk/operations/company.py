"""All departments, looked at with a person's own token, for the verdict that `gendan why` gives too (decision 0031)."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from contracts.departments import DEPARTMENTS
from services.notify.desk.doing.departments import Away, Departments, Done
from services.notify.desk.session import Session
from services.notify.desk.trace import trace_of
from whereabouts.asking import Company
from whereabouts.picture import Silent


def company_of(request: Request, session: Session) -> Company:
    """Who refuses or does not answer is silent, and is told so."""
    departments: Departments = request.app.state.departments
    trace = trace_of(request)

    async def look(name: str, path: str) -> dict[str, Any] | Silent:
        answer = await departments.look(name, path, session, trace)
        if isinstance(answer, Done):
            body: dict[str, Any] = answer.body
            return body
        return Silent(name, answer.reason if isinstance(answer, Away) else f"HTTP {answer.status}")

    return Company(DEPARTMENTS, look)
