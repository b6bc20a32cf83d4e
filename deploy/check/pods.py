"""What every pod must be: restricted, of a known image, with a share and a limit, and able to leave a node."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploy.check.rendered import Manifest, Pod, Rendered, chosen

KINDS_OF_VOLUME = {"configMap", "emptyDir", "secret", "persistentVolumeClaim", "projected"}
LOCKED = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
IMAGE = re.compile(r"^[^:@]+(:[^:@]*\d[^:@]*|@sha256:[0-9a-f]{64})$")
STOP_S = 47
"""A department drains its connections in 2 s, closes its loops in 10 s and its three pools in as many each; its spans
take 5 s more."""
PROBES = {"startupProbe": "/startupz", "readinessProbe": "/readyz", "livenessProbe": "/livez"}


def keeps_the_restricted_standard(rendered: Rendered) -> Iterator[str]:
    """Pod Security `restricted`, with a root file system that nobody writes and no token of the cluster."""
    for pod in rendered.restricted():
        asked = pod.spec.get("securityContext", {})
        if not asked.get("runAsNonRoot") or not asked.get("runAsUser", 0):
            yield f"{pod}: expected runAsNonRoot with a runAsUser above 0; came {asked}"
        if asked.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{pod}: expected the seccompProfile RuntimeDefault; came {asked.get('seccompProfile')}"
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield f"{pod}: expected automountServiceAccountToken: false"
        if others := {kind for volume in pod.volumes for kind in volume} - KINDS_OF_VOLUME - {"name"}:
            yield f"{pod}: volumes of kind {', '.join(sorted(others))}"
        for each in pod.containers():
            if each.get("securityContext") != LOCKED:
                yield f"{pod}: container {each['name']}: expected {LOCKED}; came {each.get('securityContext')}"


def asks_for_its_share(rendered: Rendered) -> Iterator[str]:
    """CPU and memory are asked for; memory has a limit, CPU none: a throttled consumer loses its place in the group."""
    for pod in rendered.pods():
        for each in pod.containers():
            told = {name: sorted(part) for name, part in each.get("resources", {}).items()}
            if told != {"requests": ["cpu", "memory"], "limits": ["memory"]}:
                what = "requests of cpu, memory and a limit of memory"
                yield f"{pod}: container {each['name']}: expected {what}; came {told}"


def runs_a_known_image(rendered: Rendered) -> Iterator[str]:
    """A version or a digest, never what happens to be the latest."""
    for pod in rendered.pods():
        for each in pod.containers():
            if not IMAGE.match(each["image"]):
                yield f"{pod}: container {each['name']}: expected an image with a version; came {each['image']}"


def can_leave_its_node(rendered: Rendered) -> Iterator[str]:
    """A disruption budget lets one go, whatever the number of replicas; so a node can be drained."""
    for name, budget in rendered.named("PodDisruptionBudget").items():
        spec = budget["spec"]
        kept = [pod for pod in rendered.pods() if chosen(spec["selector"], pod.labels)]
        replicas = min((pod.maker["spec"].get("replicas", 1) for pod in kept), default=1) or 1
        if spec.get("maxUnavailable") in (0, "0%") or spec.get("minAvailable", 0) in ("100%", *range(replicas, 100)):
            yield f"PodDisruptionBudget {name}: lets no pod go of {replicas}, so no node can be drained"


def stops_in_order(rendered: Rendered) -> Iterator[str]:
    """The grace is longer than all that a department waits for when it stops."""
    for pod in rendered.departments().values():
        if pod.spec.get("terminationGracePeriodSeconds", 30) < STOP_S + _leaving_s(pod):
            yield f"{pod}: expected a grace of {STOP_S} s and more after its preStop"


def _leaving_s(pod: Pod) -> int:
    """For so long it serves on after it was told to go."""
    hooks = (each.get("lifecycle", {}).get("preStop", {}) for each in pod.containers())
    return max(int(hook.get("sleep", {}).get("seconds", 0)) for hook in hooks)


def updates_without_a_gap(rendered: Rendered) -> Iterator[str]:
    """The new pod is ready before the old one goes, which serves on while the others hear of it."""
    for pod in rendered.departments().values():
        rolling = pod.maker["spec"].get("strategy", {}).get("rollingUpdate", {})
        if rolling.get("maxUnavailable") != 0 or not rolling.get("maxSurge"):
            yield f"{pod}: expected maxSurge 1 and maxUnavailable 0; came {rolling}"
        if not _leaving_s(pod):
            yield f"{pod}: expected a preStop that sleeps; requests that are on their way would be refused"


def is_probed_where_it_answers(rendered: Rendered) -> Iterator[str]:
    """The chassis' routes, on the port that it opens for everybody."""
    for pod in rendered.departments().values():
        (service,) = pod.spec["containers"]
        told = {variable["name"]: variable.get("value") for variable in service["env"]}
        opened = {port["name"]: str(port["containerPort"]) for port in service.get("ports", [])}
        if told.get("HOST") != "0.0.0.0" or told.get("PORT") != opened.get("http"):
            yield f"{pod}: listens on {told.get('HOST')}:{told.get('PORT')}, its port http is {opened.get('http')}"
        for probe, path in PROBES.items():
            if service.get(probe, {}).get("httpGet") != {"path": path, "port": "http"}:
                yield f"{pod}: {probe}: expected {path} on port http; came {service.get(probe)}"


def can_be_applied_again(rendered: Rendered) -> Iterator[str]:
    """A Job's template never changes: it must be gone before the next release. Names with dots, and variables told
    twice, make the API server warn."""
    for job in rendered.of_kind("Job"):
        if job["spec"].get("ttlSecondsAfterFinished", 3_600) > 60:
            yield f"Job {job['metadata']['name']}: expected ttlSecondsAfterFinished of 60 or less"
    for pod in rendered.pods():
        if "." in pod.name:
            yield f"{pod}: a dot in the name of what makes pods"
        for each in pod.containers():
            names = _variables(each)
            if twice := sorted({name for name in names if names.count(name) > 1}):
                yield f"{pod}: container {each['name']}: told twice: {', '.join(twice)}"


def _variables(container: Manifest) -> list[str]:
    return [variable["name"] for variable in container.get("env", [])]


RULES = (
    keeps_the_restricted_standard,
    asks_for_its_share,
    runs_a_known_image,
    can_leave_its_node,
    stops_in_order,
    updates_without_a_gap,
    is_probed_where_it_answers,
    can_be_applied_again,
)
