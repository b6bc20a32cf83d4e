"""HTTP: suppliers and their offers (PUR-5, PUR-7)."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from fastapi import Depends, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, ValidationInfo, field_validator

from chassis.http.asked import CurrencyNow, DayAhead
from chassis.http.identity import Person, Role, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.masked import masked_in, not_masked
from chassis.refusal import NotFound
from contracts.money import AskedQuantity, Money, can_be_booked
from contracts.order import Address
from contracts.scalars import Code, Count, Country, Day, Days, Language, Number, Told
from contracts.texts import Expected
from services.purchasing.ledger import store as ledger
from services.purchasing.ledger.rules.offers import Offer, PriceStep
from services.purchasing.suppliers import handlers, rules, store
from services.purchasing.suppliers.view import OfferState, SupplierState

router = Router(prefix="/api/v1", tags=["suppliers"])
READERS = allow("buyer", "planner", "finance manager", "accountant", "management", "general manager")
STEPS_MAX = 50
RAISERS: tuple[Role, ...] = ("finance manager", "general manager")
Buyer = Annotated[Person, Depends(allow("buyer"))]
Keeper = Annotated[Person, Depends(allow("buyer", *RAISERS))]
SEES_WHOLE: frozenset[Role] = frozenset({"buyer", "accountant", "finance manager", "general manager"})
"""Who works with a supplier's people and his bank."""


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(not_masked)]
"""What may be told of a supplier, and may be empty."""


class Price(Money):
    """Of one unit; what is agreed anew is in money of today, and nobody sells for nothing."""

    amount: Annotated[Number, Field(gt=Decimal(0))]
    currency: CurrencyNow


def _kept(price: Price) -> Money:
    return can_be_booked(Money(amount=price.amount, currency=price.currency))


AskedPrice = Annotated[Price, AfterValidator(_kept)]


class PutSupplier(BaseModel):
    """A supplier's master data (PUR-5); of one who is known, what is left out is left alone."""

    name: Told
    country: Country
    currency: CurrencyNow
    payment_days: Days = 30
    active: bool = True
    language: Language = ""
    """In which he reads his statements."""
    address: Address | None = None
    legal_representative: Line = ""
    salesperson: Line = ""
    reconciler: Line = ""
    phone: Line = ""
    settlement_method: Line = ""
    bank: Line = ""
    nda_signed_on: Day | None = None
    nda_review_on: Day | None = None

    @property
    def told(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


STEPS_MAX = 50


class PriceFrom(BaseModel):
    """What each costs from so many in one purchase on."""

    quantity: Annotated[AskedQuantity, Field(gt=0)]
    unit_price: AskedPrice


class PutOffer(BaseModel):
    """A supplier's offer: ``agreed_price`` is the budget, ``unit_price`` what he asks now; rank 1 is asked first.

    Once kept, ``agreed_price`` rises or changes its currency only by the finance or the general manager (PUR-3).
    ``rank``, ``weekly``, ``pack`` and ``available`` are left alone when they are left out, ``minimum``,
    ``valid_until`` and ``steps`` where the price is the same.
    """

    rank: Annotated[Count, Field(ge=1)] = 1
    agreed_price: AskedPrice
    unit_price: AskedPrice
    lead_days: Days
    available: bool = True
    minimum: AskedQuantity = Decimal(0)
    """The least that he sells at this price in one purchase."""
    valid_until: DayAhead | None = None
    """The last day on which it may be ordered at this price."""
    weekly: AskedQuantity = Decimal(0)
    """As much as he delivers in a week; 0: any quantity."""
    pack: AskedQuantity = Decimal(0)
    """He sells whole packs of so many: what is bought is rounded up, the rest goes to the shelf; 0: any quantity."""
    steps: Annotated[tuple[PriceFrom, ...], Field(max_length=STEPS_MAX)] = ()
    """Lower prices for larger purchases, the least quantity first; each is lower than the one before it."""

    @field_validator("steps")
    @classmethod
    def _fall(cls, steps: tuple[PriceFrom, ...], told: ValidationInfo) -> tuple[PriceFrom, ...]:
        price = told.data.get("unit_price")
        if price and any(step.unit_price.currency != price.currency for step in steps):
            raise Expected("steps in the currency of the price, {currency}", currency=price.currency)
        amounts = [price.amount] if price else []
        amounts += [step.unit_price.amount for step in steps]
        if not all(one > other for one, other in pairwise(amounts)):
            raise Expected("each step at a lower price than the one before it")
        if not all(one.quantity < other.quantity for one, other in pairwise(steps)):
            raise Expected("each step from more than the one before it")
        return steps

    @property
    def offered(self) -> dict[str, Any]:
        steps = tuple(PriceStep(step.quantity, step.unit_price) for step in self.steps)
        return {**dict(self), "steps": steps}

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(sorted(type(self).model_fields.keys() - self.model_fields_set))


class SupplierPage(Page[SupplierState, str]):
    """Suppliers, and the cursor of the next page."""


@router.put("/suppliers/{supplier}", response_model=SupplierState)
async def put_supplier(supplier: Code, asked: PutSupplier, ask: Ask, by: Buyer) -> Response:
    """Keep a supplier; of one who is known, what is left out is left alone (PUR-5)."""
    return await ask(handlers.put_suppliers, rules.PutSupplier(supplier, asked.told), key=supplier, by=by)


@router.put("/suppliers/{supplier}/items/{item}", response_model=OfferState)
async def put_offer(supplier: Code, item: Code, asked: PutOffer, ask: Ask, by: Keeper) -> Response:
    """Keep what a supplier asks for an item; needs that nobody covered are tried anew (PUR-7)."""
    may_raise = not set(RAISERS).isdisjoint(by.roles)
    command = rules.PutOffer(item, Offer(supplier, **asked.offered), may_raise, asked.left_out)
    return await ask(handlers.put_offers, command, key=item, by=by)


@router.get("/suppliers", dependencies=[Depends(READERS)])
async def list_suppliers(db: Look, after: Code | None = None, limit: Limit = 100) -> SupplierPage:
    """Suppliers by code; phones and banks are masked (ALL-3)."""
    items = tuple(masked_in(SupplierState.of(*row)) for row in await store.page(db, after, limit))
    return SupplierPage(items=items, next=items[-1].supplier if len(items) == limit else None)


@router.get("/suppliers/{supplier}")
async def get_supplier(supplier: Code, db: Look, by: Annotated[Person, Depends(READERS)]) -> SupplierState:
    """A supplier (PUR-5); phones and banks whole for who works with them (ALL-3)."""
    known = await store.suppliers(db, [supplier])
    if supplier not in known:
        raise NotFound(what="supplier", id=supplier)
    state = SupplierState.of(supplier, *known[supplier])
    return masked_in(state) if SEES_WHOLE.isdisjoint(by.roles) else state


@router.get("/items/{item}/offers", dependencies=[Depends(READERS)])
async def list_offers(item: Code, db: Look) -> list[Offer]:
    """Who offers an item, by rank (PUR-7, PUR-10)."""
    return await ledger.offers(db, item)
