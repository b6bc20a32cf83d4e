"""Who asks why an order is stuck does not wait for libraries that he does not need."""

import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from chassis.messages import event_log, parking
from chassis.telemetry import faults
from chassis.telemetry.condition import FRESH_S
from whereabouts import picture

HEAVY = ("aiokafka", "asyncpg", "fastapi", "faststream", "opentelemetry", "services", "gendan.up")


def test_the_command_loads_no_broker_no_database_no_web_server_and_no_department() -> None:
    tells = "import sys, gendan.why.cli, gendan.replay_command; print(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", tells],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(ended.stdout.split()) & set(HEAVY)


def test_kafka_is_away_for_the_command_when_it_is_away_for_the_department() -> None:
    assert picture.FRESH_S == FRESH_S


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (picture.Why, parking.Why),
        (picture.Kind, parking.Kind),
        (picture.Fault, faults.Fault),
        (picture.Fact.model_fields["kind"].annotation, event_log.Kind),
    ],
)
def test_the_command_knows_the_words_of_the_departments(here: Any, there: Any) -> None:
    assert set(get_args(here)) == set(get_args(there))
