"""The page on which somebody says who he is: the company's people by department and role, a button each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby

from gendan.issuer.people import Member
from gendan.issuer.words import WORDS, Words

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
form { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); }
button { border: 1px solid; border-radius: .5rem; cursor: pointer; font: inherit; min-height: 3.5rem; padding: .5rem;
  text-align: start; }
small { display: block; }
"""


def page(people: Iterable[Member], told: Mapping[str, str], words: Words) -> str:
    """``told``: the request that the click goes on with."""
    kept = "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in told.items())
    groups = groupby(people, key=lambda member: member.department)
    sections = "".join(_section(department, list(members), kept, words) for department, members in groups)
    return _html(f"<h1>{words.title}</h1><p>{words.hint}</p>{sections}", words)


def message(text: str, words: Words) -> str:
    return _html(f"<h1>{escape(text)}</h1>", words)


def words_of(ui_locales: str, accept_language: str) -> Words:
    """As the client asks, else as the browser does."""
    return WORDS["zh" if (ui_locales or accept_language).strip().lower().startswith("zh") else "en"]


def _section(department: str, members: list[Member], kept: str, words: Words) -> str:
    buttons = "".join(
        f'<button name="person" value="{escape(member.code)}">{escape(words.names.get(member.name, member.name))}'
        f"<small>{escape(', '.join(words.names.get(role, role) for role in member.roles))}</small></button>"
        for member in members
    )
    head = escape(words.names.get(department, department) or words.stand_ins)
    return f'<h2>{head}</h2><form method="post" action="authorize">{kept}{buttons}</form>'


def _html(body: str, words: Words) -> str:
    return (
        f'<!doctype html><html lang="{words.tag}"><head><meta charset="utf-8"><title>gendan</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="style.css">'
        f"</head><body><main>{body}</main></body></html>"
    )
