"""HTTP of suppliers' bills: entered by our people or by the supplier himself (FIN-5, PUR-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import CurrencyNow, DayGone
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.identity import Person, Role, allow
from chassis.http.page import FIRST, Limit, Page, read_by
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound, Refusal
from contracts.money import AskedQuantity
from contracts.scalars import Code, Day, Number, Reference, Told
from contracts.value import fields_of
from services.finance.bill import store as bills
from services.finance.bill.paths import BillId
from services.finance.bill.rules.values import Bill, State
from services.finance.bill.view import BillState, state_of
from services.finance.bills import handlers, rules, store
from services.finance.bills.view import Payable

STAFF: tuple[Role, ...] = ("accountant", "buyer", "finance manager", "general manager", "management")
Reader = Annotated[Person, Depends(allow(*STAFF, "supplier"))]
Enterer = Annotated[Person, Depends(allow("accountant", "buyer", "supplier"))]
Amount = Annotated[Number, Field(ge=0, lt=10**12)]

router = Router(prefix="/api/v1", tags=["bills"])


class BillLineAsked(BaseModel):
    """What a bill asks for one purchase order, which it names by its number; ``tax`` is an amount."""

    purchase: Reference
    item: Code
    quantity: Annotated[AskedQuantity, Field(gt=0)]
    unit_price: Amount
    tax: Amount = Decimal(0)


class BillContent(BaseModel):
    """What stands on a supplier's tax invoice; ``total`` is with tax."""

    dated: DayGone
    currency: Annotated[CurrencyNow, Field(examples=["CNY"])]
    lines: Annotated[list[BillLineAsked], Field(min_length=1, max_length=500)]
    tax: Amount
    total: Annotated[Amount, Field(gt=0)]

    def paper(self, supplier: str, number: str, person: str) -> rules.Paper:
        lines = tuple(rules.LineAsked(**line.model_dump()) for line in self.lines)
        sums = {"tax": self.tax, "total": self.total}
        return rules.Paper(supplier, number, self.dated, self.currency, lines, **sums, person=person)


class EnterBill(BillContent):
    """A supplier's tax invoice, by the number that he gave it."""

    supplier: Code
    number: Reference


class BillOfFile(EnterBill, Item):
    """One bill of a file."""


class Reasoned(BaseModel):
    reason: Told


class BillPage(Page[BillState]):
    """Bills in the order of their making; ``next`` is the cursor of the next page."""


class BillsArchived(Page[BillState, str]):
    """Bills by the day on them, the newest first; ``next`` is the cursor of the next page."""


def _place(written: str) -> store.Place:
    day, _, bill_id = written.partition(" ")
    return date.fromisoformat(day), UUID(bill_id)


After = Annotated[str, Query(max_length=60), read_by(_place)]


class PayablePage(Page[Payable, str]):
    """What suppliers are owed, by supplier and currency; ``next`` is the cursor of the next page."""


@router.post("/bills", response_model=BillState)
async def enter_bill(asked: EnterBill, ask: Ask, by: Enterer) -> Response:
    """What agrees with order and receipts is owed at once; what differs is held back (FIN-5)."""
    paper = _paper(asked, by)
    if isinstance(paper, Refusal):
        raise paper
    return await ask(handlers.enter, paper, key=_key(paper), by=by)


@router.post("/bills/batch", response_model=Answers[BillState])
async def enter_bills(file: Batch[BillOfFile], ask: Ask, by: Enterer) -> Response:
    """Each bill by itself: a bad one never sinks the others."""

    async def do(asked: Sequence[BillOfFile]) -> Sequence[bytes | Refusal]:
        papers = [_paper(one, by) for one in asked]
        good = [
            (one.idempotency_key, _key(paper), paper)
            for one, paper in zip(asked, papers, strict=True)
            if isinstance(paper, rules.Paper)
        ]
        done = iter(await ask.batch(handlers.enter, good, by=by) if good else ())
        return [paper if isinstance(paper, Refusal) else next(done) for paper in papers]

    return await answer_each(file, BillOfFile.model_validate, do)


@router.post("/bills/{bill_id}/correct", response_model=BillState)
async def correct_bill(by: Enterer, bill_id: BillId, asked: BillContent, ask: Ask, db: Look) -> Response:
    """What was entered wrongly of a bill that is held back; it is matched anew (FIN-5)."""
    bill = await _own(db, bill_id, by)
    paper = asked.paper(bill.supplier, bill.number, by.code)
    return await ask(
        handlers.correct, rules.Correct(bill_id, paper, by.only("supplier", STAFF)), key=_key(paper), by=by
    )


@router.post("/bills/{bill_id}/release", response_model=BillState)
async def release_bill(
    by: Annotated[Person, Depends(allow("finance manager", "general manager"))],
    bill_id: BillId,
    asked: Reasoned,
    ask: Ask,
    db: Look,
) -> Response:
    """Owed as it was billed, though it differs; by nobody who entered it (FIN-5, FIN-7)."""
    key = _key(await _own(db, bill_id, by))
    return await ask(handlers.release, rules.Release(bill_id, asked.reason, by.code), key=key, by=by)


@router.post("/bills/{bill_id}/refuse", response_model=BillState)
async def refuse_bill(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    bill_id: BillId,
    asked: Reasoned,
    ask: Ask,
    db: Look,
) -> Response:
    """Back to the supplier, who writes another one (FIN-5)."""
    key = _key(await _own(db, bill_id, by))
    return await ask(handlers.refuse, rules.Refuse(bill_id, asked.reason), key=key, by=by)


@router.get("/bills", response_model=BillPage)
async def list_bills(
    db: Look,
    by: Reader,
    state: State | None = None,
    supplier: Code | None = None,
    number: Reference | None = None,
    purchase_id: UUID | None = None,
    due_by: Day | None = None,
    after: UUID = FIRST,
    limit: Limit = 100,
) -> BillPage:
    """Suppliers' bills; a supplier sees his own."""
    found = await store.listed(
        db,
        state=state,
        supplier=by.only("supplier", STAFF) or supplier,
        number=number,
        purchase=purchase_id,
        due_by=due_by,
        after=after,
        limit=limit,
    )
    items = tuple(state_of(bill) for bill in found)
    return BillPage(items=items, next=found[-1].bill_id if len(found) == limit else None)


@router.get("/bills/archive", response_model=BillsArchived)
async def search_bills(
    db: Look,
    by: Reader,
    supplier: Code | None = None,
    number: Reference | None = None,
    since: Day | None = None,
    until: Day | None = None,
    after: After = "",
    limit: Limit = 100,
) -> BillsArchived:
    """By supplier, number and the day on them; a supplier sees his own (FIN-9)."""
    found = await store.archived(
        db,
        supplier=by.only("supplier", STAFF) or supplier,
        number=number,
        since=since,
        until=until,
        after=_place(after) if after else None,
        limit=limit,
    )
    items = tuple(state_of(bill) for bill in found)
    return BillsArchived(items=items, next=f"{found[-1].dated} {found[-1].bill_id}" if len(found) == limit else None)


@router.get("/bills/{bill_id}", response_model=BillState)
async def find_bill(by: Reader, bill_id: BillId, db: Look) -> BillState:
    """One bill, with what differs of it."""
    return state_of(await _own(db, bill_id, by))


@router.get("/payables", response_model=PayablePage)
async def list_payables(
    db: Look,
    by: Reader,
    supplier: Code | None = None,
    after: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 100,
) -> PayablePage:
    """What is owed to each supplier, by days past the due date; a supplier sees his own (FIN-5)."""
    name, _, currency = after.partition(" ")
    items = await store.payables(db, clock.today(), by.only("supplier", STAFF) or supplier, (name, currency), limit)
    following = f"{items[-1].supplier} {items[-1].currency}" if len(items) == limit else None
    return PayablePage(items=tuple(items), next=following)


def _paper(asked: EnterBill, by: Person) -> rules.Paper | Refusal:
    if by.only("supplier", STAFF) not in ("", asked.supplier):
        return NotFound(what="supplier", id=asked.supplier)
    return asked.paper(asked.supplier, asked.number, by.code)


def _key(bill: rules.Paper | Bill) -> str:
    """A bill is opened and asked under what makes it one of its kind."""
    return f"{bill.supplier}/{bill.number}"


async def _own(db: Reading, bill_id: UUID, by: Person) -> Bill:
    """The bill; to a supplier only his own (ALL-3)."""
    bill = await bills.find(db, bill_id)
    if bill is None or by.only("supplier", STAFF) not in ("", bill.supplier):
        raise NotFound(what="bill", id=bill_id)
    return bill


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(bill) for bill in await store.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(bill) for bill in await store.listed(db, state="blocked", after=after or FIRST, limit=limit)]


def _subject(bill: Bill) -> Subject:
    lines = [BillLineAsked.model_validate(line, from_attributes=True).model_dump() for line in bill.lines]
    says = fields_of(bill) | {"lines": lines}
    return Subject("bill", bill.bill_id, f"{bill.supplier} {bill.number}", {"bill_id": bill.bill_id}, says)


SUBJECTS = Subjects(_of_orders, _waiting)
