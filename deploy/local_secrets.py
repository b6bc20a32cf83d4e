"""What the overlay `local` is given because it is secret: `python -m deploy.local_secrets FOLDER | kubectl apply -f -`.

Keys and password are drawn once and kept in FOLDER, readable by its owner alone; so the same comes out again, and
`gendan token --data FOLDER` signs for this company.
"""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path
from typing import Any

from contracts.catalogue import DEPARTMENTS
from gendan import state_file
from gendan.embedded.departments import department_dsn
from gendan.identity import signer

NAMESPACE = "gendan"
ADMIN = "postgresql://gendan:{password}@postgresql:5432/postgres"


def objects(folder: Path) -> dict[str, Any]:
    """A List of one ConfigMap with the public key, the superuser's Secret, and a Secret for each department."""
    password = _password(folder / "postgres.password")
    admin = ADMIN.format(password=password)
    known = _object("ConfigMap", "gendan-identity", data={"jwks.json": signer(folder).jwks_file.read_text()})
    own = _object("Secret", "gendan-postgresql", stringData={"password": password, "url": admin})
    urls = [
        _object("Secret", f"gendan-{name}-database", stringData={"url": department_dsn(admin, name)})
        for name in DEPARTMENTS
    ]
    return {"apiVersion": "v1", "kind": "List", "items": [known, own, *urls]}


def _password(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        state_file.write(file, secrets.token_hex(24), mode=0o600)
    return file.read_text()


def _object(kind: str, name: str, **content: dict[str, str]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": NAMESPACE}, **content}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print(json.dumps(objects(Path(sys.argv[1])), indent=1))
