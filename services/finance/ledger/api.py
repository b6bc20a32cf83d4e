"""HTTP of the ledger: looked at, never written by hand."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from pydantic import BaseModel, StringConstraints

from chassis import clock
from chassis.http.asked import period_of
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import InvalidInput
from contracts.scalars import Code, Day
from contracts.texts import Text
from services.finance.account.rules.entries import ACCOUNT
from services.finance.ledger import store
from services.finance.ledger.view import AccountBalance, AccountOfPeriod, Balance, Fault, JournalEntry, Receivable

Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "management"))]

AccountName = Annotated[str, StringConstraints(pattern=f"^{ACCOUNT.pattern}$")]

router = Router(prefix="/api/v1", tags=["ledger"])


class TrialBalance(Page[Balance, None]):
    """Debits and credits by currency, and by account; it has one page."""

    accounts: list[AccountBalance]


class AccountsOfPeriod(Page[AccountOfPeriod, None]):
    """From its first to its last day, by account and currency; it has one page."""

    since: Day
    until: Day


class Entries(Page[JournalEntry]):
    """The journal in the order of its making (FIN-9); ``next`` is the cursor of the next page."""


class Receivables(Page[Receivable]):
    """What each invoice's postings leave open; ``next`` is the cursor of the next page."""


class Checked(BaseModel):
    """Whether the money is as it must be, and what of it is not."""

    ok: bool
    faults: list[Fault]


@router.get("/ledger/balance", response_model=TrialBalance)
async def get_balance(db: Look, _: Reader) -> TrialBalance:
    """Debits and credits by currency, and the trial balance by account."""
    return TrialBalance(items=tuple(await store.balance(db)), accounts=await store.accounts(db))


@router.get("/ledger/accounts", response_model=AccountsOfPeriod)
async def list_accounts_of_period(
    db: Look, _: Reader, since: Day | None = None, until: Day | None = None, account: AccountName | None = None
) -> AccountsOfPeriod:
    """What each account had before a period, what was posted in it, and what it has after it (FIN-3).

    From the first day of this month until today, unless told.
    """
    first, last = since or (until or clock.today()).replace(day=1), until or clock.today()
    if last < first:
        raise InvalidInput([{"field": "until", "expected": Text("{day} or later", day=first), "came": f"{last}"}])
    items = tuple(await store.of_period(db, first, last, account))
    return AccountsOfPeriod(items=items, since=first, until=last)


@router.get("/ledger/entries", response_model=Entries)
async def list_entries(
    db: Look,
    _: Reader,
    order_id: UUID | None = None,
    customer: Code | None = None,
    supplier: Code | None = None,
    since: Day | None = None,
    until: Day | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> Entries:
    """The journal, or what was booked from ``since`` until ``until``, both days with it (FIN-9, ALL-7)."""
    if since and until:
        since, until = period_of(since, until, 0)
    booked = store.Booked(order_id, customer, supplier, since, until)
    items = await store.entries(db, booked, after, limit)
    return Entries(items=tuple(items), next=items[-1].entry_id if len(items) == limit else None)


@router.get("/ledger/receivables", response_model=Receivables)
async def list_receivables(
    db: Look, _: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Receivables:
    """The accounts receivable sub-ledger, by invoice."""
    items = await store.receivables(db, customer, after, limit)
    return Receivables(items=tuple(items), next=items[-1].invoice_id if len(items) == limit else None)


@router.get("/check", response_model=Checked)
async def check(
    db: Look, _: Annotated[Person, Depends(allow("accountant", "finance manager", "management", "administrator"))]
) -> Checked:
    """Whether the money is as it must be; the faults name what is not."""
    faults = await store.faults(db)
    return Checked(ok=not faults, faults=faults)
