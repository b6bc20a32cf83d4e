"""Bills that are paid together: proposed, approved by somebody else, paid (FIN-5, FIN-7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Literal
from uuid import UUID

from chassis.sealed import Sealed
from contracts.value import Value, fields_of
from services.finance.account.rules.values import ZERO
from services.finance.payee.rules import BankAccount

RunState = Literal["proposed", "approved", "paid", "withdrawn"]


class RunPayment(Value):
    """One bill of a run; ``account`` once it is approved: where the money goes."""

    bill_id: UUID
    supplier: str
    number: str
    due: date
    amount: Decimal
    """That the bank is to pay: what is owed, less the discount."""
    discount: Decimal = ZERO
    """What is saved by paying early."""
    account: BankAccount | None = None
    bank_reference: str = ""
    """Of the entry by which the bank's own file says that it is paid."""
    paid_on: date | None = None
    returned_on: date | None = None
    """When the bank brought the money back: its bill is owed again."""


class PaymentRun(Value):
    """Bills in one currency that are paid on one day."""

    run_id: UUID
    number: str = ""
    """Given when it is kept: one that pays nothing takes none."""
    currency: str
    pay_on: date
    payments: tuple[RunPayment, ...]
    state: RunState = "proposed"
    left_out: tuple[str, ...] = ()
    """Suppliers with due bills of whom nobody has confirmed where they are paid."""
    proposed_by: str
    approved_by: str = ""
    bank_reference: str = ""
    paid_on: date | None = None

    def named(self, place: int) -> str:
        """What the bank's file calls one of its payments, from 1 (end-to-end id)."""
        return f"{self.number}-{place}"

    @property
    def saved(self) -> Decimal:
        return sum((payment.discount for payment in self.payments), ZERO)

    @property
    def total(self) -> Decimal:
        return sum((payment.amount for payment in self.payments), ZERO)


class KeptRun(PaymentRun):
    """A run as it is kept: the accounts stand beside the payments, in their order, sealed (ALL-3)."""

    accounts: Sealed[tuple[BankAccount | None, ...]] = ()

    @classmethod
    def of(cls, run: PaymentRun) -> KeptRun:
        accounts = tuple(payment.account for payment in run.payments)
        payments = tuple(payment.but(account=None) for payment in run.payments)
        return cls(**fields_of(run) | {"payments": payments, "accounts": accounts})

    @property
    def run(self) -> PaymentRun:
        """Each payment with its account; of a run of before each has its own."""
        each = zip(self.payments, self.accounts or repeat(None), strict=False)
        payments = tuple(payment.but(account=payment.account or account) for payment, account in each)
        return PaymentRun.having(fields_of(self) | {"payments": payments})
