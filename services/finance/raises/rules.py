"""A change that asks more is looked at again; beyond the limit it holds the customer until it fits (FIN-4, SAL-17)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from chassis.refusal import Refusal
from contracts.finance import CreditHeld, CreditReleased
from services.finance.accounts.rules import Account
from services.finance.credit.rules import Credit, by_overdue, hold, release
from services.finance.exposure.rules import Exposure, Values


def fits(carried: Exposure, limit: Decimal, currency: str, values: Values) -> bool:
    """Whether a limit carries it; what cannot be compared does not fit."""
    worth = carried.worth_in(currency, values)
    return worth is not None and worth <= limit


def look_again(account: Account, credit: Credit, carried: Exposure, values: Values) -> tuple[Credit, CreditHeld] | None:
    """Hold the customer of a raised order beyond his limit; ``carried`` has the order in it.

    Who is held already is held for this too: the end of one cause does not let go what another holds.
    """
    if not account.raised or fits(carried, credit.credit_limit, credit.currency, values):
        return None
    return _hold_too(credit, f"order {account.number} was changed to {_beyond(account, credit, carried, values)}")


def _beyond(account: Account, credit: Credit, carried: Exposure, values: Values) -> str:
    asked, limit = f"{account.value} {account.currency}", f"limit {credit.credit_limit} {credit.currency}"
    worth = carried.worth_in(credit.currency, values)
    if worth is None:
        return f"{asked}: a person must compare {carried} owed and ordered with the {limit}"
    return f"{asked}: {worth} owed and ordered > {limit}"


def _hold_too(credit: Credit, reason: str) -> tuple[Credit, CreditHeld] | None:
    told = f"{credit.hold_reason}; {reason}" if credit.held else reason
    held = hold(replace(credit, held=False), "by_hand" if credit.hold_kind == "by_hand" else "beyond", told)
    return None if isinstance(held, Refusal) else held


def let_go(
    credit: Credit, carried: Exposure, values: Values, overdue_days: int | None
) -> tuple[Credit, CreditHeld | CreditReleased] | None:
    """Release who was held for what is beyond his limit, once all fits it again.

    ``overdue_days``: those of the automatic hold, under which he stays if an invoice is overdue; None without one.
    """
    if credit.hold_kind != "beyond" or not fits(carried, credit.credit_limit, credit.currency, values):
        return None
    freed = release(credit, None)
    if isinstance(freed, Refusal):
        return None
    still = by_overdue(freed[0], overdue_days) if overdue_days is not None else None
    return still or freed
