"""The page on which a supplier answers a request for quotation by the link that he was sent (PUR-10)."""

from __future__ import annotations

from html import escape

from chassis.papers import replying
from chassis.papers.replying import form, in_html, your_name
from contracts.texts import Text
from services.purchasing.papers.rules.quotation_request import TITLE
from services.purchasing.rfq.rules.quote import Quote
from services.purchasing.rfq.view import OwnLine, OwnRfq

FIELD = '<p><label>{label} <input name="{name}" {rule} value="{value}"></label></p>'
DECIMAL, WHOLE, DAY, WORDS = 'inputmode="decimal"', 'inputmode="numeric"', 'type="date"', 'maxlength="500"'


def page(own: OwnRfq, paper: str, language: str) -> str:
    """``paper``: where the request itself is read."""
    about = f"{own.number}: {', '.join(map(_goods, own.lines))}"
    return replying.page(TITLE, about, paper, "".join(_of_line(own, one) for one in own.lines), language)


def _of_line(own: OwnRfq, line: OwnLine) -> str:
    """Each item under its own heading, where there are several; what he leaves out he does not offer."""
    head = f"<h2>{escape(_goods(line))}</h2>" if len(own.lines) > 1 else ""
    his = [one for one in own.quotes if (one.item or own.item) == line.item]
    said = "".join(f"<p>{in_html(_said(one))}</p>" for one in his)
    over = f"<p>{in_html(Text('It takes no answers any more.'))}</p>"
    return head + said + (_forms(len(his), line) if line.takes_answers else over)


def _goods(line: OwnLine) -> str:
    return f"{line.quantity:f} {line.unit} {line.item}"


def _said(quote: Quote) -> Text:
    if quote.priced is None:
        return Text("Declined on {day}: {reason}", day=quote.received_on, reason=quote.declined)
    price = quote.priced.unit_price
    told = {"day": quote.received_on, "price": f"{price.amount:f} {price.currency}"}
    return Text("Answered on {day}: {price}; your last answer counts.", **told)


def _forms(answers: int, line: OwnLine) -> str:
    """They name how many answers came before: the same after another is another request, a double click is one."""
    after = {"after": f"{answers}", "item": line.item}
    fields = (
        _field(Text("Unit price"), "amount", f"required {DECIMAL}"),
        _field(Text("Currency"), "currency", 'required maxlength="3"'),
        _field(Text("Least quantity"), "minimum", DECIMAL),
        _field(Text("Days to deliver"), "lead_days", f"required {WHOLE}"),
        _field(Text("The price stands until"), "valid_until", f"required {DAY}"),
        _field(Text("Days until payment"), "payment_days", f"required {WHOLE}", "30"),
        _field(Text("Remarks"), "remarks", WORDS),
    )
    sells = form(after, your_name() + "".join(fields), Text("We offer it"))
    why = _field(Text("Why"), "declined", f"required {WORDS}")
    return sells + form(after, your_name() + why, Text("We do not offer it"))


def _field(label: Text, name: str, rule: str, value: str = "") -> str:
    return FIELD.format(label=in_html(label), name=name, rule=rule, value=value)
