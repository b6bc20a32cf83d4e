"""The confirmation of needs: what the customer said by mouth or mail, written down for him to agree to (SAL-19)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Column, Sheet, Table, told
from contracts.markings import Personal
from contracts.texts import Text
from contracts.value import Value
from services.sales.inquiry.rules import Inquiry
from services.sales.masters.rules import Customer
from services.sales.needs.rules.document import Channel, Need, Needs, Version
from services.sales.papers.rules.parties import parties

TITLE = Text("Confirmation of needs")
CHANNELS: Mapping[Channel, Text] = {
    "phone": Text("by telephone"),
    "mail": Text("by mail"),
    "chat": Text("by chat"),
    "meeting": Text("in a meeting"),
}


class ConfirmedNeed(Value):
    """``asked`` in the words in which the customer is asked, in his language."""

    asked: str
    answer: str
    channel: Channel
    said_by: Personal[str]
    said_on: date


class NeedsConfirmation(Value):
    """What the confirmation tells of a version; the last two are empty until the customer agrees."""

    number: str
    inquiry: str
    reference: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    merchandiser: str
    recorded_on: date
    needs: tuple[ConfirmedNeed, ...]
    agreed_by: Personal[str] = ""
    agreed_on: date | None = None


def needs_paper(
    needs: Needs, version: Version, inquiry: Inquiry, customer: Customer, seller: Issuer
) -> NeedsConfirmation:
    agreement = version.agreement
    return NeedsConfirmation(
        number=needs.number(version),
        inquiry=needs.inquiry,
        reference=inquiry.reference,
        seller=seller,
        customer=needs.customer,
        customer_name=customer.name,
        merchandiser=inquiry.merchandiser,
        recorded_on=version.recorded_on,
        needs=tuple(_confirmed(need, customer.language) for need in version.needs),
        agreed_by=agreement.person if agreement else "",
        agreed_on=agreement.on if agreement else None,
    )


def _confirmed(need: Need, language: str) -> ConfirmedNeed:
    told = {name: getattr(need, name) for name in ("answer", "channel", "said_by", "said_on")}
    return ConfirmedNeed(**told, asked=need.asked.worded(language))


def needs_sheet(paper: NeedsConfirmation) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=parties(paper.seller, paper.customer_name, paper.customer),
        facts=told(
            (Text("Our inquiry"), paper.inquiry),
            (Text("Your inquiry"), paper.reference),
            (Text("Written down on"), paper.recorded_on.isoformat()),
            (Text("Agreed on"), paper.agreed_on.isoformat() if paper.agreed_on else ""),
            (Text("Agreed by"), paper.agreed_by),
            (Text("Your contact"), paper.merchandiser),
        ),
        tables=(_needs(paper),),
        notes=() if paper.agreed_on else (Text("Please tell us whether this is what you need, or what is to change."),),
        signatures=(Text("For the seller"), Text("Agreed by the buyer")),
    )


def _needs(paper: NeedsConfirmation) -> Table:
    columns = (
        Column(label=Text("No."), number=True),
        Column(label=Text("What we asked")),
        Column(label=Text("What you need")),
        Column(label=Text("As you told us")),
    )
    rows = tuple((str(n), one.asked, one.answer, _told(one)) for n, one in enumerate(paper.needs, start=1))
    return Table(columns=columns, rows=rows)


def _told(one: ConfirmedNeed) -> Text:
    by = {"person": one.said_by, "day": one.said_on.isoformat(), "how": CHANNELS[one.channel]}
    return Text("{person}, {day}, {how}", **by)
