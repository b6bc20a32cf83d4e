"""The desk's words in the reader's language: one gettext catalogue, English is its key (ALL-5)."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from chassis.language import catalogue as spoken
from contracts.called import topic_word as topic_word
from contracts.departments import DEPARTMENTS
from contracts.sentences import word
from contracts.texts import Word
from services.notify.desk.choices import Language

FILE = Path(__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "desk.po"


def N_(text: str) -> str:  # noqa: N802 – gettext's own name for it
    """Marks a text that is looked up later."""
    return text


STAGE_WORDS = {
    "received": N_("Received"),
    "reviewed": N_("Reviewed"),
    "confirmed": N_("Confirmed"),
    "reserved": N_("Reserved"),
    "released": N_("Released"),
    "packed": N_("Packed"),
    "dispatched": N_("Dispatched"),
    "delivered": N_("Delivered"),
    "accepted": N_("Accepted"),
    "paid": N_("Paid"),
    "closed": N_("Closed"),
}
MILESTONE_WORDS = STAGE_WORDS | {"bought": N_("Bought"), "supplied": N_("Material in"), "invoiced": N_("Invoiced")}
STATE_WORDS = {
    "open": N_("open"),
    "closed": N_("closed"),
    "cancelled": N_("cancelled"),
    "rejected": N_("rejected"),
    "planned": N_("planned"),
    "approved": N_("approved"),
    "done": N_("done"),
    "overdue": N_("overdue"),
    "asleep": N_("asleep"),
    "kept in part": N_("kept in part"),
    "moving": N_("moving"),
    "stuck": N_("stuck"),
    "unknown": N_("unknown"),
    "draft": N_("draft"),
    "waits": N_("waits"),
    "on the way": N_("on the way"),
    "delivered": N_("delivered"),
    "not taken": N_("not taken"),
    "asked": N_("price asked"),
    "ordered": N_("ordered"),
    "confirmed": N_("confirmed"),
    "impossible": N_("impossible"),
    "paid": N_("paid"),
    "waiting": N_("waiting"),
    "kept": N_("kept"),
    "kept late": N_("kept late"),
    "kept by an alternative": N_("kept by an alternative"),
    "superseded": N_("superseded"),
    "withdrawn": N_("withdrawn"),
    "awaited": N_("signatures awaited"),
    "booked": N_("booked"),
    "refused": N_("refused"),
    "recovered": N_("paid after all"),
    "written_off": N_("written off"),
    "written off": N_("written off"),
    "in stock": N_("in stock"),
    "in quarantine": N_("in quarantine"),
    "in transit": N_("in transit"),
    "packed": N_("packed"),
    "gone": N_("gone"),
    "scrapped": N_("scrapped"),
    "sent back": N_("sent back"),
}
RISK_WORDS = {
    "low": N_("low"),
    "medium": N_("medium"),
    "high": N_("high"),
    "critical": N_("critical"),
    "credit": N_("credit"),
    "currency": N_("currency"),
    "supply": N_("supply"),
    "delivery": N_("delivery"),
    "quality": N_("quality"),
    "country": N_("country"),
}
DEPARTMENT_WORDS = {
    "sales": N_("Sales"),
    "purchasing": N_("Purchasing"),
    "warehouse": N_("Warehouse"),
    "logistics": N_("Logistics"),
    "finance": N_("Finance"),
    "notify": N_("Order following"),
}
assert DEPARTMENT_WORDS.keys() == set(DEPARTMENTS)


@cache
def catalogue() -> Catalog:
    with FILE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


@cache
def translations(language: Language) -> NullTranslations:
    """Of English there is no catalogue: its texts are the keys."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue())
    compiled.seek(0)
    return Translations(compiled)


def gettext(text: str, language: Language) -> str:
    """A text of the desk."""
    return translations(language).ugettext(text) if text else ""


def role_word(role: str, language: Language) -> str:
    """As every department calls it."""
    return spoken(language)(Word(role))


def kind_word(kind: str, language: Language) -> str:
    """A kind of exception; one of the company's own table stays as it is."""
    said = word(kind, language)
    return said[:1].upper() + said[1:]


def stage_word(stage: str | None, language: Language) -> str:
    return gettext(STAGE_WORDS.get(stage or "", "–"), language)


def milestone_word(milestone: str, language: Language) -> str:
    return gettext(MILESTONE_WORDS[milestone], language)


def state_word(state: str, language: Language) -> str:
    return gettext(STATE_WORDS.get(state, state), language)


def risk_word(word: str, language: Language) -> str:
    """A grade of an order's risk, or what it is a risk of."""
    return gettext(RISK_WORDS.get(word, word), language)


def department_word(department: str, language: Language) -> str:
    return gettext(DEPARTMENT_WORDS.get(department, department), language)


def party_word(speaker: str, language: Language) -> str:
    """Who publishes an event: a department, or the outside."""
    return gettext(N_("Outside"), language) if speaker not in DEPARTMENT_WORDS else department_word(speaker, language)


def topics_word(topics: tuple[str, ...] | list[str], language: Language) -> str:
    """Any of them keeps a promise."""
    return gettext(N_(" or "), language).join(topic_word(topic, language) for topic in topics)


def code_word(name: str, language: Language) -> str:
    """A way of transport, a verdict: as the contracts have it."""
    return word(name, language)
