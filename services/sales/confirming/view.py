"""The page on which a customer agrees to his needs, by the link that was sent to him (SAL-19)."""

from __future__ import annotations

from chassis.papers import replying
from chassis.papers.replying import form, in_html, your_name
from contracts.texts import Text
from services.sales.needs.rules.document import Needs


def page(needs: Needs, number: str, paper: str, language: str) -> str:
    """``number``: of the version to which the link leads; ``paper``: where it is read."""
    return replying.page(Text("Confirmation of needs"), number, paper, _answer(needs, number), language)


def _answer(needs: Needs, number: str) -> str:
    version = needs.numbered(number)
    if version and version.agreement:
        told = {"person": version.agreement.person, "day": version.agreement.on}
        return f"<p>{in_html(Text('{person} agreed to it on {day}.', **told))}</p>"
    if version is None:
        return f"<p>{in_html(Text('Your needs were recorded anew since; we will send you what they are now.'))}</p>"
    wrong = Text("If anything is wrong or missing, please tell your contact before you agree.")
    return form({}, f"{your_name()}<p>{in_html(wrong)}</p>", Text("We agree: these are our needs"))
