"""A supplier's account as people see it: enough to compare, too little to pay by."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from contracts.value import Value
from services.finance.payee.rules import BankAccount, Payee

SHOWN = 4


class AccountShown(Value):
    """The last characters of the account's number alone."""

    holder: str
    ending: str
    bic: str


class PayeeState(Value):
    """A supplier, and whether it is agreed where he is paid."""

    supplier: str
    name: str
    payment_days: int
    discount: Decimal
    discount_days: int
    state: Literal["none", "entered", "confirmed"]
    account: AccountShown | None
    entered: AccountShown | None
    entered_by: str
    confirmed_by: str


def state_of(payee: Payee) -> PayeeState:
    facts = {name: getattr(payee, name) for name in PayeeState.__struct_fields__ if name not in ("account", "entered")}
    return PayeeState(**facts, account=masked(payee.account), entered=masked(payee.entered))


def masked(account: BankAccount | None) -> AccountShown | None:
    if account is None:
        return None
    return AccountShown(holder=account.holder, ending=account.number[-SHOWN:], bic=account.bic)
