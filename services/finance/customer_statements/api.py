"""HTTP of a customer's statement: he looks at his own, staff at any (FIN-10, ALL-3)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from chassis.http.identity import Person, allow
from chassis.http.web import Look
from chassis.refusal import NotFound
from contracts.scalars import Code
from services.finance.account.paths import READERS
from services.finance.customer_statements import store
from services.finance.customer_statements.view import CustomerStatement, statement_of
from services.finance.month.paths import OfMonth
from services.finance.month.rules.month import Month

router = APIRouter(prefix="/api/v1", tags=["statements"])


@router.get("/customers/{customer}/statements/{month}", response_model=CustomerStatement)
async def find_customer_statement(
    customer: Code, month: OfMonth, db: Look, by: Annotated[Person, Depends(allow(*READERS, "customer"))]
) -> CustomerStatement:
    """What he owed before the month, what was booked in it, what he owed then, and his open invoices, by currency."""
    if not set(by.roles) & set(READERS) and by.code != customer:
        raise NotFound(what="customer", id=customer)
    of = Month(month=month)
    openings = await store.openings(db, customer, of.first_day)
    lines = await store.lines(db, customer, of.first_day, of.last_day)
    return statement_of(customer, month, openings, lines, await store.open_items(db, customer, of.last_day))
