"""Prometheus alert rules: one per promise that somebody owes somebody, whichever events make it (NOT-3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from contracts.catalogue import EVENTS
from contracts.event import Promise
from gendan.generated.asyncapi import as_yaml
from gendan.generated.wording import limit_text

Made = dict[tuple[str, tuple[str, ...]], list[tuple[str, Promise]]]
HEAD = """# Made by `make contracts` from the promises of the contracts; do not edit. For the rule_files of a Prometheus
# that scrapes /metrics of notify.
"""
METRIC = "gendan_promises_overdue"
WRITTEN = Path(__file__).parents[2] / "deploy" / "alerts"
BY_HAND = ("departments.yaml", "stages.yaml")
HEAD_OF_OBJECT = """# Made by `make contracts` from deploy/alerts; do not edit.
"""


def page() -> str:
    """deploy/alerts/promises.yaml."""
    return HEAD + as_yaml({"groups": _groups()})


def prometheus_rule() -> str:
    """deploy/k8s/observability/rules.yaml: all rules as an object of the Prometheus operator."""
    by_hand = [group for name in BY_HAND for group in yaml.safe_load((WRITTEN / name).read_text())["groups"]]
    return HEAD_OF_OBJECT + as_yaml(
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {"name": "gendan"},
            "spec": {"groups": [*by_hand, *_groups()]},
        }
    )


def _groups() -> list[dict[str, Any]]:
    made = _made()
    owners = dict.fromkeys(owner for owner, _ in made)
    return [
        {
            "name": f"gendan promises of {owner}",
            "rules": [_rule(owner, of, made[by, of]) for by, of in made if by == owner],
        }
        for owner in owners
    ]


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
            "impact": f"What waits for it stands still: the order's next step is {owner}'s.",
            "command": "gendan stuck",
            "runbook": "docs/operations.md#a-promise-is-overdue",
        },
    }


def _cause(topic: str, promise: Promise) -> str:
    return f"{topic} {limit_text(promise.within)}" + (f" when {promise.when}" if promise.when else "")


def _name(sentence: str) -> str:
    words = sentence.replace(".", " ").replace("_", " ").split()
    return "".join(word.capitalize() for word in words)
