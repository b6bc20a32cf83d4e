"""A way that leads nowhere, a server that was away: what stands still because of it looks like nothing else."""

import pytest

from whereabouts.picture import Part
from whereabouts.tests.pictures import ORDER, Company, before
from whereabouts.verdict import verdict


def unheard() -> Company:
    """The warehouse has not heard the release."""
    company = Company()
    company.said("sales", "order.released", unheard_by={"warehouse"})
    return company


@pytest.mark.parametrize("partitions", [0, 3])
@pytest.mark.parametrize("doing", ["joins its group", "waits for messages"])
def test_a_group_is_not_being_formed_while_a_new_connection_to_kafka_is_not_answered(
    doing: str, partitions: int
) -> None:
    """The way is half-open, or Kafka was killed together with the department, which has started again."""
    company = unheard()
    company.part("warehouse", "consumer", doing)
    company.consuming("warehouse", partitions=partitions, behind=None, answered_s=None)
    company.condition("warehouse", kafka_answers=False)
    found = verdict(company.answers())
    assert (found.state, found.cause, found.where, found.owner) == (
        "stuck",
        "kafka_unreachable",
        "warehouse",
        "ops (Kafka)",
    )


def test_a_group_is_being_formed_while_kafka_answers_a_new_connection() -> None:
    company = unheard()
    company.part("warehouse", "consumer", "joins its group")
    company.consuming("warehouse", partitions=0, behind=None, answered_s=None)
    company.condition("warehouse", kafka_answers=True)
    assert verdict(company.answers()).cause == "not_fetched_rebalancing"


def test_a_connection_that_gives_nothing_back_is_told_though_a_new_one_would() -> None:
    company = unheard()
    company.consuming("warehouse", answered_s=30)
    company.condition("warehouse", kafka_answers=True)
    found = verdict(company.answers())
    assert found.cause == "kafka_unreachable"
    assert "it answers a new connection" in found.evidence[0]


def test_what_a_department_that_just_started_says_is_not_sent_while_kafka_answers_nobody() -> None:
    company = Company()
    company.unsent("sales", "order.released")
    company.consuming("sales", partitions=0, behind=None, answered_s=None)
    company.condition("sales", kafka_answers=False)
    assert verdict(company.answers()).cause == "kafka_unreachable"


def test_a_consumer_that_rests_after_the_database_was_away_hints_at_the_database() -> None:
    company = unheard()
    company.part("warehouse", "consumer", "paused", "ConnectionRefusedError(111)", fault="database")
    found = verdict(company.answers())
    assert (found.cause, found.where, found.owner) == ("database_away", "warehouse", "ops (PostgreSQL)")
    assert "goes on by itself" in found.next


def test_a_relay_that_lost_its_database_hints_at_the_database() -> None:
    company = Company()
    company.unsent("sales", "order.released")
    company.part("sales", "relay", "tries again", "ConnectionDoesNotExistError('closed')", fault="database")
    assert verdict(company.answers()).cause == "database_away"


def test_kafka_refuses_one_stream_and_the_others_of_its_topic_are_not_blamed() -> None:
    company = Company()
    company.unsent("sales", "order.released")
    company.condition("sales", refusing={"order.released somebody-else": "MessageSizeTooLargeError()"})
    assert verdict(company.answers()).cause == "outbox_waiting"
    company.condition("sales", refusing={f"order.released {ORDER}": "MessageSizeTooLargeError()"})
    assert verdict(company.answers()).cause == "topic_blocked"


def test_an_older_department_tells_a_failure_without_where_it_lies() -> None:
    company = unheard()
    told = {"doing": "tries again", "since": before(60), "reason": "KeyError('x')"}
    company.condition("warehouse", parts={"consumer": Part.model_validate(told)})
    assert verdict(company.answers()).cause == "consumer_paused"
