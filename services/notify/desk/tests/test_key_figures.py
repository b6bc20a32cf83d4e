"""Key figures at the desk (NOT-11, ALL-6)."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import msgspec
from openpyxl import load_workbook

from chassis.http.problems import PROBLEM
from services.notify.desk.choices import Choices, Language
from services.notify.desk.drawing import templates, wording
from services.notify.desk.key_figures.bars import bars_of, first_of, months_of
from services.notify.desk.key_figures.told import Line, SatisfactionOfAll, lines_of, proofs_of
from services.notify.desk.order.asking import Answers
from services.notify.desk.tests.conftest import Desk
from services.notify.key_figures.rules import Counted
from services.notify.key_figures.view import KeyFigures
from tests.needs import needs

pytestmark = needs("NOT-11", "ALL-6")
TODAY = date(2026, 3, 31)
NOW = {"received": 40, "hours_to_confirm": "4.0", "on_time_rate": "0.9"}
BEFORE = {"received": 32, "hours_to_confirm": "5.0", "on_time_rate": "0.95"}
KEPT = {"answers": 7, "in_time": 6, "in_time_rate": "0.8571", "hours": "3.5"}
FIGURES = {
    "baseline": {"hours_to_confirm": "6.0", "satisfaction": "3.0"},
    "period": {"since": "2026-03-01", "until": "2026-03-31"},
    "against": {"since": "2026-01-29", "until": "2026-02-28"},
    "whole": {"part": None, "now": NOW, "before": BEFORE},
    "parts": [{"part": "w & f", "now": NOW, "before": {}}],
    "departments": [{"department": "warehouse", "now": KEPT, "before": {}}],
}
SCORES = {"asked": 9, "answered": 6, "mean": "4.00", "low_share": "0.1"}


def satisfied(mean: str | None) -> SatisfactionOfAll:
    return msgspec.convert({"whole": SCORES | {"mean": mean}}, SatisfactionOfAll)


def shown(language: Language = "en", **changes: Any) -> str:
    """The body of the page."""
    told = msgspec.convert(FIGURES, KeyFigures)
    context = {
        "told": told,
        "lines": list(lines_of(told.whole, satisfied("4.0"), satisfied("3.2"))),
        "proofs": list(proofs_of(told, satisfied("3.6"))),
        "charts": {figure: bars_of({}, figure, TODAY) for figure in ("hours_to_confirm", "on_time_rate")},
        "answers": Answers({}, (), ()),
        "satisfied": Answers({}, (), ()),
        "asked": dict.fromkeys(("since", "until", "against_since", "against_until", "by"), ""),
        **wording(Choices(language, "auto", ZoneInfo("Asia/Shanghai"))),
        **changes,
    }
    template = templates().get_template("key_figures.html")
    return "".join(template.blocks["main"](template.new_context(context)))


def row(text: str, name: str) -> str:
    """Of the table, as text without tags."""
    line = text.partition(f'<th scope="row">{name}</th>')[2].partition("</tr>")[0]
    return " ".join(line.replace("<", " <").replace(">", "> ").split()).replace('<td class="figure">', "|")


def test_each_figure_stands_beside_the_baseline_and_says_whether_it_became_better() -> None:
    text = shown()
    hours = row(text, "Hours from receipt to confirmation (median)")
    assert hours.startswith("| 4 </td> | 5 </td> | -20.0 % better")
    assert "-5.3 % worse" in row(text, "Delivered by the promised date")
    assert "25.0 % </td>" in row(text, "Satisfaction, 1 to 5").replace(" better", "")
    assert row(text, "Orders received").startswith("| 40 </td> | 32 </td> | 25.0 % </td>")
    assert "w &amp; f" in text
    assert "改善" in shown("zh")


def test_without_a_word_of_sales_the_rest_stands_and_the_page_says_who_is_away() -> None:
    told = msgspec.convert(FIGURES, KeyFigures)
    lines = list(lines_of(told.whole, None, None))
    text = shown(lines=lines, proofs=[], satisfied=Answers({}, ("sales",), ()))
    assert "Sales does not answer at this moment" in text
    assert "Satisfaction, 1 to 5" not in text


def test_what_the_suite_is_worth_stands_beside_what_the_best_case_reached() -> None:
    """Hours: 6 before, 4 now; satisfaction: 3 before, 3.6 now."""
    proofs = shown().partition("Since there is this suite")[2]
    assert "-33.3 % better" in row(proofs, "Hours from receipt to confirmation (median)")
    assert "-20.0 % reached" in row(proofs, "Hours from receipt to confirmation (median)")
    happier = row(proofs, "Satisfaction, 1 to 5")
    assert "20.0 % better" in happier
    assert "30.0 %" in happier
    assert "reached" not in happier
    assert "Since there is this suite" not in shown(proofs=[])


def test_what_nobody_said_of_before_proves_nothing() -> None:
    told = msgspec.convert(FIGURES | {"baseline": {}}, KeyFigures)
    assert list(proofs_of(told, satisfied("4.0"))) == []
    unknown = [one.reached for one in proofs_of(msgspec.convert(FIGURES, KeyFigures), None)]
    assert unknown == [True, None]


def test_a_figure_that_is_not_known_did_not_change() -> None:
    assert Line("", "number", None, Decimal(3), more_is_better=True).better is None
    assert Line("", "orders", 3, 3, more_is_better=True).better is None


def test_twelve_months_end_with_this_one_and_the_highest_bar_fills_the_height() -> None:
    assert (first_of(TODAY), first_of(date(2026, 12, 5))) == (date(2025, 4, 1), date(2026, 1, 1))
    assert [month.month for month in months_of(TODAY)] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    months: dict[str | None, Counted] = {
        "2026-02": Counted(hours_to_confirm=Decimal(2)),
        "2026-03": Counted(hours_to_confirm=Decimal(4)),
    }
    bars = bars_of(months, "hours_to_confirm", TODAY)
    assert [bar.height for bar in bars[-3:]] == [0, 55, 110]
    assert bars[-3].value is None


async def test_the_page_and_its_sheet_ask_notify_and_sales_for_the_same_days(desk: Desk) -> None:
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(f"{request.url.host}{request.url.path}?{request.url.query.decode()}")
        return httpx2.Response(200, json={"whole": SCORES} if request.url.host == "sales" else FIGURES)

    desk.departments_answer(answer)
    assert (await desk.get("/key-figures?since=2026-03-01&until=2026-03-31&by=customer")).status_code == 200
    assert "notify/api/v1/key-figures?since=2026-03-01&until=2026-03-31&by=customer" in asked
    assert "sales/api/v1/satisfaction?since=2026-01-29&until=2026-02-28&limit=1" in asked
    book = load_workbook(BytesIO((await desk.get("/key-figures.xlsx")).content))
    assert book.sheetnames == ["Key figures", "By part", "Departments"]
    assert [cell.value for cell in book["Key figures"][2]][1:] == [4, 5, -0.2]


async def test_a_period_that_is_none_is_told_on_the_page(desk: Desk) -> None:
    fault = {"field": "until", "expected": "a day from 2026-03-01, the first of the period", "came": "2026-02-01"}

    def answer(_: httpx2.Request) -> httpx2.Response:
        problem = {"type": "/problems/invalid-input", "faults": [fault]}
        return httpx2.Response(422, json=problem, headers={"content-type": PROBLEM})

    desk.departments_answer(answer)
    text = (await desk.get("/key-figures?since=2026-03-01&until=2026-02-01")).text
    assert "until: a day from 2026-03-01" in text
