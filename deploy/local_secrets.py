"""What the overlays `local` and `play` are given: `python -m deploy.local_secrets FOLDER | kubectl apply -f -`.

Keys and password are drawn once and kept in FOLDER, readable by its owner alone; so the same comes out again, and
`gendan token --data FOLDER` signs for this company. With `--days-per-second 0.05` what `play` needs comes too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from deploy.locked import CHECKOUT
from gendan import state_file
from gendan.elsewhere import begun
from gendan.embedded import drawn
from gendan.identity import PRIVATE, signer
from gendan.switches import IN_A_PLAY

NAMESPACE = "gendan"
DAY_S = 86_400
SAMPLE = CHECKOUT / "examples"


def objects(folder: Path) -> dict[str, Any]:
    """A List of one ConfigMap with the public key, the superuser's Secret, the keys that seal, and a Secret for each
    department."""
    admin = drawn.admin_url(folder)
    known = _object("ConfigMap", "gendan-identity", data={"jwks.json": signer(folder).jwks_file.read_text()})
    password = (folder / drawn.PASSWORD).read_text()
    own = _object("Secret", "gendan-postgresql", stringData={"password": password, "url": admin})
    urls = [
        _object("Secret", f"gendan-{name}-database", stringData={"url": url})
        for name, url in drawn.urls(folder).items()
    ]
    sealing = _object("Secret", "gendan-sealing", stringData={"keys": drawn.sealing_keys(folder)})
    return {"apiVersion": "v1", "kind": "List", "items": [known, own, sealing, *urls]}


def of_a_play(folder: Path, days_per_second: float) -> list[dict[str, Any]]:
    """The clock, begun once; the sample company's files; and the key, with which the world signs in as its people."""
    clock = folder / "play.json"
    if not clock.exists():
        state_file.write(clock, json.dumps(begun(days_per_second * DAY_S)))
    files = [*(SAMPLE / "company").glob("*.csv"), SAMPLE / "mappings" / "company.toml"]
    return [
        _object("ConfigMap", "gendan-play", data={**json.loads(clock.read_text()), **IN_A_PLAY}),
        _object("ConfigMap", "gendan-sample", data={file.name: file.read_text() for file in files}),
        _object("Secret", "gendan-world", stringData={"key.json": (folder / PRIVATE).read_text()}),
    ]


def told(folder: Path, days_per_second: float | None = None) -> str:
    """All of it as kubectl takes it; with how fast days pass, what a play needs too."""
    given = objects(folder)
    if days_per_second:
        given["items"] += of_a_play(folder, days_per_second)
    return json.dumps(given, indent=1)


def _object(kind: str, name: str, **content: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": NAMESPACE}, **content}


def main() -> None:
    parser = argparse.ArgumentParser(prog="local_secrets", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days-per-second", type=float)
    asked = parser.parse_args()
    print(told(asked.folder, asked.days_per_second))


if __name__ == "__main__":
    main()
