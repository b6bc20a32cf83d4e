"""What an order still lacks, in words that the customer can answer (SAL-3)."""

from __future__ import annotations

from collections import Counter

from contracts.scalars import Currency
from contracts.values import DraftLine, Money, OrderDraft
from services.sales.customers.rules import CustomerState

QUESTIONS = {
    "customer": "Under which open customer account do you order?",
    "lines": "Which products do you want?",
    "item": "Line {line}: which product of our list is it?",
    "quantity": "Line {line}: how many do you want?",
    "unit_price": "Line {line}: at which price per unit, in the order's currency?",
    "line": "Line {line} comes twice: which one is meant?",
    "deliver_to": "To which address shall we deliver?",
    "wanted": "By which date do you want the goods?",
    "terms": "On which terms do you pay?",
    "freight": "Which freight was agreed, in the order's currency?",
}


def missing_in(draft: OrderDraft, customer: CustomerState | None, items: frozenset[str]) -> tuple[str, ...]:
    """The fields that the customer must still tell, in the order of the form; ``items`` are the known ones."""
    twice = [line for line, count in Counter(line.line for line in draft.lines).items() if count > 1]
    return (
        *(() if customer and customer.active else ("customer",)),
        *(() if draft.lines else ("lines",)),
        *(f"lines.{line}.line" for line in twice),
        *(f"lines.{line.line}.{field}" for line in draft.lines for field in _missing_in_line(line, draft, items)),
        *(field for field in ("deliver_to", "wanted", "terms") if getattr(draft, field) is None),
        *(() if _payable(draft.freight, draft.currency) else ("freight",)),
    )


def _missing_in_line(line: DraftLine, draft: OrderDraft, items: frozenset[str]) -> list[str]:
    told = {
        "item": line.item in items,
        "quantity": bool(line.quantity),
        "unit_price": line.unit_price is not None and _payable(line.unit_price, draft.currency),
    }
    return [field for field, is_told in told.items() if not is_told]


def _payable(money: Money, currency: Currency) -> bool:
    """An amount that the order can ask for: in its currency, and not below zero."""
    return money.currency == currency and money.amount >= 0


def question_of(field: str) -> str:
    """A missing field as a question to the customer."""
    if not field.startswith("lines."):
        return QUESTIONS[field]
    _, line, name = field.split(".")
    return QUESTIONS[name].format(line=line)
