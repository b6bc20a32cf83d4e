"""The page of foreign currencies, asked of finance as the person may (FIN-8)."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

import msgspec
from fastapi import Request
from fastapi.responses import Response

from chassis.http.download import Download
from chassis.http.router import Router
from contracts.rates import HOME
from services.notify.desk.currencies.sheet import workbook
from services.notify.desk.currencies.told import Exposure, OneOrder, Orders, Settlements
from services.notify.desk.doing.departments import Answered, Away, Done, Refused
from services.notify.desk.drawing import page
from services.notify.desk.faults import fault_page
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.sheets import answered
from services.notify.desk.trace import trace_of

PATH = "/api/v1/currency-exposure"
SETTLEMENTS = "/api/v1/settlements"
AT_ONCE = 500
PAGES_MAX = 40
"""A spreadsheet has no more than 20,000 orders, and says so where there are more."""
router = Router()


@router.get("/currencies")
async def get_currencies(
    request: Request, session: SignedIn, percent: str = "0", currency: str = "", after: str = "", payments: str = ""
) -> Response:
    """By currency and by order, and payments from and to abroad with their papers; a move that is no number is told as
    finance tells it."""
    asked = _asked(percent, currency)
    told = await _look(request, session, PATH, asked)
    listed = await _look(request, session, f"{PATH}/orders", {**asked, **({"after": after} if after else {})})
    paid = await _look(request, session, SETTLEMENTS, {"limit": "50", **({"after": payments} if payments else {})})
    return page(
        request,
        "currencies.html",
        session,
        answer=told if not isinstance(told, Done) else listed,
        exposure=msgspec.convert(told.body, Exposure) if isinstance(told, Done) else None,
        orders=msgspec.convert(listed.body, Orders) if isinstance(listed, Done) else Orders(items=()),
        settlements=msgspec.convert(paid.body, Settlements) if isinstance(paid, Done) else Settlements(),
        asked={"percent": percent, "currency": currency},
        home=HOME,
    )


@router.get("/currencies.xlsx")
async def get_sheet(
    request: Request, session: SignedIn, download: Download, percent: str = "0", currency: str = ""
) -> Response:
    """All orders, where the page has the first of them; without an answer of finance the page says why."""
    asked = _asked(percent, currency)
    told = await _look(request, session, PATH, asked)
    if not isinstance(told, Done):
        return await get_currencies(request, session, percent, currency)
    orders = await _all(request, session, asked)
    if isinstance(orders, Away):
        return fault_page(request, 503)
    if isinstance(orders, Refused):
        return fault_page(request, orders.status, orders.detail)
    exposure, whole = msgspec.convert(told.body, Exposure), orders.next is None
    file = workbook(exposure, orders.items, session.choices.language, whole=whole)
    return await answered(download, file, "currencies", len(orders.items))


async def _all(request: Request, session: Session, asked: dict[str, str]) -> Orders | Refused | Away:
    """All that a sheet holds, and whether there are more; or finance's no."""
    found, after = list[OneOrder](), UUID(int=0)
    for _ in range(PAGES_MAX):
        more = {**asked, "after": str(after), "limit": str(AT_ONCE)}
        answer = await _look(request, session, f"{PATH}/orders", more)
        if not isinstance(answer, Done):
            return answer
        listed = msgspec.convert(answer.body, Orders)
        found += listed.items
        if listed.next is None:
            return Orders(items=tuple(found))
        after = listed.next
    return Orders(items=tuple(found), next=after)


def _asked(percent: str, currency: str) -> dict[str, str]:
    return {"percent": percent or "0", **({"currency": currency} if currency else {})}


async def _look(request: Request, session: Session, path: str, asked: dict[str, str]) -> Answered:
    departments = request.app.state.departments
    answer: Answered = await departments.look("finance", f"{path}?{urlencode(asked)}", session, trace_of(request))
    return answer
