"""What the overlay `local` is given because it is secret: `python -m deploy.local_secrets FOLDER | kubectl apply -f -`.

Keys and password are drawn once and kept in FOLDER, readable by its owner alone; so the same comes out again, and
`gendan token --data FOLDER` signs for this company.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gendan.embedded import drawn
from gendan.identity import signer

NAMESPACE = "gendan"


def objects(folder: Path) -> dict[str, Any]:
    """A List of one ConfigMap with the public key, the superuser's Secret, and a Secret for each department."""
    admin = drawn.admin_url(folder)
    known = _object("ConfigMap", "gendan-identity", data={"jwks.json": signer(folder).jwks_file.read_text()})
    password = (folder / drawn.PASSWORD).read_text()
    own = _object("Secret", "gendan-postgresql", stringData={"password": password, "url": admin})
    urls = [
        _object("Secret", f"gendan-{name}-database", stringData={"url": url})
        for name, url in drawn.urls(folder).items()
    ]
    return {"apiVersion": "v1", "kind": "List", "items": [known, own, *urls]}


def _object(kind: str, name: str, **content: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": NAMESPACE}, **content}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print(json.dumps(objects(Path(sys.argv[1])), indent=1))
