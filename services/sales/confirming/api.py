"""HTTP of needs: what a customer said is recorded; he agrees himself, by link or by letter (SAL-19, ALL-3)."""

from __future__ import annotations

from typing import Annotated

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading
from chassis.http.asked import DayGone
from chassis.http.identity import Person, allow
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.scalars import Code, Count, Told
from contracts.texts import Word
from services.sales.confirming import handlers, view
from services.sales.confirming.rules import Agree, Answered, Record
from services.sales.inquiry import store as inquiries
from services.sales.inquiry.paths import InquiryId
from services.sales.inquiry.rules import Inquiry
from services.sales.needs import store
from services.sales.needs.rules.document import Channel, Way, inquiry_of
from services.sales.needs.view import NeedsState, state_of
from services.sales.order.paths import STAFF, only_customer
from services.sales.policy import Policy

router = Router(prefix="/api/v1", tags=["needs"])
Recorder = Annotated[Person, Depends(allow(*STAFF, "customer service"))]
Agreer = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Reader = Annotated[Person, Depends(allow(*STAFF, "customer service", "management", "general manager", "customer"))]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


class AnswerBody(BaseModel):
    """What the customer said to a question of the company's list, by its code; when, who of him, and how."""

    question: Code
    answer: Told
    channel: Channel
    said_by: Name
    said_on: DayGone


class RecordNeedsBody(BaseModel):
    """What is left out stays as it was said before."""

    kind: Code | None = None
    """Of product, as the company's lists of questions call it; general, unless told."""
    answers: Annotated[tuple[AnswerBody, ...], Field(min_length=1, max_length=100)]


class AgreeToNeedsBody(BaseModel):
    """Who at the customer agreed in writing, and to which version."""

    expected_version: Annotated[Count, Field(ge=1)]
    """NC-2026-000123-2 is version 2."""
    person: Name
    agreed_on: DayGone


class FormOfAgreement(BaseModel):
    """By link: with the name of who agrees."""

    person: Name


@router.post("/inquiries/{inquiry_id}/needs", response_model=NeedsState)
async def record_needs(by: Recorder, inquiry_id: InquiryId, asked: RecordNeedsBody, ask: Ask) -> Response:
    """Write down what the customer said to the company's questions; he agrees to it in writing afterwards (SAL-19)."""
    answers = tuple(Answered(**dict(one)) for one in asked.answers)
    return await ask(handlers.record, Record(inquiry_id, asked.kind, answers, by.code), key=str(inquiry_id), by=by)


@router.post("/inquiries/{inquiry_id}/agree-needs", response_model=NeedsState)
async def agree_to_needs(by: Agreer, inquiry_id: InquiryId, asked: AgreeToNeedsBody, ask: Ask) -> Response:
    """The customer agrees to his needs as they are written down; or enter what he wrote (SAL-19)."""
    only = only_customer(by)
    way: Way = "himself" if only else "letter"
    told = (asked.expected_version, asked.person, asked.agreed_on, way)
    return await ask(handlers.agree, Agree(inquiry_id, *told, by.code, only_of=only), key=str(inquiry_id), by=by)


@router.get("/inquiries/{inquiry_id}/needs", response_model=NeedsState)
async def get_needs(by: Reader, inquiry_id: InquiryId, db: Look) -> NeedsState:
    """What the customer said and agreed to, and what nobody asked him yet (SAL-19)."""
    inquiry, only = await inquiries.find(db, inquiry_id), only_customer(by)
    if inquiry is None or only not in (None, inquiry.customer):
        raise NotFound(what="inquiry", id=inquiry_id)
    needs = (await store.load(db, [inquiry_id])).get(inquiry_id)
    return state_of(inquiry, needs, (await holding(db, Policy)).need_questions)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He agrees there."""
    inquiry, _version = await _named(db, link)
    needs = (await store.load(db, [inquiry.inquiry_id]))[inquiry.inquiry_id]
    return view.page(needs, link.document, paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, asked: FormOfAgreement, by: Person) -> None:
    """To the version of his link, with his name as he wrote it and who sent him the link."""
    inquiry, version = await _named(db, link)
    said = Agree(inquiry.inquiry_id, version, asked.person, clock.today(), "link", by.code)
    await ask(handlers.agree, said, key=str(inquiry.inquiry_id), by=by)


REPLY = Reply("needs_confirmation", FormOfAgreement, _page_of_reply, _take_reply)


async def _named(db: Reading, link: Link) -> tuple[Inquiry, int]:
    """The inquiry and the version of its needs."""
    named = inquiry_of(link.document)
    if named is None:
        raise NotFound(what=Word("paper"), id=link.document)
    number, version = named
    return (await inquiries.called(db, [number]))[number], version
