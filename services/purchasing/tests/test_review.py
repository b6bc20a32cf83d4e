"""By when an order's items could be here (SAL-5, SAL-8)."""

from datetime import timedelta

from contracts.supply import ItemReady
from services.purchasing.review.rules import review
from services.purchasing.tests.made import TODAY, received
from services.purchasing.waiting.rules.ways import Supply, Ways
from tests.needs import needs


@needs("SAL-8")
def test_the_review_says_of_each_item_that_can_be_bought_when_it_could_be_here() -> None:
    """SAL-8: what lies on the shelf already does not make the promise later."""
    order = received(1, {"bolt": 1, "nut": 2, "gold": 3, "old": 4})
    known = {"bolt": Supply(7), "nut": Supply(20), "old": Supply(90, discontinued=True)}
    said = review(order, Ways(known), TODAY)
    assert said
    assert said.ready == (
        ItemReady(item="bolt", on=TODAY + timedelta(7)),
        ItemReady(item="nut", on=TODAY + timedelta(20)),
    )
    assert (said.ready_on, said.impossible) == (TODAY + timedelta(20), ("gold", "old"))


@needs("SAL-5")
def test_nothing_is_ready_when_nothing_can_be_bought() -> None:
    """SAL-5."""
    said = review(received(1, {"gold": 1}), Ways(), TODAY)
    assert said
    assert (said.ready, said.ready_on, said.verdict) == ((), None, "no")
