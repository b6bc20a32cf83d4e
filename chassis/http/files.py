"""A file in the body of a command: in base64, as JSON and forms have what is no text (RFC 4648)."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

FILE_CHARACTERS_MAX = 15 * 2**20
File = Annotated[
    str, Field(min_length=1, max_length=FILE_CHARACTERS_MAX, json_schema_extra={"contentEncoding": "base64"})
]
"""A file's bytes in base64, or its text as it is; a form asks a person to choose one."""


def as_text(content: bytes) -> str:
    """How a body has a file that is no text."""
    return b64encode(content).decode()


def bytes_of(content: str) -> bytes:
    """The file that ``as_text`` made a text of; what is none of base64 is the text of the file itself."""
    try:
        return b64decode(content.strip(), validate=True)
    except (Error, ValueError):
        return content.encode()


class FileBody(BaseModel):
    """What a command that takes a file is asked; the bytes of the file alone may be its body too."""

    content: File

    @model_validator(mode="before")
    @classmethod
    def _of_bytes(cls, came: Any) -> Any:
        return {"content": as_text(came)} if isinstance(came, bytes) else came
