"""What somebody else changed while a form stood open: nothing of either is lost (SAL-9, NOT-17).

A form that knows which version it was drawn of carries what it would have sent untouched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from services.notify.desk.choices import Language
from services.notify.desk.words import N_, gettext

Body = Mapping[str, Any]


def read(drawn: str) -> Body:
    """As the form carries it; what none of ours carries says nothing."""
    try:
        told = json.loads(drawn)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def merged(typed: Body, drawn: Body, now: Body) -> dict[str, Any]:
    """What nobody touched is what the document says now; what somebody typed stays."""
    untouched = {name for name in typed.keys() | now.keys() if _same(name, typed, drawn)}
    kept = {name: value for name, value in typed.items() if name not in untouched}
    return kept | {name: now[name] for name in untouched & now.keys()}


def in_both(typed: Body, drawn: Body, now: Body, language: Language) -> dict[str, str]:
    """By field, what is to be said where both changed it, each to something else."""
    theirs = {name for name in typed if not _same(name, now, drawn) and not _same(name, typed, now)}
    return {name: _told(now.get(name), language) for name in theirs if not _same(name, typed, drawn)}


def _same(name: str, one: Body, other: Body) -> bool:
    return bool(one.get(name) == other.get(name))


def _told(value: Any, language: Language) -> str:
    if isinstance(value, dict | list) or value in (None, ""):
        return gettext(N_("Somebody else changed it meanwhile."), language)
    return gettext(N_("Somebody else changed it meanwhile, to: {value}"), language).format(value=value)
