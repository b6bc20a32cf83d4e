"""A supplier as finance pays him: what purchasing says of him (FIN-5, PUR-5)."""

from __future__ import annotations

from contracts.purchasing import SupplierChanged
from contracts.value import Value


class Payee(Value):
    """A supplier: his name, and how many days after its date a bill is due."""

    supplier: str
    version: int = 0
    name: str = ""
    country: str = ""
    currency: str = ""
    payment_days: int = 0


def learn(payee: Payee, told: SupplierChanged) -> Payee:
    """The highest version holds."""
    if told.version <= payee.version:
        return payee
    return payee.but(
        **{name: getattr(told, name) for name in ("version", "name", "country", "currency", "payment_days")}
    )
