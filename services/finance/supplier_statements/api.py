"""HTTP of suppliers' monthly statements (FIN-5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, Role, allow
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Day, Number
from services.finance.supplier_statement import store
from services.finance.supplier_statement.rules import Say, Verdict
from services.finance.supplier_statement.view import StatementState, state_of
from services.finance.supplier_statements import handlers

STAFF: tuple[Role, ...] = ("accountant", "finance manager", "general manager", "buyer", "management")
Reader = Annotated[Person, Depends(allow(*STAFF, "supplier"))]
Replier = Annotated[Person, Depends(allow("accountant", "supplier"))]


def _first(day: date) -> date:
    return day.replace(day=1)


Month = Annotated[Day, AfterValidator(_first), Path(description="Any day of the month")]

router = APIRouter(prefix="/api/v1/supplier-statements", tags=["supplier statements"])


class ReplyToStatement(BaseModel):
    """``closing``: what the supplier's own books say that he was owed at the end of the month."""

    verdict: Verdict
    closing: Annotated[Number, Field(gt=-(10**12), lt=10**12)] = Decimal(0)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""


@router.get("/{supplier}/{month}/{currency}")
async def find_supplier_statement(
    by: Reader, supplier: Code, month: Month, currency: CurrencyNow, db: Look
) -> StatementState:
    """What a supplier was owed, what was billed and paid in a month, and what he says of it; he sees his own."""
    _own(by, supplier)
    found = await store.load(db, [(supplier, month, currency)])
    if not found:
        raise NotFound(what="supplier", id=supplier)
    return state_of(found[supplier, month, currency])


@router.post("/{supplier}/{month}/{currency}/reply", response_model=StatementState)
async def reply_to_statement(
    by: Replier, supplier: Code, month: Month, currency: CurrencyNow, asked: ReplyToStatement, ask: Ask
) -> Response:
    """The supplier agrees to a month that is over, or disputes it; an accountant may say it for him (FIN-5)."""
    _own(by, supplier)
    said = Say(supplier, month, currency, asked.verdict, asked.closing, asked.reason, by.code)
    return await ask(handlers.reply, said, key=f"{supplier}/{month}/{currency}", by=by)


def _own(by: Person, supplier: str) -> None:
    """A supplier sees what is his alone (ALL-3)."""
    if by.only("supplier", STAFF) not in ("", supplier):
        raise NotFound(what="supplier", id=supplier)
