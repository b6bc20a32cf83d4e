"""A message that is not where it should be: said and not sent, sent and not heard."""

from whereabouts.tests.pictures import NOTIFY_ALONE, Company, headline
from whereabouts.verdict import Verdict, verdict

RELEASED = "order.released"


def not_sent(company: Company) -> Verdict:
    company.unsent("sales", RELEASED, alike=4)
    return verdict(company.answers())


def not_heard(company: Company, ago_s: float = 60) -> Verdict:
    """The warehouse has not heard the release."""
    company.said("sales", RELEASED, ago_s=ago_s, unheard_by={"warehouse"})
    return verdict(company.answers())


def test_a_name_that_nobody_knows_is_unknown() -> None:
    found = verdict(Company().answers())
    assert headline(found) == ("unknown", "unknown_name", "sales", "whoever asks", 4)
    assert found.evidence == ("asked: sales, purchasing, warehouse, logistics, finance, notify",)
    assert "gendan stuck" in found.next


def test_a_name_that_nobody_knows_is_unknown_in_part_as_long_as_somebody_is_silent() -> None:
    company = Company()
    company.silence("sales")
    found = verdict(company.answers())
    assert headline(found) == ("unknown", "unknown_name", "sales", "whoever asks", 3)
    assert found.unknown == ("sales does not answer: ConnectError",)
    assert found.what == "no department that answers knows an order, a paper or a message by this name"


def test_events_that_wait_while_the_relay_is_well_wait_in_the_outbox() -> None:
    found = not_sent(Company())
    assert headline(found) == ("stuck", "outbox_waiting", "sales", "ops (sales)", 2)
    assert found.evidence == ("4 events of sales wait in the outbox; the relay of sales waits for events",)
    assert (found.behind, found.alike) == (3, 4)
    assert "lease" in found.next
    assert "restart sales" in found.next


def test_a_relay_that_fails_is_down_and_says_with_what() -> None:
    company = Company()
    company.part("sales", "relay", "tries again", "InterfaceError('pool is closed')")
    found = not_sent(company)
    assert headline(found) == ("stuck", "relay_down", "sales", "ops (sales)", 2)
    assert "pool is closed" in found.evidence[0]
    assert "log of sales" in found.next


def test_a_relay_that_was_last_well_long_ago_is_down() -> None:
    company = Company()
    company.part("sales", "relay", "sends", well_s=20)
    assert headline(not_sent(company)) == ("stuck", "relay_down", "sales", "ops (sales)", 2)


def test_a_relay_that_is_not_running_is_down() -> None:
    company = Company()
    company.condition("sales", parts={})
    found = not_sent(company)
    assert headline(found) == ("stuck", "relay_down", "sales", "ops (sales)", 2)
    assert "is not running" in found.evidence[0]


def test_an_event_that_kafka_refuses_is_told_with_its_topic() -> None:
    company = Company()
    company.condition("sales", refusing={RELEASED: "TopicAuthorizationFailedError"})
    found = not_sent(company)
    assert headline(found) == ("stuck", "topic_blocked", "sales", "ops (Kafka's topics and rights)", 2)
    assert found.evidence == ("Kafka refuses order.released: TopicAuthorizationFailedError",)
    assert found.next.endswith("gendan contracts topics --bootstrap HOST:PORT")


def test_another_topic_that_kafka_refuses_is_not_this_events_cause() -> None:
    company = Company()
    company.condition("sales", refusing={"order.closed": "TopicAuthorizationFailedError"})
    assert not_sent(company).cause == "outbox_waiting"


def test_an_event_that_cannot_leave_because_kafka_is_away_is_kafkas() -> None:
    company = Company()
    company.kafka_away()
    found = not_sent(company)
    assert headline(found) == ("stuck", "kafka_unreachable", "sales", "ops (Kafka)", 3)
    assert "Kafka does not answer sales" in found.evidence[0]
    assert "nothing is lost" in found.next


def test_an_event_that_cannot_be_fetched_because_kafka_is_away_is_kafkas() -> None:
    company = Company()
    company.consuming("warehouse", answered_s=30)
    found = not_heard(company)
    assert headline(found) == ("stuck", "kafka_unreachable", "warehouse", "ops (Kafka)", 3)
    assert found.unknown == ("Kafka does not answer warehouse",)


def test_a_consumer_that_tries_to_reach_kafka_in_vain_tells_that_kafka_is_away() -> None:
    company = Company()
    company.consuming("warehouse", partitions=0, answered_s=None)
    company.part("warehouse", "consumer", "tries again", "KafkaConnectionError", fault="kafka")
    found = not_heard(company)
    assert headline(found) == ("stuck", "kafka_unreachable", "warehouse", "ops (Kafka)", 3)
    assert "KafkaConnectionError" in found.evidence[0]


def test_a_consumer_without_a_partition_is_restarted() -> None:
    company = Company()
    company.consuming("warehouse", partitions=0, behind=None, answered_s=None)
    found = not_heard(company)
    assert headline(found) == ("stuck", "not_fetched_group_empty", "warehouse", "ops (warehouse)", 2)
    assert found.evidence == ("the consumer of warehouse waits for messages and holds no partition",)
    assert found.next.startswith("restart warehouse")


def test_a_consumer_that_has_stopped_is_restarted() -> None:
    company = Company()
    company.consuming("warehouse", partitions=0, behind=None, answered_s=None)
    company.part("warehouse", "consumer", "has stopped", "it runs no more")
    found = not_heard(company)
    assert headline(found) == ("stuck", "not_fetched_group_empty", "warehouse", "ops (warehouse)", 2)
    assert "has stopped: it runs no more" in found.evidence[0]


def test_a_consumer_that_has_fetched_nothing_since_it_joined_is_rebalancing() -> None:
    company = Company()
    company.consuming("warehouse", answered_s=None)
    found = not_heard(company)
    assert headline(found) == ("stuck", "not_fetched_rebalancing", "warehouse", "ops (warehouse)", 2)
    assert "has fetched nothing since it joined its group" in found.evidence[0]


def test_a_consumer_that_joins_its_group_is_rebalancing() -> None:
    company = Company()
    company.consuming("warehouse", partitions=0, behind=None, answered_s=None)
    company.part("warehouse", "consumer", "joins its group")
    found = not_heard(company)
    assert headline(found) == ("stuck", "not_fetched_rebalancing", "warehouse", "ops (warehouse)", 2)
    assert "replicas of warehouse" in found.next


def test_a_consumer_that_is_behind_is_told_with_how_far() -> None:
    company = Company()
    company.consuming("warehouse", behind=5_000)
    found = not_heard(company)
    assert headline(found) == ("stuck", "not_fetched_lagging", "warehouse", "ops (warehouse)", 2)
    assert "5000 messages behind, holding 3 partitions" in found.evidence[0]
    assert found.behind == 4_999
    assert "replicas of warehouse" in found.next


def test_a_paused_consumer_tells_why_it_paused() -> None:
    company = Company()
    company.part("warehouse", "consumer", "paused", "LockNotAvailableError('stock')")
    found = not_heard(company)
    assert headline(found) == ("stuck", "consumer_paused", "warehouse", "ops (warehouse)", 2)
    assert "LockNotAvailableError('stock')" in found.evidence[0]
    assert "log of warehouse" in found.next


def test_a_handler_that_waits_for_a_lock_names_the_session_that_holds_it() -> None:
    company = Company()
    company.part("warehouse", "consumer", "handles", since_s=70)
    company.blocked("warehouse", by_name="psql of li.na", by_pid=4711)
    found = not_heard(company)
    assert headline(found) == ("stuck", "in_handler", "warehouse", "ops (warehouse)", 2)
    assert "since 70 s" in found.evidence[0]
    assert "session 4711 (psql of li.na, idle in transaction, 75 s)" in found.evidence[0]
    assert "blocking database session of warehouse" in found.next


def test_a_handler_that_waits_for_a_lock_is_told_before_it_has_waited_long() -> None:
    company = Company()
    company.part("warehouse", "consumer", "handles", since_s=1)
    company.blocked("warehouse", by_name="psql of li.na", by_pid=4711)
    assert not_heard(company).cause == "in_handler"


def test_a_handler_without_a_blocking_session_is_told_without_one() -> None:
    company = Company()
    company.part("warehouse", "consumer", "handles", since_s=70)
    assert not_heard(company).evidence == ("the consumer of warehouse handles since 70 s",)


def test_a_message_younger_than_the_grace_is_on_its_way() -> None:
    found = not_heard(Company(), ago_s=1)
    assert headline(found) == ("moving", "on_its_way", "warehouse", "nobody", 0)
    assert found.what == "order.released is on its way to warehouse"


def test_an_event_that_only_notify_has_not_heard_is_told_too() -> None:
    company = Company()
    company.said("sales", NOTIFY_ALONE, unheard_by={"notify"})
    assert headline(verdict(company.answers())) == ("stuck", "not_fetched_lagging", "notify", "ops (notify)", 2)
