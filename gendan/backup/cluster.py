"""PostgreSQL's own tools: a base backup of the whole cluster while it works, and whether a copy of one is whole."""

from __future__ import annotations

import os
from pathlib import Path

from gendan.embedded.child import run
from gendan.embedded.postgres import ADMIN
from gendan.embedded.postgres_programs import find_programs


async def copied(data: Path, port: int, target: Path) -> None:
    """The company's cluster, all databases as of one place in its log. Raises NoPostgres and ServerFailed."""
    where = ["--host=127.0.0.1", f"--port={port}", f"--username={ADMIN}", "--no-password", f"--pgdata={target}"]
    command = [str(find_programs() / "pg_basebackup"), *where, "--checkpoint=fast", "--wal-method=stream"]
    password = {"PGPASSWORD": (data / "postgres.password").read_text()}
    log = target.with_name("pg_basebackup.log")
    await run("pg_basebackup", command, log=log, env=os.environ | password)


async def insist_whole(cluster: Path) -> None:
    """Each file as the backup's own list has it, by its checksum. Raises ServerFailed with what is not."""
    command = [str(find_programs() / "pg_verifybackup"), "--quiet", str(cluster)]
    await run("pg_verifybackup", command, log=cluster.with_name("pg_verifybackup.log"))
