"""Where what failed lies: at Kafka, at the database, or elsewhere. Programs ask this, people read the reason."""

from __future__ import annotations

from typing import Literal

from aiokafka.errors import KafkaError

from chassis.database.failures import UNREACHABLE

Fault = Literal["", "kafka", "database", "other"]


class KafkaTrouble(Exception):
    """What the suite itself finds wrong with Kafka."""


class Unreached(KafkaTrouble):
    """No broker answers, or none lets us in; each with its reason."""


def fault_of(failure: BaseException) -> Fault:
    """Of what was raised because of something else: where that lies."""
    if isinstance(failure, KafkaError | KafkaTrouble):
        return "kafka"
    if isinstance(failure, UNREACHABLE):
        return "database"
    return fault_of(failure.__cause__) if failure.__cause__ else "other"
