"""A log line is JSON, and names the order and the trace that it is about."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from chassis.ids import new_id
from chassis.kafka.halving import Halving
from chassis.telemetry.condition import Condition
from chassis.telemetry.metrics import start_telemetry
from chassis.transaction.engine import Engine
from tests.chassis.house import released
from tests.chassis.records import message_of
from tests.needs import needs
from tests.waiting import within

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
"""Of who said the messages in `records`."""


@pytest.fixture
def written() -> Iterator[StringIO]:
    stream, before, root = StringIO(), structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    start_telemetry("debug", stream)
    structlog.configure(cache_logger_on_first_use=False)  # or the loggers would write here for ever
    yield stream
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(written: StringIO, event: str) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, written.getvalue().splitlines()) if line["event"] == event]


@needs("ALL-1")
async def test_a_dead_message_names_its_order_its_trace_and_what_failed(engine: Engine, written: StringIO) -> None:
    good, bad = new_id(), new_id()
    await Halving(engine).consume([message_of(released(good)), message_of(released(bad, "BAD"))])
    (line,) = lines(written, "message dead")
    assert (line["level"], line["service"], line["topic"]) == ("error", "warehouse", "order.released")
    assert line["order_id"] == str(bad)
    assert len(line["trace_id"]) == len(TRACE)
    assert "ValueError: a bad slip" in line["exception"]


@needs("ALL-1")
async def test_a_message_put_aside_names_its_order_and_the_trace_of_who_said_it(
    engine: Engine, written: StringIO
) -> None:
    order = new_id()
    await engine.consume([message_of(released(order, "WAIT"))])
    (line,) = lines(written, "message parked")
    assert (line["level"], line["why"], line["order_id"], line["trace_id"]) == ("debug", "not_ready", str(order), TRACE)
    assert line["reason"] == f"not ready: waits for order.cancelled of {order}"


async def test_a_line_about_the_next_message_does_not_name_the_order_that_failed(
    engine: Engine, written: StringIO
) -> None:
    bad, later = new_id(), new_id()
    await Halving(engine).consume([message_of(released(bad, "BAD"))])
    await engine.consume([message_of(released(later), 1)])
    await engine.consume([message_of(released(later), 3)])
    (line,) = lines(written, "message parked")
    assert (line["level"], line["why"], line["order_id"]) == ("warning", "gap", str(later))


async def test_an_outage_of_kafka_is_told_at_its_start_once_a_minute_and_at_its_end_with_how_long(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.telemetry.trouble.QUIET_S", 0.2)
    start_telemetry("info", written)
    for _ in range(1_200):
        logging.getLogger("aiokafka.conn").warning("Unable to connect")
        logging.getLogger("aiokafka.cluster").info("ordinary")
    assert len(lines(written, "Unable to connect")) == 1
    monkeypatch.setattr("chassis.telemetry.trouble.TELL_EVERY_S", 0)
    logging.getLogger("aiokafka.conn").warning("Unable to connect")

    def told(words: str) -> bool:
        return f"aiokafka is {words}: 1201 warnings in 0." in written.getvalue()

    async def over() -> bool:
        return told("quiet again")

    await within(5, over)
    assert told("still in trouble")
    assert len(lines(written, "Unable to connect")) == 2


def test_a_part_that_fails_again_and_again_is_told_once_and_when_it_goes_again() -> None:
    condition = Condition()
    with capture_logs() as logs:
        for _ in range(50):
            condition.does("consumer", "joins its group")
            condition.fails("consumer", "warehouse", ConnectionError("no broker"), 5.0)
        condition.does("consumer", "waits for messages")
    assert [line["event"] for line in logs] == ["tries again", "goes again"]
    assert logs[1]["times"] == 50
    assert logs[1]["for_s"] >= 0


def test_a_line_of_a_library_is_json_too(written: StringIO) -> None:
    fault = ConnectionError("no broker")
    logging.getLogger("aiokafka").error("Unable to update metadata from %s", ["kafka:9092"], exc_info=fault)
    (line,) = lines(written, "Unable to update metadata from ['kafka:9092']")
    assert (line["level"], line["logger"]) == ("error", "aiokafka")
    assert "ConnectionError: no broker" in line["exception"]
    assert line["timestamp"].endswith("Z")
