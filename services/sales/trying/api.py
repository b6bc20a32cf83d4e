"""Trials over HTTP; a customer asks for himself, and sees of the answer what he sees of an order (SAL-24, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis.http.asked import CurrencyNow, DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.order import Address, Terms
from contracts.scalars import Code, Country
from services.sales.intake.rules.asked import Asked, Place
from services.sales.order.paths import READERS, STAFF, only_customer, whose
from services.sales.order.rules.asked import Incoterm, Line
from services.sales.staff.view import must_see
from services.sales.trial import store
from services.sales.trial.paths import TrialId
from services.sales.trial.view import TrialState, state_of
from services.sales.trying import handlers

router = Router(prefix="/api/v1", tags=["trials"])
Asker = Annotated[Person, Depends(allow(*STAFF, "customer"))]
Reader = Annotated[Person, Depends(allow(*READERS))]


class RequestTrialBody(BaseModel):
    """What would be ordered."""

    customer: Code
    lines: tuple[Line, ...]
    """As an order's; the price of one that names none is by the price list."""
    wanted: DayAhead
    country: Country
    """Where to."""
    incoterm: Incoterm | None = None
    currency: CurrencyNow | None = None
    """The customer's, where none is told."""
    terms: Terms | None = None
    """Those that are agreed with the customer, where none are told."""

    def for_(self, by: Person) -> Place:
        told = {name: getattr(self, name) for name in RequestTrialBody.model_fields.keys() & Asked.model_fields.keys()}
        to = Address(street="", city="", country=self.country)
        asked = Asked().model_copy(update=told | {"deliver_to": to})
        taken_by = by.code if "merchandiser" in by.roles else None
        return Place(self.customer, "", asked, taken_by, only_customer(by), by.code)


class Trials(Page[TrialState]):
    """By the order in which they were asked; ``next`` is the cursor of the next page."""


@router.post("/trials", response_model=TrialState)
async def request_trial(asked: RequestTrialBody, db: Look, ask: Ask, by: Asker) -> Response:
    """Ask whether and by when so much could be delivered; nothing is ordered or set aside (SAL-24)."""
    await must_see(db, asked.customer)
    return await ask(handlers.request, asked.for_(by), key=f"trial {asked.customer}", by=by)


@router.get("/trials", response_model=Trials)
async def list_trials(
    db: Look, by: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Trials:
    """All of them, or a customer's; a customer gets his own."""
    page = await store.listed(db, whose(by, customer), after, limit)
    return Trials(items=tuple(state_of(one, only_customer(by)) for one in page.items), next=page.next)


@router.get("/trials/{trial_id}", response_model=TrialState)
async def get_trial(by: Reader, trial_id: TrialId, db: Look) -> TrialState:
    """Its verdicts with their reasons, and the date, once all four departments have judged."""
    known = await store.find(db, trial_id)
    if known is None or only_customer(by) not in (None, "" if known.stands_in else known.customer):
        raise NotFound(what="trial", id=trial_id)
    return state_of(known, only_customer(by))
