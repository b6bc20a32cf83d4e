"""What lies in a backup, and when it was taken; `backup.json` comes last, so that half a backup is none."""

from __future__ import annotations

from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from contracts.texts import Text
from gendan import state_file
from gendan.told import Told

NAME = "backup.json"
RECORDS = "kafka.jsonl.gz"
CLUSTER = Path("postgres", "cluster")
FILES = ("postgres.password", "issuer.json", "clock.json")
IDENTITY = "identity"


class NoBackup(Told):
    """The folder is no backup of a company that ran."""


class Manifest(BaseModel):
    """``backup.json``."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    version: int
    """Of the data folder."""
    begun: AwareDatetime
    """All that was accepted until then is in it (real time, UTC)."""
    ended: AwareDatetime
    """Nothing that was accepted from then on is in it."""
    ends: dict[str, list[int]]
    """Where each partition of each topic ended before the cut."""
    groups: dict[str, dict[str, dict[int, int]]]
    """How far each group of consumers had told Kafka before the cut: by topic and partition, the next offset."""


def write(backup: Path, manifest: Manifest) -> None:
    state_file.write(backup / NAME, manifest.model_dump_json(indent=1))


def manifest_of(backup: Path) -> Manifest:
    """Raises NoBackup, and BadFile for one that is damaged."""
    if not (backup / NAME).exists():
        raise NoBackup(_is_none(backup))
    what_to_do = Text("take another backup")
    return state_file.read(backup / NAME, _parsed, Text("what a backup holds"), what_to_do)


def _is_none(backup: Path) -> Text:
    if (backup / "version").exists():
        return Text("{backup} is a whole copy of a company: up starts on it, nothing need be restored", backup=backup)
    return Text("{backup} is no backup: {file} is not there", backup=backup, file=backup / NAME)


def _parsed(text: str) -> Manifest:
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as fault:
        raise ValueError(fault) from fault
