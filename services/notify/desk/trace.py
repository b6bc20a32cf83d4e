"""One trace for a page and for what it asks the departments: the number that people can tell us (ALL-1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import Request

from chassis.ids import new_id

TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True)
class Trace:
    """W3C trace context."""

    trace_id: str
    span_id: str

    @property
    def parent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-01"


def trace_of(request: Request) -> Trace:
    """The same for the whole request: the one that it came with, else a new one."""
    known = getattr(request.state, "trace", None)
    if known is None:
        came = TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
        known = request.state.trace = Trace(came[1] if came else new_id().hex, new_id().hex[16:])
    assert isinstance(known, Trace)
    return known
