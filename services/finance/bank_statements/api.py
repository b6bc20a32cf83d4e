"""HTTP of bank statements: a file is brought, what was taken in is looked at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query, Response

from chassis import clock
from chassis.figures import holding
from chassis.file_faults import in_content
from chassis.http.download import Download, LeavingFile
from chassis.http.files import FileBody, bytes_of
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page, read_by
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import InvalidInput, NotFound
from contracts.scalars import Day, Reference
from services.finance.bank_statements import handlers, store
from services.finance.bank_statements.rules.reading import read, text_of
from services.finance.bank_statements.rules.taking import BankFile, named
from services.finance.bank_statements.view import FileTaken, StatementKept, StatementState
from services.finance.policy import Policy
from services.finance.rates import store as rates

ONE_BANK = "bank"
"""Files are taken in one after another, so that each sees those before it."""
Booker = Annotated[Person, Depends(allow("accountant", "finance manager", "bank"))]
Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "management"))]
router = Router(prefix="/api/v1", tags=["bank statements"])


class BroughtFile(FileBody):
    """camt.053, camt.054, MT940, or CSV as the account names its columns; or the bytes of the file as the body."""


class StatementStates(Page[StatementState, str]):
    """Statements by account and number; ``next`` is the cursor of the next page."""


class StatementsArchived(Page[StatementKept, str]):
    """Statements as they were taken in, the newest first; ``next`` is the cursor of the next page."""


def _place(written: str) -> store.Place:
    taken_at, account, number = written.split(" ", 2)
    return datetime.fromisoformat(taken_at), account, number


After = Annotated[str, Query(max_length=300), read_by(_place)]


@router.post("/bank-files", response_model=FileTaken)
async def take_bank_file(asked: BroughtFile, db: Look, ask: Ask, by: Booker) -> Response:
    """Each booked entry once, however often it comes; what is certain is then booked by rule, the rest waits."""
    accounts = (await holding(db, Policy)).bank_accounts
    today = clock.today()
    came = bytes_of(asked.content)
    reading = read(text_of(asked.content, came), accounts, await rates.values(db, today), today)
    if reading.faults:
        raise InvalidInput([fault | {"field": in_content(fault["field"])} for fault in reading.faults])
    file = BankFile(tuple(map(named, reading.statements)), by.code, came)
    return await ask(handlers.take_in, file, key=ONE_BANK, by=by)


@router.get("/bank-files/{sha256}", include_in_schema=False)
async def get_bank_file(_: Reader, sha256: Reference, db: Look, download: Download) -> Response:
    """A file from which a statement was taken in, as it came (FIN-9)."""
    found = await store.content(db, sha256)
    if found is None:
        raise NotFound(what="file", id=sha256)
    file = LeavingFile(f"{sha256[:12]}.bank", "application/octet-stream", found)
    return await download(file, f"bank file {sha256}")


@router.get("/bank-statements", response_model=StatementStates)
async def list_bank_statements(
    db: Look, _: Reader, after: Annotated[str, Query(max_length=200)] = "", limit: Limit = 100
) -> StatementStates:
    """What was taken in, by account and number."""
    account, __, number = after.partition(" ")
    items = tuple(StatementState(**row) for row in await store.listed(db, (account, number), limit))
    following = f"{items[-1].account} {items[-1].number}" if len(items) == limit else None
    return StatementStates(items=items, next=following)


@router.get("/bank-statements/archive", response_model=StatementsArchived)
async def search_bank_statements(
    db: Look,
    _: Reader,
    number: Reference | None = None,
    since: Day | None = None,
    until: Day | None = None,
    after: After = "",
    limit: Limit = 100,
) -> StatementsArchived:
    """By the number of statement or account, and when it was taken in; ``until`` is the last day (FIN-9)."""
    begins, ends = _midnight(since), _midnight(until and until + timedelta(days=1))
    found = await store.archived(db, number, begins, ends, _place(after) if after else None, limit)
    items = tuple(StatementKept(**row) for row in found)
    last = items[-1] if len(items) == limit else None
    following = f"{last.taken_at.isoformat()} {last.account} {last.number}" if last else None
    return StatementsArchived(items=items, next=following)


def _midnight(day: date | None) -> datetime | None:
    """When a day begins where the company is."""
    return datetime.combine(day, time.min, clock.zone()) if day else None
