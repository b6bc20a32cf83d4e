"""One span per message, trace context through the outbox row, metrics and log lines."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON
from opentelemetry.trace import Link, NonRecordingSpan, Span, SpanContext, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram

from chassis.envelope import Message

HEARD = Counter("gendan_messages_heard", "Messages by what became of them", ["service", "topic", "outcome"])
SAID = Counter("gendan_messages_said", "Events put in the outbox", ["service", "topic"])
BATCH_SECONDS = Histogram("gendan_batch_seconds", "One transaction over a batch of messages", ["service"])
RELAY_FAILURES = Counter("gendan_relay_failures", "Sends that Kafka refused", ["service", "topic"])
OUTBOX_ROWS = Gauge("gendan_outbox_rows", "Events not yet in Kafka", ["service"])
OUTBOX_AGE_S = Gauge("gendan_outbox_age_seconds", "Age of the oldest event not yet in Kafka", ["service"])
PARKED = Gauge("gendan_parked_messages", "Messages that wait", ["service", "why"])

_propagator = TraceContextTextMapPropagator()
_tracer = trace.get_tracer("gendan")
_ids = RandomIdGenerator()


def start_telemetry(log_level: str, stream: TextIO = sys.stdout) -> None:
    """Log lines go to ``stream`` as JSON.

    Spans are exported where OTEL_EXPORTER_OTLP_ENDPOINT says; without it ids exist, and nothing is kept.
    """
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        provider = TracerProvider(sampler=ALWAYS_ON if _exporting() else ALWAYS_OFF, resource=Resource.create())
        if _exporting():
            provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)
    logging.basicConfig(stream=stream, level=log_level.upper(), format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        cache_logger_on_first_use=True,
    )


def span_of(department: str, message: Message) -> Span:
    """A span for the work on one message, linked to the span that said it."""
    if not _exporting():
        return NonRecordingSpan(SpanContext(_ids.generate_trace_id(), _ids.generate_span_id(), is_remote=False))
    cause = trace.get_current_span(_propagator.extract({"traceparent": message.traceparent or ""}))
    return _tracer.start_span(
        f"process {message.topic}",
        kind=SpanKind.CONSUMER,
        links=[Link(cause.get_span_context())] if message.traceparent else (),
        attributes={
            "service.name": department,
            "messaging.system": "kafka",
            "messaging.operation.type": "process",
            "messaging.destination.name": message.topic,
            "messaging.message.id": str(message.id),
            "order.id": ",".join(str(order) for order in message.event.orders[:10]),
        },
    )


@contextmanager
def serving(route: str, parent: str | None) -> Iterator[None]:
    """The span of a request; ``parent`` is the caller's W3C trace context."""
    context = _propagator.extract({"traceparent": parent or ""})
    with _tracer.start_as_current_span(route, context=context, kind=SpanKind.SERVER):
        yield


def _exporting() -> bool:
    return bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"))


def traceparent(span: Span) -> str | None:
    """The W3C trace context of a span."""
    context = span.get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def current_traceparent() -> str | None:
    return traceparent(trace.get_current_span())
