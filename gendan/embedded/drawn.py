"""What a company in containers is given because it is secret: drawn once, kept in a folder, for its owner alone.

`gendan token --data FOLDER` signs for this company.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from contracts.departments import DEPARTMENTS
from gendan import state_file
from gendan.embedded.departments import department_dsn

PASSWORD = "postgres.password"
ADMIN = "postgresql://gendan:{password}@postgresql:5432/postgres"


def admin_url(folder: Path) -> str:
    """The superuser's."""
    return ADMIN.format(password=_password(folder / PASSWORD))


def urls(folder: Path) -> dict[str, str]:
    """Each department's."""
    return {department: department_dsn(admin_url(folder), department) for department in DEPARTMENTS}


def write_urls(folder: Path) -> None:
    """Each in a file of its own, `sales.url`; the superuser's in `admin.url`."""
    for name, url in {"admin": admin_url(folder), **urls(folder)}.items():
        state_file.write(folder / f"{name}.url", url, mode=0o600)


def _password(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        state_file.write(file, secrets.token_hex(24), mode=0o600)
    return file.read_text()
