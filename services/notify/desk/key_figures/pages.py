"""Key figures at the desk: notify's own, and how satisfied customers were, asked of sales (NOT-11, ALL-6)."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from chassis import clock
from chassis.handling import Reading
from chassis.http.download import Download
from chassis.http.router import Router
from chassis.http.web import Look
from services.notify.desk.drawing import page
from services.notify.desk.faults import fault_page
from services.notify.desk.key_figures.bars import Bar, bars_of, first_of
from services.notify.desk.key_figures.sheet import workbook
from services.notify.desk.key_figures.told import Line, Proof, SatisfactionOfAll, lines_of, proofs_of
from services.notify.desk.order.asking import Answers, Asks, answers_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.sheets import answered
from services.notify.desk.trace import trace_of
from services.notify.key_figures.rules import Period
from services.notify.key_figures.store import count
from services.notify.key_figures.view import Days, KeyFigures

ASKED = ("since", "until", "against_since", "against_until", "by")
PATH = "/api/v1/key-figures"
router = Router()


@router.get("/key-figures")
async def get_key_figures(request: Request, db: Look, session: SignedIn) -> Response:
    """A month beside the one before, unless told; by merchandiser or by customer; and the last twelve months."""
    asked = _asked(request)
    answers = await _ask(request, session, {"figures": _own(asked)})
    told = answers.of("figures", KeyFigures)
    satisfied = await _satisfaction(request, session, told) if told else Answers({}, (), ())
    return page(
        request, "key_figures.html", session, answers=answers, satisfied=satisfied, asked=asked, told=told,
        lines=_lines(told, satisfied), proofs=_proofs(told, satisfied),
        charts=await _charts(db) if told else {},
    )  # fmt: skip


@router.get("/key-figures.xlsx")
async def get_sheet(request: Request, db: Look, session: SignedIn, download: Download) -> Response:
    """All that the page has in tables; where nothing is told, the page says why."""
    answers = await _ask(request, session, {"figures": _own(_asked(request))})
    told = answers.of("figures", KeyFigures)
    if told is None:
        return fault_page(request, 503) if answers.away else await get_key_figures(request, db, session)
    satisfied = await _satisfaction(request, session, told)
    file = workbook(told, _lines(told, satisfied), session.choices.language)
    return await answered(download, file, "key-figures")


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "") for name in ASKED}


def _own(asked: dict[str, str]) -> tuple[str, str]:
    return "notify", f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"


async def _satisfaction(request: Request, session: Session, told: KeyFigures) -> Answers:
    asks = {"now": _of_sales(told.period), "before": _of_sales(told.against)}
    return await _ask(request, session, asks)


def _of_sales(days: Days) -> tuple[str, str]:
    return "sales", f"/api/v1/satisfaction?{urlencode({'since': days.since, 'until': days.until, 'limit': 1})}"


async def _ask(request: Request, session: Session, asks: Asks) -> Answers:
    return await answers_of(request.app.state.departments, session, trace_of(request), asks)


def _lines(told: KeyFigures | None, satisfied: Answers) -> list[Line]:
    if told is None:
        return []
    now, before = (satisfied.of(name, SatisfactionOfAll) for name in ("now", "before"))
    return list(lines_of(told.whole, now, before))


def _proofs(told: KeyFigures | None, satisfied: Answers) -> list[Proof]:
    return list(proofs_of(told, satisfied.of("now", SatisfactionOfAll))) if told else []


async def _charts(db: Reading) -> dict[str, list[Bar]]:
    """Of who may see the figures beside them."""
    today = clock.today()
    _, months = await count(db, Period(first_of(today), today), "month")
    return {figure: bars_of(months, figure, today) for figure in ("hours_to_confirm", "on_time_rate")}
