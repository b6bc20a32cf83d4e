"""The page on which somebody outside answers a paper by the link that was sent to him: no script, no style."""

from __future__ import annotations

from html import escape

from contracts.texts import Text, said

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


def reply_page(title: Text, about: str, paper: str, answer: str, language: str) -> str:
    """``paper``: where the paper itself is read; ``answer``: HTML of ours."""
    body = f"<h1>{in_html(title)}</h1><p>{escape(about)} <a href='{escape(paper)}'>PDF</a></p>{answer}"
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{in_html(title)}</title>"
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{body}</body></html>"


def reply_form(fields: str, button: Text) -> str:
    """``fields``: HTML of ours."""
    return f'<form method="post">{fields}<button>{in_html(button)}</button></form>'


def in_html(text: Text) -> str:
    return escape(said(text))
