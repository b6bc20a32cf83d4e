"""Inquiries and quotations over HTTP; a customer asks for himself, and sees his own (SAL-1, ALL-3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self, TypeVar
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from chassis import clock
from chassis.http.asked import CurrencyNow, DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity, Money, can_be_booked
from contracts.order import LineNumber, Terms
from contracts.scalars import Code, Currency, Days, Number, Reference, Told
from contracts.texts import Expected
from services.sales.inquiry import store
from services.sales.inquiry.paths import InquiryId
from services.sales.inquiry.rules import InquiryLine
from services.sales.inquiry.view import InquiryState, for_customer, state_of
from services.sales.order.paths import STAFF, only_customer, whose
from services.sales.order.rules.asked import Incoterm
from services.sales.quoting import handlers
from services.sales.quoting.rules import Approve, AskedLine, Decline, OpenInquiry, Quote, Return
from services.sales.staff.view import must_see

router = Router(prefix="/api/v1", tags=["inquiries"])
Asker = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Quoter = Annotated[Person, Depends(allow(*STAFF))]
Manager = Annotated[Person, Depends(allow("sales manager", "general manager"))]
Reader = Annotated[Person, Depends(allow(*STAFF, "customer service", "management", "customer"))]
LINES_MAX = 200
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


def _some(quantity: Decimal) -> Decimal:
    if not quantity:
        raise Expected("more than 0")
    return quantity


L = TypeVar("L")


def _some_lines(lines: tuple[L, ...]) -> tuple[L, ...]:
    if not 1 <= len(lines) <= LINES_MAX:
        raise Expected("1 to {most} lines", most=LINES_MAX)
    return lines


Lines = Annotated[
    tuple[L, ...], AfterValidator(_some_lines), Field(json_schema_extra={"minItems": 1, "maxItems": LINES_MAX})
]
Wanted = Annotated[AskedQuantity, AfterValidator(_some)]


class InquiredLine(BaseModel):
    """An item of the list, or what is needed in the customer's own words."""

    line: LineNumber
    quantity: Wanted
    item: Code | None = None
    needs: Words = ""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.item is None and not self.needs:
            raise Expected("an item, or what is needed")
        return self


class OpenInquiryBody(BaseModel):
    """What a customer asks for; the same reference twice is the same inquiry."""

    customer: Code
    reference: Reference
    lines: Lines[InquiredLine]
    needs: Words = ""
    """Technical needs that concern all of it."""
    wanted: DayAhead | None = None


class UnitPrice(BaseModel):
    """More than nothing."""

    amount: Annotated[Number, Field(gt=0)]
    currency: Annotated[Currency, Field(examples=["USD"])]

    @property
    def money(self) -> Money:
        return Money(amount=self.amount, currency=self.currency)

    @model_validator(mode="after")
    def _can_be_booked(self) -> Self:
        can_be_booked(self.money)
        return self


class QuotationLine(BaseModel):
    """From this quantity on a unit costs so much; several lines of an item are its price steps."""

    item: Code
    quantity: Wanted
    unit_price: UnitPrice | None = None
    """Left out: by the list."""

    @property
    def line(self) -> AskedLine:
        return AskedLine(self.item, self.quantity, self.unit_price.money if self.unit_price else None)


class QuoteBody(BaseModel):
    """What the company offers until a day; what is left out of the terms is as agreed with the customer."""

    currency: Annotated[CurrencyNow, Field(examples=["USD"])]
    lines: Lines[QuotationLine]
    valid_until: DayAhead
    terms: Terms | None = None
    incoterm: Incoterm | None = None
    lead_days: Days | None = None
    """Calendar days from the order to the delivery."""
    note: Words = ""


class DeclineBody(BaseModel):
    """Why nothing comes of it."""

    reason: Told


class ReturnBody(BaseModel):
    """Why the price is not signed."""

    reason: Told


class Inquiries(Page[InquiryState]):
    """By the order in which they came; ``next`` is the cursor of the next page."""


@router.post("/inquiries", response_model=InquiryState)
async def open_inquiry(asked: OpenInquiryBody, db: Look, ask: Ask, by: Asker) -> Response:
    """What a customer asks for before he orders; a quotation answers it (SAL-1)."""
    await must_see(db, asked.customer)
    lines = tuple(InquiryLine(**dict(line)) for line in asked.lines)
    taken_by = by.code if "merchandiser" in by.roles else None
    body = OpenInquiry(asked.customer, asked.reference, lines, asked.needs, asked.wanted, taken_by, only_customer(by))
    return await ask(handlers.receive, body, key=f"inquiry {asked.customer}/{asked.reference}", by=by)


@router.post("/inquiries/{inquiry_id}/quote", response_model=InquiryState)
async def quote_inquiry(by: Quoter, inquiry_id: InquiryId, asked: QuoteBody, ask: Ask) -> Response:
    """Answer with prices until a day; it takes the place of the quotation before (SAL-1)."""
    lines = tuple(one.line for one in asked.lines)
    told = (asked.valid_until, asked.terms, asked.incoterm or "", asked.lead_days, asked.note)
    body = Quote(inquiry_id, asked.currency, lines, *told, by.code)
    return await ask(handlers.quote, body, key=str(inquiry_id), by=by)


@router.post("/inquiries/{inquiry_id}/approve", response_model=InquiryState)
async def approve_quotation(by: Manager, inquiry_id: InquiryId, ask: Ask) -> Response:
    """Sign for a price below the floor; the quotation holds from now on (SAL-1, SAL-25)."""
    return await ask(handlers.approve, Approve(inquiry_id, by.code), key=str(inquiry_id), by=by)


@router.post("/inquiries/{inquiry_id}/send-back", response_model=InquiryState)
async def send_quotation_back(by: Manager, inquiry_id: InquiryId, asked: ReturnBody, ask: Ask) -> Response:
    """Do not sign; it is to be quoted otherwise (SAL-1, SAL-25)."""
    return await ask(handlers.send_back, Return(inquiry_id, asked.reason), key=str(inquiry_id), by=by)


@router.post("/inquiries/{inquiry_id}/decline", response_model=InquiryState)
async def decline_inquiry(by: Quoter, inquiry_id: InquiryId, asked: DeclineBody, ask: Ask) -> Response:
    """The customer does not order, or we do not offer; a later quotation opens it again (SAL-1)."""
    return await ask(handlers.decline, Decline(inquiry_id, asked.reason), key=str(inquiry_id), by=by)


@router.get("/inquiries", response_model=Inquiries)
async def list_inquiries(
    db: Look, by: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Inquiries:
    """All of them, or a customer's; a customer gets his own."""
    page = await store.listed(db, whose(by, customer), after, limit)
    shown = for_customer if only_customer(by) else state_of
    return Inquiries(items=tuple(shown(one, clock.today()) for one in page.items), next=page.next)


@router.get("/inquiries/{inquiry_id}", response_model=InquiryState)
async def get_inquiry(by: Reader, inquiry_id: InquiryId, db: Look) -> InquiryState:
    """With its quotations, the newest one last."""
    known, only = await store.find(db, inquiry_id), only_customer(by)
    if known is None or only not in (None, known.customer):
        raise NotFound(what="inquiry", id=inquiry_id)
    return for_customer(known, clock.today()) if only else state_of(known, clock.today())
