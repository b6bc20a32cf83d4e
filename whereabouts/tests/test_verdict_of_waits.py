"""Nothing is missing: for whom the order waits, and since when too long."""

from datetime import timedelta

import pytest

from whereabouts.tests.pictures import TODAY, Company, headline
from whereabouts.verdict import verdict

SOON, LATE = timedelta(minutes=30), timedelta(hours=-3)
SUPPLIER = "purchase.confirmed or purchase.impossible"


def known() -> Company:
    """All have heard of the order."""
    company = Company()
    company.said("sales", "order.received")
    return company


def test_a_department_in_its_limit_is_waited_for() -> None:
    company = known()
    company.awaits("logistics", "shipment.dispatched", SOON)
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_department", "logistics", "logistics", 1)
    assert found.due == TODAY + SOON
    assert found.evidence == ("shipment.dispatched awaited from logistics since 2026-05-30 10:00",)
    assert found.next == "POST /api/v1/shipments/SHIPMENT/dispatch at logistics (role logistics clerk)"


def test_a_department_past_its_limit_is_what_the_order_is_stuck_at() -> None:
    company = known()
    company.awaits("logistics", "shipment.dispatched", LATE)
    assert headline(verdict(company.answers())) == ("stuck", "waiting_for_department", "logistics", "logistics", 2)


def test_the_most_urgent_of_several_is_told_and_the_others_counted() -> None:
    company = known()
    company.awaits("logistics", "shipment.dispatched", SOON)
    company.awaits("finance", "invoice.issued", LATE)
    found = verdict(company.answers())
    assert (found.where, found.state, found.behind) == ("finance", "stuck", 1)


def test_of_several_in_their_limits_the_one_that_sales_waits_for_is_told() -> None:
    company = known()
    company.awaits("finance", "payment.received", SOON)
    company.awaits("logistics", "shipment.delivered", 2 * SOON)
    company.awaits("logistics", "delivery", None, told_by="sales")
    found = verdict(company.answers())
    assert (found.where, found.state, found.owner) == ("logistics", "waiting", "the carrier")


def test_a_person_of_sales_is_named_with_what_he_must_do() -> None:
    company = known()
    company.awaits("sales", "order.released", SOON)
    company.awaits("li.na", "reserved goods to be released", None, told_by="sales")
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_person", "sales", "li.na", 1)
    assert "sales: waits for li.na: reserved goods to be released" in found.evidence
    assert found.next == "POST /api/v1/orders/ORDER/shipments/SHIPMENT/release at sales (role merchandiser)"


def test_what_a_credit_hold_stops_waits_for_finance_though_sales_owes_it() -> None:
    company = known()
    company.awaits("sales", "order.released or stock.unreserved", None)
    company.awaits("finance", "credit hold: long overdue", None, told_by="sales")
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_department", "finance", "finance", 1)
    assert found.next == "POST /api/v1/customers/CUSTOMER/release at finance (role finance manager)"


@pytest.mark.needs("LOG-7", "SAL-17")
def test_what_a_letter_of_credit_stops_waits_for_it_though_sales_owes_the_release() -> None:
    company = known()
    company.awaits("sales", "order.released or stock.unreserved", None)
    company.awaits("logistics", "lc.received or lc.compared", SOON, reason="order.confirmed")
    company.awaits("logistics", "letter of credit to be received", None, told_by="sales")
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_outside", "logistics", "the customer", 1)
    assert "sales: waits for logistics: letter of credit to be received" in found.evidence
    assert found.next.endswith("POST /api/v1/letters-of-credit/ORDER/read at logistics (role logistics clerk)")


def test_a_person_is_named_by_sales_alone_when_notify_is_silent() -> None:
    company = known()
    company.awaits("li.na", "reserved goods to be released", None, told_by="sales")
    company.silence("notify")
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_person", "sales", "li.na", 3)


@pytest.mark.parametrize(
    ("owner", "what", "who"),
    [
        ("sales", "order.clarified or order.rejected", "the customer"),
        ("finance", "payment.received", "the customer"),
        ("purchasing", SUPPLIER, "the supplier"),
        ("warehouse", "goods.received", "the supplier"),
        ("logistics", "shipment.delivered", "the carrier"),
        ("logistics", "lc.received or lc.compared", "the customer"),
        ("logistics", "lc.amended or lc.received or lc.compared", "the customer"),
    ],
)
def test_what_somebody_outside_must_do_is_asked_of_him(owner: str, what: str, who: str) -> None:
    company = known()
    company.awaits(owner, what, SOON, reason="PO-7")
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_outside", owner, who, 1)
    assert found.what == f"waits for {what} from {who} (PO-7)"
    assert found.next.startswith("when it is done, record it: POST /api/v1/")


@pytest.mark.parametrize(
    ("part", "doing", "reason", "well_s"),
    [
        ("timers", "tries again", "PostgresError", 0.0),
        ("timers", "looks", "", 60.0),
        ("long timers", "tries again", "ConnectError", 0.0),
        ("long timers", "looks", "", 600.0),
    ],
)
def test_what_is_overdue_where_the_timers_rest_is_their_fault(
    part: str, doing: str, reason: str, well_s: float
) -> None:
    company = known()
    company.awaits("purchasing", SUPPLIER, LATE)
    company.part("purchasing", part, doing, reason, well_s)
    found = verdict(company.answers())
    assert headline(found) == ("stuck", "timer_overdue", "purchasing", "ops (purchasing)", 2)
    assert found.next == "restart purchasing: its timers do not run"


def test_timers_that_take_long_are_given_their_time() -> None:
    company = known()
    company.awaits("purchasing", SUPPLIER, LATE)
    company.part("purchasing", "long timers", "looks", "", 60.0)
    assert verdict(company.answers()).cause == "waiting_for_outside"


def test_timers_that_rest_while_nothing_is_overdue_are_nobodys_verdict() -> None:
    company = known()
    company.awaits("purchasing", SUPPLIER, SOON)
    company.part("purchasing", "timers", "looks", well_s=60)
    assert verdict(company.answers()).cause == "waiting_for_outside"


def test_a_department_whose_database_is_away_is_told_with_it() -> None:
    company = known()
    company.awaits("warehouse", "stock.reserved or stock.short", SOON)
    company.change("warehouse", database="away: ConnectionRefusedError", facts=())
    found = verdict(company.answers())
    assert headline(found) == ("stuck", "database_away", "warehouse", "ops (PostgreSQL)", 3)
    assert found.evidence == ("the database of warehouse is away: ConnectionRefusedError",)
    assert found.unknown == ("the database of warehouse is away: ConnectionRefusedError",)
    assert "database of warehouse" in found.next


def test_a_silent_department_that_the_order_waits_for_is_the_cause() -> None:
    company = known()
    company.awaits("warehouse", "stock.reserved or stock.short", SOON)
    company.silence("warehouse")
    found = verdict(company.answers())
    assert headline(found) == ("stuck", "service_silent", "warehouse", "ops (warehouse)", 3)
    assert found.evidence == ("ConnectError",)
    assert found.next.startswith("start warehouse")


def test_what_is_awaited_from_the_silent_department_itself_is_named_not_what_the_supplier_owes() -> None:
    company = known()
    company.awaits("purchasing", SUPPLIER, LATE)
    company.awaits("purchasing", "purchase.ordered", SOON)
    company.silence("purchasing")
    assert verdict(company.answers()).what == "purchase.ordered is awaited from purchasing, which does not answer"


def test_a_silent_department_that_the_order_does_not_wait_for_is_unknown_and_the_rest_is_told() -> None:
    company = known()
    company.awaits("logistics", "shipment.dispatched", SOON)
    company.silence("finance", "TimeoutError")
    found = verdict(company.answers())
    assert headline(found) == ("waiting", "waiting_for_department", "logistics", "logistics", 3)
    assert found.unknown == ("finance does not answer: TimeoutError",)


def test_a_closed_order_is_done() -> None:
    company = known()
    company.said("sales", "order.closed")
    found = verdict(company.answers())
    assert headline(found) == ("done", "done", "sales", "nobody", 0)
    assert (found.what, found.next) == ("the order has ended: order.closed", "nothing to do")


def test_an_order_for_which_nothing_is_missing_and_nothing_awaited_is_on_its_way() -> None:
    assert headline(verdict(known().answers())) == ("moving", "on_its_way", "sales", "nobody", 0)
