"""The order as sales knows it: one document with all its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self
from uuid import UUID

from msgspec import field

from contracts.order import OrderContent, OrderDraft, OrderLine
from contracts.review import REVIEWERS, Reason, Reviewer
from contracts.supply import Lack
from contracts.texts import Text
from contracts.value import Value
from services.sales.order.rules.alternatives import Alternatives, StandIn
from services.sales.order.rules.facts import (
    Acknowledged,
    Advance,
    Anew,
    CameAgain,
    Delay,
    Forecast,
    Impossible,
    Invoice,
    LetterOfCredit,
    Rescue,
    Review,
    SamplesWaived,
    Shipment,
    Supply,
    Waiting,
    reasons_of,
)
from services.sales.order.rules.risk import Risk

Status = Literal["open", "confirmed", "rejected", "cancelled", "closed"]


class Order(Value, omit_defaults=True):
    """The document. ``version`` is that of the last event about its content or life."""

    order_id: UUID
    version: int
    status: Status
    content: OrderContent | OrderDraft
    received_on: date
    entered_by: str = ""
    """Who placed it over HTTP (person code); empty where a system did, and in older documents."""
    missing: tuple[str, ...] = ()
    questions: tuple[Text, ...] = ()
    """What is missing, as it is asked; empty in older documents."""
    placed_as: str = ""
    """The mark of what the PO said when it came first; empty in older documents."""
    came_again: CameAgain | None = None
    reasons: tuple[Reason, ...] = ()
    """Why it was rejected or cancelled."""
    dropped: tuple[OrderLine, ...] = ()
    """Lines of earlier versions that the current one no longer has."""
    reviews: dict[Reviewer, Review] = field(default_factory=dict)
    anew: Anew | None = None
    """The newest review of a change; the verdicts are the order's once all are there."""
    doubts: tuple[Reason, ...] = ()
    """Why it waits for the merchandiser though no department objects."""
    risk: Risk | None = None
    """As it was graded with the last review; None before, and in older documents (SAL-6)."""
    off_list: tuple[Reason, ...] = ()
    """What of it is at other prices than the list's though it names no quotation and no contract (SAL-25)."""
    need_version: int = 0
    answered_version: int = 0
    """The order version that ``lacks`` is about."""
    lacks: tuple[Lack, ...] = ()
    impossible: Impossible | None = None
    supplies: dict[UUID, Supply] = field(default_factory=dict)
    """By purchase."""
    shipments: dict[UUID, Shipment] = field(default_factory=dict)
    invoices: dict[UUID, Invoice] = field(default_factory=dict)
    advance: Advance | None = None
    letter_of_credit: LetterOfCredit | None = None
    waiting: Waiting | None = None
    forecast: Forecast | None = None
    """None while it is not confirmed, and when all of it is there."""
    delay: Delay | None = None
    samples_awaited: tuple[str, ...] = ()
    """Which it names and its customer has not approved (SAL-23)."""
    samples_waived: SamplesWaived | None = None
    acknowledged: Acknowledged | None = None
    """The newest confirmation that the customer said yes to; of another version than this one it is of before."""
    alternatives: Alternatives | None = None
    """The newest that the customer was offered (SAL-10)."""
    stand_ins: tuple[StandIn, ...] = ()
    """What was found free in place of what lacks, of the newest version that lacked something (SAL-10)."""
    rescue: Rescue | None = None
    """Of the newest wish to cancel; None in older documents where it took effect by itself (SAL-24)."""
    weighed: int = 0
    """How often it was weighed otherwise without a new version (SAL-7)."""
    weighed_on: date | None = None
    """When its urgency was weighed last; None in older documents: it is weighed at once."""
    handed: int = 0
    """How often it went to another merchandiser (NOT-10)."""

    def with_shipment(self, shipment_id: UUID, **changes: Any) -> Self:
        """With what is now known of a shipment, known before or not."""
        known = self.shipments.get(shipment_id, Shipment())
        return self.but(shipments={**self.shipments, shipment_id: known.but(**changes)})

    @property
    def binding(self) -> OrderContent:
        """The content of a complete order; only asked of one."""
        if not isinstance(self.content, OrderContent):
            raise TypeError(f"order {self.content.number} is not complete")
        return self.content

    @property
    def current_advance(self) -> Advance | None:
        """The advance as finance said it for this very version; None until then."""
        return self.advance if self.advance and self.advance.order_version == self.version else None

    @property
    def advance_is_paid(self) -> bool:
        """The advance that this version asks has come in full; finance says it anew for each version (SAL-17)."""
        asked = self.current_advance
        return not self.binding.terms.advance_share or (asked is not None and not asked.outstanding)

    @property
    def current_credit(self) -> LetterOfCredit | None:
        """The letter of credit as logistics compared it with this very version; None until then."""
        credit = self.letter_of_credit
        return credit if credit and credit.order_version == self.version else None

    @property
    def credit_is_in_order(self) -> bool:
        """No letter of credit is asked, or it is here and this version can be paid under it (SAL-17)."""
        here = self.current_credit
        return not self.binding.terms.by_credit or (here is not None and here.in_order)

    @property
    def awaits(self) -> tuple[str, ...]:
        """Samples without whose approval it is not confirmed (SAL-23)."""
        return () if self.samples_waived else self.samples_awaited

    @property
    def being_rescued(self) -> Rescue | None:
        """While its customer wishes to cancel it, nothing of it is confirmed or released by itself."""
        living = self.status in ("open", "confirmed")
        return self.rescue if living and self.rescue and self.rescue.result == "open" else None

    @property
    def is_late(self) -> bool:
        """A delay of it was said and has not ended."""
        return self.delay is not None and not self.delay.ended

    @property
    def proposed(self) -> tuple[StandIn, ...]:
        """What may stand in for what lacks of it, while it is late for that or nobody can deliver it (SAL-10)."""
        wanting = self.status == "confirmed" and (self.is_late or self.impossible)
        return tuple(one for one in self.stand_ins if one.version == self.version) if wanting else ()

    @property
    def pending(self) -> Anew | None:
        """The review of its change, until it is promised what that comes to; nothing of it is released meanwhile."""
        known = self.anew
        living = self.status == "confirmed" and known and known.version == self.version and not known.ended
        return known if living and not self.all_dispatched else None

    @property
    def verdicts(self) -> Mapping[Reviewer, Review]:
        """Those on this very version, while it is to be decided on."""
        return self.pending.reviews if self.pending else self.reviews

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def reviewed(self) -> bool:
        return all(reviewer in self.reviews for reviewer in REVIEWERS)

    @property
    def unsigned(self) -> Risk | None:
        """The risk for which somebody must sign before the confirmation."""
        return self.risk if self.risk and self.risk.unsigned else None

    @property
    def objections(self) -> tuple[Reason, ...]:
        """Why it is not confirmed by itself when reviewed: every no that matters, or sales' own doubts (SAL-5)."""
        return self.noes or self.doubts

    @property
    def noes(self) -> tuple[Reason, ...]:
        """The reasons of every no that matters."""
        against = (each for each in REVIEWERS if self.is_refused_by(each))
        return tuple(reason for each in against for reason in reasons_of(each, self.reviews[each]))

    def is_refused_by(self, reviewer: Reviewer) -> bool:
        """What cannot be bought is no matter while the stock has it, and matters even if the rest can be bought."""
        review = self.reviews[reviewer]
        if reviewer != "purchasing":
            return review.verdict == "no"
        lacking = {lack.item for lack in self.reviews["warehouse"].lacks}
        return bool(
            lacking.intersection(review.impossible) if review.impossible else lacking and review.verdict == "no"
        )

    @property
    def slips(self) -> tuple[str, ...]:
        """The numbers of its sales slips."""
        return tuple(shipment.slip_number for shipment in self.shipments.values() if shipment.slip_number)

    @property
    def dispatched(self) -> Mapping[UUID, Shipment]:
        """The shipments that were dispatched."""
        return {id_: shipment for id_, shipment in self.shipments.items() if shipment.dispatched is not None}

    @property
    def dispatched_by_line(self) -> Mapping[int, Decimal]:
        """How much of each line was dispatched."""
        sums: defaultdict[int, Decimal] = defaultdict(Decimal)
        for shipment in self.dispatched.values():
            for line in shipment.dispatched or ():
                sums[line.line] += line.quantity
        return sums

    @property
    def all_dispatched(self) -> bool:
        """What was dispatched is what the version says."""
        dispatched = {line: quantity for line, quantity in self.dispatched_by_line.items() if quantity}
        return self.status != "open" and dispatched == {line.line: line.quantity for line in self.binding.lines}

    @property
    def arrived(self) -> bool:
        """All that the version says is with the customer, or was and is concluded."""
        return self.all_dispatched and not self.under_way

    @property
    def under_way(self) -> tuple[Shipment, ...]:
        """What was dispatched and is not there."""
        return tuple(s for s in self.dispatched.values() if not s.delivered_at and not s.concluded)

    @property
    def all_concluded(self) -> bool:
        return all(shipment.concluded for shipment in self.dispatched.values())
