"""Key dates as an iCalendar feed (RFC 5545): whole days, without amounts and without anybody's name (NOT-5, ALL-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from services.notify.desk.choices import Language
from services.notify.desk.dates.view import KeyDate, said_of

PRODUCT = "-//gendan//key dates//EN"
AGAIN = timedelta(hours=1)
"""After so long a calendar is to look again (RFC 7986)."""
ONE_DAY = timedelta(days=1)


def icalendar(dates: Iterable[KeyDate], title: str, language: Language, desk_url: str, now: datetime) -> bytes:
    """``now`` is UTC. The same date keeps its identity, so that a calendar moves it and does not add it."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    for name, value in {"prodid": PRODUCT, "version": "2.0", "x-wr-calname": title, "refresh-interval": AGAIN}.items():
        calendar.add(name, value)
    for one in dates:
        event = Event()
        for name, value in _facts(one, language, desk_url).items():
            event.add(name, value)
        event.add("dtstamp", now)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _facts(one: KeyDate, language: Language, desk_url: str) -> dict[str, Any]:
    """A whole day, in which its reader is not taken for busy."""
    when = {"dtstart": one.day, "dtend": one.day + ONE_DAY, "transp": "TRANSPARENT"}
    told = {"uid": f"{one.id}@gendan", "summary": f"{one.number} {said_of(one, language)}"}
    more = {"description": one.customer, "url": desk_url and f"{desk_url.rstrip('/')}{one.link}"}
    return {**told, **when, **{name: value for name, value in more.items() if value}}
