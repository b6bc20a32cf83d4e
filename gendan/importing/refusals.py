"""What a department refuses, at the place in the source that it is about."""

from __future__ import annotations

from typing import Any

from gendan.importing.records import Record
from gendan.importing.report import Fault
from world.client import Answer

REMEDIES = {"currency-without-value": "finance puts one: PUT /api/v1/rates/{currency}"}
"""What helps against a refusal."""


def unanswered(record: Record, answer: Answer) -> Fault:
    """A department has gone; nothing more is tried."""
    came = f"{answer.body.get('detail', 'nothing')}; import again when it runs, nothing is taken twice"
    return Fault(record.file, record.row, "", f"an answer of {record.target.department}", came)


def faults_of(record: Record, answer: Answer) -> list[Fault]:
    """The department's faults at the place in the source that they are about."""
    problem = answer.body if isinstance(answer.body, dict) else {}
    named = problem.get("faults") or [{"field": "", "expected": _rule(record, problem, answer), "came": record.key}]
    return [_fault(record, one) for one in named]


def _rule(record: Record, problem: dict[str, Any], answer: Answer) -> str:
    said = problem.get("detail") or f"HTTP {answer.status}"
    remedy = REMEDIES.get(answer.problem)
    return f"what {record.target.department} takes: {said}" + (f" ({remedy})" if remedy else "")


def _fault(record: Record, one: dict[str, Any]) -> Fault:
    name = str(one.get("field", "")).removeprefix("body.")
    parts, file, row, column = name.split("."), record.file, record.row, record.columns.get(name, name)
    if parts[0] == "lines" and parts[1:2] and parts[1].isdigit() and int(parts[1]) < len(record.lines):
        line, inner = record.lines[int(parts[1])], ".".join(parts[2:])
        file, row, column = line.file, line.row, line.columns.get(inner, name)
    return Fault(file, row, column, str(one.get("expected")), str(one.get("came")))
