"""Where what failed lies is told by its kind, not by its words."""

import asyncpg
import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from chassis.database.failures import ConnectionLost
from chassis.kafka.halving import Outage
from chassis.kafka.relay import NothingSent
from chassis.kafka.watchdog import Stalled
from chassis.telemetry.faults import Fault, fault_of


def because_of(cause: Exception) -> Exception:
    outage = Outage(repr(cause))
    outage.__cause__ = cause
    return outage


@pytest.mark.parametrize(
    ("failure", "fault"),
    [
        (ConnectionRefusedError(111), "database"),
        (ConnectionLost("half a packet"), "database"),
        (TimeoutError(), "database"),
        (asyncpg.ConnectionDoesNotExistError("closed"), "database"),
        (asyncpg.CannotConnectNowError("starting up"), "database"),
        (asyncpg.InternalClientError("half a packet"), "database"),
        (because_of(ConnectionResetError("x")), "database"),
        (KafkaConnectionError("no broker"), "kafka"),
        (MessageSizeTooLargeError(), "kafka"),
        (NothingSent({}), "kafka"),
        (Stalled("messages wait"), "kafka"),
        (asyncpg.LockNotAvailableError("somebody holds it"), "other"),
        (asyncpg.DeadlockDetectedError("each other"), "other"),
        (because_of(KeyError("x")), "other"),
        (KeyError("Kafka"), "other"),
    ],
)
def test_a_failure_lies_at_kafka_at_the_database_or_elsewhere(failure: Exception, fault: Fault) -> None:
    assert fault_of(failure) == fault
