"""The keys by which sensitive fields are sealed: the first seals, each opens (decision 0061).

What is sealed is bound to its place, so that what was copied to another row does not open. It is AES-256-GCM with a
nonce drawn anew each time; what is looked for by equality has a mark beside it (HMAC-SHA-256), which tells nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES, ID_BYTES, MARK_BYTES = 32, 12, 4, 16
BEGIN = b"\0"
"""No document in clear begins so."""
HEAD_BYTES = len(BEGIN) + ID_BYTES
"""By so many bytes it is known which key opens."""
EXPECTED = "expected base64 of 32 random bytes each, separated by commas: the first seals, each opens"


class CannotBeOpened(RuntimeError):
    """The key is not in the ring, or what is sealed was changed or belongs to another place."""


@dataclass(frozen=True)
class Key:
    """One of the ring; what it is used for are keys of their own, that follow from it."""

    secret: bytes

    @cached_property
    def id(self) -> str:
        """What the key may be called in the open: eight hexadecimal digits."""
        return self._for(b"name")[:ID_BYTES].hex()

    @cached_property
    def head(self) -> bytes:
        """How all begins that it sealed."""
        return BEGIN + bytes.fromhex(self.id)

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self._for(b"seal"))

    @cached_property
    def for_marks(self) -> bytes:
        return self._for(b"find")

    def _for(self, use: bytes) -> bytes:
        return hmac.digest(self.secret, b"gendan " + use, hashlib.sha256)


@dataclass(frozen=True)
class KeyRing:
    """The company's keys, as SEALING_KEYS tells them."""

    keys: tuple[Key, ...]

    @classmethod
    def of(cls, told: str) -> KeyRing:
        """Raises ValueError with what is expected; what came is not shown."""
        try:
            secrets = [base64.b64decode(one, altchars=b"-_", validate=True) for one in told.replace(",", " ").split()]
        except ValueError:
            raise ValueError(EXPECTED) from None
        if not secrets or any(len(one) != KEY_BYTES for one in secrets):
            raise ValueError(EXPECTED)
        return cls(tuple(map(Key, secrets)))

    @cached_property
    def by_head(self) -> dict[bytes, Key]:
        return {key.head: key for key in self.keys}

    @property
    def first(self) -> Key:
        return self.keys[0]

    def seal(self, plain: bytes, place: str) -> bytes:
        """By the first key, for this place alone."""
        nonce = os.urandom(NONCE_BYTES)
        return self.first.head + nonce + self.first.cipher.encrypt(nonce, plain, place.encode())

    def opened(self, sealed: bytes, place: str) -> bytes:
        """Raises CannotBeOpened with the place and the key that is asked for."""
        head, nonce = sealed[:HEAD_BYTES], sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES]
        key = self.by_head.get(head)
        if key is None:
            raise CannotBeOpened(f"{place} is sealed by the key {head[1:].hex()}, which SEALING_KEYS does not name")
        try:
            return key.cipher.decrypt(nonce, sealed[HEAD_BYTES + NONCE_BYTES :], place.encode())
        except InvalidTag:
            raise CannotBeOpened(f"{place}: what is sealed there was changed, or belongs to another place") from None

    def mark(self, text: str) -> str:
        """By which what has this text is found: the same for the same text, and nothing can be read of it."""
        return _mark(self.first, text)

    def marks(self, text: str) -> list[str]:
        """Those that it may have been given, by each key."""
        return [_mark(key, text) for key in self.keys]


def _mark(key: Key, text: str) -> str:
    return hmac.digest(key.for_marks, text.encode(), hashlib.sha256)[:MARK_BYTES].hex()


def drawn() -> str:
    """A key drawn anew, as SEALING_KEYS has it."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


_ring: KeyRing | None = None


def set_ring(ring: KeyRing) -> None:
    """One process has one ring."""
    global _ring
    _ring = ring


def ring() -> KeyRing:
    """The company's. Who starts no department, as a test of a handler does, has one that ends with its process."""
    if _ring is None:
        set_ring(KeyRing.of(drawn()))
    assert _ring
    return _ring
