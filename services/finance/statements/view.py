"""The page on which somebody outside answers his statement, by the link that was sent to him (FIN-10)."""

from __future__ import annotations

from chassis.papers import replying
from chassis.papers.replying import form, in_html, your_name
from contracts.texts import Text
from services.finance.statement.rules import Statement


def page(statement: Statement, paper: str, language: str) -> str:
    """``paper``: where the statement itself is read."""
    about = f"{statement.party} {statement.month:%Y-%m}: {statement.closing:f} {statement.currency}"
    return replying.page(Text("Statement of account"), about, paper, _answer(statement), language)


def _answer(statement: Statement) -> str:
    reply = statement.reply
    if reply and reply.verdict == "agreed":
        return f"<p>{in_html(Text('{person} agreed to it on {day}.', person=reply.person, day=reply.on))}</p>"
    told = {"closing": f"{reply.closing:f}", "day": reply.on, "reason": reply.reason} if reply else {}
    before = f"<p>{in_html(Text('Disputed on {day}: {closing}, {reason}', **told))}</p>" if told else ""
    return before + _agree(statement) + _dispute(statement)


def _agree(statement: Statement) -> str:
    hidden = {**_said(statement, "agreed"), "closing": f"{statement.closing:f}"}
    return form(hidden, your_name(), Text("Our books say the same"))


def _dispute(statement: Statement) -> str:
    closing = f'<label>{in_html(Text("Our books say"))} <input name="closing" required inputmode="decimal"></label>'
    reason = f'<label>{in_html(Text("Why"))} <input name="reason" required maxlength="500"></label>'
    fields = f"{your_name()}<p>{closing}</p><p>{reason}</p>"
    return form(_said(statement, "disputed"), fields, Text("Our books say something else"))


def _said(statement: Statement, verdict: str) -> dict[str, str]:
    """Names how many words it follows: the same again after another is another request, a double click is one."""
    return {"verdict": verdict, "after": f"{len(statement.replies)}"}
