"""A span per message, request and timer; its trace context goes on with the outbox row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import Link, NonRecordingSpan, Span, SpanContext, SpanKind, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from chassis.messages.envelope import Message, Unreadable
from chassis.messages.parking import Parking
from chassis.telemetry import tracing

_propagator = TraceContextTextMapPropagator()
_ids = RandomIdGenerator()


@contextmanager
def processing(department: str, messages: Sequence[Message]) -> Iterator[Mapping[UUID, Span]]:
    """A span for the work on each message.

    A message that fails alone is told by its span, and by the log lines that follow; a batch is halved first.
    """
    structlog.contextvars.unbind_contextvars("order_id", "trace_id")
    spans = {message.id: span_of(department, message) for message in messages}
    try:
        yield spans
    except Exception as fault:
        if len(messages) == 1:
            _tell_failure(department, spans[messages[0].id], messages[0], fault)
        raise
    for span in spans.values():
        span.end()


def _tell_failure(department: str, span: Span, message: Message, fault: Exception) -> None:
    span = span if span.is_recording() else _begun(tracing.tracer(department), department, message)
    span.record_exception(fault)
    span.set_status(trace.StatusCode.ERROR, type(fault).__name__)
    span.end()
    structlog.contextvars.bind_contextvars(**names(message, span.get_span_context()))


def span_of(department: str, message: Message | Unreadable) -> Span:
    """A span linked to the one that said the message; nothing but ids when none of its orders is kept."""
    orders = message.event.orders if isinstance(message, Message) else ()
    return _begun(tracing.tracer(department, orders), department, message)


def _begun(tracer: Tracer | None, department: str, message: Message | Unreadable) -> Span:
    if tracer is None:
        return _unkept(Context())
    cause = cause_of(message)
    told = {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": message.topic,
        "messaging.consumer.group.name": department,
        "messaging.message.id": str(message.id),
    }
    links = [Link(cause)] if cause.is_valid else ()
    span = tracer.start_span(f"process {message.topic}", Context(), SpanKind.CONSUMER, told, links)
    about(span, message.event.orders if isinstance(message, Message) else ())
    return span


def cause_of(message: Message | Unreadable) -> SpanContext:
    """The span that said a message, also one that cannot be read."""
    if isinstance(message, Message):
        return context_of(message.traceparent)
    return context_of((dict(message.raw.headers).get("traceparent") or b"").decode("ascii", "replace"))


def names(message: Message | Unreadable, context: SpanContext) -> dict[str, str]:
    """What a log line calls an order and a trace, where there is one."""
    orders = message.event.orders if isinstance(message, Message) else ()
    named = {"order_id": ",".join(map(str, orders)), "trace_id": f"{context.trace_id:032x}" if context.is_valid else ""}
    return {name: value for name, value in named.items() if value}


def put_aside(department: str, spans: Mapping[UUID, Span], parkings: Iterable[Parking]) -> None:
    """Say on the span why its message waits; one that has none gets a span for that."""
    for each in parkings:
        begun = spans.get(each.message.id)
        if begun is not None and begun.is_recording():
            begun.set_attribute(tracing.PARKED, each.why)
        else:
            span = _begun(tracing.tracer(department), department, each.message)
            span.set_attribute(tracing.PARKED, each.why)
            span.end()


def about(span: Span, orders: Iterable[UUID]) -> None:
    """Name the orders on a span."""
    if found := [*dict.fromkeys(map(str, orders))]:
        span.set_attribute(tracing.ORDERS, found)


def orders_of(span: Span) -> list[UUID]:
    """The orders that a span names."""
    named = (getattr(span, "attributes", None) or {}).get(tracing.ORDERS, ())
    return [UUID(order) for order in named]


@contextmanager
def serving(department: str, route: str, parent: str | None, order_id: str | None = None) -> Iterator[None]:
    """The span of a request that changes something; ``parent`` is the caller's W3C trace context."""
    method, _, path = route.partition(" ")
    told = {"http.request.method": method, "http.route": path}
    context = _propagator.extract({"traceparent": parent or ""}, Context())
    with _current(department, route, context, SpanKind.SERVER, told) as span:
        about(span, [UUID(order_id)] if order_id else ())
        yield


@contextmanager
def falling_due(department: str, timer: str) -> Iterator[None]:
    """The span of what a timer found."""
    with _current(department, f"timer {timer}", Context(), SpanKind.INTERNAL, {}):
        yield


@contextmanager
def _current(department: str, name: str, context: Context, kind: SpanKind, told: Mapping[str, str]) -> Iterator[Span]:
    tracer = tracing.tracer(department)
    span = tracer.start_span(name, context, kind, told) if tracer else _unkept(context)
    with trace.use_span(span, end_on_exit=True):
        yield span


def _unkept(context: Context) -> Span:
    """Ids for the record of an order; nothing is kept of the span itself."""
    parent = trace.get_current_span(context).get_span_context()
    trace_id = parent.trace_id if parent.is_valid else _ids.generate_trace_id()
    return NonRecordingSpan(SpanContext(trace_id, _ids.generate_span_id(), is_remote=False))


def context_of(parent: str | None) -> SpanContext:
    """The span that a W3C trace context names; invalid when there is none."""
    return trace.get_current_span(_propagator.extract({"traceparent": parent or ""}, Context())).get_span_context()


def traceparent(span: Span) -> str | None:
    """The W3C trace context of a span."""
    context = span.get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def current_traceparent() -> str | None:
    return traceparent(trace.get_current_span())
