"""Letters of credit over HTTP: they are read or typed, amended, and taken or not (LOG-7)."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from chassis import clock
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedPrice
from contracts.scalars import Country, Day, Days, Reference, Told
from services.logistics.crediting import handlers, rules
from services.logistics.documents.rules.document import Party
from services.logistics.letter_of_credit import store
from services.logistics.letter_of_credit.paths import CreditId, Decider, Reader
from services.logistics.letter_of_credit.rules.ahead import ahead
from services.logistics.letter_of_credit.rules.bank_days import bank_days
from services.logistics.letter_of_credit.rules.countries import country_in
from services.logistics.letter_of_credit.rules.message import lines_of
from services.logistics.letter_of_credit.rules.terms import Allowed, AvailableBy, CreditTerms
from services.logistics.letter_of_credit.view import AheadState, CreditState, ahead_of, state_of
from services.logistics.shipment.paths import Clerk
from services.logistics.shipment.store import tariff_to

router = Router(prefix="/api/v1", tags=["letters of credit"])
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""What a bank wrote, of many lines."""
Percent = Annotated[int, Field(ge=0, le=99)]


SAMPLE: JsonDict = {
    "number": "LC2026-0815",
    "expires_on": "2027-04-22",
    "expiry_place": "CHINA",
    "issuing_bank": "COBADEFF",
    "applicant": "HANSE IMPORT GMBH",
    "applicant_address": "OBERE STR. 57, HAMBURG, GERMANY",
    "beneficiary": "NINGBO TOOLS CO., LTD.",
    "beneficiary_address": "NO. 8 HAIER ROAD, NINGBO, CHINA",
    "amount": {"amount": "10000.00", "currency": "USD"},
    "goods": "1000 PCS OF STEEL BOLTS M8",
    "documents": "SIGNED COMMERCIAL INVOICE IN 3 FOLD",
}


class MessageBody(BaseModel):
    """The bank's message as text: with its blocks, or its fields alone, each from its tag on (``:20:``)."""

    text: Words


class CreditBody(BaseModel):
    """A credit as it stands on paper; ``documents`` and ``conditions`` one on each line."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    number: Reference
    issued_on: Day | None = None
    expires_on: Day
    expiry_place: Told
    expiry_country: Country | None = None
    issuing_bank: Told
    applicant: Told
    applicant_address: Told
    beneficiary: Told
    beneficiary_address: Told
    amount: AskedPrice
    above: Percent = 0
    below: Percent = 0
    available_with: Told | None = None
    available_by: AvailableBy = "sight payment"
    drafts_at: Told | None = None
    drawee: Told | None = None
    payment_terms: Told | None = None
    partial: Allowed = "allowed"
    transhipment: Allowed = "allowed"
    receipt: Told | None = None
    loading: Told | None = None
    discharge: Told | None = None
    delivery: Told | None = None
    latest_shipment: Day | None = None
    goods: Words
    documents: Words
    conditions: Words | None = None
    presentation_days: Days = 21
    confirmation: Literal["confirm", "may add", "without"] = "without"

    def terms(self) -> CreditTerms:
        parties = ("applicant", "applicant_address", "beneficiary", "beneficiary_address", "documents", "conditions")
        told = {name: value for name, value in dict(self).items() if name not in parties and value is not None}
        told.setdefault("expiry_country", country_in(self.expiry_place))
        return CreditTerms(
            applicant=_party(self.applicant, self.applicant_address),
            beneficiary=_party(self.beneficiary, self.beneficiary_address),
            documents=lines_of(self.documents),
            conditions=lines_of(self.conditions or ""),
            **told,
        )


class DecideBody(BaseModel):
    """All of an amendment, or nothing of it (UCP 600 art. 10 e)."""

    number: Annotated[int, Field(ge=0, le=999)]
    accept: bool
    reason: Told


class TakeBody(BaseModel):
    """Why a credit that is not in order is taken all the same."""

    reason: Told


class Credits(Page[CreditState]):
    """A page of letters of credit; ``next`` is the cursor of the page after it."""


@router.get("/letters-of-credit")
async def get_credits(db: Look, _: Reader, after: UUID | None = None, limit: Limit = 100) -> Credits:
    found = await store.listed(db, after, limit)
    items = tuple(map(state_of, found))
    return Credits(items=items, next=items[-1].order_id if len(items) == limit else None)


@router.get("/letters-of-credit/{letter_of_credit_id}")
async def get_credit(_: Reader, letter_of_credit_id: CreditId, db: Look) -> CreditState:
    """The credit of an order, by the order's id or number."""
    found = await store.find(db, letter_of_credit_id)
    if found is None:
        raise NotFound(what="letter of credit", id=letter_of_credit_id)
    return state_of(found)


@router.get("/letters-of-credit/{letter_of_credit_id}/ahead")
async def get_ahead(_: Reader, letter_of_credit_id: CreditId, db: Look) -> AheadState:
    """What the credit will ask, and which dates are in danger, by the fastest transport that there is."""
    credit = await store.find(db, letter_of_credit_id)
    if credit is None or credit.terms is None:
        raise NotFound(what="letter of credit", id=letter_of_credit_id)
    country = credit.agreed.country
    rates = (await tariff_to(db, [country])).rates.get(country, ())
    transit_days = min((rate.days for rate in rates), default=0)
    return ahead_of(ahead(credit.terms, credit.agreed, transit_days, bank_days(credit.terms.expiry_country)))


@router.post("/letters-of-credit/{letter_of_credit_id}/read", response_model=CreditState)
async def read_credit(by: Clerk, letter_of_credit_id: CreditId, asked: MessageBody, ask: Ask) -> Response:
    """MT 700, with its MT 701 if there are any, as the advising bank handed it over."""
    return await ask(
        handlers.read, rules.Read(letter_of_credit_id, asked.text, clock.today()), key=str(letter_of_credit_id), by=by
    )


@router.post("/letters-of-credit/{letter_of_credit_id}/enter", response_model=CreditState)
async def enter_credit(by: Clerk, letter_of_credit_id: CreditId, asked: CreditBody, ask: Ask) -> Response:
    """A credit that came on paper."""
    return await ask(
        handlers.enter,
        rules.Enter(letter_of_credit_id, asked.terms(), clock.today()),
        key=str(letter_of_credit_id),
        by=by,
    )


@router.post("/letters-of-credit/{letter_of_credit_id}/amend", response_model=CreditState)
async def amend_credit(by: Clerk, letter_of_credit_id: CreditId, asked: MessageBody, ask: Ask) -> Response:
    """MT 707, with its MT 708 if there are any; it holds once it is accepted."""
    return await ask(
        handlers.record_amendment, rules.Amend(letter_of_credit_id, asked.text), key=str(letter_of_credit_id), by=by
    )


@router.post("/letters-of-credit/{letter_of_credit_id}/decide", response_model=CreditState)
async def decide_amendment(by: Decider, letter_of_credit_id: CreditId, asked: DecideBody, ask: Ask) -> Response:
    """An amendment is accepted, or refused."""
    body = rules.Decide(letter_of_credit_id, asked.number, asked.accept, asked.reason, clock.today())
    return await ask(handlers.decide, body, key=str(letter_of_credit_id), by=by)


@router.post("/letters-of-credit/{letter_of_credit_id}/take", response_model=CreditState)
async def take_credit(by: Decider, letter_of_credit_id: CreditId, asked: TakeBody, ask: Ask) -> Response:
    """The order may be released under it, in spite of what is against it."""
    return await ask(
        handlers.take, rules.Take(letter_of_credit_id, asked.reason, clock.today()), key=str(letter_of_credit_id), by=by
    )


def _party(name: str, address: str) -> Party:
    return Party(name=name, address=address, country=country_in(address))
