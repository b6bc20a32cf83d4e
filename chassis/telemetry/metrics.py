"""Metrics and log lines."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import structlog
from opentelemetry import trace
from prometheus_client import Counter, Gauge, Histogram

from chassis.messages.parking import Parking
from chassis.telemetry import spans, tracing
from chassis.telemetry.trouble import Calm

HEARD = Counter("gendan_messages_heard", "Messages by what became of them", ["service", "topic", "outcome"])
SAID = Counter("gendan_messages_said", "Events put in the outbox", ["service", "topic"])
BATCH_SECONDS = Histogram("gendan_batch_seconds", "One transaction over a batch of messages", ["service"])
RELAY_FAILURES = Counter("gendan_relay_failures", "Sends that Kafka refused", ["service", "topic"])
OUTBOX_ROWS = Gauge("gendan_outbox_rows", "Events not yet in Kafka", ["service"])
OUTBOX_AGE_S = Gauge("gendan_outbox_age_seconds", "Age of the oldest event not yet in Kafka", ["service"])
LAG = Gauge("gendan_consumer_lag_messages", "Messages on Kafka that are not handled", ["service", "topic"])
LAG_AGE_S = Gauge("gendan_consumer_lag_age_seconds", "Age of the oldest message not handled", ["service", "topic"])
PARTITIONS = Gauge("gendan_consumer_partitions", "Partitions that this process hears", ["service"])
PARKED = Gauge("gendan_parked_messages", "Messages that wait", ["service", "why"])
BACKUP_AGE_S = Gauge("gendan_backup_age_seconds", "How long what it accepted is in no backup", ["service"])

log = structlog.get_logger()


def _with_trace(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A line written during a request names its trace."""
    context = trace.get_current_span().get_span_context()
    return {"trace_id": f"{context.trace_id:032x}", **line} if context.is_valid else line


LINE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    _with_trace,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]
AS_JSON = structlog.processors.JSONRenderer()


def start_telemetry(log_level: str, stream: TextIO = sys.stdout) -> None:
    """Log lines go to ``stream`` as JSON, those of libraries too; spans where the environment says."""
    tracing.start()
    level = log_level.upper()
    libraries = _of_libraries(stream)
    if level != "DEBUG":
        libraries.addFilter(Calm("aiokafka"))
    logging.basicConfig(handlers=[libraries], level=level, force=True)
    structlog.configure(
        processors=[*LINE, AS_JSON],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        cache_logger_on_first_use=True,
    )


def _of_libraries(stream: TextIO) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    named = [structlog.stdlib.add_logger_name, *LINE]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(AS_JSON, foreign_pre_chain=named))
    return handler


def tell_parked(department: str, parkings: Iterable[Parking]) -> None:
    """A log line for each message put aside; a wait for its cause is ordinary."""
    for each in parkings:
        message = each.message
        say = log.warning if each.why in ("dead", "gap") else log.debug
        named = {"service": department, "topic": message.topic, "key": message.key, "message_id": str(message.id)}
        say(
            "message parked", why=each.why, reason=each.reason, **named, **spans.names(message, spans.cause_of(message))
        )
