"""What must follow an event, in the reader's language."""

from __future__ import annotations

from typing import Literal

from babel.dates import format_timedelta

from contracts.event import Limit, Promise
from services.notify.desk.choices import Choices
from services.notify.desk.figures import Figures
from services.notify.desk.words import N_, department_word, gettext, topics_word

Unit = Literal["day", "hour", "minute"]
HOUR_S, DAY_S = 3600, 86400


def promised(promise: Promise, choices: Choices) -> str:
    """``Reserved or Stock is short, by Warehouse, within 10 minutes, when lines``."""
    language = choices.language
    answer, owner = topics_word(promise.of, language), department_word(promise.by, language)
    parts = [gettext(N_("{what}, by {whom}, {when}"), language).format(
        what=answer, whom=owner, when=limit_in_words(promise.within, choices)
    )]  # fmt: skip
    if promise.when:
        parts.append(gettext(N_("if it says {field}"), language).format(field=promise.when))
    if promise.provided:
        parts.append(gettext(N_("if the answer says {field}"), language).format(field=promise.provided))
    if promise.suspends:
        asleep = topics_word(promise.suspends, language)
        parts.append(gettext(N_("{what} sleeps meanwhile"), language).format(what=asleep))
    if promise.outside:
        parts.append(gettext(N_("after somebody outside has acted: {whom}"), language).format(whom=promise.outside))
    return gettext(N_(", "), language).join(parts)


def limit_in_words(limit: Limit, choices: Choices) -> str:
    """``within 4 working hours``, or the field that names the date."""
    language = choices.language
    if limit.hours_told:
        return gettext(N_("within its {field}, in working hours"), language).format(field=limit.hours_told)
    if limit.span is None:
        return gettext(N_("until its {field}"), language).format(field=limit.until)
    span = _span(limit, choices)
    if limit.since:
        return gettext(N_("within {span} of its {field}"), language).format(span=span, field=limit.since)
    if limit.not_before:
        words = gettext(N_("within {span}, not before its {field}"), language)
        return words.format(span=span, field=limit.not_before)
    return gettext(N_("within {span}"), language).format(span=span)


def _span(limit: Limit, choices: Choices) -> str:
    assert limit.span is not None
    seconds = int(limit.span.total_seconds())
    if limit.clock == "working":
        return gettext(N_("{count} working h"), choices.language).format(count=seconds // HOUR_S)
    if limit.clock == "working_days":
        return gettext(N_("{count} working days"), choices.language).format(count=seconds // DAY_S)
    unit: Unit = "day" if seconds % DAY_S == 0 else "hour" if seconds % HOUR_S == 0 else "minute"
    return str(format_timedelta(limit.span, unit, threshold=10**6, locale=Figures(choices).locale))
