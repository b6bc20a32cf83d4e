"""The price confirmation: a supplier says by it that he sells at a price above what was agreed (PUR-3).

Neither our budget nor our customers stand on it (ALL-3).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Fact, Sheet, Table, told
from chassis.papers.written import money, price, quantity
from contracts.money import Money
from contracts.texts import Text
from contracts.value import Value
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.papers.rules.seller import Seller, parties
from services.purchasing.specifying.rules import Specified

TITLE = Text("Price confirmation sheet")


class PriceConfirmation(Value):
    purchase_id: UUID
    """It gets its number when it is ordered."""
    buyer: Issuer
    seller: Seller
    item: str
    unit: str
    quantity: Decimal
    unit_price: Money
    lead_days: int
    specified: tuple[Specified, ...] = ()
    """What the goods are to be like beyond the item, line by line; of no order that its supplier could know (SAL-9)."""

    def asks(self, purchase: Purchase) -> bool:
        """Whether it is still this supplier's, at this price."""
        return (purchase.supplier, purchase.unit_price) == (self.seller.code, self.unit_price)


def confirmation_paper(
    purchase: Purchase,
    price: Money,
    unit: str,
    seller: Seller,
    buyer: Issuer,
    specified: Sequence[Specified] = (),
) -> PriceConfirmation:
    return PriceConfirmation(
        purchase_id=purchase.id,
        buyer=buyer,
        seller=seller,
        item=purchase.item,
        unit=unit,
        quantity=purchase.quantity,
        unit_price=price,
        lead_days=purchase.lead_days,
        specified=tuple(one.but(order_id=None) for one in specified),
    )


def confirmation_sheet(paper: PriceConfirmation) -> Sheet:
    total = money(paper.quantity * paper.unit_price.amount, paper.unit_price.currency)
    return Sheet(
        title=TITLE,
        number=str(paper.purchase_id),
        parties=parties(paper.buyer, paper.seller),
        facts=told((Text("Days to deliver"), str(paper.lead_days))),
        tables=(_goods(paper),),
        totals=(Fact(label=Text("Total"), value=total),),
        notes=(
            *(Text("Goods as specified: {words}", words=one.text) for one in paper.specified),
            Text("Please confirm by the link that came with this that you sell at this price, or say why you do not."),
            Text("It is no order: that is a numbered purchase order, which follows once the price is signed here."),
        ),
        signatures=(Text("For the supplier"),),
    )


def _goods(paper: PriceConfirmation) -> Table:
    columns = (
        Column(label=Text("Item")),
        Column(label=Text("Quantity"), number=True),
        Column(label=Text("Unit price"), number=True),
    )
    asks = f"{paper.unit_price.currency} {price(paper.unit_price.amount, paper.unit_price.currency)}"
    return Table(columns=columns, rows=((paper.item, quantity(paper.quantity, paper.unit), asks),))
