"""The page on which somebody outside answers a paper, by the link that was sent to him, and the form that he sends."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from chassis.http.faults import faults_of
from chassis.refusal import InvalidInput
from contracts.texts import Text, said

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
NAME = '<p><label>{label} <input name="person" required maxlength="64"></label></p>'
F = TypeVar("F", bound=BaseModel)


def page(title: Text, about: str, paper: str, answer: str, language: str) -> str:
    """``paper``: where the paper itself is read; ``answer``: HTML, what was answered or the forms to do it."""
    body = f"<h1>{in_html(title)}</h1><p>{escape(about)} <a href='{escape(paper)}'>PDF</a></p>{answer}"
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{in_html(title)}</title>"
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{body}</body></html>"


def form(hidden: Mapping[str, str], fields: str, button: Text) -> str:
    """Asks for the name of who answers; ``fields``: HTML of what else he fills in."""
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    name = NAME.format(label=in_html(Text("Your name")))
    return f'<form method="post">{kept}{name}{fields}<button>{in_html(button)}</button></form>'


def filled_in(body: bytes, asked: type[F]) -> F:
    """Raises InvalidInput with each fault."""
    try:
        return asked.model_validate(dict(parse_qsl(body.decode(errors="replace"))))
    except ValidationError as error:
        raise InvalidInput(faults_of(error.errors())) from None


def in_html(text: Text) -> str:
    """As who reads now is told it."""
    return escape(said(text))
