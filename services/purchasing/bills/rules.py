"""Every purchase has, in the end, a tax invoice (PUR-4): what is kept of one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from contracts.payables import BillBlocked, BillMatched, BillRefused, SupplierPaid, SupplierUnpaid
from contracts.value import Value

State = Literal["matched", "blocked", "refused", "paid", "unpaid"]
Told = BillMatched | BillBlocked | BillRefused | SupplierPaid | SupplierUnpaid
STATES: dict[type[Told], State] = {
    BillMatched: "matched",
    BillBlocked: "blocked",
    BillRefused: "refused",
    SupplierPaid: "paid",
    SupplierUnpaid: "unpaid",
}


class TaxInvoice(Value):
    """A supplier's invoice for a purchase, as finance sees it; ``number`` is the supplier's own."""

    purchase_id: UUID
    bill_id: UUID
    version: int
    state: State
    supplier: str
    number: str
    dated: date
    quantity: Decimal

    @property
    def counts(self) -> Decimal:
        """What of the purchase is billed for good by this state: each bill is matched once."""
        return self.quantity if self.state == "matched" else Decimal(0)


def as_kept(told: Told) -> TaxInvoice:
    facts = {name: getattr(told, name) for name in TaxInvoice.__struct_fields__ if name != "state"}
    return TaxInvoice(**facts, state=STATES[type(told)])
