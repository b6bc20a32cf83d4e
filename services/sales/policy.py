"""Every figure and every by-hand or automatic switch of sales."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.settings import OfTheProcess
from contracts.complaints import ComplaintGrade, ComplaintKind
from contracts.scalars import Code, Count, Country, Currency, Days, Share
from contracts.texts import Expected

Switch = Literal["automatic", "by_hand"]
Grade = Literal["A", "B", "C"]
ClauseKind = Literal[
    "subject",
    "quantity",
    "price",
    "delivery_date",
    "payment_terms",
    "liability_for_breach",
    "dispute_resolution",
    "force_majeure",
    "currency_clause",
    "legal_compliance",
]
"""What a sales contract has clauses on (SAL-4)."""
Weight = Annotated[int, Field(ge=0, le=1000)]
"""Three of them, one times the other, are a priority."""


Wording = Annotated[str, Field(max_length=2000)]
"""Text of the company's, in the words in which customers read it."""


def _of_every_grade(weights: dict[Grade, int]) -> dict[Grade, int]:
    if weights.keys() != set(get_args(Grade)):
        raise Expected("a weight for each of {grades}", grades=get_args(Grade))
    return weights


def _of_every_kind(grades: dict[ComplaintKind, ComplaintGrade]) -> dict[ComplaintKind, ComplaintGrade]:
    if grades.keys() != set(get_args(ComplaintKind)):
        raise Expected("a grade for each of {kinds}", kinds=get_args(ComplaintKind))
    return grades


TeamHours = Annotated[int, Field(ge=1, le=100)]
ClauseKinds = Annotated[tuple[ClauseKind, ...], Field(max_length=len(get_args(ClauseKind)))]


class Policy(BaseSettings):
    """Opens as the environment says, GENDAN_SALES_<NAME>; what holds on a day tells `chassis.figures.holding`."""

    model_config = SettingsConfigDict(env_prefix="GENDAN_SALES_", frozen=True, use_attribute_docstrings=True)

    confirm: Switch = "automatic"
    """SAL-8: a feasible order is confirmed by itself, or waits for the merchandiser."""
    confirm_late: Switch = "automatic"
    """SAL-8: a feasible order that cannot be there by its wanted date is confirmed by itself with the later date, or
    waits for the merchandiser with the objection later_than_wanted; it is never rejected by itself."""
    infeasible: Switch = "by_hand"
    """SAL-5: an order that is not feasible waits for the merchandiser, or is rejected by itself."""
    release: Switch = "automatic"
    """SAL-17: a settled reservation is released by itself, or waits for the merchandiser."""
    accept: Switch = "by_hand"
    """SAL-11: the customer accepts a delivery, or the delivery counts as accepted."""

    po_of_a_dead_order: Literal["refused", "ordered_anew"] = "refused"
    """SAL-2: a PO that comes again after its order was rejected or cancelled is refused, or becomes a new order."""

    buffer: Annotated[Decimal, Field(ge=Decimal("0.15"), le=Decimal("0.20"))] = Decimal("0.18")
    """SAL-8: share of the computed lead time that is added to the promised date."""

    advance_due_days: Days = 7
    """SAL-8, FIN-2: calendar days that a customer has for an advance, before which his goods need not leave; say the
    same as GENDAN_FINANCE_ADVANCE_DUE_DAYS."""
    receiving_days: Annotated[int, Field(ge=0, le=60)] = 1
    """SAL-8: working days in which goods that a supplier brought are counted, inspected and taken in (WHS-3)."""
    handling_days: Annotated[int, Field(ge=0, le=60)] = 1
    """SAL-8, SAL-17: working days in which goods that may leave are released, packed and handed over (WHS-6)."""
    country: Country = "CN"
    """SAL-8: whose weekends and public holidays are no working days; say the same as GENDAN_NOTIFY_COUNTRY."""

    service_terms: Wording = ""
    """SAL-8: what an order confirmation says of service, as installation or spare parts; empty is nothing."""
    liability_terms: Wording = ""
    """SAL-8: what an order confirmation says of liability and claims; empty is nothing."""

    delay_tolerance_days: Annotated[int, Field(ge=0, le=60)] = 0
    """SAL-20: calendar days after the promised date on which an order may be there before it counts as late; the
    promised date holds its buffer already."""

    complaint_grades: Annotated[dict[ComplaintKind, ComplaintGrade], AfterValidator(_of_every_kind)] = {
        "quality": "B",
        "quantity": "B",
        "late": "C",
        "document": "C",
        "service": "C",
    }
    """SAL-12: which grade a complaint of each kind has by itself."""
    complaint_grave_share: Share = Decimal("0.1")
    """SAL-12: from this share of what was delivered of a line on, a complaint of quality or quantity is of grade A."""
    complaint_team_hours_a: TeamHours = 2
    """SAL-12: working hours in which a team is named for a complaint of grade A."""
    complaint_team_hours_b: TeamHours = 8
    """SAL-12: working hours in which a team is named for a complaint of grade B."""
    contract_clauses: ClauseKinds = tuple(kind for kind in get_args(ClauseKind) if kind != "currency_clause")
    """SAL-4: what a sales contract must have a clause on; on the rate of exchange it must where prices are foreign."""
    contract_legal: ClauseKinds = ("liability_for_breach", "dispute_resolution", "legal_compliance")
    """SAL-4: clauses of which legal alone accepts that they are missing or risky."""
    contract_payment_days: Days = 90
    """SAL-4: calendar days of payment above which a contract is risky."""
    contract_penalty_share: Share = Decimal("0.10")
    """SAL-4: part of the price above which a contract's penalty is risky."""
    contract_reminder_days: Annotated[int, Field(ge=0, le=365)] = 60
    """SAL-18: so many calendar days before a contract ends it waits for somebody to prolong it."""

    grade_weights: Annotated[dict[Grade, Weight], AfterValidator(_of_every_grade)] = {"A": 3, "B": 2, "C": 1}
    """SAL-7: what a customer's grade counts."""
    urgency_weights: dict[Days, Weight] = {7: 4, 14: 3, 30: 2}
    """SAL-7: up to so many days to the wanted date count so much; beyond the last, 1."""
    value_weights: dict[Count, Weight] = {50_000: 2, 500_000: 3}
    """SAL-7: from so much value in the home currency on, an order counts so much; below the first, 1."""
    home_currency: OfTheProcess[Currency] = "CNY"
    """Of the process, for every rate is in it: the company's own currency; and of an order that names none, of a
    customer whom nobody knows."""

    merchandiser: Code = "merchandiser"
    """SAL-2: who answers for an order for which neither the order nor the customer names anybody."""
