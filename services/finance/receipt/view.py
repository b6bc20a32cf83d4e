"""Receipts as people see them."""

from __future__ import annotations

from services.finance.receipt.rules import Receipt


def called(receipt: Receipt) -> str:
    """Who paid, how much is left, and the bank's name of it."""
    left = f"{receipt.rest:f} {receipt.amount.currency}"
    return " ".join(part for part in (receipt.payer, left, receipt.bank_reference) if part)
