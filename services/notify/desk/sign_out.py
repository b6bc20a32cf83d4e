"""Signing out: here, and at the provider (ALL-3)."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from chassis.figures import opening
from chassis.http.router import Router
from services.notify.desk.choices import choices_of
from services.notify.desk.client import leave
from services.notify.desk.cookies import ID_TOKEN, cookie_of, drop
from services.notify.desk.drawing import html
from services.notify.desk.onward import onward
from services.notify.desk.provider import NotLetIn, asked, page_of_the_desk
from services.notify.desk.session import COOKIE
from services.notify.policy import Policy

router = Router()


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Here at once; at the provider too, if it has a page for that and answers."""
    policy, back = opening(Policy), page_of_the_desk(opening(Policy), "signed-out")
    hint = cookie_of(request, ID_TOKEN) or (cookie_of(request, COOKIE) if policy.sign_in_bearer == "id_token" else "")
    try:
        document = await asked()[1].document()
        to = leave(document, policy.sign_in_client, hint, back)
    except NotLetIn:
        to = None
    answer = onward(to or "/desk/signed-out")
    for cookie in (COOKIE, ID_TOKEN):
        drop(answer, cookie)
    return answer


@router.get("/signed-out")
async def signed_out(request: Request) -> HTMLResponse:
    """Open to everybody."""
    return HTMLResponse(html("signed_out.html", choices_of(request)))
