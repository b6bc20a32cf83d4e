"""The page on which a customer says whether his ticket is solved, by the link that was sent to him (SAL-13)."""

from __future__ import annotations

from html import escape

from chassis.papers import replying
from chassis.papers.replying import form, in_html
from contracts.texts import Text
from services.sales.ticket.rules import Ticket

RADIO = '<p><label><input type="radio" name="solved" value="{value}" required> {told}</label></p>'
WORDS = '<p><label>{label} <textarea name="words" maxlength="4000"></textarea></label></p>'


def page(ticket: Ticket, solution: str, paper: str, language: str) -> str:
    """``solution``: by its number, the one to which the link leads; ``paper``: where it is read."""
    return replying.page(Text("Is it solved?"), solution, paper, _answer(ticket, solution), language)


def _answer(ticket: Ticket, solution: str) -> str:
    if ticket.state != "solved" or ticket.solution_number != solution:
        return f"<p>{in_html(Text('This was answered, or taken up anew.'))}</p>"
    until = Text("Please answer by {day}.", day=ticket.due or "–")
    told = f"<p>{escape(ticket.solutions[-1].words)}</p><p>{in_html(until)}</p>"
    yes = RADIO.format(value="true", told=in_html(Text("Yes, it is solved")))
    no = RADIO.format(value="false", told=in_html(Text("No, please take it up anew")))
    words = WORDS.format(label=in_html(Text("What is missing, if it is not solved")))
    return told + form({}, yes + no + words, Text("Send"))
