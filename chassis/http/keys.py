"""The identity provider's public keys, looked at again when a token names one that is not among them (ALL-3)."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from chassis.refusal import Refusal

LOOK_AGAIN_AFTER_S = 30.0
"""Anybody can write a name of a key that nobody knows: the provider is asked no more often, whatever comes."""
OLD_AFTER_S = 3600.0
"""So long a key that the provider gave up may still open."""
ANSWER_LIMIT_S = 3.0

log = structlog.get_logger()
Read = Callable[[], Awaitable[Any]]


class KeysAway(Refusal):
    """The company's public keys cannot be read at this moment; the same request again, a little later, is safe."""

    status = 503


class Keys:
    """Keys (RFC 7517) that may change while the process runs; when they cannot be read, those that are known go on."""

    def __init__(self, read: Read, known: KeySet | None = None) -> None:
        self._read, self._known, self._looking = read, known, asyncio.Lock()
        self._looked_at = time.monotonic() if known else float("-inf")

    @classmethod
    def of_file(cls, file: Path) -> Keys:
        """Read at once: without its file nobody starts. Raises OSError, ValueError."""

        async def read() -> Any:
            return json.loads(file.read_text())

        return cls(read, usable(json.loads(file.read_text())))

    @classmethod
    def at(cls, url: str) -> Keys:
        """Of a provider, asked when the first token comes: its absence holds up no start."""

        import httpx2  # who keeps a file starts without it

        trust = httpx2.create_ssl_context()  # a tenth of a second, once

        async def read() -> Any:
            try:
                async with httpx2.AsyncClient(verify=trust, timeout=ANSWER_LIMIT_S) as http:
                    return (await http.get(url)).raise_for_status().json()
            except httpx2.HTTPError as fault:
                raise OSError(f"{url}: {fault!r}") from fault

        return cls(read)

    async def having(self, kid: str | None) -> KeySet:
        """The keys, with the one of this name if the provider has it. Raises KeysAway while none were ever read."""
        waits_for_nobody = self._has(kid) and self._looking.locked()
        if self._is_due(kid) and not waits_for_nobody:
            async with self._looking:
                if self._is_due(kid):
                    await self._look()
        if self._known is None:
            raise KeysAway()
        return self._known

    def _is_due(self, kid: str | None) -> bool:
        return time.monotonic() - self._looked_at > (OLD_AFTER_S if self._has(kid) else LOOK_AGAIN_AFTER_S)

    def _has(self, kid: str | None) -> bool:
        return self._known is not None and (kid is None or any(key.kid == kid for key in self._known))

    async def _look(self) -> None:
        try:
            self._known = usable(await self._read())
        except (OSError, ValueError, LookupError, TypeError, JoseError) as fault:
            log.warning("public keys not read", reason=repr(fault))
        self._looked_at = time.monotonic()


def usable(jwks: Any) -> KeySet:
    """The keys of a set that are for signatures and of a kind known here; what else stands beside them is passed over.

    Raises ValueError when none is left.
    """
    if keys := [key for each in jwks["keys"] if each.get("use", "sig") == "sig" and (key := _key(each))]:
        return KeySet(keys)
    raise ValueError("no key of this set is for signatures and of a kind that is known")


def _key(told: Any) -> Any:
    try:
        return JWKRegistry.import_key(told)
    except (JoseError, ValueError, TypeError, LookupError):
        return None
