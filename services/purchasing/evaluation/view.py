"""Suppliers as they are compared, and what of them is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from asyncpg import Record
from pydantic import BaseModel

from contracts.money import Money
from services.purchasing.evaluation.rules import Certificate, Review, Score
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.suppliers.rules import Supplier


class Due(BaseModel):
    """A supplier of whom something is due: his review, his NDA's, the certificate that ends first, or the first
    corrective action that nobody has closed."""

    supplier: str
    name: str
    review_on: date | None
    nda_review_on: date | None
    certificate: str | None
    valid_until: date | None
    action_on: date | None


class Evaluation(BaseModel):
    """A supplier's score with his reviews, the newest first, and his certificates."""

    score: Score
    reviews: tuple[Review, ...]
    certificates: tuple[Certificate, ...]


class Compared(BaseModel):
    """An offer beside the others: what it costs, when it is here, how it is paid, and how good its supplier is."""

    offer: Offer
    payment_days: int
    settlement_method: str
    score: Score
    asked_that_week: Decimal
    """So much he is to deliver already in the week in which he would, beside ``weekly`` of his offer (PUR-6)."""

    @classmethod
    def of(cls, offer: Offer, supplier: Supplier, score: Score, asked: Decimal) -> Compared:
        days, how = supplier.payment_days, supplier.settlement_method
        return cls(offer=offer, payment_days=days, settlement_method=how, score=score, asked_that_week=asked)


class PastPrice(BaseModel):
    """What one purchase of an item cost by the unit."""

    ordered_on: date
    supplier: str
    number: str
    quantity: Decimal
    unit_price: Money

    @classmethod
    def of(cls, row: Record) -> PastPrice:
        price = Money(amount=row["amount"], currency=row["currency"])
        facts = {name: row[name] for name in ("ordered_on", "supplier", "number", "quantity")}
        return cls(unit_price=price, **facts)


class Reviewed(BaseModel):
    """The review that was kept."""

    review: Review


class Certified(BaseModel):
    """The certificate that was kept."""

    certificate: Certificate
