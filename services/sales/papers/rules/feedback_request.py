"""The ask how satisfied a customer is with what was delivered or answered; its link leads to his answer (SAL-14)."""

from __future__ import annotations

from datetime import date

from chassis.papers.company import Issuer
from chassis.papers.sheet import Sheet, told
from contracts.markings import Personal
from contracts.order import OrderContent, OrderDraft
from contracts.texts import Text
from contracts.value import Value, fields_of
from services.sales.feedback.rules import Cause, Feedback
from services.sales.papers.rules.parties import parties

TITLE = Text("Your opinion")
QUESTION = {
    "delivery": Text("How satisfied are you with this delivery, from 1 (not at all) to 5 (very)?"),
    "complaint": Text("How satisfied are you with the answer to your complaint, from 1 (not at all) to 5 (very)?"),
}


class FeedbackRequest(Value):
    number: str
    """Of the order or the complaint."""
    order_number: str
    seller: Issuer
    customer: str
    customer_name: Personal[str]
    customer_po: str
    cause: Cause
    happened_on: date
    answer_until: date


def request_paper(feedback: Feedback, content: OrderContent | OrderDraft, seller: Issuer) -> FeedbackRequest:
    about = {"order_number": content.number, "customer_name": content.customer_name, "customer_po": content.customer_po}
    return FeedbackRequest.having(fields_of(feedback) | about | {"seller": seller})


def request_sheet(request: FeedbackRequest) -> Sheet:
    complaint = request.number if request.cause == "complaint" else ""
    return Sheet(
        title=TITLE,
        number=request.number,
        parties=parties(request.seller, request.customer_name, request.customer),
        facts=told(
            (Text("Our order"), request.order_number),
            (Text("Your order"), request.customer_po),
            (Text("Your complaint"), complaint),
            (Text("Answer until"), request.answer_until.isoformat()),
        ),
        notes=(QUESTION[request.cause], Text("Please answer by the link that came with this.")),
    )
