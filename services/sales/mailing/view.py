"""A letter as its customer gets it: in his language, with its paper and, where he may answer that, his link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg

from chassis import clock
from chassis.handling import Answer
from chassis.language import asked_for, catalogue
from chassis.mail.composing import File, Mail
from chassis.papers.company import issuer
from chassis.papers.issuing import issued
from chassis.papers.kinds import NotYet, PaperKind
from chassis.papers.sharing import LinkMade, Share, share
from chassis.papers.store import Paper
from contracts.texts import Text, said, saying
from services.sales.letter.rules import Letter
from services.sales.papers.rules.order_confirmation import OrderConfirmation
from services.sales.papers.rules.quotation import QuotationPaper
from services.sales.papers.rules.return_form import ReturnForm
from services.sales.papers.rules.solution import SolutionPaper
from services.sales.papers.view.alternatives import ALTERNATIVES
from services.sales.papers.view.feedback_request import FEEDBACK_REQUEST
from services.sales.papers.view.open_orders import OPEN_ORDERS
from services.sales.papers.view.order_confirmation import CONFIRMATION
from services.sales.papers.view.quotation import QUOTATION
from services.sales.papers.view.return_form import RETURN_FORM
from services.sales.papers.view.solution import SOLUTION
from services.sales.policy import Policy

LOCALE = Path(__file__).parents[1] / "locale"
ATTACHED = (ALTERNATIVES, CONFIRMATION, FEEDBACK_REQUEST, OPEN_ORDERS, QUOTATION, RETURN_FORM, SOLUTION)
KINDS: Mapping[str, PaperKind[Any]] = {kind.name: kind for kind in ATTACHED}


@dataclass(frozen=True)
class Enclosed:
    """What goes with a letter; ``link`` is told in the mail alone, for who has it answers as the customer."""

    files: tuple[File, ...] = ()
    link: str = ""
    until: date | None = None
    """The last day on which the link is read; None of one by which he answers."""


@dataclass(frozen=True)
class NotNow:
    """What the letter tells is not promised yet: another day may be."""


async def enclosed(db: asyncpg.Pool, letter: Letter, policy: Policy) -> Enclosed | NotYet | NotNow:
    """Its paper, issued now where it was not yet; NotYet once there is none to issue any more, or a newer letter has
    it; NotNow while the change that it tells is judged (SAL-9)."""
    if not letter.paper:
        return Enclosed()
    kind = KINDS[letter.paper]
    draft = await kind.find(db, letter.document)
    if draft is None or isinstance(draft, NotYet):
        return draft or NotYet(Text("there is no such paper any more"))
    if isinstance(draft.data, OrderConfirmation) and (barred := _barred(letter, draft.data)):
        return barred
    paper = await issued(db, kind, draft, asked_for(letter.language), letter.number, LOCALE)
    files = (File(f"{paper.number}-{paper.version}.pdf", paper.pdf),)
    if isinstance(draft.data, QuotationPaper) and policy.public_url:
        until = draft.data.valid_until
        made = await _link(db, kind, paper, letter, _through(until))
        return Enclosed(files, policy.public_url.rstrip("/") + made.path, until)
    if not kind.answered:
        return Enclosed(files)
    made = await _link(db, kind, paper, letter, _days(draft.data, policy))
    return Enclosed(files, policy.public_url.rstrip("/") + made.reply_path)


def _barred(letter: Letter, confirmed: OrderConfirmation) -> NotYet | NotNow | None:
    """So a change that moves the promised date is one letter: that of the version which has the new one."""
    if 0 < letter.order_version < confirmed.version:
        return NotYet(Text("the letter of a newer version tells it"))
    return NotNow() if confirmed.under_review else None


def _days(told: Any, policy: Policy) -> int:
    """In which he may answer what the paper tells."""
    match told:
        case SolutionPaper():
            return _through(told.answer_until)
        case ReturnForm():
            return policy.return_days
        case _:
            return policy.feedback_answer_days


def _through(until: date) -> int:
    """Days from now until that one is over."""
    return max(1, (until - clock.today()).days + 1)


async def _link(db: asyncpg.Pool, kind: PaperKind[Any], paper: Paper, letter: Letter, days: int) -> LinkMade:
    async with db.acquire() as connection, connection.transaction():
        wanted = Share.of(paper, days, letter.number, kind)
        (made,) = await share(connection, [wanted])
    assert isinstance(made, Answer)
    assert isinstance(made.body, LinkMade)
    return made.body


def _by_link(beside: Enclosed) -> Text:
    if beside.until:
        return Text("You can read it here until {day}: {link}", day=beside.until, link=beside.link)
    return Text("Please answer here: {link}", link=beside.link)


def mail_of(letter: Letter, sender: str, beside: Enclosed) -> Mail:
    """``sender``: our address."""
    language, company = asked_for(letter.language), issuer().name
    link = (_by_link(beside),) if beside.link else ()
    with saying(catalogue(language, LOCALE)):
        subject, paragraphs = said(letter.subject), [said(each) for each in (*letter.text, *link)]
    return Mail(
        sender_name=company,
        sender=sender,
        name=letter.name,
        address=letter.address,
        subject=subject,
        text="\n\n".join((*paragraphs, company)) + "\n",
        language=language,
        message_id=letter.message_id,
        at=letter.written_at,
        files=beside.files,
    )
