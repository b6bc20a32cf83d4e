"""HTTP of suppliers' accounts: entered by one, confirmed by another (FIN-5, FIN-7)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from contracts.scalars import Code, Count, Number
from services.finance.payee.rules import BIC, BankAccount, ConfirmAccount, PutAccount, PutDiscount, checked
from services.finance.payee.view import PayeeState, state_of
from services.finance.payees import handlers, store

Accountant = Annotated[Person, Depends(allow("accountant"))]
Manager = Annotated[Person, Depends(allow("finance manager"))]
Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager"))]

router = Router(prefix="/api/v1/payees", tags=["payees"])


AccountNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=34, pattern=r"^[A-Za-z0-9][A-Za-z0-9 /-]*$"),
    AfterValidator(checked),
]
Bic = Annotated[
    str,
    StringConstraints(pattern=f"^{BIC}$"),
    Field(description="The bank by ISO 9362"),
]
Holder = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=140)]


class AccountAsked(BaseModel):
    """Where a supplier is paid: an IBAN, or an account number as his bank writes it."""

    holder: Holder
    number: AccountNumber
    bic: Bic


class DiscountAsked(BaseModel):
    """So much of a bill, tax included, that is paid within days of its date: 0.02 within 10; 0 is none."""

    share: Annotated[Number, Field(ge=0, lt=1)]
    days: Annotated[Count, Field(ge=0, le=365)]


class Payees(Page[PayeeState, str]):
    """Suppliers by code; ``next`` is the cursor of the next page."""


@router.put("/{supplier}/account", response_model=PayeeState)
async def put_payee_account(by: Accountant, supplier: Code, asked: AccountAsked, ask: Ask) -> Response:
    """Until somebody else confirms it, the supplier is paid where he was before (FIN-7)."""
    command = PutAccount(supplier, BankAccount(**asked.model_dump()), by.code)
    return await ask(handlers.put_accounts, command, key=supplier, by=by)


@router.put("/{supplier}/discount", response_model=PayeeState)
async def put_payee_discount(by: Accountant, supplier: Code, asked: DiscountAsked, ask: Ask) -> Response:
    """What he grants for paying early; proposals of payments take it and say what it saves (FIN-5)."""
    return await ask(handlers.put_discounts, PutDiscount(supplier, asked.share, asked.days), key=supplier, by=by)


@router.post("/{supplier}/account/confirm", response_model=PayeeState)
async def confirm_payee_account(by: Manager, supplier: Code, ask: Ask) -> Response:
    """Compared with the supplier's own word, by nobody who entered it (FIN-7)."""
    return await ask(handlers.confirm_accounts, ConfirmAccount(supplier, by.code), key=supplier, by=by)


@router.get("")
async def list_payees(
    db: Look, _: Reader, after: Annotated[str, Query(max_length=100)] = "", limit: Limit = 100
) -> Payees:
    """Suppliers whom finance pays; of an account the last characters alone."""
    found = await store.listed(db, after, limit)
    return Payees(items=tuple(map(state_of, found)), next=found[-1].supplier if len(found) == limit else None)
