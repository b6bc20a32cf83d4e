"""Who may compare, explain and sign a month, and when (FIN-6, FIN-7)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import Refusal
from contracts.finance import MonthClosed
from services.finance.month.rules.month import SIDES, Month, Side, signed

SIGNERS: dict[str, Side] = {"merchandiser": "sales", "sales manager": "sales", "finance manager": "finance"}
"""For which side a role signs."""


class NotCompared(Refusal):
    """Month {month} is not compared yet: sales has not stated all of it."""


class MonthIsClosed(Refusal):
    """Month {month} is closed; what is wrong in it is corrected by what is booked now."""


class SignedForThatSide(Refusal):
    """Month {month} is signed already, for {step} by {person} at {at}."""


class AnotherPersonSigns(Refusal):
    """{person} signed month {month} for {step}; another person signs for the other side."""


class UnexplainedDifferences(Refusal):
    """Of {count} differences of month {month} nobody knows the cause, and nobody explained it: explain them, or sign
    with a note that says why they are left so."""

    of_input = True


@dataclass(frozen=True)
class Compare:
    """Once more, with what was booked since."""

    month: str


@dataclass(frozen=True)
class Explain:
    """Somebody found out why an order differs."""

    month: str
    difference_id: UUID
    text: str
    person: str


@dataclass(frozen=True)
class Sign:
    """Somebody signs for his side."""

    month: str
    note: str
    person: str
    roles: tuple[str, ...]


def open_to(month: Month) -> Refusal | None:
    """Why nothing of a month's comparison may be changed; None when it may."""
    if month.state == "stating":
        return NotCompared(month=month.month)
    return MonthIsClosed(month=month.month) if month.state == "closed" else None


def comparable(month: Month) -> Refusal | None:
    """What somebody has signed stays as he saw it."""
    if refusal := open_to(month):
        return refusal
    return next((_signed_already(month, side) for side in SIDES if month.signed_by(side)), None)


def sign(month: Month, asked: Sign, at: str) -> Step[Month, MonthClosed] | Refusal:
    """The second side's signature closes the month; two different people sign."""
    side = _side(month, asked.roles)
    if refusal := open_to(month) or _refused(month, asked, side):
        return refusal
    return signed(month, side, asked.person, asked.note, at)


def _side(month: Month, roles: tuple[str, ...]) -> Side:
    """Of who may sign for both, the one that is still to sign."""
    sides = [SIGNERS[role] for role in roles if role in SIGNERS]
    return next((side for side in sides if not month.signed_by(side)), sides[0])


def _refused(month: Month, asked: Sign, side: Side) -> Refusal | None:
    if month.signed_by(side):
        return _signed_already(month, side)
    own = next((one for one in month.signatures if one.person == asked.person), None)
    if own:
        return AnotherPersonSigns(person=asked.person, month=month.month, step=own.step)
    if month.unexplained and not asked.note:
        return UnexplainedDifferences(count=month.unexplained, month=month.month)
    return None


def _signed_already(month: Month, side: Side) -> Refusal:
    by = month.signed_by(side)
    told = {"person": by.person, "at": by.at} if by else {}
    return SignedForThatSide(month=month.month, step=side, **told)
