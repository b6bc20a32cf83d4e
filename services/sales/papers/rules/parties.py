"""Between whom a paper of sales is."""

from __future__ import annotations

from chassis.papers.company import Issuer
from chassis.papers.sheet import Party
from contracts.texts import Text


def parties(seller: Issuer, customer_name: str, customer: str) -> tuple[Party, Party]:
    buyer = Party(label=Text("Buyer"), lines=(customer_name, customer))
    return Party(label=Text("Seller"), lines=seller.lines), buyer
