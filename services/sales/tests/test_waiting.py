"""For whom an order waits, and since when."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.texts import Text
from services.sales.order.rules.facts import Waiting, WaitingFor
from services.sales.order.rules.stage import waiting_of
from services.sales.tests.story import NOON, after, deliver, received


@pytest.mark.parametrize("what", ["acceptance", None], ids=["now", "written by an earlier release"])
def test_he_who_owes_the_same_owes_it_since_then_whatever_the_sentence_says(what: WaitingFor | None) -> None:
    order = received().but(status="confirmed", version=2)
    order = after(order, deliver(order, uuid4(), 10)).document
    before = Waiting(
        owner=order.content.merchandiser, since=NOON, what=what, reason=Text("the customer is to accept it")
    )
    waiting = waiting_of(order.but(waiting=before), None, NOON + timedelta(days=1))
    assert waiting == Waiting(
        owner=before.owner, since=NOON, what="acceptance", reason=Text("acceptance by the customer")
    )


def test_another_thing_to_do_is_owed_from_now_on() -> None:
    order = received().but(waiting=Waiting(owner="warehouse", since=NOON, what="dispatch", reason=Text("to be packed")))
    later = NOON + timedelta(days=1)
    waiting = waiting_of(order, None, later)
    assert waiting
    assert (waiting.what, waiting.since) == ("reviews", later)
