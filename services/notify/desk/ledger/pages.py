"""The page of the ledger's accounts, asked of finance as the person may (FIN-3)."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from fastapi import Request
from fastapi.responses import Response

from chassis.http.router import Router
from services.notify.desk.doing.departments import Done
from services.notify.desk.drawing import page
from services.notify.desk.ledger.told import Accounts
from services.notify.desk.session import SignedIn
from services.notify.desk.trace import trace_of

PATH = "/api/v1/ledger/accounts"
router = Router()


@router.get("/ledger")
async def get_ledger(
    request: Request, session: SignedIn, since: str = "", until: str = "", account: str = ""
) -> Response:
    """What each account had, what was posted, what it has; days that are none are told as finance tells them."""
    asked = {"since": since, "until": until, "account": account}
    query = urlencode({name: value.strip() for name, value in asked.items() if value.strip()})
    departments = request.app.state.departments
    answer = await departments.look("finance", f"{PATH}?{query}", session, trace_of(request))
    told = msgspec.convert(answer.body, Accounts) if isinstance(answer, Done) else None
    shown = {"since": f"{told.since}", "until": f"{told.until}"} if told else {}
    return page(request, "ledger.html", session, answer=answer, ledger=told, asked=asked | shown)
