"""HTTP: suppliers are asked for their price, answer, and one is chosen (PUR-10)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis import clock
from chassis.handling import Reading
from chassis.http.asked import CurrencyNow, DayAhead, DayGone
from chassis.http.identity import Person, Role, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.money import AskedPrice, AskedQuantity, Money
from contracts.scalars import Code, Days, Number, Reference
from contracts.texts import Word
from services.purchasing.currencies import store as currencies
from services.purchasing.quoting import handlers, store, view
from services.purchasing.quoting.rules.answering import Answer, Said
from services.purchasing.quoting.rules.asking import Open
from services.purchasing.quoting.rules.choosing import Choose
from services.purchasing.rfq import store as requests
from services.purchasing.rfq.paths import Called, RfqId
from services.purchasing.rfq.rules.quote import Priced
from services.purchasing.rfq.rules.request import Rfq, Wanted
from services.purchasing.rfq.view import OwnRfq, RfqState, own_of, state_of

router = Router(prefix="/api/v1", tags=["requests for quotation"])
STAFF: tuple[Role, ...] = ("buyer", "planner", "finance manager", "accountant", "management", "general manager")
Reader = Annotated[Person, Depends(allow(*STAFF))]
Buyer = Annotated[Person, Depends(allow("buyer"))]
Partner = Annotated[Person, Depends(allow("buyer", "supplier"))]
Own = Annotated[Person, Depends(allow(*STAFF, "supplier"))]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
SUPPLIERS_MAX = 20
FURTHER_MAX = 49


class WantedBody(BaseModel):
    """So much of another item, wanted by a day."""

    item: Code
    quantity: Annotated[AskedQuantity, Field(gt=Decimal(0))]
    unit: Reference | None = None
    """The item's own, unless told."""
    wanted_on: DayAhead
    specification: Words = ""
    """What suppliers must know of it besides."""


class RfqBody(BaseModel):
    """So much of an item, wanted by a day, and of others; suppliers answer until another day."""

    item: Code
    quantity: Annotated[AskedQuantity, Field(gt=Decimal(0))]
    unit: Reference | None = None
    """The item's own, unless told."""
    wanted_on: DayAhead
    answer_by: DayAhead
    specification: Words = ""
    """What suppliers must know of it besides: drawing, packing, place of delivery."""
    suppliers: Annotated[tuple[Code, ...], Field(min_length=1, max_length=SUPPLIERS_MAX)]
    single_reason: Words = ""
    """Why fewer suppliers are asked than the company wants."""
    further: Annotated[tuple[WantedBody, ...], Field(max_length=FURTHER_MAX)] = ()
    """What the same suppliers are asked for besides, each item once."""


class PricedBody(BaseModel):
    """For what he sells one unit, from which quantity on, in how many calendar days, and until when that stands."""

    unit_price: AskedPrice
    minimum: AskedQuantity = Decimal(0)
    lead_days: Days
    valid_until: DayAhead
    payment_days: Days = 30


class FurtherBody(BaseModel):
    """What he says of another item: his price, or why he declines."""

    item: Code
    priced: PricedBody | None = None
    declined: Words = ""
    remarks: Words = ""

    def said(self) -> Said:
        return Said(self.item, _priced(self.priced), self.declined, self.remarks)


def _priced(asked: PricedBody | None) -> Priced | None:
    return Priced(**dict(asked)) if asked else None


class QuoteBody(BaseModel):
    """A supplier's price, or why he declines; his last word before the end counts."""

    supplier: Code
    priced: PricedBody | None = None
    declined: Words = ""
    remarks: Words = ""
    received_on: DayGone | None = None
    """When a buyer heard it; today unless told."""
    item: Code | None = None
    """Of which item; where one alone is asked for, of that one. What he says nothing of he does not offer."""
    further: Annotated[tuple[FurtherBody, ...], Field(max_length=FURTHER_MAX)] = ()
    """What he says of other items at once."""


class FormOfQuote(BaseModel):
    """By link: his price, or why he declines, with the name of who answers."""

    person: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    amount: Annotated[Number, Field(gt=0, lt=10**12, decimal_places=8)] | None = None
    currency: CurrencyNow | None = None
    minimum: AskedQuantity = Decimal(0)
    lead_days: Days | None = None
    valid_until: DayAhead | None = None
    payment_days: Days = 30
    declined: Words = ""
    remarks: Words = ""
    item: Code | None = None

    @property
    def priced(self) -> Priced | None:
        """None where something of it is missing."""
        if self.amount is None or self.currency is None or self.lead_days is None or self.valid_until is None:
            return None
        price = Money(amount=self.amount, currency=self.currency)
        kept = {name: getattr(self, name) for name in ("minimum", "lead_days", "valid_until", "payment_days")}
        return Priced(unit_price=price, **kept)


class ChoiceBody(BaseModel):
    """Whose price is taken, nobody's if left out; why, unless it is the cheapest that is in time."""

    supplier: Code | None = None
    reason: Words = ""
    item: Code | None = None
    """For which item; where one alone is asked for, for that one."""


class Rfqs(Page[RfqState]):
    """By the order of their making; ``next`` is the cursor of the next page."""


class OwnRfqs(Page[OwnRfq]):
    """The same as one supplier sees them."""


@router.post("/rfqs", response_model=RfqState)
async def ask_for_quotes(asked: RfqBody, ask: Ask, by: Buyer) -> Response:
    """Ask several suppliers for their price of an item, or of several (PUR-10)."""
    further = tuple(Wanted(**dict(one) | {"unit": one.unit or ""}) for one in asked.further)
    command = Open(**dict(asked) | {"unit": asked.unit or "", "by": by.code, "further": further})
    return await ask(handlers.open_requests, command, key=f"rfq {asked.item}", by=by)


@router.post("/rfqs/{rfq}/quotes", response_model=OwnRfq)
async def enter_quote(by: Partner, rfq: Called, asked: QuoteBody, ask: Ask) -> Response:
    """A supplier answers what he is asked, or a buyer enters what he said (PUR-10)."""
    told = (_priced(asked.priced), asked.declined, asked.remarks, asked.received_on, by.code)
    more = tuple(one.said() for one in asked.further)
    command = Answer(
        rfq, asked.supplier, *told, only_of=by.only("supplier", STAFF), item=asked.item or "", further=more
    )
    return await ask(handlers.answer, command, key=str(rfq), by=by)


@router.post("/rfqs/{rfq_id}/choose", response_model=RfqState)
async def choose_quote(by: Buyer, rfq_id: RfqId, asked: ChoiceBody, ask: Ask) -> Response:
    """Take a supplier's price of an item, with the reason: the next purchase is made at it; or nobody's (PUR-10)."""
    command = Choose(rfq_id, asked.supplier or "", asked.reason, by.code, asked.item or "")
    return await ask(handlers.choose, command, key=str(rfq_id), by=by)


@router.get("/rfqs")
async def list_rfqs(by: Reader, db: Look, item: Code | None = None, after: UUID = FIRST, limit: Limit = 100) -> Rfqs:
    """Requests for quotation with their answers side by side; for one item, or all (PUR-10)."""
    page, today = await requests.listed(db, item, after, limit), clock.today()
    about = await store.about(db, sorted({code for one in page.items for code in one.suppliers}))
    worth = await currencies.worth(db, today)
    return Rfqs(items=tuple(state_of(one, about, worth, today) for one in page.items), next=page.next)


@router.get("/rfqs/{rfq_id}")
async def show_rfq(by: Reader, rfq_id: RfqId, db: Look) -> RfqState:
    """One request: price and total in the company's currency, date, score and settlement side by side (PUR-10)."""
    known = (await requests.load(db, [rfq_id])).get(rfq_id)
    if known is None:
        raise NotFound(what="request for quotation", id=rfq_id)
    today = clock.today()
    about, worth = await store.about(db, known.suppliers), await currencies.worth(db, today)
    return state_of(known, about, worth, today)


@router.get("/suppliers/{supplier}/rfqs")
async def list_own_rfqs(by: Own, supplier: Code, db: Look, after: UUID = FIRST, limit: Limit = 100) -> OwnRfqs:
    """What a supplier is asked, and what he answered; he sees his own alone (PUR-10, ALL-3)."""
    if by.only("supplier", STAFF) not in ("", supplier):
        raise NotFound(what="supplier", id=supplier)
    page, today = await requests.of_supplier(db, supplier, after, limit), clock.today()
    return OwnRfqs(items=tuple(own_of(one, supplier, today) for one in page.items), next=page.next)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He answers there, as often as he likes until the end; the last counts."""
    rfq, supplier = await _named(db, link)
    return view.page(own_of(rfq, supplier, clock.today()), paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, form: FormOfQuote, by: Person) -> None:
    """His word, with his name as he wrote it and who sent him the link."""
    rfq, supplier = await _named(db, link)
    told = (form.declined, form.remarks, None, by.code, supplier, form.person, form.item or "")
    await ask(handlers.answer, Answer(rfq.rfq_id, supplier, form.priced, *told), key=str(rfq.rfq_id), by=by)


async def _named(db: Reading, link: Link) -> tuple[Rfq, str]:
    number, _, supplier = link.document.partition(".")
    rfq_id = await requests.numbered(db, number, {})
    rfq = (await requests.load(db, [rfq_id])).get(rfq_id) if rfq_id else None
    if rfq is None:
        raise NotFound(what=Word("paper"), id=link.document)
    return rfq, supplier


REPLY = Reply("quotation_request", FormOfQuote, _page_of_reply, _take_reply)
