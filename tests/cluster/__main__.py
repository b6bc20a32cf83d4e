"""`make cluster-check` on a node of a cluster that has the images: each step is told, and what is wrong ends it."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import httpx2

from deploy import local_secrets
from gendan.identity import signer
from tests.cluster.kubectl import NAMESPACE, PLAY, Refused, addresses, all_ready, in_company, kubectl, listed
from tests.cluster.people import READ, People
from tests.waiting import within

KEYS = Path(".state/cluster")
DAYS_PER_SECOND = 0.1
READY_S, CLOSED_S = 300, 900
PODS = "app.kubernetes.io/part-of=gendan"
BEGUN = time.monotonic()


def say(line: str) -> None:
    print(f"{time.monotonic() - BEGUN:5.0f} s  {line}", flush=True)


async def main() -> None:
    if await kubectl("get", "namespace", NAMESPACE, "--ignore-not-found"):
        raise Refused(f"the namespace {NAMESPACE} is there already; remove it first, and the node's /var/lib/gendan")
    await applied()
    async with httpx2.AsyncClient(trust_env=False, timeout=30) as http:
        people = People(await addresses(), signer(KEYS), http)
        await played(people)
        await rolled_out(people)
        await drained(people)
    say(f"all is well; {len(people.taken)} orders were taken beside those of the play, and none was lost")


async def applied() -> None:
    await kubectl("apply", "-k", PLAY)
    await kubectl("apply", "-f", "-", given=local_secrets.told(KEYS, DAYS_PER_SECOND))
    await all_ready(READY_S)
    say("applied without a warning; six departments are ready")


async def played(people: People) -> None:
    """The world plays its orders; the first is closed after some business weeks."""

    async def closed() -> bool:
        url = f"{people.urls['notify']}/api/v1/summary"
        token = people.tokens.token("chen.yu", ["merchandiser", "management"])
        try:
            answer = await people.http.get(url, headers={"Authorization": f"Bearer {token}"})
        except httpx2.TransportError:  # a Service learns some moments late who is ready
            return False
        return answer.is_success and bool(answer.json()["by_state"].get("closed"))

    await within(CLOSED_S, closed)
    say("the first order of the play is closed")


async def rolled_out(people: People) -> None:
    async with people.at_work():
        await in_company("rollout", "restart", "deployment")
        await all_ready(READY_S)
    say(f"all departments were rolled out while they answered {dict(people.given)}")
    await nothing_lost(people)


async def drained(people: People) -> None:
    """On one node nobody is there meanwhile; what was committed is there again."""
    (node,) = {pod["spec"]["nodeName"] for pod in await listed("pods", PODS)}
    await kubectl("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", f"--timeout={READY_S}s")
    await kubectl("uncordon", node)
    await all_ready(READY_S)
    async with people.at_work():
        await within(READY_S, lambda: _answers(people))
    say(f"{node} was drained and is back, and everybody answers")
    await nothing_lost(people)


async def _answers(people: People) -> bool:
    return all(people.given[department] for department in READ)


async def nothing_lost(people: People) -> None:
    if people.lost:
        raise Refused(f"requests lost: {dict(people.lost)}")
    await within(READY_S, people.all_known)
    people.given.clear()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except Refused as fault:
        sys.exit(f"cluster-check: {fault}")
    except TimeoutError:
        sys.exit("cluster-check: the last step was not done in its time")
