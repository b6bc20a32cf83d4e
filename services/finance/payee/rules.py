"""A supplier as finance pays him: what purchasing says of him, and the account that two people agree on (FIN-5, FIN-7).

Purchasing keeps the bank that a supplier names; where money goes finance keeps itself, for who buys must not say
where the money goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chassis.refusal import NotFound, Refusal
from chassis.sealed import Sealed
from contracts.purchasing import SupplierChanged
from contracts.texts import Expected
from contracts.value import Value

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
"""ISO 13616; China's accounts have none."""
BIC = "[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?"
"""A bank by ISO 9362."""


def checked(number: str) -> str:
    """An account's number. ValueError for an IBAN whose check digits are not right (ISO 7064, MOD 97-10)."""
    plain = number.replace(" ", "").upper()
    if not IBAN.fullmatch(plain):
        return number
    if int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 != 1:
        raise Expected("an IBAN whose check digits are right, or an account number of another kind")
    return plain


class BankAccount(Value):
    """Where a supplier is paid. ``number`` is an IBAN or what his bank calls it; ``bic`` by ISO 9362."""

    holder: str
    number: str
    bic: str


class Payee(Value):
    """A supplier: his name, how many days after its date a bill is due, and his account once two people agree on it."""

    supplier: str
    version: int = 0
    name: str = ""
    country: str = ""
    currency: str = ""
    payment_days: int = 0
    language: str = ""
    """In which he reads his statements (BCP 47)."""
    discount: Decimal = Decimal(0)
    """What he lets us keep of a bill that is paid within ``discount_days`` of its date: 0.02 is 2 %."""
    discount_days: int = 0
    account: Sealed[BankAccount | None] = None
    """Where he is paid."""
    entered: Sealed[BankAccount | None] = None
    """What somebody entered and nobody else has confirmed yet."""
    entered_by: str = ""
    confirmed_by: str = ""

    @property
    def state(self) -> Literal["none", "entered", "confirmed"]:
        return "entered" if self.entered else "confirmed" if self.account else "none"


class NothingToConfirm(Refusal):
    """No account of {supplier} waits to be confirmed."""


class ConfirmedByTheSame(Refusal):
    """{person} entered the account of {supplier}; somebody else confirms it."""

    status = 403


@dataclass(frozen=True)
class PutAccount:
    """Somebody enters where a supplier is paid."""

    supplier: str
    account: BankAccount
    person: str


@dataclass(frozen=True)
class PutDiscount:
    """Somebody enters what a supplier grants for paying early; nothing of no days."""

    supplier: str
    share: Decimal
    days: int


@dataclass(frozen=True)
class ConfirmAccount:
    """Somebody else has compared it with the supplier's own word."""

    supplier: str
    person: str


def learn(payee: Payee, told: SupplierChanged) -> Payee:
    """The highest version holds."""
    if told.version <= payee.version:
        return payee
    names = ("version", "name", "country", "currency", "payment_days", "language")
    return payee.but(**{name: getattr(told, name) for name in names})


def put(payee: Payee, asked: PutAccount) -> Payee | Refusal:
    """Until it is confirmed he is paid where he was before; the same again is no change."""
    if not payee.version:
        return NotFound(what="supplier", id=asked.supplier)
    if asked.account in (payee.entered, None if payee.entered else payee.account):
        return payee
    return payee.but(entered=asked.account, entered_by=asked.person)


def put_discount(payee: Payee, asked: PutDiscount) -> Payee | Refusal:
    """It counts for what is proposed from now on."""
    if not payee.version:
        return NotFound(what="supplier", id=asked.supplier)
    return payee.but(discount=asked.share, discount_days=asked.days)


def confirm(payee: Payee, asked: ConfirmAccount) -> Payee | Refusal:
    """By nobody who entered it (FIN-7)."""
    if payee.entered is None:
        return NothingToConfirm(supplier=asked.supplier)
    if payee.entered_by == asked.person:
        return ConfirmedByTheSame(supplier=asked.supplier, person=asked.person)
    return payee.but(account=payee.entered, entered=None, confirmed_by=asked.person)
