"""Documents at the bank, over HTTP: presented, accepted, refused, waived (LOG-7)."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Response
from pydantic import BaseModel, StringConstraints

from chassis import clock
from chassis.handling import Reading
from chassis.http.asked import DayGone
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Country, Day, Told
from services.logistics.letter_of_credit.rules.message import lines_of
from services.logistics.letter_of_credit.rules.presentation import Disposal, Waiver
from services.logistics.letter_of_credit.view import CreditState
from services.logistics.presenting import handlers
from services.logistics.presenting.rules.answer import TakeAnswer
from services.logistics.presenting.rules.at_bank import Accept, GoodsHaveNotLeft, Present, Refuse, Waive
from services.logistics.shipment import store
from services.logistics.shipment.paths import Clerk, ShipmentId
from services.logistics.shipment.rules.shipment import Shipment

router = Router(prefix="/api/v1", tags=["letters of credit"])
WAIVERS: Final = ("logistics clerk", "merchandiser")
"""Who speaks with the customer of what his bank refused."""
Notice = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
"""What a bank wrote, of many lines."""
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Sixteen = Annotated[str, StringConstraints(strip_whitespace=True, max_length=16)]
"""A reference of SWIFT."""
Speaker = Annotated[Person, Depends(allow(*WAIVERS))]


class PresentBody(BaseModel):
    """To which bank the documents went, and when; left out: today, and a bank where the credit expires.

    ``bank_reference`` is what the bank calls the presentation.
    """

    bank: Told
    presented_on: DayGone | None = None
    bank_country: Country | None = None
    bank_reference: Sixteen = ""


class AcceptBody(BaseModel):
    """When the bank accepted, and when it pays; left out: today, and as the credit's tenor has it."""

    accepted_on: DayGone | None = None
    pays_on: Day | None = None


class RefuseBody(BaseModel):
    """The bank's notice: its day, each discrepancy on a line of its own, what it does with the documents."""

    refused_on: DayGone | None = None
    discrepancies: Notice = ""
    documents: Disposal | None = None


class AnswerBody(BaseModel):
    """The bank's message as text, MT 734 or MT 752; without a day, that of its header, else today."""

    text: Message
    answered_on: DayGone | None = None


class WaiveBody(BaseModel):
    """Whether the customer was asked, or what he answered: who said it for him, and when; today, unless told."""

    waiver: Waiver
    told_by: Told | None = None
    told_on: DayGone | None = None


@router.post("/shipments/{shipment_id}/present", response_model=CreditState)
async def present_documents(by: Clerk, shipment_id: ShipmentId, asked: PresentBody, db: Look, ask: Ask) -> Response:
    """The shipment's documents went to the bank, for the first time or again (UCP 600 art. 14)."""
    one = await _shipment(db, shipment_id)
    if one.dispatched_on is None:
        raise GoodsHaveNotLeft(number=one.number)
    day = asked.presented_on or clock.today()
    body = Present(
        one.order_id, shipment_id, one.order_version, asked.bank, day, asked.bank_country, asked.bank_reference
    )
    return await ask(handlers.present, body, key=str(one.order_id), by=by)


@router.post("/shipments/{shipment_id}/bank-accepts", response_model=CreditState)
async def bank_accepts(by: Clerk, shipment_id: ShipmentId, asked: AcceptBody, db: Look, ask: Ask) -> Response:
    """The bank takes the documents and pays, now or on a later day (UCP 600 art. 15)."""
    one = await _shipment(db, shipment_id)
    body = Accept(one.order_id, shipment_id, asked.accepted_on or clock.today(), asked.pays_on)
    return await ask(handlers.accept, body, key=str(one.order_id), by=by)


@router.post("/shipments/{shipment_id}/bank-refuses", response_model=CreditState)
async def bank_refuses(by: Clerk, shipment_id: ShipmentId, asked: RefuseBody, db: Look, ask: Ask) -> Response:
    """The bank refuses the documents by its one notice (UCP 600 art. 16)."""
    one = await _shipment(db, shipment_id)
    told = lines_of(asked.discrepancies)
    body = Refuse(one.order_id, shipment_id, asked.refused_on or clock.today(), told, asked.documents)
    return await ask(handlers.refuse, body, key=str(one.order_id), by=by)


@router.post("/shipments/{shipment_id}/bank-answers", response_model=CreditState)
async def bank_answers(by: Clerk, shipment_id: ShipmentId, asked: AnswerBody, db: Look, ask: Ask) -> Response:
    """The bank's own message: MT 734 refuses, MT 752 lets pay, accept or negotiate; the same one twice is one."""
    one = await _shipment(db, shipment_id)
    body = TakeAnswer(one.order_id, shipment_id, asked.text, asked.answered_on, clock.today())
    return await ask(handlers.bank_answers, body, key=str(one.order_id), by=by)


@router.post("/shipments/{shipment_id}/waiver", response_model=CreditState)
async def record_waiver(by: Speaker, shipment_id: ShipmentId, asked: WaiveBody, db: Look, ask: Ask) -> Response:
    """The customer is asked to waive what his bank refused, or answers (UCP 600 art. 16 b)."""
    one = await _shipment(db, shipment_id)
    day = asked.told_on or clock.today()
    body = Waive(one.order_id, shipment_id, asked.waiver, asked.told_by or "", day)
    return await ask(handlers.waive, body, key=str(one.order_id), by=by)


async def _shipment(db: Reading, shipment_id: ShipmentId) -> Shipment:
    shipment = await store.find(db, shipment_id)
    if shipment is None:
        raise NotFound(what="shipment", id=shipment_id)
    return shipment
