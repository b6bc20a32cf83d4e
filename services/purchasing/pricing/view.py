"""A purchase whose price waits for its supplier's word, and the page on which he gives it by his link (PUR-3)."""

from __future__ import annotations

from dataclasses import replace

from chassis.papers import replying
from chassis.papers.replying import form, in_html, your_name
from contracts.texts import Text
from services.purchasing.ledger.rules.purchase import Purchase
from services.purchasing.papers.rules.price_confirmation import TITLE, PriceConfirmation
from services.purchasing.pricing.rules import SayPrice
from services.purchasing.purchases.view import PurchaseState

REASON = '<label>{label} <input name="reason" required maxlength="500"></label>'


def shown(purchase: Purchase, asked: SayPrice) -> PurchaseState:
    """To a supplier who lost it nothing of the next one."""
    if not asked.supplier:
        return PurchaseState.of(purchase)
    his = asked.supplier == purchase.supplier
    gone = replace(purchase, supplier=asked.supplier, state="closed", unit_price=None, lead_days=0, quotation="")
    return PurchaseState.of(purchase if his else gone).for_supplier()


def page(asked: PriceConfirmation, waits: bool, paper: str, language: str) -> str:
    """``waits``: his word on this price is still awaited; ``paper``: where the sheet itself is read."""
    price = f"{asked.unit_price.amount:f} {asked.unit_price.currency}"
    about = f"{asked.item}: {asked.quantity:f} {asked.unit}, {price}"
    over = f"<p>{in_html(Text('This does not wait for your answer any more.'))}</p>"
    return replying.page(TITLE, about, paper, _forms(asked) if waits else over, language)


def _forms(asked: PriceConfirmation) -> str:
    seen = {"amount": f"{asked.unit_price.amount:f}", "currency": asked.unit_price.currency}
    confirm = form({**seen, "verdict": "confirmed"}, your_name(), Text("We sell at this price"))
    why = f"<p>{REASON.format(label=in_html(Text('Why')))}</p>"
    return confirm + form({**seen, "verdict": "declined"}, your_name() + why, Text("We do not sell at this price"))
