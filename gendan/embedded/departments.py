"""One role and one database per department; a role can open no database but its own."""

import hashlib
import hmac
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import asyncpg

NAME = re.compile(r"[a-z][a-z0-9_]*")


async def make_departments(admin: str, departments: Sequence[str]) -> None:
    """Make what is missing; `admin` is the superuser's DSN. May be called again at any time."""
    connection = await asyncpg.connect(admin, ssl=False)
    try:
        await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        for department in departments:
            await _make_role(connection, admin, department)
            await make_database(connection, department, owner=department)
    finally:
        await connection.close()


def department_dsn(admin: str, department: str, database: str = "") -> str:
    """The DSN of a department's role, for its own database or another one that it owns."""
    parts = urlsplit(admin)
    password = _password(parts.password or "", department)
    return f"postgresql://{department}:{password}@{parts.hostname}:{parts.port}/{database or department}"


def _password(secret: str, department: str) -> str:
    """Each role's password follows from the superuser's, so that one secret is kept, not seven."""
    return hmac.new(secret.encode(), department.encode(), hashlib.sha256).hexdigest()


async def _make_role(connection: asyncpg.Connection, admin: str, department: str) -> None:
    if not NAME.fullmatch(department):
        raise ValueError(f"{department!r} cannot name a role")
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", department):
        password = _password(urlsplit(admin).password or "", department)
        await connection.execute(f"CREATE ROLE {department} LOGIN PASSWORD '{password}'")


async def make_database(connection: asyncpg.Connection, name: str, *, owner: str, template: str = "template1") -> None:
    """Make a database that only its owner can open, if it is not there; nobody may be using the template."""
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await connection.execute(f'CREATE DATABASE "{name}" OWNER "{owner}" TEMPLATE "{template}"')
    await connection.execute(f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC')
