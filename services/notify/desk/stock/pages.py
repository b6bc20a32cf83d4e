"""The page of the stock, asked of the warehouse as the person may (WHS-7)."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.session import SignedIn
from services.notify.desk.stock.told import Paces
from services.notify.desk.trace import trace_of

PATH = "/api/v1/turnover"
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
