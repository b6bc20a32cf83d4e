"""Among several missing links, the verdict is the first: by causation, never by clocks."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from whereabouts.tests.pictures import HANDLES, NOTIFY_ALONE, Company, headline
from whereabouts.verdict import verdict

pytestmark = pytest.mark.needs("ALL-1")

HOUR = timedelta(hours=1)
SERVICES = (*HANDLES, "notify")


def unsent_and_awaited() -> Company:
    """The warehouse packed; logistics has parked what waits for that."""
    company = Company()
    released = company.said("sales", "order.released", ago_s=200)
    company.unsent("warehouse", "goods.packed", cause=released, ago_s=60)
    changed = company.said("sales", "order.confirmed", ago_s=300, unheard_by={"logistics"})
    company.parked(
        "logistics", "order.confirmed", changed, "not_ready", "waits", ago_s=290, awaits_topics=("goods.packed",)
    )
    return company


def awaited_of_a_room_that_never_heard() -> Company:
    """Sales' confirmation stays unsent, so nobody reserves; finance has waited longer for a dispatch nobody said."""
    company = Company()
    company.unsent("sales", "order.confirmed", ago_s=60)
    company.parked(
        "finance", "order.closed", UUID(int=9), "not_ready", "waits", ago_s=900, awaits_topics=("shipment.dispatched",)
    )
    return company


def said_after_what_another_missed() -> Company:
    """Logistics missed the confirmation; what the warehouse said because of it is unsent, too."""
    company = Company()
    confirmed = company.said("sales", "order.confirmed", ago_s=60, unheard_by={"logistics"})
    company.unsent("warehouse", "stock.reserved", cause=confirmed, ago_s=50)
    return company


def notify_misses_the_cause() -> Company:
    """Notify missed the release, the business stops at what came of it."""
    company = Company()
    released = company.said("sales", "order.released", ago_s=600, unheard_by={"notify"})
    company.unsent("warehouse", "goods.packed", cause=released, ago_s=30)
    return company


def notify_alone_would_hear_it() -> Company:
    """What only notify hears has waited longer than what stops business."""
    company = Company()
    company.unsent("sales", NOTIFY_ALONE, ago_s=600)
    company.parked("finance", "shipment.dispatched", UUID(int=9), "dead", "KeyError: 'x'", ago_s=30)
    return company


def two_apart() -> Company:
    """Neither comes of the other: the older goes first."""
    company = Company()
    company.said("sales", "order.released", ago_s=600, unheard_by={"warehouse"})
    company.parked("finance", "shipment.dispatched", UUID(int=9), "dead", "KeyError: 'x'", ago_s=30)
    return company


def each_awaits_the_other() -> Company:
    company = Company()
    for nth, (topic, awaited) in enumerate((("order.received", "goods.packed"), ("goods.packed", "order.received"))):
        company.parked("logistics", topic, UUID(int=nth), "not_ready", "waits", 60 - nth, awaits_topics=(awaited,))
    return company


def waits_in_time() -> Company:
    company = Company()
    company.said("sales", "order.received")
    company.awaits("logistics", "shipment.dispatched", timedelta(minutes=10))
    return company


FIRST = [
    (unsent_and_awaited, ("stuck", "outbox_waiting", "warehouse", "ops (warehouse)", 2)),
    (awaited_of_a_room_that_never_heard, ("stuck", "outbox_waiting", "sales", "ops (sales)", 2)),
    (said_after_what_another_missed, ("stuck", "not_fetched_lagging", "logistics", "ops (logistics)", 2)),
    (notify_misses_the_cause, ("stuck", "outbox_waiting", "warehouse", "ops (warehouse)", 2)),
    (notify_alone_would_hear_it, ("stuck", "dead_letter", "finance", "ops (finance)", 2)),
    (two_apart, ("stuck", "not_fetched_lagging", "warehouse", "ops (warehouse)", 2)),
    (each_awaits_the_other, ("stuck", "not_ready", "logistics", "ops (logistics)", 2)),
    (waits_in_time, ("waiting", "waiting_for_department", "logistics", "logistics", 1)),
]
Case = Callable[[], Company]


@pytest.mark.parametrize(("case", "expected"), FIRST)
def test_the_first_missing_link_wins(case: Case, expected: tuple[str, str, str, str, int]) -> None:
    assert headline(verdict(case().answers())) == expected


@pytest.mark.parametrize("by", [HOUR, -HOUR])
@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(("case", "expected"), FIRST)
def test_one_departments_clock_changes_no_verdict(
    case: Case, expected: tuple[str, str, str, str, int], service: str, by: timedelta
) -> None:
    company = case()
    company.shift(service, by)
    assert headline(verdict(company.answers())) == expected


@pytest.mark.parametrize("case", [case for case, _ in FIRST])
def test_the_order_in_which_departments_answer_changes_no_verdict(case: Case) -> None:
    answers = case().answers()
    assert headline(verdict(answers)) == headline(verdict(answers[::-1]))


def test_a_link_that_is_stuck_is_told_before_one_that_is_merely_young() -> None:
    company = two_apart()
    company.said("sales", "order.confirmed", ago_s=1, unheard_by={"logistics"})
    assert verdict(company.answers()).where == "warehouse"


def test_a_missing_link_is_told_before_the_wait_that_comes_of_it() -> None:
    company = said_after_what_another_missed()
    company.awaits("logistics", "route.reviewed", -HOUR)
    assert verdict(company.answers()).cause == "not_fetched_lagging"


@pytest.mark.parametrize("service", SERVICES)
def test_a_healthy_order_is_never_stuck_whoever_is_asked_and_however_little_time_is_left(service: str) -> None:
    company = Company()
    for nth, topic in enumerate(sorted({*HANDLES["logistics"], *HANDLES["finance"]})):
        company.said("sales", topic, ago_s=nth * 3600)
    company.awaits(service, "an.event", timedelta(seconds=1))
    found = verdict(company.answers())
    assert (found.state, found.exit_code) == ("waiting", 1)


@pytest.mark.parametrize("service", SERVICES)
def test_a_silent_department_makes_it_unknown_in_part_and_the_known_part_is_told(service: str) -> None:
    company = two_apart()
    company.parked("sales", "stock.short", UUID(int=8), "dead", "KeyError: 'y'", ago_s=900)
    company.silence(service)
    found = verdict(company.answers())
    assert found.exit_code == 3
    assert found.unknown == (f"{service} does not answer: ConnectError",)
    assert found.state == "stuck"
    assert found.where == ("finance" if service == "sales" else "sales")


def test_nothing_is_missing_where_only_the_silent_speaker_knows_what_he_said() -> None:
    company = Company()
    company.said("sales", "order.received")
    company.silence("sales")
    found = verdict(company.answers())
    assert (found.state, found.cause, found.exit_code) == ("unknown", "on_its_way", 3)


def test_kafka_away_makes_it_unknown_in_part_even_where_nothing_is_missing_yet() -> None:
    company = waits_in_time()
    company.kafka_away()
    found = verdict(company.answers())
    assert (found.state, found.exit_code) == ("waiting", 3)
    assert found.unknown == (f"Kafka does not answer {', '.join(company.pictures)}",)


def test_all_silent_is_unknown_and_nobody_answered() -> None:
    company = Company()
    for service in SERVICES:
        company.silence(service)
    found = verdict(company.answers())
    assert (found.state, found.exit_code, len(found.unknown)) == ("unknown", 3, 6)
    assert found.evidence == ("asked: nobody answered",)
    assert found.cause == "service_silent"
    assert found.what == "nobody answered, so nothing is known of an order by this name"


def test_where_no_database_answers_nothing_is_known_of_the_order() -> None:
    company = Company()
    for service in SERVICES:
        company.change(service, database="away: TimeoutError")
    found = verdict(company.answers())
    assert (found.state, found.cause, found.exit_code) == ("unknown", "database_away", 3)
    assert "accepted" not in found.what
