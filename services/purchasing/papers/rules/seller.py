"""The supplier on a paper, and who writes to him."""

from __future__ import annotations

from chassis.papers.company import Issuer
from chassis.papers.sheet import Party
from contracts.texts import Text
from contracts.value import Value
from services.purchasing.suppliers.rules import Supplier


class Seller(Value):
    """As he was known when the paper was issued; ``code`` is what we call him."""

    code: str
    name: str
    address: tuple[str, ...] = ()


def seller_of(code: str, known: Supplier | None) -> Seller:
    """One whom nobody keeps is called by his code."""
    if known is None:
        return Seller(code=code, name=code)
    return Seller(code=code, name=known.name, address=known.address.lines if known.address else ())


def parties(buyer: Issuer, seller: Seller) -> tuple[Party, ...]:
    lines = dict.fromkeys((seller.name, *seller.address, seller.code))
    return (Party(label=Text("Buyer"), lines=buyer.lines), Party(label=Text("Supplier"), lines=tuple(lines)))
