"""What an order's page says at first sight of its money and its papers, asked of who owns them (NOT-2)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request

from services.notify.desk.order import told
from services.notify.desk.order.asking import Answers, answers_of
from services.notify.desk.order.papers import Printable, asks_of, printable_of
from services.notify.desk.session import Session
from services.notify.desk.trace import trace_of

ACCOUNT = "account"


@dataclass(frozen=True)
class Brief:
    """As much of it as this person may see."""

    answers: Answers
    account: told.Account | None
    papers: tuple[Printable, ...]
    """Those that can be had now."""


async def brief_of(request: Request, session: Session, order_id: UUID) -> Brief:
    """All are asked side by side."""
    asks = {**asks_of(order_id), ACCOUNT: ("finance", f"/api/v1/orders/{order_id}/account")}
    answers = await answers_of(request.app.state.departments, session, trace_of(request), asks)
    return Brief(answers, answers.of(ACCOUNT, told.Account), tuple(one for one in printable_of(answers) if one.path))
