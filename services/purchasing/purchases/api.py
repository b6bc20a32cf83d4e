"""HTTP: purchases, and what suppliers and buyers do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.refusal import NotFound
from contracts.money import AskedQuantity
from contracts.scalars import Code, Reference, Told
from services.purchasing.ledger.paths import PurchaseId
from services.purchasing.ledger.rules.purchase import State
from services.purchasing.policy import Policy
from services.purchasing.purchases import handlers, store
from services.purchasing.purchases.rules import asked as rules
from services.purchasing.purchases.rules.backup import Backup, backup
from services.purchasing.purchases.view import STAFF, TOLD_PRICES, PurchaseState, PurchaseSwitch, seen

router = Router(prefix="/api/v1/purchases", tags=["purchases"])
NAMED_MAX = 200
Reader = Annotated[Person, Depends(allow(*STAFF, "supplier"))]
Partner = Annotated[Person, Depends(allow("buyer", "supplier"))]
Buyer = Annotated[Person, Depends(allow("buyer"))]


class PurchasePage(Page[PurchaseState]):
    """Purchases, and the cursor of the next page."""


class PurchaseSwitches(Page[PurchaseSwitch, None]):
    """Purchases that another supplier would bring sooner."""


class Promised(BaseModel):
    """When the supplier promises to deliver, in the company's zone."""

    promised_on: DayAhead


class Delayed(Promised):
    """The new date and why."""

    reason: Told


class Declined(BaseModel):
    """Why the supplier cannot."""

    reason: Told


class SwitchSupplier(BaseModel):
    """Why it is bought elsewhere."""

    reason: Told


class GivenUp(BaseModel):
    """How much is given up, and why."""

    quantity: Annotated[AskedQuantity, Field(gt=0)]
    reason: Told


@router.get("")
async def list_purchases(
    db: Look,
    by: Reader,
    state: State | None = None,
    item: Code | None = None,
    supplier: Code | None = None,
    number: Reference | None = None,
    after: UUID | None = None,
    limit: Limit = 100,
) -> PurchasePage:
    """Purchases, oldest first; a supplier sees his own."""
    items = await store.purchases(db, state, item, by.only("supplier", STAFF) or supplier, number, after, limit)
    shown = tuple(seen(purchase, by) for purchase in await store.with_words(db, items))
    return PurchasePage(items=shown, next=items[-1].purchase_id if len(items) == limit else None)


@router.get("/named")
async def list_named(
    db: Look,
    by: Annotated[Person, Depends(allow(*STAFF))],
    purchase: Annotated[list[UUID], Query(max_length=NAMED_MAX)],
) -> PurchasePage:
    """These purchases, as an order's story names them; what is unknown is left out."""
    known = await store.with_words(db, await store.named(db, purchase))
    return PurchasePage(items=tuple(seen(one, by) for one in known), next=None)


@router.get("/switches", dependencies=[Depends(allow(*TOLD_PRICES))])
async def list_supplier_switches(db: Look) -> PurchaseSwitches:
    """What comes too late and another supplier would bring sooner: by when, and at which cost (PUR-7)."""
    today, days = clock.today(), (await holding(db, Policy)).days_before_promise
    found = [(one, backup(one, offers, promised, (), today, days)) for one, promised, offers in await store.slipped(db)]
    return PurchaseSwitches(items=tuple(PurchaseSwitch.of(p, best) for p, best in found if isinstance(best, Backup)))


@router.get("/{purchase_id}")
async def show_purchase(by: Reader, purchase_id: PurchaseId, db: Look) -> PurchaseState:
    """One purchase with its budget sheet (PUR-2)."""
    found, own = await store.purchase_of(db, purchase_id), by.only("supplier", STAFF)
    if found is None or own not in ("", found.supplier):
        raise NotFound(what="purchase", id=purchase_id)
    (told,) = await store.with_words(db, [found])
    return seen(told, by)


@router.post("/{purchase_id}/confirm", response_model=PurchaseState)
async def confirm_purchase(by: Partner, purchase_id: PurchaseId, asked: Promised, ask: Ask) -> Response:
    """The supplier confirms with a promised date (PUR-4)."""
    return await _act(ask, rules.Confirm(purchase_id, asked.promised_on), by)


@router.post("/{purchase_id}/delay", response_model=PurchaseState)
async def delay_purchase(by: Partner, purchase_id: PurchaseId, asked: Delayed, ask: Ask) -> Response:
    """The supplier names another date (PUR-4)."""
    return await _act(ask, rules.Delay(purchase_id, asked.promised_on, asked.reason), by)


@router.post("/{purchase_id}/decline", response_model=PurchaseState)
async def decline_purchase(by: Partner, purchase_id: PurchaseId, asked: Declined, ask: Ask) -> Response:
    """The supplier cannot: the next one is asked (PUR-7)."""
    return await _act(ask, rules.Decline(purchase_id, asked.reason), by)


@router.post("/{purchase_id}/switch", response_model=PurchaseState)
async def switch_supplier(by: Buyer, purchase_id: PurchaseId, asked: SwitchSupplier, ask: Ask) -> Response:
    """What its supplier brings too late is bought of the next one, where he is sooner (PUR-7)."""
    return await _act(ask, rules.Switch(purchase_id, asked.reason), by)


@router.post("/{purchase_id}/agree-cancel", response_model=PurchaseState)
async def agree_to_cancel(by: Partner, purchase_id: PurchaseId, ask: Ask) -> Response:
    """The supplier agrees to what he was asked to cancel."""
    return await _act(ask, rules.AgreeCancel(purchase_id), by)


@router.post("/{purchase_id}/refuse-cancel", response_model=PurchaseState)
async def refuse_to_cancel(by: Partner, purchase_id: PurchaseId, ask: Ask) -> Response:
    """The supplier does not agree to cancel; the purchase is kept for stock."""
    return await _act(ask, rules.RefuseCancel(purchase_id), by)


@router.post("/{purchase_id}/redeliver", response_model=PurchaseState)
async def redeliver_purchase(by: Partner, purchase_id: PurchaseId, asked: Promised, ask: Ask) -> Response:
    """What was refused at the dock is delivered again (WHS-4)."""
    return await _act(ask, rules.Redeliver(purchase_id, asked.promised_on), by)


@router.post("/{purchase_id}/give-up", response_model=PurchaseState)
async def give_up_purchase(by: Buyer, purchase_id: PurchaseId, asked: GivenUp, ask: Ask) -> Response:
    """A quantity will not be delivered any more; the item is covered anew (WHS-4)."""
    return await _act(ask, rules.GiveUp(purchase_id, asked.quantity, asked.reason), by)


@router.post("/{purchase_id}/order", response_model=PurchaseState)
async def order_purchase(by: Buyer, purchase_id: PurchaseId, ask: Ask) -> Response:
    """A buyer orders a draft, or asks for its price (PUR-3, PUR-4)."""
    return await _act(ask, rules.OrderDraft(purchase_id, by.code), by)


async def _act(ask: Commands, act: rules.Act, by: Person) -> Response:
    return await ask(handlers.act, replace(act, supplier=by.only("supplier", STAFF)), key=str(act.purchase_id), by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(purchase) for purchase in await store.serving(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(purchase) for purchase in await store.open_purchases(db, after, limit)]


def _subject(purchase: PurchaseState) -> Subject:
    id_, name = purchase.purchase_id, purchase.number or f"{purchase.quantity:f} {purchase.item}"
    return Subject("purchase", id_, name, {"purchase_id": id_}, dict(purchase))


SUBJECTS = Subjects(_of_orders, _waiting)
