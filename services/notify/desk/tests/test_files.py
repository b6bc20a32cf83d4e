"""A command that takes a file is given one that somebody chose (SAL-2, FIN-2)."""

from html.parser import HTMLParser
from typing import Any, Literal

import pytest
from fastapi import Request

from chassis.http.files import bytes_of
from services.notify.desk.choices import Choices
from services.notify.desk.drawing import templates, wording
from services.notify.desk.forms.drawing import Form
from services.notify.desk.forms.reading import body_of
from services.notify.desk.posted import Pairs, posted
from tests.desk.test_forms import ZONE
from tests.needs import needs

pytestmark = needs("SAL-2", "FIN-2", "NOT-17")

SHEET = b"PK\x03\x04\r\n\x00\xff--"
SCHEMA = {
    "type": "object",
    "properties": {
        "content": {"type": "string", "maxLength": 9_000, "contentEncoding": "base64", "title": "Content"},
        "customer": {"type": "string", "title": "Customer"},
    },
    "required": ["content"],
}


async def came(*fields: tuple[str, bytes], chosen: bytes | None = None) -> Pairs:
    """As a browser sends a form: first what was chosen before, then the file, if one is chosen now."""
    heads = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value for name, value in fields]
    named = "orders.xlsx" if chosen is not None else ""
    file = f'Content-Disposition: form-data; name="content:s-"; filename="{named}"\r\nContent-Type: a/b\r\n\r\n'
    parts = [*heads, file.encode() + (chosen or b"")]
    body = b"".join(b"--bound\r\n" + part + b"\r\n" for part in parts) + b"--bound--\r\n"

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", b"multipart/form-data; boundary=bound")]
    return await posted(Request({"type": "http", "headers": headers}, receive))


class Inputs(HTMLParser):
    """Of a form, its inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.found.append(dict(attrs))


def inputs_of(draft: dict[str, str], language: Literal["en", "zh"] = "en") -> tuple[list[dict[str, str | None]], str]:
    drawn = Form(SCHEMA, ZONE).drawn(draft)
    assert drawn.has_file
    line = '{% import "fields.html" as fields with context %}{{ fields.draw(field, "x") }}'
    html = templates().from_string(line).render(field=drawn, **wording(Choices(language, "auto", ZONE)))
    return [one for one in Inputs(html).found if str(one.get("name")).startswith("content:")], html


async def test_a_file_that_was_chosen_comes_byte_by_byte_beside_what_was_typed() -> None:
    body = body_of(await came(("customer:s-", "东方\r\n".encode()), chosen=SHEET), ZONE)
    assert (bytes_of(body["content"]), body["customer"]) == (SHEET, "东方\n")


async def test_where_no_file_was_chosen_there_is_none() -> None:
    assert body_of(await came(("customer:s-", b"C-1")), ZONE) == {"customer": "C-1"}


def test_a_form_asks_for_a_file_to_choose() -> None:
    (asked,), html = inputs_of({})
    assert (asked["type"], asked["aria-required"], "maxlength" in asked) == ("file", "true", False)
    assert "stands" not in html


@pytest.mark.parametrize(("chosen", "kept"), [(None, SHEET), (b"another", b"another")])
async def test_after_a_refusal_the_file_that_was_chosen_stands_until_another_is_chosen(
    chosen: bytes | None, kept: bytes
) -> None:
    body = body_of(await came(chosen=SHEET), ZONE)
    (before, again), html = inputs_of(body)
    assert "The file that was chosen stands; another one takes its place." in html
    assert (before["type"], again["type"]) == ("hidden", "file")
    once_more = body_of(await came((str(before["name"]), str(before["value"]).encode()), chosen=chosen), ZONE)
    assert bytes_of(once_more["content"]) == kept


def test_that_it_stands_is_said_in_chinese_too() -> None:
    assert "已选的文件仍然有效" in inputs_of({"content": "UEs="}, "zh")[1]
