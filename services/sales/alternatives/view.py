"""The page on which a customer chooses from what he is offered, by the link that was sent to him (SAL-10)."""

from __future__ import annotations

from chassis.papers import replying
from chassis.papers.replying import form, in_html, your_name
from chassis.papers.written import money
from contracts.order import value_of
from contracts.texts import Text
from services.sales.order.rules.alternatives import Alternative, Alternatives
from services.sales.order.rules.document import Order

RADIO = '<p><label><input type="radio" name="choice" value="{nth}" required> {told}</label></p>'
WORDS = '<p><label>{label} <input name="words" maxlength="500"></label></p>'


def page(order: Order, drawn_from: str, paper: str, language: str) -> str:
    """``drawn_from``: of the paper to which the link leads, which is read at ``paper``."""
    return replying.page(Text("Alternatives"), order.content.number, paper, _answer(order, drawn_from), language)


def _answer(order: Order, drawn_from: str) -> str:
    known = order.alternatives
    if known is None or known.drawn_from != drawn_from or (known.choice is None and known.version != order.version):
        return _line(Text("These hold no more; we will send you what is possible now."))
    if known.choice is not None:
        chosen = known.offered[known.choice - 1].text if known.choice else Text("none of them")
        return _line(Text("Answered on {day}: {chosen}", day=known.answered_on, chosen=chosen))
    return _line(Text("Please answer by {day}.", day=known.answer_by)) + _form(order, known)


def _form(order: Order, known: Alternatives) -> str:
    now = Text("As it was agreed: {day}, {total}", day=order.content.promised or "–", total=_total(order, None))
    ways = "".join(RADIO.format(nth=nth, told=_told(order, one)) for nth, one in enumerate(known.offered, start=1))
    none = RADIO.format(nth=0, told=in_html(Text("none of them")))
    words = WORDS.format(label=in_html(Text("Your words to it")))
    return form({"offer": f"{known.offer}"}, _line(now) + ways + none + words + your_name(), Text("This is our choice"))


def _told(order: Order, one: Alternative) -> str:
    return in_html(Text("{what}: {day}, {total}", what=one.text, day=one.promised, total=_total(order, one)))


def _total(order: Order, one: Alternative | None) -> str:
    content = order.content
    return money(one.total if one else value_of(content), content.currency)


def _line(text: Text) -> str:
    return f"<p>{in_html(text)}</p>"
