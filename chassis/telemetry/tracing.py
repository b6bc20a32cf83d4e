"""Where spans go, and which: an order's all together, by its id; what failed or was put aside always.

OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG keep their standard names and values: ``traceidratio`` (with or without
``parentbased_``) keeps that share, ``always_off`` nothing, any other everything. What differs from the standard
sampler: the share is one of orders, since one order is many traces joined by links; and a request's span is judged at
its end, since nobody knows at its beginning which order it makes. A message's span is begun only when it will be kept.
A span about no order goes by its trace id, as is standard.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import threading
from collections.abc import Mapping, Sequence
from uuid import UUID

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import StatusCode, Tracer

ORDERS = "order.id"
PARKED = "gendan.parked"
FLUSH_S = 5.0
"""A receiver that does not answer holds up the end of the process no longer than this."""


class OrdersTogether(SpanProcessor):
    """Passes on the spans of a share of the orders, and every span that failed or whose message was put aside."""

    def __init__(self, then: SpanProcessor, share: float) -> None:
        self._then, self._share = then, share

    def on_end(self, span: ReadableSpan) -> None:
        if is_kept(span, self._share):
            self._then.on_end(span)


def is_kept(span: ReadableSpan, share: float) -> bool:
    """Whether a span that has ended goes to the receiver; one about several orders goes with any of them."""
    told = span.attributes or {}
    if span.status.status_code is StatusCode.ERROR or PARKED in told:
        return True
    orders = told.get(ORDERS)
    names = orders if isinstance(orders, Sequence) else [f"{span.context.trace_id:032x}" if span.context else ""]
    return any(falls_in(share, str(name)) for name in names)


def falls_in(share: float, name: str) -> bool:
    """Whether this name is in the share of all names; the same everywhere, always."""
    place = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return place < share * 2**64


def share_kept(environment: Mapping[str, str]) -> float:
    """From 0 to 1; an argument that is no such number counts as 1, as the standard wants it."""
    if "traceidratio" not in environment.get("OTEL_TRACES_SAMPLER", ""):
        return 1.0
    try:
        share = float(environment.get("OTEL_TRACES_SAMPLER_ARG", "1"))
    except ValueError:
        return 1.0
    return share if 0 <= share <= 1 else 1.0


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Whether there is a receiver and spans are not turned off."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or environment.get("OTEL_TRACES_EXPORTER") == "none":
        return False
    receiver = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
    return any(map(environment.get, receiver)) and "always_off" not in environment.get("OTEL_TRACES_SAMPLER", "")


class Export:
    """One queue and one thread to the receiver; a tracer per department, so that each is a service of its own there."""

    def __init__(self, exporter: SpanExporter, share: float) -> None:
        self._queue = BatchSpanProcessor(exporter)
        self._kept, self._share = OrdersTogether(self._queue, share), share
        self._tracers: dict[str, Tracer] = {}
        self._ending = threading.Event()
        self._closer = threading.Thread(target=self._close, name="spans close", daemon=True)
        self._closer.start()  # now, because an interpreter that ends starts no threads

    def leaves_out(self, orders: Sequence[UUID]) -> bool:
        """Whether none of these orders is kept; without an order nothing is known yet."""
        return bool(orders) and not any(falls_in(self._share, str(order)) for order in orders)

    def tracer(self, department: str) -> Tracer:
        if department not in self._tracers:
            service = os.environ.get("OTEL_SERVICE_NAME", department)
            resource = Resource.create({"service.name": service, "service.namespace": "gendan"})
            provider = TracerProvider(sampler=ALWAYS_ON, resource=resource, shutdown_on_exit=False)
            provider.add_span_processor(self._kept)
            self._tracers[department] = provider.get_tracer("gendan")
        return self._tracers[department]

    def stop(self) -> None:
        """Send what waits, for as long as FLUSH_S; what is left then is lost."""
        self._ending.set()
        self._closer.join(FLUSH_S)

    def _close(self) -> None:
        self._ending.wait()
        self._queue.shutdown()  # type: ignore[no-untyped-call]


_export: Export | None = None


def start() -> None:
    """Begin to export where the environment says, once per process; without a receiver do nothing."""
    global _export
    if _export is None and is_wanted(os.environ):
        # 2 MB, for who has a receiver
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        _export = Export(OTLPSpanExporter(), share_kept(os.environ))
        atexit.register(stop)


def stop() -> None:
    """Send what waits and export no more; waits at most FLUSH_S."""
    global _export
    if _export is not None:
        export, _export = _export, None
        export.stop()
        atexit.unregister(stop)


def tracer(department: str, orders: Sequence[UUID] = ()) -> Tracer | None:
    """Whose spans reach the receiver; None without a receiver, or when none of the orders is kept."""
    if _export is None or _export.leaves_out(orders):
        return None
    return _export.tracer(department)
