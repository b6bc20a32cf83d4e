"""A letter as its customer gets it: in his language, with its paper."""

from __future__ import annotations

from pathlib import Path

import asyncpg

from chassis.language import asked_for, catalogue
from chassis.mail.composing import File, Mail
from chassis.papers.company import issuer
from chassis.papers.issuing import issued
from chassis.papers.kinds import NotYet
from contracts.texts import said, saying
from services.sales.letter.rules import Letter
from services.sales.papers.view import CONFIRMATION

LOCALE = Path(__file__).parents[1] / "locale"


async def files_of(db: asyncpg.Pool, letter: Letter) -> tuple[File, ...] | NotYet:
    """The paper that goes with it, issued now where it was not yet; NotYet once there is none to issue any more."""
    if not letter.paper:
        return ()
    language = asked_for(letter.language)
    (draft,) = await CONFIRMATION.of_order(db, letter.order_id)
    if isinstance(draft, NotYet):
        return draft
    paper = await issued(db, CONFIRMATION, draft, language, letter.number, LOCALE)
    return (File(f"{paper.number}-{paper.version}.pdf", paper.pdf),)


def mail_of(letter: Letter, sender: str, files: tuple[File, ...]) -> Mail:
    """``sender``: our address."""
    language, company = asked_for(letter.language), issuer().name
    with saying(catalogue(language, LOCALE)):
        subject, paragraphs = said(letter.subject), [said(each) for each in letter.text]
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
        files=files,
    )
