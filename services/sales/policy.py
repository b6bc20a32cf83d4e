"""Every figure and every by-hand or automatic switch of sales."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.roles import Role
from chassis.settings import OfTheProcess
from contracts.complaints import ComplaintGrade, ComplaintKind
from contracts.departments import Department
from contracts.review import Verdict
from contracts.scalars import Code, Count, Country, Currency, Days, Share
from contracts.texts import Expected
from services.sales.complaint.rules.templates import ANSWERS, Template
from services.sales.needs.rules.questions import OPENING, Lists

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
TicketKind = Literal["consultation", "return", "exchange", "repair", "suggestion"]
"""What a customer wants of a service ticket (SAL-13)."""
Weight = Annotated[int, Field(ge=0, le=1000)]
"""Three of them and what a regular customer counts, one times the other, are a priority."""


SMTP = r"(smtps|smtp)://([^\s/:@?#]+@)?[^\s/:@?#]+(:\d+)?|smtp\+plain://[^\s/:@?#]+(:\d+)?"
"""Where a mail server is, and how far it is spoken to through TLS; who is named only there."""
MailAddress = Annotated[str, Field(pattern=r"^([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?$")]
"""As a mail server takes it without further ado (RFC 5321)."""
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


RiskAbove = Literal["medium", "high", "critical"]
RiskSigner = Literal["sales manager", "general manager"]
RiskLevel = Annotated[int, Field(ge=1, le=5)]
"""How likely harm is, or how much it would be (SAL-6)."""
RiskMore = Annotated[int, Field(ge=0, le=4)]
RiskProduct = Annotated[int, Field(ge=2, le=26)]
"""A likelihood times an impact; 26 is none."""


def _for_each(names: Any) -> AfterValidator:
    def whole(told: dict[Any, int]) -> dict[Any, int]:
        if told.keys() != set(get_args(names)):
            raise Expected("a figure for each of {names}", names=get_args(names))
        return told

    return AfterValidator(whole)


Taken = Annotated[int, Field(ge=1, le=100)]
"""How many orders a customer took in whole."""
Regular = Annotated[int, Field(ge=1, le=2)]
"""What a customer counts who comes again, or an order that earns well; no more, so that neither outweighs the rest."""
Margin = Annotated[int, Field(ge=0, le=100)]
"""Per cent of a price."""
TicketDays = Annotated[int, Field(ge=0, le=60)]
ReportDays = Annotated[int, Field(ge=0, le=365)]
WaitDays = Annotated[int, Field(ge=0, le=60)]
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
    confirm_off_list: Switch = "automatic"
    """SAL-25: a feasible order at other prices than the list's, which names no quotation and no contract, is confirmed
    by itself, or waits for the merchandiser with the objection below_list or above_list."""
    promise_anew: Switch = "automatic"
    """SAL-9: the day to which the review of a changed order comes is promised by itself, or waits for the merchandiser;
    a day that the change says, and an old one that still holds, stay."""
    infeasible: Switch = "by_hand"
    """SAL-5: an order that is not feasible waits for the merchandiser, or is rejected by itself."""
    release: Switch = "automatic"
    """SAL-17: a settled reservation is released by itself, or waits for the merchandiser."""
    accept: Switch = "by_hand"
    """SAL-11: the customer accepts a delivery, or the delivery counts as accepted."""

    cancel: Switch = "automatic"
    """SAL-9, SAL-24: a wish to cancel an order takes effect by itself, or opens a rescue, which somebody ends."""

    po_of_a_dead_order: Literal["refused", "ordered_anew"] = "refused"
    """SAL-2: a PO that comes again after its order was rejected or cancelled is refused, or becomes a new order."""

    shops: dict[Code, Code] = {}
    """SAL-2: the customer to whom the orders of a web shop are booked, by our code of the shop; a shop that is not
    named here is booked to the customer of its own code."""
    shop_days: Days = 14
    """SAL-2: an order of a web shop names no day; it is wanted so many calendar days after it was placed there."""
    shop_secrets: OfTheProcess[Path | None] = None
    """A folder with a file per web shop, named by its code, that holds the secret of its webhooks as WooCommerce shows
    it. Read at each message; none: no shop's order is taken (SAL-2)."""

    buffer: Annotated[Decimal, Field(ge=Decimal("0.15"), le=Decimal("0.20"))] = Decimal("0.18")
    """SAL-8: share of the computed lead time that is added to the promised date."""

    inquiry_answer_days: Annotated[dict[Grade, WaitDays], _for_each(Grade)] = {"A": 1, "B": 2, "C": 3}
    """SAL-1: working days, by a customer's grade, in which an inquiry is answered or declined."""

    mail_confirmation: Switch = "automatic"
    """SAL-8: a confirmation leaves as a mail to the customer by itself, or waits until a person sends it."""
    mail_delay_notice: Switch = "automatic"
    """SAL-20: a notice of a delay leaves as a mail to the customer by itself, or waits until a person sends it."""
    mail_quotation: Switch = "automatic"
    """SAL-1: a quotation leaves as a mail with a link by which it is read until its last day, by itself, or waits until
    a person sends it."""
    mail_alternatives: Switch = "automatic"
    """SAL-10: an offer of alternatives leaves as a mail, with the link by which the customer chooses, by itself, or
    waits until a person sends it."""
    mail_feedback_request: Switch = "automatic"
    """SAL-14: the ask how satisfied a customer is leaves as a mail by itself, or waits until a person sends it."""
    mail_return_form: Switch = "automatic"
    """SAL-13, WHS-8: once goods are delivered, the link by which their customer gives them back, exchanges them or has
    them repaired leaves as a mail by itself, or waits until a person sends it."""
    mail_solution: Switch = "automatic"
    """SAL-13: what a customer is answered to his service ticket leaves as a mail, with the link by which he says
    whether it is solved, by itself, or waits until a person sends it."""
    mail_delivery_reminder: Switch = "automatic"
    """SAL-11: before seven working days are over since a delivery whose money nobody followed up, its customer is asked
    by mail whether all is in order and when he pays; it leaves by itself, or waits until a person sends it."""
    mail_open_orders: Switch = "automatic"
    """SAL-22, NOT-6: the list of a customer's open orders leaves as a mail by itself, or waits until a person sends
    it."""
    public_url: OfTheProcess[Annotated[str, Field(pattern=r"^(https?://[^\s?#]+)?$")]] = ""
    """SAL-14: where customers reach sales from outside: https://orders.example.com. The link by which they answer
    begins with it; empty: nobody is asked by mail."""
    smtp_url: OfTheProcess[Annotated[str, Field(pattern=rf"^({SMTP})?$")]] = ""
    """SAL-8, SAL-20: the mail server that takes letters: smtp://user@mail.example.com:587 (TLS by STARTTLS, or
    nothing), smtps:// (TLS from the first byte) or smtp+plain:// (none; inside one machine or cluster). Empty: letters
    are written and wait."""
    smtp_password_file: OfTheProcess[Path | None] = None
    """A file that holds the password of that user, read for each mail; none: nobody is named."""
    mail_from: OfTheProcess[MailAddress] = ""
    """The company's address from which letters come, with GENDAN_SALES_SMTP_URL."""

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
    complaint_departments: Annotated[dict[ComplaintKind, Department], _for_each(ComplaintKind)] = {
        "quality": "warehouse",
        "quantity": "warehouse",
        "late": "logistics",
        "document": "logistics",
        "service": "sales",
    }
    """SAL-12: the department whose affair a complaint of each kind is; a team has somebody of it."""
    complaint_answers: Annotated[dict[ComplaintKind, Template], _for_each(ComplaintKind)] = ANSWERS
    """SAL-12: with what the answer to a complaint of each kind begins, in both languages."""
    complaint_team_hours_a: TeamHours = 2
    """SAL-12: working hours in which a team is named for a complaint of grade A."""
    complaint_team_hours_b: TeamHours = 8
    """SAL-12: working hours in which a team is named for a complaint of grade B."""
    ticket_days: Annotated[dict[TicketKind, TicketDays], _for_each(TicketKind)] = {
        "consultation": 1,
        "return": 10,
        "exchange": 10,
        "repair": 15,
        "suggestion": 5,
    }
    """SAL-13: working days in which a service ticket of each kind is solved; then it goes to the service supervisor."""
    ticket_answer_days: TicketDays = 5
    """SAL-13: working days in which a customer may say that his ticket is not solved; then it is closed."""
    return_days: Annotated[int, Field(ge=1, le=365)] = 30
    """SAL-13, WHS-8: calendar days in which a customer may give delivered goods back by the link of his letter."""
    contact_days: Annotated[dict[Grade, Days], _for_each(Grade)] = {"A": 14, "B": 30, "C": 90}
    """SAL-22: calendar days, by a customer's grade, after which somebody is to speak with him again."""
    report_days: Annotated[dict[Grade, ReportDays], _for_each(Grade)] = {"A": 7, "B": 7, "C": 7}
    """SAL-22, NOT-6: calendar days, by a customer's grade, after which a letter with the list of his open orders is
    written to him, on the first working day from then on; 0 is none."""
    open_orders_days: Annotated[int, Field(ge=1, le=365)] = 30
    """SAL-22: calendar days after which somebody is to send a customer the list of his open orders who got none."""
    feedback_ask_days: Annotated[int, Field(ge=0, le=365)] = 30
    """SAL-14: calendar days between two asks of one customer how satisfied he is."""
    feedback_answer_days: Annotated[int, Field(ge=1, le=365)] = 30
    """SAL-14: calendar days in which a customer may judge what was delivered or answered."""
    feedback_low_score: Annotated[int, Field(ge=1, le=4)] = 2
    """SAL-14: up to this score, of 5, somebody of sales is to do something about it."""
    feedback_follow_up_days: WaitDays = 3
    """SAL-14: working days in which something is done about a low score."""
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

    need_questions: Lists = OPENING
    """SAL-19: what a customer is asked about each kind of product, in both languages; general is asked of every one."""
    quote_before_needs: Literal["warned", "refused"] = "warned"
    """SAL-19: a quotation before the customer has agreed to his answers to the obligatory questions tells them, or is
    refused."""

    risk_grades: Annotated[dict[RiskAbove, RiskProduct], _for_each(RiskAbove)] = {
        "medium": 5,
        "high": 12,
        "critical": 20,
    }
    """SAL-6: from which likelihood times impact on a risk has a grade; below the first it is low."""
    risk_signers: dict[RiskAbove, RiskSigner] = {"high": "sales manager", "critical": "general manager"}
    """SAL-6: who signs for an order of such a risk before it is confirmed; of a grade that is left out nobody. The
    general manager may sign for the sales manager."""
    risk_values: dict[Count, RiskLevel] = {50_000: 2, 200_000: 3, 1_000_000: 4, 5_000_000: 5}
    """SAL-6: from so much value in the home currency on, harm would be so much; below the first, 1."""
    risk_customers: Annotated[dict[Grade, RiskMore], _for_each(Grade)] = {"A": 1, "B": 0, "C": 0}
    """SAL-6: by a customer's grade, so much more harm do supply, delivery and quality do; never above 5."""
    risk_verdicts: Annotated[dict[Verdict, RiskLevel], _for_each(Verdict)] = {
        "yes": 1,
        "conditions": 3,
        "no": 5,
    }
    """SAL-6: how likely harm is by a department's verdict; what must be bought, and credit that a person gave over the
    limit, are conditions."""
    risk_currency_days: dict[Days, RiskLevel] = {0: 2, 90: 3, 180: 4, 360: 5}
    """SAL-6: from so many calendar days on until money in a foreign currency is due, harm is so likely."""
    risk_late_days: dict[Days, RiskLevel] = {1: 2, 8: 3, 31: 4, 91: 5}
    """SAL-6: from so many calendar days on after the wanted date, harm is so likely; in time, 1."""
    risk_complaints: dict[Count, RiskLevel] = {1: 2, 3: 3, 6: 4, 12: 5}
    """SAL-6: from so many complaints of the goods on, by the customer or about an item, harm is so likely; else 1."""
    risk_complaint_days: Annotated[int, Field(ge=1, le=3650)] = 365
    """SAL-6: calendar days back in which complaints count."""
    risk_countries: dict[Country, RiskLevel] = {"IR": 5, "KP": 5, "MM": 5}
    """SAL-6: how likely harm is in a country of delivery; as it opens, those that the FATF calls for action against
    (February 2025)."""
    risk_abroad: RiskLevel = 2
    """SAL-6: how likely harm is in any other country than the company's own, where it is 1."""

    grade_weights: Annotated[dict[Grade, Weight], AfterValidator(_of_every_grade)] = {"A": 3, "B": 2, "C": 1}
    """SAL-7: what a customer's grade counts."""
    urgency_weights: dict[Days, Weight] = {7: 4, 14: 3, 30: 2}
    """SAL-7: up to so many days to the wanted date count so much; beyond the last, 1."""
    value_weights: dict[Count, Weight] = {50_000: 2, 500_000: 3}
    """SAL-7: from so much value in the home currency on, an order counts so much; below the first, 1."""
    important_from: Annotated[int, Field(ge=1, le=10_000_000)] = 6
    """SAL-7: from so much of what a priority counts beside urgency on, an order is important."""
    urgent_from: Weight = 3
    """SAL-7: from such an urgency weight on, an order is urgent."""
    cooperation_weights: dict[Taken, Regular] = {1: 2}
    """SAL-7: from so many orders on that a customer took in whole, his next one counts so much; before, 1."""
    profit_weights: dict[Margin, Regular] = {20: 2}
    """SAL-7: from so many per cent of an order's price on that lie above the floors of the price list, it counts so
    much; below the first, and where a floor is not known, 1."""
    home_currency: OfTheProcess[Currency] = "CNY"
    """Of the process, for every rate is in it: the company's own currency; and of an order that names none, of a
    customer whom nobody knows."""

    own_customers_only: bool = False
    """ALL-3, SAL-15: merchandisers and salespeople see the customers for whom they answer, lead or stand in, and those
    that nobody answers for, with all that is about them; else all of sales see all. Say the same as
    GENDAN_NOTIFY_OWN_CUSTOMERS_ONLY."""
    downloads_a_day: Count = 20_000
    """ALL-3: so many records one person may take out of this department as files in a day; a paper, a file and each row
    of a sheet are a record each."""
    downloads_by_role: dict[Role, Count] = {}
    """ALL-3: the same for who has one of these roles; of several the highest holds, instead of downloads_a_day."""

    merchandiser: Code = "merchandiser"
    """SAL-2: who answers for an order for which neither the order nor the customer names anybody."""

    @model_validator(mode="after")
    def _somebody_sends(self) -> Self:
        if self.smtp_url and not self.mail_from:
            raise Expected("GENDAN_SALES_MAIL_FROM with GENDAN_SALES_SMTP_URL")
        return self
