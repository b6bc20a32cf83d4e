"""Who asks in Chinese is told in Chinese why an order is stuck; the codes stay (ALL-1, ALL-5)."""

import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any, get_args

import pytest
from rich.console import Console

from contracts.texts import saying
from gendan.language import speaking
from gendan.why.show import as_json, show_groups, show_verdict
from whereabouts.causes import NEXT, next_command, owner_of
from whereabouts.links import Cause
from whereabouts.stuck import groups, silent
from whereabouts.tests.pictures import Company, before
from whereabouts.verdict import verdict

pytestmark = pytest.mark.needs("ALL-5")
ENGLISH = re.compile(r"[a-z]+( [a-z]+){2,}")
"""Three words of a sentence; names of parts, paths and commands have fewer in a row."""
COMMAND = re.compile(r"gendan \S+( --\S+( \S+)?)*|(GET|POST) \S+")


def on_the_screen(tell: Callable[[Console], None]) -> str:
    text = StringIO()
    tell(Console(file=text, width=400, highlight=False))
    return text.getvalue()


def waiting() -> Company:
    company = Company()
    company.said("sales", "order.confirmed")
    company.awaits("warehouse", "stock.reserved or stock.short", None)
    return company


def dead() -> Company:
    company = waiting()
    message = company.said("sales", "order.released", ago_s=7200, unheard_by={"warehouse"})
    company.parked("warehouse", "order.released", message, "dead", "KeyError: 'item'", kind="handler", behind=2)
    company.silence("finance")
    return company


def unsent() -> Company:
    company = Company()
    company.unsent("sales", "order.received", alike=4)
    company.part("sales", "relay", "tries again", "ConnectionError('x')", fault="other")
    return company


def paused() -> Company:
    company = Company()
    company.said("sales", "order.received", unheard_by={"warehouse"})
    company.part("warehouse", "consumer", "paused", "ConnectionError('x')", fault="database")
    return company


@pytest.mark.parametrize("company", [waiting, dead, unsent, paused, Company])
def test_a_verdict_is_told_in_chinese(company: Callable[[], Company]) -> None:
    answers = company().answers()
    with saying(speaking("zh")):
        found = verdict(answers)
        told = on_the_screen(lambda console: show_verdict("SO-1", found, console))
    assert not ENGLISH.search(COMMAND.sub("", told)), told
    english = verdict(answers)
    assert (found.state, found.cause, found.where) == (english.state, english.cause, english.where)
    assert json.loads(as_json(found))["cause"] == english.cause


def test_what_is_stuck_is_told_in_chinese() -> None:
    picture = waiting().pictures["warehouse"].model_dump(mode="json")
    row: dict[str, Any] = {"kind": "parked", "topic": "order.released", "reason": "", "messages": 2, "keys": ["A"]}
    row |= {"why": "gap", "since": str(before(60)), "orders": None}
    late: dict[str, Any] = {
        "order_id": None,
        "purchase_id": "P",
        "owner": "purchasing",
        "what": "purchase.confirmed",
        "id": "1",
    }
    late |= {"topics": ["purchase.confirmed"], "due": str(before(60))}
    with saying(speaking("zh")):
        answers = {"warehouse": {**picture, "groups": [row], "database": "ok"}}
        told = on_the_screen(lambda console: show_groups(groups(answers, [late]), silent(answers), console))
    assert not ENGLISH.search(COMMAND.sub("", told)), told
    assert "消息缺号（gap）" in told
    assert "逾期未办：供应商承诺" in told


@pytest.mark.parametrize("cause", get_args(Cause))
def test_whatever_the_cause_its_owner_and_the_next_step_are_told_in_chinese(cause: Cause) -> None:
    assert cause in NEXT
    with saying(speaking("zh")):
        told = f"{owner_of(cause, 'sales')} {next_command(cause, 'sales', '--message 1')}"
    assert not ENGLISH.search(COMMAND.sub("", told)), told
