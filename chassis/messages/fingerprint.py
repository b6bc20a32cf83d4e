"""Dead letters that died alike have one fingerprint, so that one cause is one line and one selection."""

from __future__ import annotations

import hashlib
import re

LENGTH = 12
REASON_MAX = 500
PARTICULARS = (
    (re.compile(r"(?<=expected )\S+, came .*"), "…"),
    (re.compile(r"'[^']*'"), "'…'"),
    (re.compile(r"\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"), "…"),
    (re.compile(r"\d+"), "#"),
)
"""What differs from message to message: the value that came, quoted text, ids, numbers."""


def reason_of(fault: BaseException) -> str:
    """A failure in words, at most ``REASON_MAX`` characters."""
    return f"{type(fault).__name__}: {fault}"[:REASON_MAX]


def fingerprint_of(service: str, topic: str, reason: str) -> str:
    """Stable over restarts and releases: the same service, topic and kind of failure give the same."""
    return hashlib.sha256("\n".join((service, topic, kind_of(reason))).encode()).hexdigest()[:LENGTH]


def kind_of(reason: str) -> str:
    """A reason without what belongs to one message: exception type or contract fault, and the text's first line."""
    kind = reason.partition("\n")[0]
    for pattern, instead in PARTICULARS:
        kind = pattern.sub(instead, kind)
    return kind
