"""The page on which somebody outside answers his statement, by the link that was sent to him (FIN-10)."""

from __future__ import annotations

from chassis.papers.replying import in_html, reply_form, reply_page
from contracts.texts import Text
from services.finance.statement.rules import Statement

NAME = '<p><label>{label} <input name="person" required maxlength="64"></label></p>'


def page(statement: Statement, paper: str, language: str) -> str:
    """``paper``: where the statement itself is read."""
    about = f"{statement.party} {statement.month:%Y-%m}: {statement.closing:f} {statement.currency}"
    return reply_page(Text("Statement of account"), about, paper, _answer(statement), language)


def _answer(statement: Statement) -> str:
    reply = statement.reply
    if reply and reply.verdict == "agreed":
        return f"<p>{in_html(Text('{person} agreed to it on {day}.', person=reply.person, day=reply.on))}</p>"
    told = {"closing": f"{reply.closing:f}", "day": reply.on, "reason": reply.reason} if reply else {}
    before = f"<p>{in_html(Text('Disputed on {day}: {closing}, {reason}', **told))}</p>" if told else ""
    return before + _agree(statement) + _dispute(statement)


def _agree(statement: Statement) -> str:
    hidden = f'<input type="hidden" name="closing" value="{statement.closing:f}">'
    return _form(statement, "agreed", hidden, Text("Our books say the same"))


def _dispute(statement: Statement) -> str:
    closing = f'<label>{in_html(Text("Our books say"))} <input name="closing" required inputmode="decimal"></label>'
    reason = f'<label>{in_html(Text("Why"))} <input name="reason" required maxlength="500"></label>'
    return _form(statement, "disputed", f"<p>{closing}</p><p>{reason}</p>", Text("Our books say something else"))


def _form(statement: Statement, verdict: str, fields: str, button: Text) -> str:
    """Names how many words it follows: the same again after another is another request, a double click is one."""
    name = NAME.format(label=in_html(Text("Your name")))
    hidden = f'<input type="hidden" name="verdict" value="{verdict}">'
    hidden += f'<input type="hidden" name="after" value="{len(statement.replies)}">'
    return reply_form(f"{hidden}{name}{fields}", button)
