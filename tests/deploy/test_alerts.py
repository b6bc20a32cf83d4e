"""Alerts: each says what is wrong, what it costs, what to do first; Prometheus' own tool tries them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from chassis.telemetry import metrics
from deploy.locked import CHECKOUT
from gendan.cli import COMMANDS
from services.notify.overdue import handlers
from tests.needs import needs

pytestmark = needs("ALL-1")

ALERTS = CHECKOUT / "deploy" / "alerts"
FILES = sorted(ALERTS.glob("*.yaml"))
DASHBOARD = CHECKOUT / "deploy" / "k8s" / "observability" / "dashboard.json"
TRIED = Path(__file__).with_name("alerts_tried.yaml")
"""Series that bring about each alert written by hand, and such as do not."""
METRIC = re.compile(r"\bgendan_[a-z_]+")
OF_A_PROMISE = "max by (owner, awaits)"
PARTS = {"summary", "description", "impact", "command", "runbook"}


def rules() -> list[dict[str, Any]]:
    groups = [group for file in FILES for group in yaml.safe_load(file.read_text())["groups"]]
    return [rule for group in groups for rule in group["rules"]]


def alerts() -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def known_metrics() -> set[str]:
    """As `/metrics` names them."""
    ours = [*vars(metrics).values(), *vars(handlers).values()]
    names = {each._name for each in ours if hasattr(each, "_name") and hasattr(each, "_labelnames")}
    return names | {f"{name}_total" for name in names} | {f"gendan_http_seconds_{part}" for part in ("count", "bucket")}


def anchors() -> set[str]:
    heads = re.findall(r"^#+ (.*)$", (CHECKOUT / "docs" / "operations.md").read_text(), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_each_alert_says_cause_impact_first_command_and_page() -> None:
    for name, rule in alerts().items():
        told = rule["annotations"]
        assert set(told) == PARTS, name
        assert told["command"].split()[0] == "gendan"
        assert told["command"].split()[1] in COMMANDS
        page, _, anchor = told["runbook"].partition("#")
        assert (page, anchor in anchors()) == ("docs/operations.md", True), (name, anchor)
        assert rule["labels"]["severity"] in ("warning", "critical")


def test_alerts_and_dashboard_ask_for_metrics_that_departments_show() -> None:
    asked = [*(rule["expr"] for rule in rules()), DASHBOARD.read_text()]
    assert {name for text in asked for name in METRIC.findall(text)} <= known_metrics()


def test_the_dashboard_shows_what_stands_behind_an_alert() -> None:
    shown = [target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel["targets"]]
    for metric in ("consumer_lag_messages", "outbox_age_seconds", "parked_messages", 'why="dead"', "orders_stuck"):
        assert any(metric in expression for expression in shown), metric


def promtool(*arguments: str | Path) -> str:
    """What the tool says; skipped where it is not installed (Debian: in the package prometheus)."""
    tool = os.environ.get("PROMTOOL") or shutil.which("promtool")
    if tool is None:
        pytest.skip("promtool is not there: apt-get install prometheus, or PROMTOOL names it")
    ended = subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_prometheus_takes_the_rules() -> None:
    assert "FAILED" not in promtool("check", "rules", *FILES)


def test_alerts_written_by_hand_come_when_they_should_and_only_then() -> None:
    tried = yaml.safe_load(TRIED.read_text())
    expected = [one for test in tried["tests"] for one in test["alert_rule_test"]]
    by_hand = {name for name, rule in alerts().items() if not rule["expr"].startswith(OF_A_PROMISE)}
    for comes in (True, False):
        assert {one["alertname"] for one in expected if bool(one.get("exp_alerts")) is comes} == by_hand
    promtool("test", "rules", TRIED)


def test_an_alert_of_a_promise_comes_when_it_is_overdue(tmp_path: Path) -> None:
    of_promises = {name: rule for name, rule in alerts().items() if rule["expr"].startswith(OF_A_PROMISE)}
    assert of_promises
    tests = [_overdue(name, rule) for name, rule in of_promises.items()]
    file = tmp_path / "promises.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [str(ALERTS / "promises.yaml")], "tests": tests}))
    promtool("test", "rules", file)


def _overdue(name: str, rule: dict[str, Any]) -> dict[str, Any]:
    """None for five minutes, then two."""
    series, owner, awaits = re.findall(r'(\w+\{owner="(\w+)", awaits="([^"]+)"\})', " ".join(rule["expr"].split()))[0]
    labels = {"owner": owner, "awaits": awaits, **rule["labels"]}
    told = {part: text.replace("{{ $value }}", "2") for part, text in rule["annotations"].items()}
    told["summary"] = f"{owner} owes {awaits} in 2 cases"
    comes = {"alertname": name, "eval_time": "10m", "exp_alerts": [{"exp_labels": labels, "exp_annotations": told}]}
    silent = {"alertname": name, "eval_time": "4m", "exp_alerts": []}
    return {
        "interval": "1m",
        "input_series": [{"series": series, "values": "0x4 2x10"}],
        "alert_rule_test": [silent, comes],
    }
