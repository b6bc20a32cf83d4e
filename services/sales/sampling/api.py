"""Samples over HTTP; a customer requests and judges his own himself (SAL-23, ALL-3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, StringConstraints

from chassis import clock
from chassis.http.asked import DayAhead, DayGone
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Code, Reference, Told
from contracts.texts import Expected
from services.sales.order.paths import DECIDERS, STAFF, OrderId, only_customer, whose
from services.sales.order.view import OrderState
from services.sales.sample import store
from services.sales.sample.paths import SampleId
from services.sales.sample.rules import Verdict
from services.sales.sample.view import SampleState, state_of
from services.sales.sampling import handlers
from services.sales.sampling.rules import Judge, Request, Send, Waive
from services.sales.staff.view import must_see

router = Router(prefix="/api/v1", tags=["samples"])
Sampler = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Sender = Annotated[Person, Depends(allow(*STAFF, "customer service"))]
Decider = Annotated[Person, Depends(allow(*DECIDERS))]
Reader = Annotated[
    Person,
    Depends(allow(*STAFF, "customer service", "management", "general manager", "quality manager", "customer")),
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


def _some(quantity: Decimal) -> Decimal:
    if not quantity:
        raise Expected("more than 0")
    return quantity


class RequestSampleBody(BaseModel):
    """So much of an item, which the customer judges before a series is made."""

    customer: Code
    item: Code
    quantity: Annotated[AskedQuantity, AfterValidator(_some)]
    judge_by: DayAhead
    """By when the customer is to have judged it."""
    judged_for: Told
    """What he judges, and against what: a colour by a master swatch, a size by a drawing."""
    inquiry: Reference | None = None
    """The customer's inquiry for which it is made, as IN-2026-000123."""


class SendSampleBody(BaseModel):
    sent_on: DayGone
    shipped_by: Told
    """The carrier, and what he calls the parcel."""


class JudgeSampleBody(BaseModel):
    """The customer's verdict; what he rejects is made anew, in the next round of the same sample."""

    verdict: Verdict
    judged_on: DayGone
    remarks: Words = ""
    """What is wrong or to be minded; only a sample that is approved as it is needs none."""
    next_judge_by: DayAhead | None = None
    """Of a sample that is rejected: by when he is to have judged the next round."""


class WaiveSamplesBody(BaseModel):
    """Why the series is made without the customer's approval."""

    reason: Told


class Samples(Page[SampleState]):
    """By the order in which they were requested; ``next`` is the cursor of the next page."""


@router.post("/samples", response_model=SampleState)
async def request_sample(asked: RequestSampleBody, db: Look, ask: Ask, by: Sampler) -> Response:
    """Take a customer's wish to judge a sample before a series is made (SAL-23)."""
    await must_see(db, asked.customer)
    taken_by, inquiry = by.code if "merchandiser" in by.roles else None, asked.inquiry or ""
    told = (asked.customer, asked.item, asked.quantity, asked.judge_by, asked.judged_for, inquiry)
    body = Request(*told, taken_by, only_customer(by))
    return await ask(handlers.request, body, key=f"sample {asked.customer}/{asked.item}", by=by)


@router.post("/samples/{sample_id}/send", response_model=SampleState)
async def send_sample(by: Sender, sample_id: SampleId, asked: SendSampleBody, ask: Ask) -> Response:
    """Tell that this round of it is on its way to the customer (SAL-23)."""
    return await ask(handlers.send, Send(sample_id, asked.sent_on, asked.shipped_by), key=str(sample_id), by=by)


@router.post("/samples/{sample_id}/judge", response_model=SampleState)
async def judge_sample(by: Sampler, sample_id: SampleId, asked: JudgeSampleBody, ask: Ask) -> Response:
    """Record the customer's verdict; once he approves, orders that waited for it go on (SAL-23)."""
    said = (asked.verdict, asked.judged_on, asked.remarks, asked.next_judge_by)
    body = Judge(sample_id, *said, by.code, only_of=only_customer(by))
    return await ask(handlers.judge, body, key=str(sample_id), by=by)


@router.post("/orders/{order_id}/waive-samples", response_model=OrderState)
async def waive_samples(by: Decider, order_id: OrderId, asked: WaiveSamplesBody, ask: Ask) -> Response:
    """Let an order be confirmed though its samples are not approved (SAL-23)."""
    body = Waive(order_id, asked.reason, clock.today(), by.code)
    return await ask(handlers.waive, body, key=str(order_id), by=by)


@router.get("/samples", response_model=Samples)
async def list_samples(
    db: Look, by: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Samples:
    """All of them, or a customer's; a customer gets his own."""
    page = await store.listed(db, whose(by, customer), after, limit)
    return Samples(items=tuple(state_of(one, clock.today()) for one in page.items), next=page.next)


@router.get("/samples/{sample_id}", response_model=SampleState)
async def get_sample(by: Reader, sample_id: SampleId, db: Look) -> SampleState:
    """With its rounds, the newest one last, and the orders that name it."""
    known = await store.find(db, sample_id)
    if known is None or only_customer(by) not in (None, known.customer):
        raise NotFound(what="sample", id=sample_id)
    return state_of(known, clock.today())
