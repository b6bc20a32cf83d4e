"""The pages of the stock and of what is asked back, asked of the warehouse as the person may (WHS-7, WHS-8)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.session import SignedIn
from services.notify.desk.stock.told import ExpectedReturns, Paces
from services.notify.desk.trace import trace_of

PATH = "/api/v1/turnover"
RETURNS = "/api/v1/expected-returns"
router = APIRouter()


@router.get("/stock")
async def get_stock(request: Request, session: SignedIn, which: str = "all", after: str = "") -> Response:
    """All items, those that lie still, run out soon or will be short; a word that is none of these shows all."""
    shown = which if which in ("slow", "running_out", "foreseen") else "all"
    asked = {"which": shown, **({"after": after} if after else {})}
    asks = {"paces": ("warehouse", f"{PATH}?{urlencode(asked)}")}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    paces = answers.of("paces", Paces) or Paces(items=())
    return page(request, "stock.html", session, which=shown, answers=answers, paces=paces)


@router.get("/returns")
async def get_returns(request: Request, session: SignedIn, after: UUID | None = None) -> Response:
    """What customers are asked to send back and has not come yet."""
    asks = {"returns": ("warehouse", RETURNS + (f"?{urlencode({'after': after})}" if after else ""))}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    returns = answers.of("returns", ExpectedReturns) or ExpectedReturns(items=())
    return page(request, "returns.html", session, answers=answers, returns=returns)
