"""Pages of how customers are, asked of sales as the person may (SAL-12, SAL-14, SAL-22, SAL-18, SAL-19, SAL-24)."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response

from chassis.http.router import Router
from services.notify.desk.customers.told import (
    CancelsTold,
    CasesTold,
    ComplaintsTold,
    ContractsTold,
    InquiriesTold,
    NeedsTold,
    SatisfactionsTold,
    SilencesTold,
    SimilarTold,
)
from services.notify.desk.drawing import page
from services.notify.desk.order.asking import Answers, answers_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of

COUNTED_BY = ("kind", "item", "customer", "month")
router = Router()


@router.get("/satisfaction")
async def get_satisfaction(
    request: Request, session: SignedIn, since: str = "", until: str = "", after: str = ""
) -> Response:
    """By customer what was asked and answered in a period, a year unless told."""
    asked = {"since": since, "until": until}
    answers = await _told(request, session, "satisfaction", {**asked, "after": after})
    told = answers.of("satisfaction", SatisfactionsTold) or SatisfactionsTold(items=())
    return page(request, "satisfaction.html", session, answers=answers, wanted=asked, told=told)


@router.get("/complaints")
async def get_complaints(
    request: Request, session: SignedIn, since: str = "", until: str = "", by: str = "kind"
) -> Response:
    """How often customers complain in a period, a year unless told, by kind, item, customer or month."""
    asked = {"since": since, "until": until, "by": by if by in COUNTED_BY else "kind"}
    answers = await _told(request, session, "complaint-analysis", asked)
    told = answers.of("complaint-analysis", ComplaintsTold) or ComplaintsTold(items=())
    return page(request, "complaints.html", session, answers=answers, wanted=asked, told=told)


@router.get("/cases")
async def get_cases(request: Request, session: SignedIn, text: str = "", like: str = "", after: str = "") -> Response:
    """The library of closed complaints, by what is told in them; or those most ``like`` one, which its number names."""
    wanted = {"text": text.strip(), "like": like.strip()}
    path = f"complaints/{quote(wanted['like'], safe='')}" if wanted["like"] else "cases"
    answers = await _told(request, session, path, {} if wanted["like"] else {"text": wanted["text"], "after": after})
    similar = answers.of(path, SimilarTold) if wanted["like"] else None
    found = CasesTold(items=similar.similar) if similar else None
    told = found or (None if wanted["like"] else answers.of(path, CasesTold)) or CasesTold(items=())
    return page(request, "cases.html", session, answers=answers, wanted=wanted, told=told)


@router.get("/cancels")
async def get_cancels(
    request: Request, session: SignedIn, since: str = "", until: str = "", cause: str = "", after: str = ""
) -> Response:
    """By customer why he wished to cancel in a period, a year unless told, and how often he was kept."""
    asked = {"since": since, "until": until, "cause": cause}
    answers = await _told(request, session, "cancels", {**asked, "after": after})
    told = answers.of("cancels", CancelsTold) or CancelsTold(items=())
    return page(request, "cancels.html", session, answers=answers, wanted=asked, told=told)


@router.get("/silences")
async def get_silences(request: Request, session: SignedIn, after: str = "") -> Response:
    """To whom somebody is to speak, or to send the list of his open orders."""
    answers = await _told(request, session, "silences", {"after": after})
    told = answers.of("silences", SilencesTold) or SilencesTold(items=())
    return page(request, "silences.html", session, answers=answers, told=told)


@router.get("/contracts")
async def get_contracts(request: Request, session: SignedIn, customer: str = "", after: str = "") -> Response:
    """All contracts, or a customer's, however they stand; its number leads to what can be done with one (SAL-18)."""
    wanted = {"customer": customer.strip()}
    answers = await _told(request, session, "contracts", {**wanted, "after": after})
    told = answers.of("contracts", ContractsTold) or ContractsTold(items=())
    return page(request, "contracts.html", session, answers=answers, wanted=wanted, told=told)


@router.get("/needs")
async def get_needs(request: Request, session: SignedIn, inquiry: str = "", after: str = "") -> Response:
    """Inquiries; or one's questions, what the customer said to them, and to which version he agreed."""
    wanted = inquiry.strip()
    path = f"inquiries/{quote(wanted, safe='')}/needs" if wanted else "inquiries"
    answers = await _told(request, session, path, {} if wanted else {"after": after})
    kind = NeedsTold if wanted else InquiriesTold
    return page(request, "needs.html", session, answers=answers, wanted=wanted, told=answers.of(path, kind))


async def _told(request: Request, session: Session, what: str, asked: dict[str, str]) -> Answers:
    query = urlencode({name: value for name, value in asked.items() if value})
    asks = {what: ("sales", f"/api/v1/{what}?{query}")}
    return await answers_of(request.app.state.departments, session, trace_of(request), asks)
