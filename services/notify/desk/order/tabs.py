"""The parts of an order's page that are asked of the departments, each a page of its own too (NOT-2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import Response

from chassis.handling import Reading
from chassis.http.router import Router
from chassis.http.web import Look
from services.notify.desk.drawing import page
from services.notify.desk.order import told
from services.notify.desk.order.asking import Answers, Asks, answers_of
from services.notify.desk.order.lines import bought_of, columns_of, lines_of
from services.notify.desk.order.messages import messages_of
from services.notify.desk.order.money import margins_of, rate_of
from services.notify.desk.order.papers import ISSUERS, asks_of, by_number, printable_of
from services.notify.desk.order.reading import order_of, row_of
from services.notify.desk.order.timeline import filter_of
from services.notify.desk.order.view import OrderPage
from services.notify.desk.order.ways import asks_of_ways, ways_of
from services.notify.desk.session import Session, SignedIn
from services.notify.desk.trace import trace_of

INVOICES_MAX = 500
router = Router()
Tab = Literal["story", "lines", "versions", "documents", "messages", "money", "all"]
ASKED: Mapping[Tab, tuple[str, ...]] = {
    "documents": ISSUERS,
    "lines": ("order", "stock", "purchases", "invoices"),
    "versions": ("versions",),
    "messages": ("letters", "conversations"),
    "money": ("order", "purchases", "account", "rates"),
    "all": ("order", "stock", "purchases", "invoices", "account", "rates", "letters", "conversations", *ISSUERS),
}
"""What each shows of the departments; the others notify tells alone."""
WITH_LINES: tuple[Tab, ...] = ("lines", "all")


@router.get("/orders/{order_id:uuid}/story")
async def get_story(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    return await _page(request, db, session, order_id, "story")


@router.get("/orders/{order_id:uuid}/lines")
async def get_lines(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    """What is ordered, purchased, set aside, shipped and invoiced of each line."""
    return await _page(request, db, session, order_id, "lines")


@router.get("/orders/{order_id:uuid}/versions")
async def get_versions(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    """What the order said in each version, two of them side by side (SAL-9)."""
    return await _page(request, db, session, order_id, "versions")


@router.get("/orders/{order_id:uuid}/documents")
async def get_documents(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    """The papers that there are by now."""
    return await _page(request, db, session, order_id, "documents")


@router.get("/orders/{order_id:uuid}/messages")
async def get_messages(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    """What the customer was written and told about it, and what he said (SAL-22)."""
    return await _page(request, db, session, order_id, "messages")


@router.get("/orders/{order_id:uuid}/money")
async def get_money(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    """What it comes to, what was invoiced and paid; cost and margin for those who may see them."""
    return await _page(request, db, session, order_id, "money")


@router.get("/orders/{order_id:uuid}/all")
async def get_all(request: Request, db: Look, session: SignedIn, order_id: UUID) -> Response:
    """Everything on one page, as it is printed."""
    return await _page(request, db, session, order_id, "all")


async def _page(request: Request, db: Reading, session: Session, order_id: UUID, tab: Tab) -> Response:
    """With the order's head above it, or, where htmx asks, by itself."""
    order = await order_of(db, await row_of(db, str(order_id)), session.choices, filter_of(request.query_params))
    answers = await _answers(request, session, order, tab)
    template = "order_tabbed.html" if "hx-request" in request.headers else "order.html"
    return page(
        request, template, session, order=order, tab=tab, actions=None, **_shown(order, answers, session.choices.zone)
    )


async def _answers(request: Request, session: Session, order: OrderPage, tab: Tab) -> Answers:
    asks = {**_paths(order), "versions": _versions(order, request)}
    paths = {name: ask for name, ask in asks.items() if name in ASKED.get(tab, ())}
    told_of = (request.app.state.departments, session, trace_of(request))
    answers = await answers_of(*told_of, paths)
    wanted = asks_of_ways(order.row.order_id, answers.of("order", told.Order)) if tab in WITH_LINES else {}
    return answers.besides(await answers_of(*told_of, wanted)) if wanted else answers


def _paths(order: OrderPage) -> Asks:
    """Of purchases only where some were made."""
    id_ = order.row.order_id
    bought = "&".join(f"purchase={purchase}" for purchase in order.purchases)
    purchases = {"purchases": ("purchasing", f"/api/v1/purchases/named?{bought}")} if bought else {}
    return {
        "order": ("sales", f"/api/v1/orders/{id_}"),
        "stock": ("warehouse", f"/api/v1/orders/{id_}/lines"),
        "invoices": ("finance", f"/api/v1/invoices?order_id={id_}&limit={INVOICES_MAX}"),
        "account": ("finance", f"/api/v1/orders/{id_}/account"),
        "rates": ("finance", "/api/v1/rates"),
        "letters": ("sales", f"/api/v1/orders/{id_}/letters"),
        "conversations": ("sales", f"/api/v1/orders/{id_}/conversations"),
        **asks_of(id_),
        **purchases,
    }


def _versions(order: OrderPage, request: Request) -> tuple[str, str]:
    """The two that are asked for, as far as they are numbers; else the last two."""
    asked = {name: request.query_params.get(name, "") for name in ("before", "after")}
    query = urlencode({name: value for name, value in asked.items() if value.isdecimal()})
    return "sales", f"/api/v1/orders/{order.row.order_id}/versions?{query}"


def _shown(order: OrderPage, answers: Answers, zone: ZoneInfo) -> dict[str, Any]:
    of_sales, purchases = answers.of("order", told.Order), answers.of("purchases", told.Purchases)
    stocked, invoices = answers.of("stock", told.StockedLines), answers.of("invoices", told.Invoices)
    rates, account = answers.of("rates", told.Rates), answers.of("account", told.Account)
    lines = lines_of(of_sales, stocked, purchases, invoices)
    seen = {"lines": lines, "columns": columns_of(lines), "bought": bought_of(order.row.order_id, purchases)}
    money = {"account": account, "rate": rate_of(account, rates), "margins": margins_of(of_sales, purchases, rates)}
    letters, conversations = answers.of("letters", told.Letters), answers.of("conversations", told.Conversations)
    judged = {name: getattr(of_sales, name, None) for name in ("risk", "alternatives", "proposed", "anew", "off_list")}
    return {
        "answers": answers,
        "versions": answers.of("versions", told.Versions),
        "messages": messages_of(letters, conversations, zone),
        "printable": by_number(printable_of(answers)),
        "ways": ways_of(answers),
        **judged,
        **seen,
        **money,
    }
