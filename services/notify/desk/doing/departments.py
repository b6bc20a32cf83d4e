"""The departments over HTTP, asked with the person's own token: the desk may do nothing that he may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx2
import structlog

from chassis.http.problems import PROBLEM
from contracts.texts import Text, said
from services.notify.desk.choices import TAGS
from services.notify.desk.session import Session
from services.notify.desk.trace import Trace

LOOK_S = 4.0
"""Who looks at an order does not wait longer for one department."""
DO_S = 30.0
log = structlog.get_logger()


@dataclass(frozen=True)
class Done:
    """A department's answer."""

    body: Any


@dataclass(frozen=True)
class Refused:
    """A rule's no, or fields that are not as they must be (RFC 9457)."""

    status: int
    problem: Mapping[str, Any]

    @property
    def detail(self) -> str:
        return str(self.problem.get("detail", ""))

    @property
    def faults(self) -> dict[str, str]:
        """By field of the body, what was expected there."""
        told = self.problem.get("faults", ())
        return {str(one["field"]): str(one["expected"]) for one in told if "in" not in one}


@dataclass(frozen=True)
class Away:
    """It does not answer at this moment. Whether a command was carried out is not known; the same again is safe."""

    department: str
    reason: str = ""


Answered = Done | Refused | Away


@dataclass(frozen=True)
class Departments:
    """Where each answers; ``http`` is one client for all."""

    http: httpx2.AsyncClient
    urls: Mapping[str, str]

    async def look(self, department: str, path: str, session: Session, trace: Trace) -> Answered:
        return await self._ask(department, "GET", path, session, trace, {}, None, LOOK_S)

    async def fetch(
        self, department: str, path: str, session: Session, trace: Trace
    ) -> httpx2.Response | Refused | Away:
        """A file, as the department gives it."""
        answer = await self._sent(department, "GET", path, session, trace, {}, None, DO_S)
        if isinstance(answer, Away) or answer.is_success:
            return answer
        refused = _answered(department, answer)
        assert not isinstance(refused, Done)
        return refused

    async def do(
        self, department: str, method: Literal["POST", "PUT"], path: str, session: Session, trace: Trace,
        *, key: str, body: Any,
    ) -> Answered:  # fmt: skip
        """``key`` makes a second sending of the same form one act."""
        return await self._ask(department, method, path, session, trace, {"idempotency-key": key}, body, DO_S)

    async def _ask(
        self, department: str, method: str, path: str, session: Session, trace: Trace,
        headers: Mapping[str, str], body: Any, limit_s: float,
    ) -> Answered:  # fmt: skip
        answer = await self._sent(department, method, path, session, trace, headers, body, limit_s)
        try:
            return answer if isinstance(answer, Away) else _answered(department, answer)
        except ValueError as fault:
            return _away(department, path, fault)

    async def _sent(
        self, department: str, method: str, path: str, session: Session, trace: Trace,
        headers: Mapping[str, str], body: Any, limit_s: float,
    ) -> httpx2.Response | Away:  # fmt: skip
        told = {
            "authorization": f"Bearer {session.token}",
            "accept-language": TAGS[session.choices.language],
            "traceparent": trace.parent,
            **headers,
        }
        if department not in self.urls:
            return Away(department, said(Text("it has no address here")))
        url = self.urls[department].rstrip("/") + path
        try:
            return await self.http.request(method, url, headers=told, json=body, timeout=limit_s)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as fault:
            return _away(department, path, fault)


def _away(department: str, path: str, fault: Exception) -> Away:
    log.warning("department away", department=department, path=path, reason=repr(fault))
    return Away(department, type(fault).__name__)


def _answered(department: str, answer: httpx2.Response) -> Answered:
    if answer.is_success:
        return Done(answer.json())
    if answer.status_code >= 500 or not answer.headers.get("content-type", "").startswith(PROBLEM):
        return Away(department, f"HTTP {answer.status_code}")
    return Refused(answer.status_code, answer.json())
