"""Suppliers are reviewed and certified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.purchasing.evaluation import rules, store
from services.purchasing.evaluation.rules import AskedReview, Certificate, Review
from services.purchasing.evaluation.view import Certified, Reviewed


async def review(db: Db, asked: Sequence[AskedReview]) -> list[Answer[Never] | Refusal]:
    """Keep what was decided, with the score of today; of one supplier there is one in a batch (PUR-6)."""
    codes = [one.supplier for one in asked]
    scores, last = await store.scores_of(db, codes), await store.last_reviews(db, codes)
    known, today = await store.known(db, codes), clock.today()
    reviews = [
        rules.reviewed(one, scores[one.supplier], today, last.get(one.supplier)) if one.supplier in known
        else NotFound(what="supplier", id=one.supplier)
        for one in asked
    ]  # fmt: skip
    kept = [one for one in reviews if isinstance(one, Review)]
    if kept:
        await store.keep_reviews(db, kept)
    return [one if isinstance(one, Refusal) else Answer(Reviewed(review=one)) for one in reviews]


async def certify(db: Db, certificates: Sequence[Certificate]) -> list[Answer[Never] | Refusal]:
    """Keep a certificate; a newer one of its kind takes its place (PUR-6)."""
    known = await store.known(db, [one.supplier for one in certificates])
    kept = [one for one in certificates if one.supplier in known]
    if kept:
        await store.keep_certificates(db, kept)
    return [
        Answer(Certified(certificate=one)) if one.supplier in known else NotFound(what="supplier", id=one.supplier)
        for one in certificates
    ]
