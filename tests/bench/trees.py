"""What is measured: a checkout with a Python that has what its requirements name. This one, or one of a git ref."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
UV = CHECKOUT / ".state" / "tools" / "bin" / "uv"
SYNC = ("pip", "sync", "-q", "--require-hashes", "--only-binary", ":all:")


class ToolFailed(SystemExit):
    """git or uv said no; the message is what it said."""


@dataclass(frozen=True)
class Tree:
    """A checkout: what to call it, its commit, where it lies and the Python that runs it."""

    name: str
    commit: str
    folder: Path
    python: str


async def this_tree() -> Tree:
    """The checkout that the bench itself stands in; ``+`` after the commit when it has changes that are in none."""
    commit = await _asked("git", "rev-parse", "--short", "HEAD")
    changed = "+" if await _asked("git", "status", "--porcelain") else ""
    return Tree("this", commit + changed, CHECKOUT, sys.executable)


@asynccontextmanager
async def tree_of(ref: str, folder: Path) -> AsyncIterator[Tree]:
    """The build of a git ref, checked out into this folder until the end of the block."""
    commit = await _asked("git", "rev-parse", "--short", f"{ref}^{{commit}}")
    tree = folder / commit
    await _asked("git", "worktree", "add", "--detach", str(tree), commit)
    try:
        _lend_jars(tree)
        yield Tree(ref, commit, tree, await _python_of(tree))
    finally:
        await _asked("git", "worktree", "remove", "--force", str(tree))


def _lend_jars(tree: Path) -> None:
    """Kafka's jars of this checkout, where both lock the same ones; else the ref fetches its own."""
    if _same(tree, "jgo.lock.toml"):
        (tree / ".state").mkdir()
        (tree / ".state" / "jars").symlink_to(CHECKOUT / ".state" / "jars")


async def _python_of(tree: Path) -> str:
    """This one's Python, where both lock the same packages; else an environment of the ref's own."""
    if _same(tree, "requirements.txt"):
        return sys.executable
    python = str(tree / ".venv" / "bin" / "python")
    await _asked(str(UV), "venv", "-q", "--python", sys.executable, str(tree / ".venv"))
    sync = (str(UV), *SYNC, "--python", python, str(tree / "requirements.txt"))
    try:
        await _asked(*sync, "--offline")
    except ToolFailed:  # what this checkout never needed is not in the cache
        await _asked(*sync)
    return python


def _same(tree: Path, name: str) -> bool:
    return (tree / name).read_bytes() == (CHECKOUT / name).read_bytes()


async def _asked(*command: str) -> str:
    """What a tool says; it ends the bench when the tool fails."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=CHECKOUT,
        env={"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "true"} | dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    if process.returncode:
        raise ToolFailed(f"{' '.join(command)}: {complained.decode().strip()}")
    return said.decode().strip()
