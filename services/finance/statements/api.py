"""HTTP of monthly statements: a customer or supplier looks at his own and says what he thinks of it (FIN-10, FIN-5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import CurrencyNow
from chassis.http.identity import Person, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from contracts.scalars import Code, Day, Number
from services.finance.account.paths import Reader as OfMonthReader
from services.finance.month.paths import OfMonth
from services.finance.month.rules.month import Month
from services.finance.policy import Policy
from services.finance.statement import store as statements
from services.finance.statement.paths import OfSide, Reader, Replier, only_his, sides_of
from services.finance.statement.rules import Give, OfStatement, Say, Side, Verdict, Way
from services.finance.statement.view import ReplyShown, StatementState, state_of
from services.finance.statements import handlers, store, view

router = Router(prefix="/api/v1", tags=["statements"])
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class ReplyToStatement(BaseModel):
    """``closing``: what his own books say that was owed at the end of the month."""

    verdict: Verdict
    closing: Annotated[Number, Field(gt=-(10**12), lt=10**12)] = Decimal(0)
    reason: Note = ""


class FormOfReply(ReplyToStatement):
    """By link: with the name of who answers."""

    person: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class GiveDispute(BaseModel):
    """``owner``: who is to clear it, by what day."""

    owner: Code
    clear_by: Day
    note: Note = ""


class StatementsOfMonth(BaseModel):
    """By currency, those in which anything was owed or booked."""

    items: tuple[StatementState, ...]


class Replies(Page[ReplyShown]):
    """``next`` is the cursor of the next page."""


@router.get("/statements/{side}/{party}/{month}", response_model=StatementsOfMonth)
async def find_statements(by: Reader, side: OfSide, party: Code, month: OfMonth, db: Look) -> StatementsOfMonth:
    """What was owed, what was booked in a month, what is owed and open then, and what he says of it."""
    only_his(by, side, party)
    of = Month(month=month)
    currencies = await statements.currencies(db, side, party, of.open_from)
    named = [OfStatement(side, party, of.first_day, currency) for currency in currencies]
    found = [state_of(one) for one in (await statements.load(db, named)).values()]
    return StatementsOfMonth(items=tuple(one for one in found if one.opening or one.lines or one.open_items))


@router.get("/months/{month}/statements", response_model=Replies)
async def list_statement_replies(
    by: OfMonthReader, month: OfMonth, db: Look, after: UUID = FIRST, limit: Limit = 100
) -> Replies:
    """What customers and suppliers said of a month, to those who look at theirs (ALL-3)."""
    items = await store.of_month(db, month, sides_of(by), after, limit)
    return Replies(items=tuple(items), next=items[-1].reply_id if len(items) == limit else None)


@router.post("/statements/{side}/{party}/{month}/{currency}/reply", response_model=StatementState)
async def reply_to_statement(
    by: Replier, side: OfSide, party: Code, month: OfMonth, currency: CurrencyNow, asked: ReplyToStatement,
    db: Look, ask: Ask,
) -> Response:  # fmt: skip
    """A customer or supplier agrees to a month that is over, or disputes it; an accountant enters a letter of his."""
    way: Way = "himself" if only_his(by, side, party) else "letter"
    policy = await holding(db, Policy)
    said = Say(
        side, party, Month(month=month).first_day, currency, asked.verdict, asked.closing, asked.reason, by.code, way,
        policy.dispute_owner, policy.dispute_days,
    )  # fmt: skip
    return await ask(handlers.reply, said, key=_key(said), by=by)


@router.post("/statements/{side}/{party}/{month}/{currency}/give", response_model=StatementState)
async def give_dispute(
    by: Annotated[Person, Depends(allow("accountant", "finance manager"))],
    side: OfSide, party: Code, month: OfMonth, currency: CurrencyNow, asked: GiveDispute, ask: Ask,
) -> Response:  # fmt: skip
    """Say who is to clear what a customer or supplier disputes, and by when."""
    given = Give(side, party, Month(month=month).first_day, currency, asked.owner, asked.clear_by, asked.note)
    return await ask(handlers.give_dispute, given, key=_key(given), by=by)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He agrees or disputes there."""
    found = (await statements.load(db, [_named(link)])).values()
    return view.page(next(iter(found)), paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, asked: FormOfReply, by: Person) -> None:
    """His word, with his name as he wrote it and who sent him the link."""
    of, policy = _named(link), await holding(db, Policy)
    said = Say(
        of.side, of.party, of.month, of.currency, asked.verdict, asked.closing, asked.reason, asked.person, "link",
        policy.dispute_owner, policy.dispute_days, by.code,
    )  # fmt: skip
    await ask(handlers.reply, said, key=_key(said), by=by)


REPLIES = tuple(
    Reply(f"{side}_statement", FormOfReply, _page_of_reply, _take_reply) for side in ("customer", "supplier")
)


def _named(link: Link) -> OfStatement:
    side: Side = "supplier" if link.kind == "supplier_statement" else "customer"
    party, month, currency = link.document.rsplit(".", 2)
    return OfStatement(side, party, Month(month=month).first_day, currency)


def _key(of: OfStatement) -> str:
    return f"{of.side}/{of.party}/{of.month}/{of.currency}"


async def _disputed(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(one) for one in await store.disputed(db, after or FIRST, limit)]


def _subject(one: ReplyShown) -> Subject:
    reply = one.reply
    given = f": {reply.owner} {reply.clear_by}" if reply.owner else ""
    name = f"{one.party} {one.month} {one.currency} {reply.closing:f}{given}"
    named = {"side": one.side, "party": one.party, "month": one.month, "currency": one.currency}
    says = {"owner": reply.owner, "clear_by": reply.clear_by, "closing": reply.closing, "verdict": reply.verdict}
    return Subject("party", one.reply_id, name, named, says)


SUBJECTS = Subjects(waiting=_disputed)
"""A statement is about no order."""
