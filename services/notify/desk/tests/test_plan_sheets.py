"""Plans as a spreadsheet, out and in again (NOT-3)."""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import httpx2
import pytest
from openpyxl import Workbook, load_workbook

from chassis import clock
from contracts.milestones import MILESTONES
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_tna import confirmed, promised_in
from services.notify.desk.tna import pages
from services.notify.desk.tna import returned as tna_returned
from services.notify.desk.tna.changes import preview
from services.notify.desk.tna.returned import Cell
from services.notify.desk.words import milestone_word
from services.notify.planning.rules import CHANGES_MAX
from services.notify.tests.samples import Order
from services.notify.tests.test_plan import PROMISED, figures
from tests.needs import needs

pytestmark = needs("NOT-3")

ORDER = "SO-2026-000001"
PACKED = 4 + MILESTONES.index("packed")
"""Its column."""


async def sheet(desk: Desk) -> Workbook:
    return load_workbook(BytesIO((await desk.get("/tna.xlsx")).content))


async def returned(desk: Desk, book: Workbook | bytes) -> httpx2.Response:
    file = BytesIO()
    if isinstance(book, Workbook):
        book.save(file)
    content = file.getvalue() if isinstance(book, Workbook) else book
    return await desk.client.post(
        "/desk/tna/sheet",
        data={"back": "/desk/tna?mine=1"},
        files={"sheet": ("plans.xlsx", content)},
        headers={"sec-fetch-site": "same-origin"},
    )


async def pasted(desk: Desk, cells: str) -> httpx2.Response:
    headers = {"sec-fetch-site": "same-origin"}
    return await desk.client.post("/desk/tna/sheet", files={"cells": (None, cells)}, headers=headers)


def written(cells: Mapping[str, Any]) -> Workbook:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["Order", *(milestone_word(one, "en") for one in MILESTONES)])
    for place, value in cells.items():
        page[place] = value
    return book


def sent(text: str) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', _form(text))
    return {name: unescape(value) for name, value in fields}


def _form(text: str) -> str:
    """The first that asks a department."""
    return text.partition("/desk/act")[2].partition("</form>")[0]


def as_day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


async def test_the_sheet_has_a_page_for_each_day_of_a_milestone(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), 90))
    book = await sheet(desk)
    assert book.sheetnames == ["Planned", "Expected", "Came", "First plan"]
    heads, row = list(book["Planned"].values)
    assert heads[:3] == ("Order", "Customer", "Promised")
    assert len(heads) == len(row) == 3 + len(MILESTONES)
    assert as_day(row[heads.index("Delivered")]) == promised_in(90)
    assert list(book["Came"].values)[1][3]


async def test_a_sheet_that_comes_back_as_it_was_changes_nothing(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), 90))
    answer = await returned(desk, await sheet(desk))
    assert answer.status_code == 200
    assert "nothing to change" in answer.text


async def test_a_sheet_that_holds_no_more_orders_says_so_and_may_come_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.hear(*confirmed(Order(), 90), *confirmed(Order(), 90))
    monkeypatch.setattr(pages, "SHEET_ROWS_MAX", 1)
    book = await sheet(desk)
    ends = {str(list(one.values)[2][0]) for one in book.worksheets}
    assert ends == {"Not all: the first 1 orders. A narrower filter shows the others."}
    assert "nothing to change" in (await returned(desk, book)).text


async def test_a_sheet_that_unpacks_to_more_is_told_with_its_size_and_not_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tna_returned, "UNPACKED_BYTES_MAX", 1_000)
    text = (await returned(desk, written({"A2": ORDER}))).text
    assert "at most 1000 bytes, unpacked" in text


async def test_what_a_sheet_would_change_is_said_before_it_is_done(desk: Desk) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 90))
    book = await sheet(desk)
    cell = book.worksheets[0].cell(2, PACKED)
    day = as_day(cell.value) + timedelta(days=14)
    cell.value = day
    text = (await returned(desk, book)).text
    assert "so the delivery" in text
    assert "Nothing is changed yet" in text
    assert "came late" not in (await desk.get(f"/plans/{order.id}")).text
    form = sent(text)
    assert json.loads(form["changes:j="]) == [{"order": ORDER, "milestone": "packed", "planned": day.isoformat()}]
    assert json.loads(form["came:j="]) == []
    assert (form["path"], form["back"]) == ("/api/v1/plans", "/desk/tna?mine=1")


async def test_what_was_shown_is_done_when_it_is_sent(desk: Desk) -> None:
    order = Order()
    await desk.hear(*confirmed(order, 90))
    book = await sheet(desk)
    cell = book.worksheets[0].cell(2, PACKED)
    cell.value = as_day(cell.value) + timedelta(days=14)
    form = sent((await returned(desk, book)).text)
    answer = await desk.post("/act", {**form, "reason:s=": "the mill is late"})
    assert answer.headers["location"] == "/desk/tna?mine=1&done=1"
    text = (await desk.get(f"/plans/{order.id}")).text
    assert "the mill is late" in text
    assert "wang.fang" in text
    assert "at first" in (await desk.get("/tna")).text


async def test_what_came_is_entered_by_the_sheet_and_shown_as_entered_by_hand(desk: Desk) -> None:
    order, day = Order(), clock.today()
    await desk.hear(*confirmed(order, 90))
    book = await sheet(desk)
    book["Came"].cell(2, PACKED).value = day
    text = (await returned(desk, book)).text
    assert "1 milestones entered as come" in text
    form = sent(text)
    assert json.loads(form["came:j="]) == [{"order": ORDER, "milestone": "packed", "came": day.isoformat()}]
    await desk.post("/act", {**form, "reason:s=": "told by telephone"})
    text = (await desk.get(f"/plans/{order.id}")).text
    assert "Entered by hand" in text
    assert "told by telephone" in text
    assert "<small>by hand</small>" in (await desk.get("/tna")).text
    assert "nothing to change" in (await returned(desk, await sheet(desk))).text


async def test_a_sheet_enters_nothing_over_an_events_own_day_and_its_faults_name_the_sheet(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), 90))
    book = await sheet(desk)
    book["Came"]["D2"], book["Came"]["J2"] = promised_in(-9), "soon"
    answer = await returned(desk, book)
    assert answer.status_code == 422
    assert "<td>Came!D</td><td>a step of the order of which no event has told</td>" in answer.text
    assert "<td>Came!J</td><td>a date</td><td>soon</td>" in answer.text


async def test_all_that_is_wrong_in_a_sheet_is_said_at_once_by_row_and_column(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), 90))
    cells = {
        "A2": ORDER, "B2": promised_in(80), "I2": "next week", "J2": promised_in(-1),
        "A3": "SO-404", "I3": promised_in(80), "J3": promised_in(80), "I4": promised_in(80),
    }  # fmt: skip
    answer = await returned(desk, written(cells))
    rows = re.findall(r"<tr><td>(\d+)</td><td>(\w)</td><td>(.*?)</td><td>(.*?)</td></tr>", answer.text)
    assert answer.status_code == 422
    assert {(row, column): expected for row, column, expected, _ in rows} == {
        ("2", "I"): "a date",
        ("4", "A"): "the number of an order",
        ("3", "A"): "There is no order SO-404 here.",
        ("2", "B"): "a step of the order that is still to come",
        ("2", "J"): f"a day from {promised_in(0)} (today) on",
    }
    assert "next week" in {came for *_, came in rows}


def test_of_more_than_the_rule_is_asked_for_only_that_is_said() -> None:
    cells = [Cell(nth, "I", f"SO-{nth}", "packed", PROMISED) for nth in range(CHANGES_MAX + 1)]
    (fault,) = preview(cells, [], {}, figures(), clock.now()).faults
    assert (str(fault.expected), fault.came) == ("at most 500 changed days", "501")


@pytest.mark.parametrize("file", [b"", b"no spreadsheet", b"PK\x03\x04"])
async def test_what_is_no_spreadsheet_is_refused(desk: Desk, file: bytes) -> None:
    answer = await returned(desk, file)
    assert answer.status_code == 422
    assert "a spreadsheet (XLSX)" in answer.text
    assert "a damaged file, or none that is XLSX" in answer.text
    desk.sits(language="zh")
    assert "文件已损坏，或不是 XLSX 文件" in (await returned(desk, file)).text


async def test_a_sheet_without_heads_is_refused(desk: Desk) -> None:
    answer = await returned(desk, Workbook())
    assert "a row of heads" in answer.text


async def test_a_sheet_in_chinese_is_read_too_and_its_faults_are_told_in_chinese(desk: Desk) -> None:
    desk.sits(language="zh")
    await desk.hear(*confirmed(Order(), 90))
    book = await sheet(desk)
    assert (await returned(desk, book)).status_code == 200
    book.worksheets[0].cell(2, PACKED).value = "下周"
    assert "日期" in (await returned(desk, book)).text


async def test_cells_that_are_pasted_are_read_as_the_sheet_is(desk: Desk) -> None:
    await desk.hear(*confirmed(Order(), 90))
    day = promised_in(100)
    seen = (await pasted(desk, f"Order\tPacked\r\n{ORDER}\t{day.year}/{day.month}/{day.day}\r\n")).text
    assert json.loads(sent(seen)["changes:j="]) == [{"order": ORDER, "milestone": "packed", "planned": day.isoformat()}]


@pytest.mark.parametrize("typed", ["07/08/2027", "2027-02-30", "soon"])
async def test_a_pasted_day_that_may_be_two_or_none_is_refused_at_its_cell(desk: Desk, typed: str) -> None:
    await desk.hear(*confirmed(Order(), 90))
    answer = await pasted(desk, f'Order\tPacked\n{ORDER}\t"{typed}"\nSO-404\t{promised_in(80)}')
    rows = re.findall(r"<tr><td>(\d+)</td><td>(\w)</td><td>(.*?)</td><td>(.*?)</td></tr>", answer.text)
    assert (answer.status_code, rows) == (
        422, [("2", "B", "a date", typed), ("3", "A", "There is no order SO-404 here.", "SO-404")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (f"{ORDER}\t2027-01-05", "a row of heads"),
        ("", "a row of heads"),
        ("Order\n" + "x" * 140_000, "cells of at most 131072 characters"),
    ],
)
async def test_what_are_no_cells_of_the_calendar_is_refused(desk: Desk, cells: str, expected: str) -> None:
    answer = await pasted(desk, cells)
    assert answer.status_code == 422
    assert expected in answer.text


@needs("ALL-5")
async def test_a_cell_without_end_is_told_at_its_row_in_the_readers_language(desk: Desk) -> None:
    desk.sits(language="zh")
    told = (await pasted(desk, f'Order\tPacked\n{ORDER}\t"{"x" * 140_000}')).text
    (row,) = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", told)
    assert row[:3] == ("2", "–", "单元格至多 131072 个字符；是否缺少引号？")
    assert row[3].startswith(ORDER)


async def test_what_is_no_form_with_a_file_is_refused(desk: Desk) -> None:
    assert (await desk.post("/tna/sheet", {"sheet": "x"})).status_code == 422
