"""What a company in containers is given because it is secret: drawn once, kept in a folder, for its owner alone.

`gendan token --data FOLDER` signs for this company.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from chassis import keyring
from contracts.departments import DEPARTMENTS
from gendan import state_file
from gendan.embedded.departments import department_dsn

PASSWORD = "postgres.password"
SEALING = "sealing.keys"
ADMIN = "postgresql://gendan:{password}@postgresql:5432/postgres"


def admin_url(folder: Path) -> str:
    """The superuser's."""
    return ADMIN.format(password=_password(folder / PASSWORD))


def urls(folder: Path) -> dict[str, str]:
    """Each department's."""
    return {department: department_dsn(admin_url(folder), department) for department in DEPARTMENTS}


def write_urls(folder: Path) -> None:
    """Each in a file of its own, `sales.url`; the superuser's in `admin.url`. Beside them the keys that seal."""
    sealing_keys(folder)
    for name, url in {"admin": admin_url(folder), **urls(folder)}.items():
        state_file.write(folder / f"{name}.url", url, mode=0o600)


def sealing_keys(folder: Path) -> str:
    """Those by which the company's contacts and bank accounts are sealed (SEALING_KEYS); in no backup."""
    return _kept(folder / SEALING, keyring.drawn)


def _password(file: Path) -> str:
    return _kept(file, lambda: secrets.token_hex(24))


def _kept(file: Path, draw: Callable[[], str]) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        state_file.write(file, draw(), mode=0o600)
    return file.read_text()
