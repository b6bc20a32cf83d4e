"""A message that a department has put aside."""

from uuid import UUID

import pytest

from whereabouts.tests.pictures import Company, headline
from whereabouts.verdict import Verdict, verdict

RELEASED = "order.released"


def put_aside(why: str, reason: str, ago_s: float = 30, **more: object) -> tuple[UUID, Verdict]:
    """The warehouse has the release and parked it."""
    company = Company()
    message = company.said("sales", RELEASED, unheard_by={"warehouse"})
    company.parked("warehouse", RELEASED, message, why, reason, ago_s, **more)
    return message, verdict(company.answers())


def test_a_message_whose_handler_failed_is_a_dead_letter_to_be_replayed() -> None:
    message, found = put_aside("dead", "RaiseError: the disk says no", behind=2, alike=7)
    assert headline(found) == ("stuck", "dead_letter", "warehouse", "ops (warehouse)", 2)
    assert found.next == f"gendan replay --consumer warehouse --message {message} --preview"
    assert "the disk says no" in found.evidence[0]
    assert (found.behind, found.alike) == (2, 7)


@pytest.mark.parametrize(
    "reason", ["lines.0.quantity: Field required", "header: no ce_id", "key: expected 1, came '2'"]
)
def test_a_message_that_breaks_its_contract_is_also_the_speakers(reason: str) -> None:
    message, found = put_aside("dead", reason, kind="contract")
    owner = "the department that said it, and ops"
    assert headline(found) == ("stuck", "contract_mismatch", "warehouse", owner, 2)
    assert f"--message {message} --preview" in found.next
    assert reason in found.evidence[0]


def test_a_message_of_outside_that_nobody_said_is_told_from_where_it_is_parked() -> None:
    company = Company()
    company.said("sales", "order.received")
    company.parked("finance", "shipment.dispatched", UUID(int=9), "dead", "order_id: Field required", kind="contract")
    found = verdict(company.answers())
    assert headline(found)[:3] == ("stuck", "contract_mismatch", "finance")


def test_a_message_before_which_one_is_missing_is_a_gap() -> None:
    _, found = put_aside("gap", "sequence 4 is missing before 5", behind=1)
    assert headline(found) == ("stuck", "gap", "warehouse", "ops (warehouse)", 2)
    assert "sequence 4 is missing" in found.evidence[0]
    assert "warehouse" in found.next


def test_a_gap_that_notify_saw_a_moment_before_the_department_is_the_departments() -> None:
    company = Company()
    message = company.said("sales", RELEASED, unheard_by={"warehouse", "notify"})
    for service, ago_s in (("notify", 5.01), ("warehouse", 4.99)):
        company.parked(service, RELEASED, message, "gap", "expected sequence 2, came 7", ago_s)
    assert headline(verdict(company.answers()))[:3] == ("stuck", "gap", "warehouse")


def test_a_message_that_waits_for_another_event_names_it() -> None:
    _, found = put_aside("not_ready", "not ready: waits for stock.reserved of 1", awaits_topics=("stock.reserved",))
    assert headline(found) == ("stuck", "not_ready", "warehouse", "ops (warehouse)", 2)
    assert "waits for stock.reserved of 1" in found.evidence[0]
    assert "tried again by itself" in found.next


def test_a_message_that_waits_for_nothing_named_is_tried_again() -> None:
    _, found = put_aside("not_ready", "tried 3 times")
    assert headline(found) == ("stuck", "parked_for_retry", "warehouse", "ops (warehouse)", 2)
    assert "tried again by itself" in found.next


def test_a_message_behind_another_orders_message_leads_to_the_one_before_it() -> None:
    _, found = put_aside("behind", "waits behind an earlier message", key="PO-7")
    assert headline(found) == ("stuck", "behind_parked", "warehouse", "ops (warehouse)", 2)
    assert "order.released of PO-7" in found.evidence[0]
    assert "message before it" in found.next


def test_a_message_behind_its_own_orders_message_tells_of_that_one() -> None:
    company = Company()
    first, second = (company.said("sales", RELEASED, ago_s=ago, unheard_by={"warehouse"}) for ago in (60, 50))
    company.parked("warehouse", RELEASED, second, "behind", "waits behind an earlier message", ago_s=40)
    company.parked("warehouse", RELEASED, first, "dead", "KeyError: 'x'", ago_s=35, behind=1)
    found = verdict(company.answers())
    assert found.cause == "dead_letter"
    assert str(first) in found.next


@pytest.mark.parametrize(("why", "awaits"), [("not_ready", ("stock.reserved",)), ("not_ready", ()), ("gap", ())])
def test_a_message_just_parked_is_moving_for_a_cause_may_come_a_moment_later(why: str, awaits: tuple[str, ...]) -> None:
    _, found = put_aside(why, "a moment", ago_s=1, awaits_topics=awaits)
    assert headline(found) == ("moving", "on_its_way", "warehouse", "nobody", 0)


def test_nobody_who_spoke_is_blamed_for_what_an_older_department_keeps_without_a_kind() -> None:
    _, found = put_aside("dead", "header: no ce_id", kind="")
    assert headline(found)[:2] == ("stuck", "dead_letter")


def test_a_dead_letter_has_no_grace() -> None:
    _, found = put_aside("dead", "KeyError: 'x'", ago_s=0.1)
    assert headline(found)[:2] == ("stuck", "dead_letter")
