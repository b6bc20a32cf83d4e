"""Papers as departments print them: which an order has, and each through the desk (LOG-6, NOT-2, FIN-9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response

from chassis.http.router import Router
from contracts.departments import Department
from contracts.scalars import Reference
from services.notify.desk.doing.departments import Away, Refused
from services.notify.desk.faults import fault_page
from services.notify.desk.order import told
from services.notify.desk.order.asking import Answers, Asks
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of

ISSUERS: tuple[Department, ...] = ("sales", "warehouse", "logistics", "finance", "purchasing")
"""Who prints papers for an order."""
PASSED_ON = ("content-type", "content-disposition", "cache-control", "etag")
"""What of a department's answer its reader hears."""
Language = Literal["en", "zh-Hans"]
Version = Annotated[int | None, Query(ge=1, le=10**6)]
Kind = Annotated[str, Path(pattern="^[a-z_]{1,50}$")]
router = Router()


@dataclass(frozen=True)
class Printable:
    """A paper, who prints it, and where at the desk it is; ``path`` is empty while it waits for something.

    Behind the path stands ``.pdf``, or ``/`` and the name of another of its forms.
    """

    department: Department
    paper: told.Paper
    path: str


def asks_of(order_id: UUID) -> Asks:
    """Who issues papers is asked for those of an order, under his own name."""
    return {name: (name, f"/api/v1/papers?order={order_id}") for name in ISSUERS}


def printable_of(answers: Answers) -> list[Printable]:
    """What the departments say that this person may have."""
    found = [(name, paper) for name in ISSUERS if (of := answers.of(name, told.Papers)) for paper in of.items]
    return [Printable(name, paper, _path(name, paper)) for name, paper in found]


def by_number(printable: Sequence[Printable]) -> dict[str, list[Printable]]:
    """Several kinds may bear the number of one document; what has none yet is under the empty one."""
    in_order = sorted(printable, key=lambda one: one.paper.number)
    return {number: list(those) for number, those in groupby(in_order, key=lambda one: one.paper.number)}


def _path(department: Department, paper: told.Paper) -> str:
    if paper.waits_for:
        return ""
    return f"/desk/papers/{department}/{paper.kind}/{quote(paper.document, safe='')}"


@router.get("/papers/{department}/{kind}/{document}.pdf")
async def get_paper(
    request: Request,
    session: SignedIn,
    department: Department,
    kind: Kind,
    document: Reference,
    language: Language | None = None,
    version: Version = None,
) -> Response:
    """The PDF as the department gives it to this person: for the customer in his language, unless another is asked."""
    return await _given(
        request, session, department, f"{kind}/{quote(document, safe='')}.pdf", language=language, version=version
    )


@router.get("/papers/{department}/{kind}/{document}/{form}")
async def get_form(
    request: Request,
    session: SignedIn,
    department: Department,
    kind: Kind,
    document: Reference,
    form: Annotated[str, Path(pattern="^[a-z-]{1,30}$")],
    language: Language | None = None,
    version: Version = None,
) -> Response:
    """The same as data; what it lacks for that, field by field."""
    return await _given(
        request, session, department, f"{kind}/{quote(document, safe='')}/{form}", language=language, version=version
    )


async def _given(request: Request, session: Session, department: Department, paper: str, **asked: Any) -> Response:
    path = f"/api/v1/papers/{paper}?{urlencode({name: one for name, one in asked.items() if one})}"
    return await handed_on(request, session, department, path)


async def handed_on(request: Request, session: Session, department: Department, path: str) -> Response:
    """A file as the department gives it to this person, or a page that says why not."""
    answer = await request.app.state.departments.fetch(department, path, session, trace_of(request))
    if isinstance(answer, Away):
        return fault_page(request, 503)
    if isinstance(answer, Refused):
        return fault_page(request, answer.status, why(answer))
    headers = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
    return Response(answer.content, headers=headers)


def why(refused: Refused) -> str:
    """The department's sentence, then what it expected at which field."""
    return " · ".join((refused.detail, *(f"{field}: {expected}" for field, expected in refused.faults.items())))
