"""As much as the desk reads of finance's ledger (FIN-3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.value import Value


class Account(Value):
    """``opening`` and ``closing`` are debits less credits."""

    account: str
    currency: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


class Accounts(Value):
    items: tuple[Account, ...]
    since: date
    until: date
