"""Suppliers and offers as people see them."""

from __future__ import annotations

from pydantic import BaseModel

from contracts.value import fields_of
from services.purchasing.ledger.rules.offers import Offer
from services.purchasing.suppliers.rules import Supplier


class SupplierState(Supplier):
    """A supplier with his code and version."""

    supplier: str
    version: int

    @classmethod
    def of(cls, code: str, version: int, data: Supplier) -> SupplierState:
        return cls(supplier=code, version=version, **fields_of(data))


class OfferState(BaseModel):
    """What a supplier asks for an item."""

    item: str
    offer: Offer
