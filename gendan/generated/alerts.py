"""Prometheus alert rules: one per promise that somebody owes somebody, whichever events make it (NOT-3)."""

from __future__ import annotations

from typing import Any

from contracts.catalogue import EVENTS
from contracts.event import Promise
from gendan.generated.asyncapi import as_yaml
from gendan.generated.wording import limit_text

Made = dict[tuple[str, tuple[str, ...]], list[tuple[str, Promise]]]
HEAD = """# Made by `make contracts` from the promises of the contracts; do not edit. For the rule_files of a Prometheus
# that scrapes /metrics of notify.
"""
METRIC = "gendan_promises_overdue"


def page() -> str:
    """deploy/alerts/promises.yaml."""
    made = _made()
    owners = dict.fromkeys(owner for owner, _ in made)
    groups = [
        {
            "name": f"gendan promises of {owner}",
            "rules": [_rule(owner, of, made[by, of]) for by, of in made if by == owner],
        }
        for owner in owners
    ]
    return HEAD + as_yaml({"groups": groups})


def _made() -> Made:
    """The promises by who owes what, with the events that make them."""
    made: Made = {}
    for topic, event in EVENTS.items():
        for promise in event.then:
            made.setdefault((promise.by, promise.of), []).append((topic, promise))
    return made


def _rule(owner: str, of: tuple[str, ...], causes: list[tuple[str, Promise]]) -> dict[str, Any]:
    awaits = " or ".join(of)
    return {
        "alert": _name(f"{owner} owes {awaits}"),
        "expr": f'max by (owner, awaits) ({METRIC}{{owner="{owner}", awaits="{awaits}"}}) > 0',
        "for": "1m",
        "labels": {"severity": "warning", "department": owner},
        "annotations": {
            "summary": f"{owner} owes {awaits} in {{{{ $value }}}} cases",
            "description": f"It must follow {'; '.join(_cause(topic, promise) for topic, promise in causes)}.",
        },
    }


def _cause(topic: str, promise: Promise) -> str:
    return f"{topic} {limit_text(promise.within)}" + (f" when {promise.when}" if promise.when else "")


def _name(sentence: str) -> str:
    words = sentence.replace(".", " ").replace("_", " ").split()
    return "".join(word.capitalize() for word in words)
