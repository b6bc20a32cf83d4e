"""HTTP of payment runs, and the file that the bank gets (FIN-5)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import CurrencyNow, DayAhead, DayGone
from chassis.http.download import Download, LeavingFile
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.papers.company import issuer
from chassis.refusal import NotFound, Refusal
from contracts.scalars import Day, Reference
from contracts.value import fields_of
from services.finance.bill.paths import RunId
from services.finance.bill.rules.run import PaymentRun
from services.finance.bill.rules.run import RunState as Stage
from services.finance.bill.view import RunState, state_of_run
from services.finance.payment_runs import handlers, store
from services.finance.payment_runs.rules.asked import Approve, NotInState, Pay, Propose, Withdraw
from services.finance.payment_runs.rules.credit_transfer import Debtor, credit_transfer
from services.finance.policy import Policy

Accountant = Annotated[Person, Depends(allow("accountant"))]
Manager = Annotated[Person, Depends(allow("finance manager"))]
Payer = Annotated[Person, Depends(allow("accountant", "finance manager"))]
Reader = Annotated[Person, Depends(allow("accountant", "finance manager", "general manager", "management"))]

router = Router(prefix="/api/v1/payment-runs", tags=["payment runs"])


class CompanyUnknownToBank(Refusal):
    """The account and the bank from which suppliers are paid are not kept: the figures company_account, company_bic."""


class ProposePayments(BaseModel):
    """All that is due by ``due_by`` in a currency; the bank pays on ``pay_on``."""

    currency: Annotated[CurrencyNow, Field(examples=["CNY"])]
    due_by: Day
    pay_on: DayAhead


class PaidByBank(BaseModel):
    """The line of the bank's statement."""

    bank_reference: Reference
    paid_on: DayGone


class Runs(Page[RunState]):
    """Payment runs in the order of their making; ``next`` is the cursor of the next page."""


@router.post("", response_model=RunState)
async def propose_payment_run(by: Accountant, asked: ProposePayments, ask: Ask) -> Response:
    """Every bill that is due and in no run, of suppliers of whom it is confirmed where they are paid (FIN-5)."""
    command = Propose(asked.currency, asked.due_by, asked.pay_on, by.code)
    return await ask(handlers.propose, command, key=f"payment-run/{asked.currency}", by=by)


@router.post("/{run_id}/approve", response_model=RunState)
async def approve_payment_run(by: Manager, run_id: RunId, ask: Ask) -> Response:
    """By nobody who proposed it; from here on it is settled where the money goes (FIN-7)."""
    return await ask(handlers.approve, Approve(run_id, by.code), key=str(run_id), by=by)


@router.post("/{run_id}/withdraw", response_model=RunState)
async def withdraw_payment_run(by: Payer, run_id: RunId, ask: Ask) -> Response:
    """Not paid; its bills may be proposed again. What was approved a finance manager withdraws (FIN-5, FIN-7)."""
    return await ask(handlers.withdraw, Withdraw(run_id, "finance manager" in by.roles), key=str(run_id), by=by)


@router.post("/{run_id}/pay", response_model=RunState)
async def pay_payment_run(by: Accountant, run_id: RunId, asked: PaidByBank, ask: Ask) -> Response:
    """The bank has done it, as a line of its statement shows; nothing of the bills is owed any more (FIN-5)."""
    command = Pay(run_id, asked.bank_reference, asked.paid_on)
    return await ask(handlers.pay, command, key=str(run_id), by=by)


@router.get("")
async def list_payment_runs(
    db: Look, _: Reader, state: Stage | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Runs:
    """Payment runs, with the bills that each pays."""
    found = await store.listed(db, state, after, limit)
    return Runs(items=tuple(map(state_of_run, found)), next=found[-1].run_id if len(found) == limit else None)


@router.get("/{run_id}")
async def find_payment_run(_: Reader, run_id: RunId, db: Look) -> RunState:
    """One run; what its bank takes is at ``file.xml`` once it is approved (FIN-5)."""
    return state_of_run(await _found(db, run_id))


@router.get("/{run_id}/file.xml", include_in_schema=False)
async def get_payment_file(_: Payer, run_id: RunId, db: Look, download: Download) -> Response:
    """What the bank takes: ISO 20022 pain.001.001.09 (FIN-5)."""
    run, policy = await _found(db, run_id), await holding(db, Policy)
    if run.state != "approved":
        raise NotInState(number=run.number, state=run.state, wanted="approved")
    debtor = Debtor(issuer().name, policy.company_account, policy.company_bic)
    if debtor.wanting:
        raise CompanyUnknownToBank
    file = LeavingFile(f"{run.number}.xml", "application/xml", credit_transfer(run, debtor, clock.now()))
    return await download(file, f"payment run {run.number}", len(run.payments))


async def _found(db: Reading, run_id: UUID) -> PaymentRun:
    run = await store.find(db, run_id)
    if run is None:
        raise NotFound(what="payment run", id=run_id)
    return run


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(run) for run in await store.open_runs(db, after or FIRST, limit)]


def _subject(run: PaymentRun) -> Subject:
    name = f"{run.number} {run.total:f} {run.currency}"
    says = {name: value for name, value in fields_of(run).items() if name != "payments"}
    return Subject("run", run.run_id, name, {"run_id": run.run_id}, says)


SUBJECTS = Subjects(waiting=_waiting)
"""A run pays many; it is found at the department alone."""
