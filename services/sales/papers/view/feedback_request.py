"""A question for a score as it would be issued now."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis.handling import Reading
from chassis.papers.company import issuer
from chassis.papers.kinds import Draft, Found, PaperKind
from services.sales.feedback import store as feedback
from services.sales.feedback.rules import Feedback
from services.sales.order.paths import READERS
from services.sales.papers import store
from services.sales.papers.rules.feedback_request import TITLE, FeedbackRequest, request_paper, request_sheet
from services.sales.papers.store import Papered


async def requests_of(db: Reading, order_id: UUID) -> Sequence[Found[FeedbackRequest]]:
    """Of the order and of complaints about it, as far as the customer may judge them."""
    known = await feedback.of_orders(db, [order_id])
    papered = await store.of_order(db, order_id) if known else None
    return [_request(one, papered) for one in known] if papered else []


async def request_numbered(db: Reading, number: str) -> Found[FeedbackRequest] | None:
    about = await feedback.numbered(db, number, {})
    known = (await feedback.load(db, [about])).get(about) if about else None
    papered = await store.of_order(db, known.order_id) if known else None
    return _request(known, papered) if known and papered else None


def _request(known: Feedback, papered: Papered) -> Draft[FeedbackRequest]:
    return Draft(
        document=known.number,
        number=known.number,
        order_id=known.order_id,
        customer=known.customer,
        drawn_from=f"asked on {known.happened_on}",
        data=request_paper(known, papered.order.content, issuer()),
        language=papered.language,
    )


FEEDBACK_REQUEST = PaperKind(
    "feedback_request",
    TITLE,
    READERS,
    FeedbackRequest,
    requests_of,
    request_numbered,
    request_sheet,
    answered=True,
)
