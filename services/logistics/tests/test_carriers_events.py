"""LOG-5: carriers tell what happens over HTTP: signed, as a file, or with a token; and a clerk tells it for them."""

import json
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from chassis import clock
from chassis.http.signed import signature
from chassis.ids import new_id
from contracts.texts import Expected
from services.logistics.journey import api
from services.logistics.journey.rules.sheet import rows_of
from services.logistics.policy import Policy
from services.logistics.tests.test_http import Office, in_days, office
from tests.needs import needs

pytestmark = needs("LOG-5")
__all__ = ["office"]
SECRET = "whsec_" + b64encode(b"0123456789abcdef0123456789abcdef").decode()
Send = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def send(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Send:
    """A webhook of C-1, signed with its secret."""
    (tmp_path / "C-1").write_text(f"{SECRET}\n")
    monkeypatch.setattr(api, "opening", lambda _: Policy(webhook_secrets=tmp_path))

    async def post(items: list[dict[str, Any]], carrier: str = "C-1", secret: str = SECRET, age_s: int = 0) -> Any:
        body, id_, sent = json.dumps({"items": items}).encode(), str(new_id()), str(int(time.time()) - age_s)
        signed = {"webhook-id": id_, "webhook-timestamp": sent, "webhook-signature": signature(secret, id_, sent, body)}
        headers = {"content-type": "application/json", **signed}
        answer = await office.client.post(f"/api/v1/carriers/{carrier}/events/batch", content=body, headers=headers)
        return {"status": answer.status_code, **answer.json()}

    return post


async def number_of(office: Office) -> tuple[str, str]:
    """The number and the id of a shipment that left with C-1."""
    await office.with_rates()
    goods = await office.goods()
    (shipment,) = (await office.ask("GET", f"/shipments?order_id={goods.order_id}"))["items"]
    return shipment["number"], shipment["id"]


def event(shipment: str, key: str = "carrier-event-1", **told: object) -> dict[str, Any]:
    at = clock.now().isoformat()
    return {"idempotency_key": key, "shipment": shipment, "kind": "position", "at": at, **told}


async def test_a_signed_webhook_tells_the_number_and_the_expected_arrival(office: Office, send: Send) -> None:
    number, id_ = await number_of(office)
    late = event(number, expected=in_days(20), tracking="MAEU7731", place="Suez", country="EG")
    (answer,) = (await send([late]))["answers"]
    assert (answer["status"], answer["body"]["expected"], answer["body"]["tracking"]) == (200, in_days(20), "MAEU7731")
    (again,) = (await send([late]))["answers"]
    assert again == answer
    (kept,) = (await office.ask("GET", f"/shipments/{id_}/journey"))["items"]
    assert (kept["place"], kept["country"], kept["carrier"]) == ("Suez", "EG", "C-1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "whsec_" + b64encode(b"another secret").decode()},
        {"carrier": "C-2"},
        {"carrier": "..%2FC-1"},
        {"age_s": 301},
        {"age_s": -301},
        {"age_s": -(10**400)},
    ],
)
async def test_a_webhook_that_the_carrier_did_not_sign_now_is_refused(
    office: Office, send: Send, wrong: dict[str, Any]
) -> None:
    number, id_ = await number_of(office)
    refused = await send([event(number)], **wrong)
    assert refused["status"] in (401, 404), refused
    assert (await office.ask("GET", f"/shipments/{id_}/journey"))["items"] == []


async def test_a_webhook_speaks_of_its_own_carriers_shipments_only(office: Office, send: Send) -> None:
    number, _ = await number_of(office)
    await office.pool.execute("UPDATE shipment SET carrier = 'C-2'")
    (answer,) = (await send([event(number)]))["answers"]
    assert answer["status"] == 403


async def sheet(office: Office, text: str, reads: str = "en") -> Any:
    headers = {"content-type": "text/csv", "idempotency-key": str(new_id()), "accept-language": reads}
    return await office.send("POST", "/journeys/sheet/batch", text.encode(), headers)


async def test_a_file_tells_events_line_by_line(office: Office) -> None:
    number, _ = await number_of(office)
    at = clock.now().isoformat()
    text = f"idempotency_key;shipment;kind;at;place;expected\r\ncsv-00001;{number};departed;{at};Ningbo;\r\n"
    text += f"csv-00002;SH-1999-000001;arrived;{at};Hamburg;{in_days(30)}\r\n"
    told = await sheet(office, f"\ufeff{text}")
    assert [one["status"] for one in told["answers"]] == [200, 404]


async def test_a_file_with_lines_that_cannot_be_is_refused_whole_with_every_fault(office: Office) -> None:
    number, id_ = await number_of(office)
    at = clock.now().isoformat()
    text = "idempotency_key,shipment,kind,at,container,tracking\n"
    text += f"csv-00001,{number},departed,{at},,\ncsv-00002,{number},flown,yesterday,CSQU3054384,\n"
    text += f"csv-00003,{number},arrived,{at},,999-12345676\n"
    refused = await sheet(office, text)
    assert refused["status"] == 422
    assert [one["field"] for one in refused["faults"]] == [
        *("line 3.kind", "line 3.at", "line 3.container"),
        "line 4.tracking",
    ]
    assert (await office.ask("GET", f"/shipments/{id_}/journey"))["items"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n", "a first line of columns"),
        ("shipment,kind,when\nSH-1,arrived,now\n", "not when"),
        ('shipment,kind\n"SH-1,arrived\n', "line 2"),
        ("shipment,kind\nSH-1,arrived,now\n", "2 cells at most in line 2"),
        ("shipment,kind\n" + "SH-1,arrived\n" * 501, "at most 500 lines"),
    ],
)
async def test_what_is_no_such_file_is_told_where(office: Office, text: str, expected: str) -> None:
    refused = await sheet(office, text)
    assert refused["status"] == 422
    assert expected in refused["faults"][0]["expected"]


@needs("ALL-5")
@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('"SH-1" x', "每个引号须在其单元格末尾闭合"),
        ('"SH-1', "每个引号须在其单元格末尾闭合"),
        ("S" * 140_000, "单元格至多 131072 个字符；是否缺少引号？"),
    ],
)
async def test_a_cell_that_cannot_be_read_is_told_in_the_readers_language(
    office: Office, cell: str, expected: str
) -> None:
    refused = await sheet(office, f"shipment,kind\n{cell},arrived\n", "zh-CN")
    assert refused["faults"][0]["expected"] == f"CSV 文件；第 2 行：{expected}"


def test_lines_beyond_the_most_are_not_read() -> None:
    with pytest.raises(Expected, match="at most 500 lines"):
        rows_of("shipment,kind\n" + "SH-1,arrived\n" * 501 + '"SH-1', ("shipment", "kind"))


async def test_a_clerk_tells_news_and_a_merchandiser_does_not(office: Office) -> None:
    number, id_ = await number_of(office)
    body = {"kind": "position", "at": clock.now().isoformat(), "place": "Suez"}
    assert (await office.ask("POST", f"/shipments/{number}/news", body))["status"] == 200
    assert (await office.ask("POST", f"/shipments/{number}/news", body, role="merchandiser"))["status"] == 403
    assert len((await office.ask("GET", f"/shipments/{id_}/journey"))["items"]) == 1
