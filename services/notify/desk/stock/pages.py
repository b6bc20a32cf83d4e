"""The pages of the stock and of what is asked back, asked of the warehouse as the person may (WHS-1, WHS-7, WHS-8)."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from chassis.http.router import Router
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import answers_of
from services.notify.desk.session import SignedIn
from services.notify.desk.stock.told import ExpectedReturns, ExpiringLots, Paces
from services.notify.desk.trace import trace_of

PATH, LOTS, RETURNS = "/api/v1/turnover", "/api/v1/expiring-lots", "/api/v1/expected-returns"
Within = Annotated[int | None, Query(ge=0, le=3_660)]
router = Router()


@router.get("/stock")
async def get_stock(request: Request, session: SignedIn, which: str = "all", after: str = "") -> Response:
    """All items, those that lie still, run out soon or will be short; a word that is none of these shows all."""
    shown = which if which in ("slow", "running_out", "foreseen") else "all"
    asked = {"which": shown, **({"after": after} if after else {})}
    asks = {"paces": ("warehouse", f"{PATH}?{urlencode(asked)}")}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    paces = answers.of("paces", Paces) or Paces(items=())
    return page(request, "stock.html", session, which=shown, answers=answers, paces=paces)


@router.get("/stock/lots")
async def get_lots(request: Request, session: SignedIn, within: Within = None, after: str = "") -> Response:
    """Lots that are here and expire within so many days, by the company's figure unless told, and those that have."""
    asked = ({} if within is None else {"within": within}) | ({"after": after} if after else {})
    asks = {"lots": ("warehouse", f"{LOTS}?{urlencode(asked)}")}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    lots = answers.of("lots", ExpiringLots) or ExpiringLots(items=())
    return page(request, "expiring_lots.html", session, within=within, answers=answers, lots=lots)


@router.get("/returns")
async def get_returns(request: Request, session: SignedIn, after: UUID | None = None) -> Response:
    """What customers are asked to send back and has not come yet."""
    asks = {"returns": ("warehouse", RETURNS + (f"?{urlencode({'after': after})}" if after else ""))}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    returns = answers.of("returns", ExpectedReturns) or ExpectedReturns(items=())
    return page(request, "returns.html", session, answers=answers, returns=returns)
