"""Orders come in over HTTP (SAL-2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationError

from chassis import clock
from chassis.figures import holding, opening
from chassis.handling import CommandHandler
from chassis.http.asked import CurrencyNow
from chassis.http.batch import Answers, Batch, Item, answer_each
from chassis.http.faults import faults_of
from chassis.http.files import FileBody, bytes_of
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.signed import body_signed, secret_in, signed
from chassis.http.web import Ask, AskByLink, Commands, Look
from chassis.ids import new_id
from chassis.refusal import InvalidInput, Refusal
from contracts.scalars import Code, Day, Moment, Reference
from contracts.texts import Expected, Text, said
from services.sales.conversation.rules import Way
from services.sales.intake import handlers, store
from services.sales.intake.rules.asked import Asked, Place, within_reach
from services.sales.intake.rules.files import Evidence, read
from services.sales.intake.rules.in_files import codes_in, placeable
from services.sales.intake.rules.noted import Note
from services.sales.intake.rules.shop import (
    PING,
    Meaning,
    Shop,
    ShopBrief,
    ShopOrder,
    meaning_of,
    named_in_shop,
    place_of,
)
from services.sales.intake.view import FileTaken, ShopTaken
from services.sales.order.paths import STAFF, only_customer
from services.sales.order.rules.asked import DeliverTo, Line
from services.sales.order.view import OrderBrief
from services.sales.policy import Policy
from services.sales.staff.view import own_of

router = Router(prefix="/api/v1", tags=["orders"])
BY_WOOCOMMERCE = body_signed("x-wc-webhook-signature")
KEY_MAX = 190
"""Of an Idempotency-Key, behind which the place in the file stands."""
CLOCKS_APART = timedelta(minutes=5)
S = TypeVar("S", bound=ShopBrief)
Placer = Annotated[Person, Depends(allow(*STAFF, "customer"))]
Keeper = Annotated[Person, Depends(allow(*STAFF))]


def secret_of(shop: str) -> str | None:
    """Of its webhooks."""
    return secret_in(opening(Policy).shop_secrets, shop)


def _not_of_shop(request: Request, body: bytes, secret: str | None) -> Text | None:
    """A ping is nobody's, and nothing is done at it."""
    return None if PING.fullmatch(body) else BY_WOOCOMMERCE(request, body, secret)


Selling = Annotated[Person, Depends(signed("customer", "shop", secret_of, _not_of_shop))]
"""A web shop, whose orders are those of the customer to whom they are booked."""
Topic = Annotated[str, Header(alias="x-wc-webhook-topic", max_length=100)]


def _said(at: datetime) -> datetime:
    if at > clock.now() + CLOCKS_APART:
        raise Expected("a time that is not ahead")
    return at


class PlaceOrder(Asked):
    """An order as the customer sent it; what he left out is asked of him."""

    customer: Code
    customer_po: Reference
    currency: CurrencyNow | None = None
    wanted: Annotated[Day, AfterValidator(lambda day: within_reach(day, clock.today()))] | None = None
    """One that is past is asked back."""

    def for_(self, by: Person, evidence: Evidence | None = None) -> Place:
        taken_by = by.code if "merchandiser" in by.roles else None
        asked = Asked.model_validate(dict(self.told))
        about = (self.customer, self.customer_po, asked, taken_by)
        return Place(*about, only_customer(by), by.code, own_of(by), evidence)


class PlaceOrderItem(PlaceOrder, Item):
    """One order of a batch."""


class NoteOrder(BaseModel):
    """What somebody said or wrote without a form of his own, as whoever heard it understood it."""

    customer: Code
    customer_po: Reference | None = None
    """His own number; without one the order is called by channel and time."""
    channel: Way
    said_by: Reference
    said_at: Annotated[Moment, AfterValidator(_said)]
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
    """What was said, or what the mail says."""
    wanted: Annotated[Day, AfterValidator(lambda day: within_reach(day, clock.today()))] | None = None
    currency: CurrencyNow | None = None
    lines: tuple[Line, ...] | None = None
    deliver_to: DeliverTo | None = None

    def order(self, note: Note) -> PlaceOrder:
        asked = {name: told for name in ("wanted", "currency", "lines", "deliver_to") if (told := getattr(self, name))}
        return PlaceOrder(customer=self.customer, customer_po=self.customer_po or note.called, **asked)


class OrderFile(FileBody):
    """UN/EDIFACT ORDERS, a mail with a file attached, or that file in base64; or the bytes of the file as the body."""

    customer: Code | None = None
    """Whose orders they are, where the file calls him by no number that we know."""


@router.post("/orders", response_model=OrderBrief)
async def place_order(asked: PlaceOrder, ask: Ask, by: Placer) -> Response:
    """The new order; for a customer PO that is in the book, the order that it is (SAL-2)."""
    return await ask(handlers.place, asked.for_(by), key=_reference(asked), by=by)


@router.post("/orders/batch", response_model=Answers[OrderBrief])
async def place_orders(batch: Batch[PlaceOrderItem], ask: Ask, by: Placer) -> Response:
    """Up to 500 orders, each by itself."""
    return await _place_each(batch, ask, by)


async def _place_each(
    batch: Batch[PlaceOrderItem], ask: Commands, by: Person, evidence: Evidence | None = None
) -> Response:
    async def do(items: Sequence[PlaceOrderItem]) -> Sequence[bytes | Refusal]:
        places = [(item.idempotency_key, _reference(item), item.for_(by, evidence)) for item in items]
        return await ask.batch(handlers.place, places, by=by)

    return await answer_each(batch, PlaceOrderItem.model_validate, do)


@router.post("/order-files", response_model=FileTaken)
async def take_order_file(asked: OrderFile, db: Look, ask: Ask, by: Placer) -> Response:
    """Take each order of a file as if it had come alone; of a file that cannot be read, none (SAL-2)."""
    reading, evidence = await asyncio.to_thread(read, bytes_of(asked.content))
    whose, items = codes_in(reading)
    called = await store.called(db, {*whose, asked.customer or ""}, items, reading.sender)
    orders = placeable(reading, called, only_customer(by) or asked.customer)
    if reading.faults:
        raise InvalidInput(reading.faults)
    key = ask.idempotency_key[:KEY_MAX]
    each = [{"idempotency_key": f"{key} {nth}", **order} for nth, order in enumerate(orders, start=1)]
    answered = await _place_each(Batch[Any](items=each), ask, by, evidence)
    told = json.dumps({"passed_over": [said(one) for one in reading.passed_over]}).encode()
    return Response(told[:-1] + b"," + bytes(answered.body)[1:], media_type="application/json")


@router.post("/orders/noted", response_model=OrderBrief)
async def note_order(asked: NoteOrder, ask: Ask, by: Keeper) -> Response:
    """Note down an order from a call, a meeting, a chat or the text of a mail; it is kept with the words (SAL-2)."""
    note = Note(asked.channel, asked.said_by, asked.said_at, asked.words)
    order = asked.order(note)
    return await ask(handlers.place, order.for_(by, note.evidence()), key=_reference(order), by=by)


@router.post("/shops/{shop}/orders", response_model=ShopTaken, tags=["webhooks"])
async def take_shop_order(
    by: Selling, shop: Code, request: Request, db: Look, ask: AskByLink, topic: Topic = ""
) -> Response | ShopTaken:
    """WooCommerce's order.created, order.updated, order.restored and order.deleted, as it signs them (SAL-2).

    A shop's order is one order however often it comes; what it says otherwise later is recorded on it, for a person.
    """
    body = await request.body()
    if PING.fullmatch(body) or (meaning := meaning_of(topic, _read(ShopBrief, body))) == "nothing":
        return ShopTaken()
    place = await _of_shop(db, shop, body, meaning)
    handler: CommandHandler = handlers.take_from_shop if meaning == "order" else handlers.hear_end_in_shop
    # By what it says it is taken once already; a key of its body would hold an answer of before.
    again = replace(ask, idempotency_key=str(new_id()))
    return await again(handler, place, key=_reference(place), by=by)


async def _of_shop(db: Look, code: str, body: bytes, meaning: Meaning) -> Place:
    policy = await holding(db, Policy)
    shop = Shop(code, policy.shops.get(code, code), policy.shop_days)
    if meaning == "end":
        return named_in_shop(shop, _read(ShopBrief, body))
    order = _read(ShopOrder, body)
    items = (await store.called(db, (), {line.sku for line in order.line_items})).items
    return place_of(replace(shop, items=items), order, body)


def _read(kind: type[S], body: bytes) -> S:
    """Raises InvalidInput with every fault."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise InvalidInput(faults_of(error.errors())) from None


def _reference(asked: PlaceOrder | Place) -> str:
    return f"{asked.customer}/{asked.customer_po}"
