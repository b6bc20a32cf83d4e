"""Photos and files are kept with a complaint or a contract as they came (SAL-12, SAL-18)."""

from typing import Any

import asyncpg
import pytest

from chassis.http.files import as_text
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.test_contracts import a_contract
from tests.needs import needs

PHOTO, SCAN = b"\xff\xd8\xff\xe0 a torn thread", b"%PDF-1.7 signed"


def a_file(content: bytes = PHOTO, title: str = "螺纹损伤") -> dict[str, Any]:
    return {"content": as_text(content), "title": title}


async def complained(call: Caller) -> str:
    placed = (await call("POST", "/orders", an_order("PO-1"))).json()
    told = {"kind": "service", "words": "没人回电"}
    return str((await call("POST", f"/orders/{placed['order_id']}/complaints", told)).json()["number"])


@needs("SAL-12")
async def test_a_photo_of_what_he_complains_of_is_kept_as_it_came_and_once(call: Caller) -> None:
    path = f"/complaints/{await complained(call)}/attachments"
    kept = (await call("POST", path, a_file())).json()
    again = (await call("POST", path, a_file(title="别的说法"), who="li.na")).json()
    assert again == kept
    assert (kept["media"], kept["size"], kept["attached_by"]) == ("image/jpeg", len(PHOTO), "wang.fang")
    await call("POST", path, a_file(SCAN, "报告"))
    listed = (await call("GET", path)).json()["items"]
    assert [one["title"] for one in listed] == ["螺纹损伤", "报告"]
    assert [one["title"] for one in (await call("GET", f"{path}?after={kept['attachment_id']}")).json()["items"]] == [
        "报告"
    ]
    file = await call("GET", f"{path}/{kept['attachment_id']}")
    assert (file.content, file.headers["content-type"]) == (PHOTO, "image/jpeg")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["x-content-type-options"] == "nosniff"


@needs("SAL-12", "ALL-3")
async def test_a_customer_keeps_and_sees_files_of_his_own_complaints_alone(call: Caller) -> None:
    path = f"/complaints/{await complained(call)}/attachments"
    his: dict[str, Any] = {"who": "ALFKI", "role": "customer"}
    other: dict[str, Any] = {"who": "OTHER", "role": "customer"}
    kept = await call("POST", path, a_file(), **his)
    file = f"{path}/{kept.json()['attachment_id']}"
    assert [(await call("GET", one, **his)).status_code for one in (path, file)] == [200, 200]
    assert [(await call("GET", one, **other)).status_code for one in (path, file)] == [404, 404]
    assert (await call("POST", path, a_file(SCAN), **other)).status_code == 404
    assert len((await call("GET", path)).json()["items"]) == 1


@needs("SAL-18")
async def test_the_contracts_own_paper_is_kept_with_its_record_and_found_under_no_other(call: Caller) -> None:
    first, second = [
        (await call("POST", "/contracts", a_contract(reference=one))).json()["number"] for one in ("HT-1", "HT-2")
    ]
    kept = (await call("POST", f"/contracts/{first}/attachments", a_file(SCAN, "原件"), role="legal")).json()
    paths = [f"/contracts/{one}/attachments/{kept['attachment_id']}" for one in (first, second)]
    assert [(await call("GET", path)).status_code for path in paths] == [200, 404]
    assert (await call("GET", f"/contracts/{second}/attachments")).json()["items"] == []
    assert (await call("POST", "/contracts/SC-2026-999999/attachments", a_file())).status_code == 404
    assert (await call("POST", f"/contracts/{first}/attachments", a_file(), role="buyer")).status_code == 403


@pytest.mark.parametrize("content", [b"MZ\x90", b"<html>", b" %PDF-1.7"])
async def test_what_is_no_photo_and_no_pdf_is_refused_in_the_readers_language(call: Caller, content: bytes) -> None:
    path = f"/complaints/{await complained(call)}/attachments"
    answer = await call("POST", path, {"content": as_text(content)}, reads="zh-CN")
    faults = {one["field"]: one["expected"] for one in answer.json()["faults"]}
    assert answer.status_code == 422
    assert faults["content"] == "照片（JPEG、PNG）或 PDF 文件"
    assert "title" in faults, "all faults at once"


async def test_an_attachment_stays_as_it_came(call: Caller) -> None:
    path = f"/complaints/{await complained(call)}/attachments"
    assert (await call("POST", path, a_file())).status_code == 200
    for statement in ("UPDATE attachment SET title = ''", "DELETE FROM attachment"):
        with pytest.raises(asyncpg.RaiseError, match="stays as it came"):
            await call.pool.execute(statement)
