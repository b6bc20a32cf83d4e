"""The page on which somebody outside answers his statement, by the link that was sent to him (FIN-10)."""

from __future__ import annotations

from html import escape

from contracts.texts import Text, said
from services.finance.statement.rules import Statement

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}
NAME = '<p><label>{label} <input name="person" required maxlength="64"></label></p>'


def page(statement: Statement, paper: str, language: str) -> str:
    """``paper``: where the statement itself is read."""
    title = Text("Statement of account")
    about = f"{statement.party} {statement.month:%Y-%m}: {statement.closing:f} {statement.currency}"
    body = f"<h1>{_said(title)}</h1><p>{escape(about)} <a href='{escape(paper)}'>PDF</a></p>{_answer(statement)}"
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{_said(title)}</title>"
    return f"<!doctype html><html lang='{language}'><head>{head}</head><body>{body}</body></html>"


def _answer(statement: Statement) -> str:
    reply = statement.reply
    if reply and reply.verdict == "agreed":
        return f"<p>{_said(Text('{person} agreed to it on {day}.', person=reply.person, day=reply.on))}</p>"
    told = {"closing": f"{reply.closing:f}", "day": reply.on, "reason": reply.reason} if reply else {}
    before = f"<p>{_said(Text('Disputed on {day}: {closing}, {reason}', **told))}</p>" if told else ""
    return before + _agree(statement) + _dispute(statement)


def _agree(statement: Statement) -> str:
    hidden = f'<input type="hidden" name="closing" value="{statement.closing:f}">'
    return _form(statement, "agreed", hidden, Text("Our books say the same"))


def _dispute(statement: Statement) -> str:
    closing = f'<label>{_said(Text("Our books say"))} <input name="closing" required inputmode="decimal"></label>'
    reason = f'<label>{_said(Text("Why"))} <input name="reason" required maxlength="500"></label>'
    return _form(statement, "disputed", f"<p>{closing}</p><p>{reason}</p>", Text("Our books say something else"))


def _form(statement: Statement, verdict: str, fields: str, button: Text) -> str:
    """Names how many words it follows: the same again after another is another request, a double click is one."""
    name = NAME.format(label=_said(Text("Your name")))
    hidden = f'<input type="hidden" name="verdict" value="{verdict}">'
    hidden += f'<input type="hidden" name="after" value="{len(statement.replies)}">'
    return f'<form method="post">{hidden}{name}{fields}<button>{_said(button)}</button></form>'


def _said(text: Text) -> str:
    return escape(said(text))
