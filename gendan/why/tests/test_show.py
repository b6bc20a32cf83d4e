"""What people and programs read."""

import json
from io import StringIO

from rich.console import Console

from gendan.why.show import as_json, show_groups, show_story, show_verdict
from gendan.why.story import as_text, told
from whereabouts.picture import Picture
from whereabouts.stuck import Group
from whereabouts.tests.pictures import NOW, Company
from whereabouts.timeline import timeline
from whereabouts.verdict import verdict

PYDANTIC = "lines: Field required [type=missing, input_value={}] [/red]"


def screen() -> tuple[Console, StringIO]:
    text = StringIO()
    return Console(file=text, width=400, highlight=False), text


def stuck() -> Company:
    company = Company()
    message = company.said("sales", "order.released", ago_s=7200, unheard_by={"warehouse"})
    company.parked("warehouse", "order.released", message, "dead", PYDANTIC, kind="contract", behind=2)
    company.awaits("warehouse", "goods.packed", None, reason=PYDANTIC)
    company.silence("finance")
    return company


def test_a_verdict_tells_state_cause_time_what_waits_owner_next_evidence_and_what_is_unknown() -> None:
    console, text = screen()
    show_verdict("SO-2026-000007", verdict(stuck().answers()), console)
    for line in (
        "SO-2026-000007: stuck at warehouse: order.released does not get through warehouse",
        "cause      contract_mismatch",
        "since      2026-03-02 08:59:30 UTC",
        "behind it  2 more",
        "owner      the department that said it, and ops",
        "next       gendan replay --consumer warehouse",
        PYDANTIC,
        "unknown    finance does not answer: ConnectError",
    ):
        assert line in text.getvalue()


def test_brackets_in_a_reason_are_shown_as_they_are() -> None:
    company = stuck()
    company.change("warehouse", parked=(), facts=company.pictures["notify"].facts)
    console, text = screen()
    show_verdict("[bold]", verdict(company.answers()), console)
    group = Group("contract_mismatch", "warehouse", PYDANTIC, NOW, ("order-1",), 1, "ops", "mend it")
    show_groups([group], ["finance does not answer: [/x]"], console)
    assert text.getvalue().count(PYDANTIC) == 2
    assert "[bold]: waiting" in text.getvalue()
    assert "unknown: finance does not answer: [/x]" in text.getvalue()


def test_a_name_with_colons_is_no_picture() -> None:
    console, text = screen()
    show_verdict("file:100:", verdict(Company().answers()), console)
    assert text.getvalue().startswith("file:100:: unknown")


def test_nothing_stuck_is_said_in_words() -> None:
    console, text = screen()
    show_groups([], [], console)
    assert text.getvalue() == "nothing is stuck\n"


def test_a_rest_is_one_line_of_the_story() -> None:
    company = stuck()
    company.said("warehouse", "goods.packed", ago_s=60)
    console, text = screen()
    steps = timeline([a for a in company.answers() if isinstance(a, Picture)])
    show_story("SO-1", "", list(as_text(told(steps, {}))), console)
    name, released, rest, packed = text.getvalue().splitlines()
    assert (name, rest) == ("SO-1", "  … 1 h …")
    assert released.endswith("sales       shipment released")
    assert packed.endswith("warehouse   packed")


def test_what_people_wrote_is_printed_as_it_stands() -> None:
    console, text = screen()
    show_story("SO-1 :100:", "[customer]", ["file:100: [text]"], console)
    assert text.getvalue() == "SO-1 :100:  [customer]\nfile:100: [text]\n"


def test_a_verdict_is_one_json_document() -> None:
    told = json.loads(as_json(verdict(stuck().answers())))
    assert (told["state"], told["cause"], told["where"]) == ("stuck", "contract_mismatch", "warehouse")
    assert told["unknown"] == ["finance does not answer: ConnectError"]
