"""What customers say of deliveries and answers, over HTTP; a customer says it himself (SAL-14, ALL-3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import asyncpg
from fastapi import Depends, Response
from pydantic import BaseModel, Field, StringConstraints

from chassis import clock
from chassis.http.asked import DayGone, period_of
from chassis.http.identity import Person, Role, allow
from chassis.http.page import FIRST, Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Commands, Look
from chassis.papers.replying import Reply
from chassis.papers.store import Link
from chassis.refusal import NotFound
from contracts.scalars import Code, Day, Told
from contracts.texts import Word
from services.sales.feedback import store as known
from services.sales.feedback.paths import FeedbackId
from services.sales.feedback.rules import Feedback
from services.sales.feedback.view import FeedbackHeard, FeedbackState, for_customer, state_of
from services.sales.order.paths import OFFICE, STAFF, only_customer, whose
from services.sales.satisfaction import handlers, store, view
from services.sales.satisfaction.rules import FollowUp, Judge
from services.sales.satisfaction.view import Satisfaction, Scores, satisfaction_of, scores

router = Router(prefix="/api/v1", tags=["satisfaction"])
Judging = Annotated[Person, Depends(allow(*STAFF, "customer service", "customer"))]
Follower = Annotated[Person, Depends(allow(*STAFF, "customer service"))]
Reader = Annotated[
    Person,
    Depends(allow(*STAFF, "customer service", "management", "general manager", "quality manager", "customer")),
]
DEPARTMENTS: tuple[Role, ...] = (
    *(*STAFF, *OFFICE, "buyer", "planner", "storekeeper", "inspector", "quality manager", "logistics clerk"),
)
PERIOD_DAYS = 365
"""Of the summary, unless another is asked for."""
Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


class FeedbackForm(BaseModel):
    """What the customer says, as the page of his link sends it."""

    score: Annotated[int, Field(ge=1, le=5)]
    """1 is the worst, 5 the best."""
    comment: Comment = ""
    """In the customer's words."""


class AnswerFeedbackBody(FeedbackForm):
    """What the customer says: himself, or to somebody by telephone or mail."""

    said_on: DayGone | None = None
    """Today, unless told."""


class FollowUpFeedbackBody(BaseModel):
    """What was done about a low score."""

    done: Told


class Feedbacks(Page[FeedbackState | FeedbackHeard]):
    """By id; ``next`` is the cursor of the next page."""


class Satisfactions(Page[Satisfaction, str]):
    """By customer; ``next`` is the cursor of the next page."""

    whole: Scores
    """Of all customers together, in the same period."""


@router.post("/feedback/{feedback_id}/answer", response_model=FeedbackState | FeedbackHeard)
async def answer_feedback(by: Judging, feedback_id: FeedbackId, asked: AnswerFeedbackBody, ask: Ask) -> Response:
    """Judge a delivery, or how a complaint was answered, once and in time (SAL-14)."""
    told = (asked.score, asked.comment, asked.said_on or clock.today(), by.code)
    return await ask(handlers.judge, Judge(feedback_id, *told, only_of=only_customer(by)), key=str(feedback_id), by=by)


@router.post("/feedback/{feedback_id}/follow-up", response_model=FeedbackState)
async def follow_up_feedback(by: Follower, feedback_id: FeedbackId, asked: FollowUpFeedbackBody, ask: Ask) -> Response:
    """Tell what was done about a low score; until then it waits in sales' list (SAL-14)."""
    body = FollowUp(feedback_id, asked.done, clock.today(), by.code)
    return await ask(handlers.follow_up, body, key=str(feedback_id), by=by)


@router.get("/feedback", response_model=Feedbacks)
async def list_feedback(
    db: Look, by: Reader, customer: Code | None = None, after: UUID = FIRST, limit: Limit = 100
) -> Feedbacks:
    """All of it, or a customer's; a customer gets his own, and what he is asked."""
    page, today, only = await known.listed(db, whose(by, customer), after, limit), clock.today(), only_customer(by)
    shown = tuple(for_customer(one) if only else state_of(one, today) for one in page.items)
    return Feedbacks(items=shown, next=page.next)


@router.get("/feedback/{feedback_id}", response_model=FeedbackState | FeedbackHeard)
async def get_feedback(by: Reader, feedback_id: FeedbackId, db: Look) -> FeedbackState | FeedbackHeard:
    """What may be judged until when, and what the customer said."""
    found, only = (await known.load(db, [feedback_id])).get(feedback_id), only_customer(by)
    if found is None or only not in (None, found.customer):
        raise NotFound(what="feedback", id=feedback_id)
    return for_customer(found) if only else state_of(found, clock.today())


@router.get("/satisfaction", response_model=Satisfactions)
async def list_satisfaction(
    db: Look,
    _: Annotated[Person, Depends(allow(*DEPARTMENTS))],
    since: Day | None = None,
    until: Day | None = None,
    after: Code | None = None,
    limit: Limit = 100,
) -> Satisfactions:
    """How satisfied customers were with what was delivered or answered in a period, a year unless told (SAL-14)."""
    first, last = period_of(since, until, PERIOD_DAYS)
    found = await store.summary(db, first, last, after or "", limit)
    items = tuple(satisfaction_of(customer, sums) for customer, sums in found.items())
    whole = scores(await store.whole(db, first, last))
    return Satisfactions(items=items, next=items[-1].customer if len(items) == limit else None, whole=whole)


async def _page_of_reply(db: asyncpg.Pool, link: Link, paper: str, language: str) -> str:
    """He judges there."""
    return view.page(await _asked_by(db, link), paper, language)


async def _take_reply(ask: Commands, db: asyncpg.Pool, link: Link, told: FeedbackForm, by: Person) -> None:
    """The customer's own word, of today."""
    about = (await _asked_by(db, link)).feedback_id
    word = Judge(about, told.score, told.comment, clock.today(), "")
    await ask(handlers.judge, word, key=str(about), by=by)


async def _asked_by(db: asyncpg.Pool, link: Link) -> Feedback:
    about = await known.numbered(db, link.document, {})
    found = (await known.load(db, [about])).get(about) if about else None
    if found is None:
        raise NotFound(what=Word("paper"), id=link.document)
    return found


REPLY = Reply("feedback_request", FeedbackForm, _page_of_reply, _take_reply)
