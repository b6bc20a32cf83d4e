"""The cluster that kubectl reaches."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.departments import DEPARTMENTS

NAMESPACE = "gendan"
PLAY = "deploy/k8s/overlays/play"


class Refused(Exception):
    """What kubectl said."""


async def kubectl(*asked: str, given: str = "") -> str:
    """Its answer; raises Refused when it fails or warns."""
    program = await asyncio.create_subprocess_exec(
        "kubectl", *asked, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    told, faults = await program.communicate(given.encode())
    if program.returncode or b"Warning" in faults:
        raise Refused(f"kubectl {' '.join(asked)}: {faults.decode().strip()}")
    return told.decode()


async def in_company(*asked: str) -> str:
    return await kubectl("--namespace", NAMESPACE, *asked)


async def listed(kind: str, selector: str = "") -> Sequence[Mapping[str, Any]]:
    """The company's objects of a kind."""
    items: Sequence[Mapping[str, Any]] = json.loads(await in_company("get", kind, "-l", selector, "-o", "json"))[
        "items"
    ]
    return items


async def addresses() -> dict[str, str]:
    """Where the departments answer on a node of the cluster, by their Services."""
    found = {one["metadata"]["name"]: one["spec"]["clusterIP"] for one in await listed("services")}
    return {department: f"http://{found[f'gendan-{department}']}" for department in DEPARTMENTS}


async def all_ready(within_s: int) -> None:
    """Every department has as many ready pods as it wants, of its newest template."""
    for department in DEPARTMENTS:
        await in_company("rollout", "status", f"deployment/gendan-{department}", f"--timeout={within_s}s")
