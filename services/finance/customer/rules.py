"""A customer's credit: when he is held and let go, by a person or by itself (FIN-4, SAL-17).

By itself he is held when what is long overdue comes to more than an amount, until that is paid; and when an order is
changed to more than his limit carries, until all that he owes and has ordered fits it again. A hold by hand stays until
a person ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.finance import CreditHeld, CreditReleased
from contracts.rates import Values
from contracts.reasons import because, by_hand, in_english, text_of_all
from contracts.review import Reason
from contracts.texts import Text
from services.finance.account.rules.account import Account
from services.finance.account.rules.exposure import Exposure

HoldKind = Literal["by_hand", "overdue", "beyond"]
"""Who or what holds a customer: a person, an unpaid invoice, or an order that was changed to more than his limit."""

HeldOrReleased = Step["Credit", CreditHeld | CreditReleased]


class AlreadyHeld(Refusal):
    """{customer} is held already: {reason}. The reason that came now is not taken."""


class NotHeld(Refusal):
    """{customer} is not held."""


@dataclass(frozen=True)
class Credit:
    """A customer's credit, in his currency. ``long_overdue``: invoices past the days of the automatic hold come to more
    than its amount; ``newly_overdue``: one of them passed it after the last release by hand."""

    customer: str
    currency: str
    credit_limit: Decimal
    active: bool
    held: bool
    hold_kind: Literal["", HoldKind]
    hold_reasons: tuple[Reason, ...]
    hold_version: int
    released_on: date | None
    long_overdue: bool = False
    newly_overdue: bool = False
    overdue_invoices: tuple[str, ...] = ()
    """Their numbers, the oldest first; not more than people read."""

    @property
    def hold_reason(self) -> Text:
        """Why he is held; empty when he is not."""
        return text_of_all(self.hold_reasons)


def hold(credit: Credit, reason: str) -> Step[Credit, CreditHeld] | Refusal:
    """By hand: nothing more is confirmed or released for him."""
    if credit.held:
        return AlreadyHeld(customer=credit.customer, reason=credit.hold_reason)
    return _held(credit, "by_hand", (by_hand(reason),))


def release(credit: Credit, today: date) -> Step[Credit, CreditReleased] | Refusal:
    """By hand: his orders may go on, and what is overdue today holds him no more."""
    if not credit.held:
        return NotHeld(customer=credit.customer)
    return _released(replace(credit, released_on=today))


def by_overdue(credit: Credit, days: int) -> HeldOrReleased:
    """The automatic hold, and its release when all that caused it is paid; a hold by hand stays."""
    if not credit.held and credit.newly_overdue:
        invoices = ", ".join(credit.overdue_invoices)
        return _held(credit, "overdue", (because("long_overdue", days=days, invoices=invoices),))
    if credit.hold_kind == "overdue" and not credit.long_overdue:
        return _released(credit)
    return Step(credit)


def hold_beyond(credit: Credit, account: Account, carried: Exposure, values: Values) -> Step[Credit, CreditHeld]:
    """Hold the customer of a raised order beyond his limit; ``carried`` has the order in it.

    Who is held already is held for this too: the end of one cause does not let go what another holds.
    """
    found = beyond(credit, account, carried, values)
    if not found:
        return Step(credit)
    reasons = (*credit.hold_reasons, *found)
    return _held(credit, "by_hand" if credit.hold_kind == "by_hand" else "beyond", reasons)


def beyond(credit: Credit, account: Account, carried: Exposure, values: Values) -> tuple[Reason, ...]:
    """Why a raised order is more than the limit carries; ``carried`` has the order in it."""
    if not account.raised or fits(carried, credit.credit_limit, credit.currency, values):
        return ()
    return (_beyond(account, credit, carried, values),)


def release_fitting(credit: Credit, carried: Exposure, values: Values, overdue_days: int | None) -> HeldOrReleased:
    """Release who was held for what is beyond his limit, once all fits it again.

    ``overdue_days``: those of the automatic hold, under which he stays if an invoice is overdue; None without one.
    """
    if credit.hold_kind != "beyond" or not fits(carried, credit.credit_limit, credit.currency, values):
        return Step(credit)
    freed = _released(credit)
    still = by_overdue(freed.document, overdue_days) if overdue_days is not None else freed
    return still if still.events else freed


def fits(carried: Exposure, limit: Decimal, currency: str, values: Values) -> bool:
    """Whether a limit carries it; what cannot be compared does not fit."""
    worth = carried.worth_in(currency, values)
    return worth is not None and worth <= limit


def _beyond(account: Account, credit: Credit, carried: Exposure, values: Values) -> Reason:
    worth = carried.worth_in(credit.currency, values)
    told = {"number": account.number, "value": f"{account.value} {account.currency}"}
    told |= {"owed": str(carried if worth is None else worth), "limit": f"{credit.credit_limit} {credit.currency}"}
    return because("raised_in_other_currency" if worth is None else "raised_above_limit", **told)


def _held(credit: Credit, kind: HoldKind, reasons: tuple[Reason, ...]) -> Step[Credit, CreditHeld]:
    version = credit.hold_version + 1
    held = replace(credit, held=True, hold_kind=kind, hold_reasons=reasons, hold_version=version)
    said = CreditHeld(customer=credit.customer, version=version, reason=in_english(reasons), reasons=reasons)
    return Step(held, (said,))


def _released(credit: Credit) -> Step[Credit, CreditReleased]:
    version = credit.hold_version + 1
    free = replace(credit, held=False, hold_kind="", hold_reasons=(), hold_version=version)
    return Step(free, (CreditReleased(customer=credit.customer, version=version),))
