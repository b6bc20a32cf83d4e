"""What a department refuses, at the place in the source that it is about."""

from __future__ import annotations

from typing import Any

from contracts.texts import NOTHING, Text, said
from gendan.importing.records import Record
from gendan.importing.report import Fault
from whereabouts.words import whom
from world.client import Answer

REMEDIES = {"currency-without-value": Text("finance puts one: {where}", where="PUT /api/v1/rates/{currency}")}
"""What helps against a refusal."""


def unanswered(record: Record, answer: Answer) -> Fault:
    """A department has gone; nothing more is tried."""
    told = answer.body.get("detail") or NOTHING
    came = Text("{told}; import again when it runs, nothing is taken twice", told=told)
    expected = Text("an answer of {department}", department=whom(record.target.department))
    return Fault(record.file, record.row, "", said(expected), said(came))


def faults_of(record: Record, answer: Answer) -> list[Fault]:
    """The department's faults at the place in the source that they are about."""
    problem = answer.body if isinstance(answer.body, dict) else {}
    named = problem.get("faults") or [{"field": "", "expected": _rule(record, problem, answer), "came": record.key}]
    return [_fault(record, one) for one in named]


def _rule(record: Record, problem: dict[str, Any], answer: Answer) -> str:
    detail = problem.get("detail") or f"HTTP {answer.status}"
    told = {"department": whom(record.target.department), "detail": detail, "remedy": REMEDIES.get(answer.problem)}
    return said(Text("what {department} takes: {detail}[ ({remedy})]", **told))


def _fault(record: Record, one: dict[str, Any]) -> Fault:
    name = str(one.get("field", "")).removeprefix("body.")
    parts, file, row, column = name.split("."), record.file, record.row, record.columns.get(name, name)
    if parts[0] == "lines" and parts[1:2] and parts[1].isdigit() and int(parts[1]) < len(record.lines):
        line, inner = record.lines[int(parts[1])], ".".join(parts[2:])
        file, row, column = line.file, line.row, line.columns.get(inner, name)
    return Fault(file, row, column, str(one.get("expected")), str(one.get("came")))
