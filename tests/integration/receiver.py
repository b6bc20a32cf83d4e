"""Takes traces by OTLP/HTTP as a collector does, and shows how their spans hang together."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2


@dataclass(frozen=True)
class Seen:
    """A span as it came; ``causes`` are the spans that its parent and its links name."""

    id: str
    trace_id: str
    service: str
    name: str
    causes: tuple[str, ...]
    parent: str
    orders: frozenset[str]
    parked: str
    failed: bool


@dataclass
class Receiver:
    """What has come so far. One that is ``mute`` takes a request and never answers it."""

    url: str
    spans: list[Seen] = field(default_factory=list)
    requests: int = 0
    mute: bool = False
    closed: threading.Event = field(default_factory=threading.Event)

    def take(self, body: bytes) -> None:
        self.requests += 1
        if self.mute:
            self.closed.wait()
            return
        for of_service in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = str(_values(of_service.resource.attributes)["service.name"])
            self.spans += [_seen(service, span) for scope in of_service.scope_spans for span in scope.spans]

    def of_order(self, order_id: str) -> list[Seen]:
        return [span for span in self.spans if order_id in span.orders]


@contextmanager
def receiver(*, mute: bool = False) -> Iterator[Receiver]:
    """Listens on a free port until the end of the block."""
    taken = Receiver("", mute=mute)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(taken))
    taken.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield taken
    finally:
        taken.closed.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(taken: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(503 if taken.mute else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _seen(service: str, span: trace_pb2.Span) -> Seen:
    told = _values(span.attributes)
    parent = span.parent_span_id.hex()
    return Seen(
        span.span_id.hex(),
        span.trace_id.hex(),
        service,
        span.name,
        (*([parent] if parent else ()), *(link.span_id.hex() for link in span.links)),
        parent,
        frozenset(told.get("order.id", ())),
        str(told.get("gendan.parked", "")),
        span.status.code == trace_pb2.Status.STATUS_CODE_ERROR,
    )


def _values(attributes: Sequence[KeyValue]) -> dict[str, str | list[str]]:
    return {each.key: _value(each.value) for each in attributes}


def _value(value: AnyValue) -> str | list[str]:
    if value.HasField("array_value"):
        return [each.string_value for each in value.array_value.values]
    return value.string_value


def orphans(spans: Sequence[Seen]) -> list[tuple[str, str]]:
    """Spans (service, name) that name a cause which never came."""
    known = {span.id for span in spans}
    return [(span.service, span.name) for span in spans if not known.issuperset(span.causes)]


def graphs(spans: Sequence[Seen]) -> list[set[str]]:
    """The spans' ids, those that hang together in one set."""
    found: list[set[str]] = []
    for span in spans:
        here = {span.id, *span.causes}
        joined = [graph for graph in found if graph & here]
        found = [graph for graph in found if not graph & here] + [here.union(*joined)]
    return found
