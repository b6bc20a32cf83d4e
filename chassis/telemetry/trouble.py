"""What fails again and again is told once when it begins, once a minute, and once when it is over, with how long."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Any

import structlog

log = structlog.get_logger()

TELL_EVERY_S = 60.0
QUIET_S = 10.0
"""After so long without a line of a library its trouble is over: its backoff is shorter."""


class Spell:
    """How often, how long, and whether to speak of it now."""

    def __init__(self) -> None:
        self.since = self.told = self.last = time.monotonic()
        self.times = 0

    def again(self) -> bool:
        """One more; whether it is time to tell: the first of all, and then one a minute."""
        self.last = time.monotonic()
        self.times += 1
        if self.times > 1 and self.last - self.told < TELL_EVERY_S:
            return False
        self.told = self.last
        return True

    def figures(self) -> dict[str, Any]:
        return {"times": self.times, "for_s": round(self.last - self.since, 1)}


class Trouble:
    """A part of a department that fails by what passes, until it is well again."""

    def __init__(self, service: str, part: str) -> None:
        self.service, self.part, self._spell = service, part, Spell()

    def fails(self, fault: Exception, after_s: float) -> None:
        if self._spell.again():
            figures = self._spell.figures() if self._spell.times > 1 else {}
            log.warning(
                "tries again", service=self.service, work=self.part, reason=repr(fault), after_s=after_s, **figures
            )

    def ends(self) -> None:
        lasted_s = round(time.monotonic() - self._spell.since, 1)
        log.warning("goes again", service=self.service, work=self.part, times=self._spell.times, for_s=lasted_s)


class Calm(logging.Filter):
    """For the handler of libraries' lines: aiokafka warns for each connection and request that Kafka does not answer.

    Its first line passes as it is, then one a minute with how many there were, and at the end one that says how long.
    """

    def __init__(self, library: str) -> None:
        super().__init__()
        self._library = library
        self._spell: Spell | None = None
        self._log = logging.getLogger(f"{library}.calm")

    def filter(self, record: logging.LogRecord) -> bool:
        of_it = record.name.partition(".")[0] == self._library and record.name != self._log.name
        if not of_it or record.levelno < logging.WARNING:
            return True
        if self._spell is None:
            self._spell = Spell()
            self._look_in(QUIET_S)
        tell = self._spell.again()
        if tell and self._spell.times > 1:
            self._say("%s is still in trouble: %d warnings in %.1f s", self._spell)
        return tell

    def _look_in(self, seconds: float) -> None:
        with suppress(RuntimeError):  # without a running loop nobody waits for the end
            asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        spell = self._spell
        if spell is None:
            return None
        left_s = spell.last + QUIET_S - time.monotonic()
        if left_s > 0:
            return self._look_in(left_s)
        self._spell = None
        if spell.times > 1:
            self._say("%s is quiet again: %d warnings in %.1f s", spell)

    def _say(self, text: str, spell: Spell) -> None:
        self._log.warning(text, self._library, spell.times, spell.last - spell.since)
