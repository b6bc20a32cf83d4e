"""As much as the pages read of what sales tells of customers (SAL-14, SAL-22, SAL-19, SAL-24)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import field

from contracts.value import Value


class ScoresTold(Value):
    """``mean`` and ``low_share`` are None of too few answers."""

    asked: int
    answered: int
    mean: Decimal | None
    low_share: Decimal | None


class SatisfactionTold(Value):
    customer: str
    all: ScoresTold
    delivery: ScoresTold
    complaint: ScoresTold


class SatisfactionsTold(Value):
    items: tuple[SatisfactionTold, ...]
    whole: ScoresTold | None = None
    """Of all customers together."""
    next: str | None = None


class CountedComplaintsTold(Value):
    name: str
    opened: int
    closed: int
    share: Decimal
    days: Decimal | None


class ComplaintsTold(Value):
    items: tuple[CountedComplaintsTold, ...]


class DoneTold(Value):
    what: str


class CaseTold(Value):
    """A closed complaint, why it came so, and what was done."""

    number: str
    order_number: str
    kind: str
    words: str
    root_cause: str
    answer: str
    items: tuple[str, ...] = ()
    corrective: DoneTold | None = None
    preventive: DoneTold | None = None


class CasesTold(Value):
    items: tuple[CaseTold, ...]
    next: str | None = None


class SimilarTold(Value):
    """Of a complaint, the cases that are most like it."""

    similar: tuple[CaseTold, ...] = ()


class CountedTold(Value):
    cause: str
    wished: int
    kept: int
    cancelled: int


class CancelTold(Value):
    customer: str
    causes: tuple[CountedTold, ...]


class CancelsTold(Value):
    items: tuple[CancelTold, ...]
    next: str | None = None


class SilenceTold(Value):
    customer: str
    grade: str
    spoken_on: date | None
    list_sent_on: date | None
    to_speak: bool
    to_list: bool


class SilencesTold(Value):
    items: tuple[SilenceTold, ...]
    next: str | None = None


class QuestionTold(Value):
    about: str
    en: str
    zh: str
    obligatory: bool = False


class OpenTold(Value):
    question: str
    asked: QuestionTold


class NeedTold(Value):
    """What the customer said, who of them, and on which way."""

    question: str
    asked: QuestionTold
    answer: str
    channel: str
    said_by: str
    said_on: date


class AgreementTold(Value):
    person: str
    on: date


class VersionTold(Value):
    number: str
    needs: tuple[NeedTold, ...]
    recorded_on: date
    agreement: AgreementTold | None = None


class NeedsTold(Value):
    """Of one inquiry; the newest version last, ``confirmed`` the number of the one that he agreed to."""

    inquiry: str
    customer: str
    confirmed: str
    versions: tuple[VersionTold, ...]
    open: tuple[OpenTold, ...]
    unconfirmed: tuple[str, ...]


class InquiryTold(Value):
    number: str
    customer: str
    state: str
    received_on: date


class InquiriesTold(Value):
    items: tuple[InquiryTold, ...]
    next: str | None = None


class ContractSignatureTold(Value):
    party: str
    signed_on: date


class OverTold(Value):
    """Why a contract, or a version of it, is over before its day."""

    reason: str
    on: date
    by: str


class ContractVersionTold(Value):
    version: int
    valid_from: date
    valid_until: date
    signatures: tuple[ContractSignatureTold, ...]
    given_up: OverTold | None = None


class ContractTold(Value):
    """A sales contract, however it stands (SAL-18)."""

    contract_id: UUID
    number: str
    customer: str
    reference: str
    state: str
    version: int
    versions: tuple[ContractVersionTold, ...]
    terminated: OverTold | None
    ends: date | None = field(name="last_day")

    @property
    def newest(self) -> ContractVersionTold:
        """Of what was not given up, if any."""
        return next(one for one in self.versions if one.version == self.version)

    @property
    def last_day(self) -> date:
        """On which it holds, or will."""
        return self.ends or self.newest.valid_until


class ContractsTold(Value):
    items: tuple[ContractTold, ...]
    next: UUID | None = None
