"""HTTP: how good suppliers are, and what of them is due (PUR-6, PUR-10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import NAMESPACE_OID, UUID, uuid5

from fastapi import Depends, Response
from pydantic import BaseModel

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading, Subject, Subjects
from chassis.http.asked import DayAhead
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.scalars import Code, Day, Reference, Told
from services.purchasing.evaluation import handlers, store
from services.purchasing.evaluation.rules import AskedReview, Certificate, Score, Verdict
from services.purchasing.evaluation.view import Certified, Compared, Due, Evaluation, PastPrice, Reviewed
from services.purchasing.ledger import store as ledger
from services.purchasing.ledger.rules.sharing import asked_of
from services.purchasing.policy import Policy
from services.purchasing.suppliers import store as suppliers

router = Router(prefix="/api/v1", tags=["evaluation"])
READERS = allow("buyer", "planner", "finance manager", "management", "general manager")
Buyer = Annotated[Person, Depends(allow("buyer"))]


class ReviewBody(BaseModel):
    """What is decided of a supplier; ``next_on``: when he is looked at again."""

    verdict: Verdict
    note: Told
    next_on: DayAhead


class CertificateBody(BaseModel):
    """A certificate by its number, who issued it, and its last day."""

    number: Reference
    issued_by: Told
    valid_until: Day


class Scores(Page[Score, None]):
    """Every supplier, the best first; who has no score yet stands last."""


class AllDue(Page[Due, None]):
    """Suppliers of whom something is due."""


class Comparison(Page[Compared, None]):
    """The offers for an item, by rank."""


class PastPrices(Page[PastPrice, None]):
    """What was paid for an item, the newest first."""


@router.get("/suppliers/scores", dependencies=[Depends(READERS)])
async def list_scores(db: Look) -> Scores:
    """How good each supplier is, measured on his purchases (PUR-6)."""
    found = (await store.scores_of(db, await store.all_suppliers(db))).values()
    return Scores(items=tuple(sorted(found, key=lambda one: (one.score is None, -(one.score or 0), one.supplier))))


@router.get("/suppliers/due", dependencies=[Depends(READERS)])
async def list_due(db: Look) -> AllDue:
    """Who was never reviewed, whose review, NDA or certificate ends soon, who is late with an action (PUR-6,
    PUR-13)."""
    return AllDue(items=tuple(await _due(db)))


@router.get("/suppliers/{supplier}/evaluation", dependencies=[Depends(READERS)])
async def show_evaluation(supplier: Code, db: Look) -> Evaluation:
    """A supplier's score with its parts, his reviews and certificates (PUR-6)."""
    if not await store.known(db, [supplier]):
        raise NotFound(what="supplier", id=supplier)
    reviews, certificates = await store.reviews_of(db, supplier), await store.certificates(db, supplier)
    score = (await store.scores_of(db, [supplier]))[supplier]
    return Evaluation(score=score, reviews=tuple(reviews), certificates=tuple(certificates))


@router.post("/suppliers/{supplier}/reviews", response_model=Reviewed)
async def review_supplier(supplier: Code, asked: ReviewBody, ask: Ask, by: Buyer) -> Response:
    """What is decided of a supplier after looking at his score; once a day (PUR-6)."""
    command = AskedReview(supplier, asked.verdict, asked.note, asked.next_on, by.code)
    return await ask(handlers.review, command, key=supplier, by=by)


@router.put("/suppliers/{supplier}/certificates/{kind}", response_model=Certified)
async def put_certificate(supplier: Code, kind: Code, asked: CertificateBody, ask: Ask, by: Buyer) -> Response:
    """A supplier's certificate; a newer one of the same kind takes its place (PUR-6)."""
    command = Certificate(supplier=supplier, kind=kind, **dict(asked))
    return await ask(handlers.certify, command, key=supplier, by=by)


@router.get("/items/{item}/comparison", dependencies=[Depends(READERS)])
async def compare_offers(item: Code, db: Look) -> Comparison:
    """Who offers an item: price, days, settlement and score side by side (PUR-10)."""
    offers = await ledger.offers(db, item)
    codes = [one.supplier for one in offers]
    scores, known = await store.scores_of(db, codes), await suppliers.suppliers(db, codes)
    bought, today = await store.under_way(db, item), clock.today()
    rows = [(one, known[one.supplier][1], scores[one.supplier], asked_of(bought, one, today)) for one in offers]
    return Comparison(items=tuple(Compared.of(*row) for row in rows))


@router.get("/items/{item}/prices", dependencies=[Depends(READERS)])
async def list_prices(item: Code, db: Look, limit: Limit = 100) -> PastPrices:
    """What an item cost at which supplier (PUR-10)."""
    return PastPrices(items=tuple(await store.prices(db, item, limit)))


async def _due(db: Reading) -> list[Due]:
    days, today = (await holding(db, Policy)).review_days, clock.today()
    return await store.due(db, today + timedelta(days=days), today)


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    found = sorted(map(_subject, await _due(db)), key=lambda one: one.id)
    return [one for one in found if after is None or one.id > after][:limit]


def _subject(due: Due) -> Subject:
    """A supplier has a code and no id; a list of work needs one."""
    id_ = uuid5(NAMESPACE_OID, f"supplier {due.supplier}")
    return Subject("supplier", id_, due.name, {"supplier": due.supplier}, dict(due))


SUBJECTS = Subjects(waiting=_waiting)
"""Suppliers who are to be reviewed, each until his days are put anew."""
