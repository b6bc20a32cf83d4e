"""What a customer sees of his order (ALL-3)."""

from uuid import uuid4

from chassis.handling import Step
from contracts.codec import encoded
from contracts.finance import CreditReviewed
from contracts.review import Reason
from contracts.supply import Lack
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import waiting_of
from services.sales.order.view import state_of
from services.sales.policy import Policy
from services.sales.review.rules import Reject, reject
from services.sales.tests.story import NOON, after, deliver, received, reviews
from tests.needs import needs

pytestmark = needs("ALL-3")

RUMOUR = Reason(code="credit_held", text="rumours of insolvency, wait for the bank's report")


def refused_by_finance(policy: Policy) -> Order:
    order = received()
    no = CreditReviewed(order_id=order.order_id, order_version=1, verdict="no", reasons=(RUMOUR,))
    order = after(
        order,
        *reviews(order, lacks=(Lack(item="P-1", quantity=order.binding.lines[0].quantity),))[:3],
        no,
        policy=policy,
    ).document
    return order.but(waiting=waiting_of(order, None, NOON))


def test_a_review_and_what_the_order_waits_for_inside_are_not_his() -> None:
    """ALL-3: neither finance's words nor its limits, in whatever field they stand."""
    state = state_of(refused_by_finance(Policy()))
    assert b"insolvency" in encoded(state)
    his = state.for_customer()
    assert b"insolvency" not in encoded(his)
    assert (his.reviews, his.lacks, his.waiting_for) == ({}, (), None)
    assert his.content.lines == state.content.lines


@needs("SAL-5")
def test_a_rejection_by_rule_says_nothing_of_the_reviews_and_one_by_hand_its_reasons() -> None:
    """SAL-5: the merchandiser's reasons are for the customer."""
    by_rule = state_of(refused_by_finance(Policy(infeasible="automatic"))).for_customer()
    assert (by_rule.stage, by_rule.reasons) == ("rejected", ())
    order = refused_by_finance(Policy())
    told = (Reason(code="sold_out", text="sold out until May"),)
    by_hand = reject(order, Reject(order.order_id, told))
    assert isinstance(by_hand, Step)
    his = state_of(by_hand.document).for_customer()
    assert [(one.code, str(one.text)) for one in his.reasons] == [("sold_out", "sold out until May")]


def test_he_sees_that_his_acceptance_is_awaited() -> None:
    order = received().but(status="confirmed", version=2)
    order = after(order, deliver(order, uuid4(), 10)).document
    order = order.but(waiting=waiting_of(order, None, NOON))
    his = state_of(order).for_customer()
    assert his.waiting_for is not None
    assert str(his.waiting_for.reason) == "acceptance by the customer"
