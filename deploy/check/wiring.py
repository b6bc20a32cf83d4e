"""What names each other must fit: selectors and pods, ports, policies, and all that a pod reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from contracts.catalogue import DEPARTMENTS
from deploy.check.rendered import COMPANY, Pod, Rendered, chosen

GIVEN = {
    "gendan-identity",
    "gendan-postgresql",
    "gendan-restore",
    "gendan-sealing",
    "gendan-traces-target",
    *("gendan-mail", "gendan-sign-in"),
    *("gendan-play", "gendan-sample", "gendan-world"),
    *(f"gendan-{department}-database" for department in DEPARTMENTS),
}
"""What whoever installs brings, because it is secret or the company's own; docs/operations.md says how."""
SEAL = frozenset({"sales", "purchasing", "finance"})
"""Who keeps sensitive fields sealed."""
SOURCES = (
    *("configMap", "configMapRef", "configMapKeyRef"),
    *("secret", "secretRef", "secretKeyRef", "persistentVolumeClaim"),
)
"""Under which names a pod reads something."""
SECRET_WORDS = ("PASSWORD", "TOKEN", "SECRET", "_KEY", "DATABASE_URL")
WITH_A_PASSWORD = re.compile(r"://[^/\s]*@")
MAY_CALL = {"notify"}
"""Who asks other departments over HTTP: the desk, as the person before it would."""


def selectors_choose_their_own(rendered: Rendered) -> Iterator[str]:
    """A Deployment, StatefulSet, Service or budget chooses the pods of one maker, and some."""
    for each in rendered.of_kind("Deployment", "StatefulSet", "PodDisruptionBudget", "Service"):
        found = [str(pod) for pod in rendered.pods() if chosen(each["spec"]["selector"], pod.labels)]
        if len(found) != 1:
            yield f"{each['kind']} {each['metadata']['name']}: expected to choose one kind of pod; came {found}"


def ports_are_open(rendered: Rendered) -> Iterator[str]:
    """What a Service or a network policy calls by name, the pods that it leads to open."""
    for name, service in rendered.named("Service").items():
        led = [pod for pod in rendered.pods() if chosen(service["spec"]["selector"], pod.labels)]
        asked = [port["targetPort"] for port in service["spec"]["ports"]]
        yield from (f"Service {name}: {fault}" for fault in _closed(asked, led))
    for name, policy in rendered.named("NetworkPolicy").items():
        rules = policy["spec"].get("ingress", [])
        asked = [port["port"] for rule in rules for port in rule.get("ports", []) if isinstance(port["port"], str)]
        yield from (f"NetworkPolicy {name}: {fault}" for fault in _closed(asked, _under(rendered, policy)))


def _closed(asked: list[str], pods: list[Pod]) -> Iterator[str]:
    opened = {port for pod in pods for port in pod.ports()}
    return (f"port {port} is none of {sorted(opened)}" for port in asked if port not in opened)


def nothing_is_allowed_by_itself(rendered: Rendered) -> Iterator[str]:
    """Each pod of the company stands under a policy that denies all; what it may, others name."""
    both = {"Ingress", "Egress"}
    policies = [each for each in rendered.of_kind("NetworkPolicy") if set(each["spec"]["policyTypes"]) == both]
    denying = [policy for policy in policies if not {"ingress", "egress"} & set(policy["spec"])]
    for pod in rendered.restricted():
        if not any(pod in _under(rendered, policy) for policy in denying):
            yield f"{pod}: under no network policy that denies all"


def policies_choose_pods(rendered: Rendered) -> Iterator[str]:
    """A policy over nobody is a slip of the pen; pods of operators are not rendered."""
    labels = {name for pod in rendered.pods() for name in pod.labels}
    for name, policy in rendered.named("NetworkPolicy").items():
        ours = set(policy["spec"]["podSelector"].get("matchLabels", {})) <= labels
        if ours and not _under(rendered, policy):
            yield f"NetworkPolicy {name}: chooses no pod"


def no_department_calls_another(rendered: Rendered) -> Iterator[str]:
    """They talk through Kafka alone; only the desk asks others."""
    for name, policy in rendered.named("NetworkPolicy").items():
        callers = {pod.department for pod in _under(rendered, policy)} - {""} - MAY_CALL
        for rule in policy["spec"].get("egress", []) if callers else []:
            for peer in rule.get("to", [{"podSelector": {}}]):
                if "namespaceSelector" in peer or "ipBlock" in peer:
                    continue
                called = [pod for pod in rendered.departments().values() if chosen(peer["podSelector"], pod.labels)]
                if called:
                    yield f"NetworkPolicy {name}: lets {', '.join(sorted(callers))} call {', '.join(map(str, called))}"


def all_that_is_read_is_there(rendered: Rendered) -> Iterator[str]:
    """Each ConfigMap, Secret and claim is rendered, made by an operator, or known to be given."""
    there = GIVEN | set(rendered.named("ConfigMap", "Secret", "PersistentVolumeClaim")) | _made_by_operators(rendered)
    for pod in rendered.pods():
        if missing := sorted(read(pod) - there):
            yield f"{pod}: reads {', '.join(missing)}, which nobody makes or gives"


def _made_by_operators(rendered: Rendered) -> set[str]:
    made = set(rendered.named("KafkaUser"))
    made |= {f"{name}-cluster-ca-cert" for name in rendered.named("Kafka")}
    return made | {f"{name}-ca" for name in rendered.named("Cluster")}


def read(pod: Pod) -> set[str]:
    """The names of all ConfigMaps, Secrets and claims that it cannot do without."""
    sources = [part for volume in pod.volumes for part in (volume, *volume.get("projected", {}).get("sources", []))]
    for each in pod.containers():
        sources += each.get("envFrom", []) + [variable.get("valueFrom", {}) for variable in each.get("env", [])]
    told = [source[kind] for source in sources for kind in SOURCES if kind in source]
    needed = [part for part in told if not part.get("optional")]
    return {part.get("name") or part.get("secretName") or part["claimName"] for part in needed}


def no_secret_stands_in_clear(rendered: Rendered) -> Iterator[str]:
    """A Secret is no part of a repository; nor is a password in a setting."""
    for name in rendered.named("Secret"):
        yield f"Secret {name}: its values stand in the repository"
    for name, settings in rendered.named("ConfigMap").items():
        if WITH_A_PASSWORD.search(str(settings.get("data"))):
            yield f"ConfigMap {name}: an address with a password"
    for pod in rendered.pods():
        for each in pod.containers():
            for variable in each.get("env", []):
                if _sounds_secret(variable["name"]) and not variable.get("value", "/").startswith("/"):
                    yield f"{pod}: {variable['name']}: expected valueFrom or the path of a file"


def _sounds_secret(name: str) -> bool:
    return any(word in name for word in SECRET_WORDS)


def each_department_is_whole(rendered: Rendered) -> Iterator[str]:
    """All six are there, each with its own database and nobody else's; the desk knows where the others answer."""
    departments = rendered.departments()
    if missing := sorted(set(DEPARTMENTS) - set(departments)):
        yield f"missing: {', '.join(missing)}"
    for department, pod in departments.items():
        told = {variable["name"]: variable for variable in pod.spec["containers"][0]["env"]}
        url = told.get("DATABASE_URL", {}).get("valueFrom", {}).get("secretKeyRef", {}).get("name")
        if url != f"{COMPANY}-{department}-database":
            yield f"{pod}: expected the Secret {COMPANY}-{department}-database; came {url}"
        sealing = told.get("SEALING_KEYS", {}).get("valueFrom", {}).get("secretKeyRef", {}).get("name")
        if sealing != (f"{COMPANY}-sealing" if department in SEAL else None):
            yield f"{pod}: expected the Secret {COMPANY}-sealing for {', '.join(sorted(SEAL))} alone; came {sealing}"
        addresses = json.loads(told.get("GENDAN_DEPARTMENTS", {"value": "{}"})["value"]).values()
        hosts = {address.removeprefix("http://") for address in addresses}
        if unknown := sorted(hosts - set(rendered.named("Service"))):
            yield f"{pod}: GENDAN_DEPARTMENTS names {', '.join(unknown)}, which is no Service"


def _under(rendered: Rendered, policy: dict[str, object]) -> list[Pod]:
    spec = policy["spec"]
    assert isinstance(spec, dict)
    return [pod for pod in rendered.restricted() if chosen(spec["podSelector"], pod.labels)]


RULES = (
    selectors_choose_their_own,
    ports_are_open,
    nothing_is_allowed_by_itself,
    policies_choose_pods,
    no_department_calls_another,
    all_that_is_read_is_there,
    no_secret_stands_in_clear,
    each_department_is_whole,
)
