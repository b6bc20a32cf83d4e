"""A certified OpenID provider of somebody else's (npm `oidc-provider`), run by the node of this machine."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCES = Path(__file__).parent / "provider"
NODE_MIN = 20
FETCH_S, START_S, STOP_S = 180, 30, 5


def fetched() -> Path:
    """The folder with what the lock names, fetched once; skips the test where there is no node."""
    if not shutil.which("npm") or _version_of_node() < NODE_MIN:
        pytest.skip(f"no npm and node {NODE_MIN} here: the sign-in was not tried with a provider of somebody else's")
    told = [(SOURCES / name).read_bytes() for name in ("package.json", "package-lock.json")]
    folder = CHECKOUT / ".state" / "tools" / f"oidc-provider-{sha256(b''.join(told)).hexdigest()[:12]}"
    if not (folder / "fetched").exists():
        shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=folder, check=True, timeout=FETCH_S)
        (folder / "fetched").touch()
    shutil.copy(SOURCES / "provider.mjs", folder)
    return folder


def _version_of_node() -> int:
    if not shutil.which("node"):
        return 0
    told = subprocess.run(["node", "--version"], capture_output=True, check=True, text=True).stdout
    return int(told.removeprefix("v").partition(".")[0])


@asynccontextmanager
async def somebody_elses(**told: Any) -> AsyncIterator[None]:
    """The provider, until the end of the block; ``told`` are its settings."""
    env = os.environ | {"PROVIDER": json.dumps(told)}
    with tempfile.TemporaryFile() as warnings:
        node = await asyncio.create_subprocess_exec(
            "node", "provider.mjs", cwd=fetched(), env=env, stdout=subprocess.PIPE, stderr=warnings
        )
        assert node.stdout
        try:
            async with asyncio.timeout(START_S):
                said = await node.stdout.readline()
            warnings.seek(0)
            assert said == b"ready\n", warnings.read().decode()
            yield
        finally:
            with suppress(ProcessLookupError):
                node.terminate()
            await asyncio.wait_for(node.wait(), STOP_S)
