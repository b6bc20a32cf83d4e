"""Mistakes that people make in manifests: each is told, by the rule that it breaks."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from deploy.check.__main__ import faults
from deploy.check.rendered import Manifest, Rendered
from tests.deploy.overlays import LOCAL, PRODUCTION, shown

Mistake = Callable[[Rendered], None]


def pod(rendered: Rendered, department: str = "sales") -> Manifest:
    return rendered.departments()[department].spec


def service(rendered: Rendered, department: str = "sales") -> Manifest:
    found: Manifest = pod(rendered, department)["containers"][0]
    return found


def the(rendered: Rendered, kind: str, name: str) -> Manifest:
    found: Manifest = rendered.named(kind)[name]
    return found


def rights(rendered: Rendered, department: str) -> list[Manifest]:
    found: list[Manifest] = the(rendered, "KafkaUser", f"gendan-{department}-kafka")["spec"]["authorization"]["acls"]
    return found


def runs_as_root(rendered: Rendered) -> None:
    pod(rendered)["securityContext"]["runAsUser"] = 0


def writes_its_root(rendered: Rendered) -> None:
    service(rendered)["securityContext"]["readOnlyRootFilesystem"] = False


def has_no_limit(rendered: Rendered) -> None:
    del service(rendered)["resources"]["limits"]


def takes_the_latest(rendered: Rendered) -> None:
    service(rendered)["image"] = "gendan-sales:latest"


def has_no_image_tag(rendered: Rendered) -> None:
    service(rendered)["image"] = "gendan-sales"


def keeps_its_node(rendered: Rendered) -> None:
    budget = the(rendered, "PodDisruptionBudget", "gendan-sales")["spec"]
    budget.pop("maxUnavailable")
    budget["minAvailable"] = 1


def leaves_a_gap(rendered: Rendered) -> None:
    rendered.departments()["sales"].maker["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] = 1


def is_killed_early(rendered: Rendered) -> None:
    pod(rendered)["terminationGracePeriodSeconds"] = 30


def probes_another_port(rendered: Rendered) -> None:
    service(rendered)["readinessProbe"]["httpGet"]["port"] = "metrics"


def calls_a_closed_port(rendered: Rendered) -> None:
    the(rendered, "Service", "gendan-sales")["spec"]["ports"][0]["targetPort"] = "web"


def chooses_nobody(rendered: Rendered) -> None:
    the(rendered, "Service", "gendan-sales")["spec"]["selector"]["app.kubernetes.io/component"] = "sale"


def allows_all(rendered: Rendered) -> None:
    the(rendered, "NetworkPolicy", "gendan-deny")["spec"]["ingress"] = [{}]


def calls_a_colleague(rendered: Rendered) -> None:
    policy = the(rendered, "NetworkPolicy", "gendan-kafka")["spec"]
    policy["egress"][0]["to"] = [{"podSelector": {"matchLabels": {"app.kubernetes.io/component": "finance"}}}]


def reads_a_map_that_nobody_makes(rendered: Rendered) -> None:
    service(rendered)["envFrom"][0]["configMapRef"]["name"] = "gendan-setings"


def reads_anothers_database(rendered: Rendered) -> None:
    for variable in service(rendered)["env"]:
        if variable["name"] == "DATABASE_URL":
            variable["valueFrom"]["secretKeyRef"]["name"] = "gendan-finance-database"


def keeps_no_key(rendered: Rendered) -> None:
    kept = service(rendered)["env"]
    kept[:] = [variable for variable in kept if variable["name"] != "SEALING_KEYS"]


def tells_a_password(rendered: Rendered) -> None:
    service(rendered)["env"].append({"name": "SMTP_PASSWORD", "value": "sesame"})


def cannot_be_applied_twice(rendered: Rendered) -> None:
    the(rendered, "Job", "gendan-topics")["spec"]["ttlSecondsAfterFinished"] = 86_400


def misspells_a_field(rendered: Rendered) -> None:
    pod(rendered)["terminationGracePeriod"] = 60


def writes_anothers_topic(rendered: Rendered) -> None:
    right = {"resource": {"type": "topic", "name": "invoice.issued", "patternType": "literal"}, "operations": ["Write"]}
    rights(rendered, "sales").append(right)


def may_all_that_begins_so(rendered: Rendered) -> None:
    rights(rendered, "sales")[0]["resource"] |= {"patternType": "prefix", "name": "order."}


def forgets_a_topic(rendered: Rendered) -> None:
    the(rendered, "KafkaTopic", "order.received")["spec"]["topicName"] = "order.recieved"


def scales_past_the_partitions(rendered: Rendered) -> None:
    the(rendered, "ScaledObject", "gendan-sales")["spec"]["maxReplicaCount"] = 20


def misspells_a_custom_field(rendered: Rendered) -> None:
    the(rendered, "Kafka", "gendan")["spec"]["kafka"]["listener"] = []


def misspells_a_part_of_the_collector(rendered: Rendered) -> None:
    (name,) = (name for name in rendered.named("ConfigMap") if name.startswith("gendan-traces-"))
    told = the(rendered, "ConfigMap", name)["data"]
    told["collector.yaml"] = told["collector.yaml"].replace("exporters: [otlp_http]", "exporters: [otlphttp]")


SEEDED: list[tuple[Path, Mistake, str]] = [
    (LOCAL, runs_as_root, "expected runAsNonRoot with a runAsUser above 0"),
    (LOCAL, writes_its_root, "'readOnlyRootFilesystem': False"),
    (LOCAL, has_no_limit, "expected requests of cpu, memory and a limit of memory"),
    (LOCAL, takes_the_latest, "came gendan-sales:latest"),
    (LOCAL, has_no_image_tag, "expected an image with a version; came gendan-sales"),
    (LOCAL, keeps_its_node, "lets no pod go of 1"),
    (LOCAL, leaves_a_gap, "expected maxSurge 1 and maxUnavailable 0"),
    (LOCAL, is_killed_early, "expected a grace of"),
    (LOCAL, probes_another_port, "readinessProbe: expected /readyz on port http"),
    (LOCAL, calls_a_closed_port, "port web is none of"),
    (LOCAL, chooses_nobody, "Service gendan-sales: expected to choose one kind of pod; came []"),
    (LOCAL, allows_all, "under no network policy that denies all"),
    (LOCAL, calls_a_colleague, "NetworkPolicy gendan-kafka: lets"),
    (LOCAL, reads_a_map_that_nobody_makes, "reads gendan-setings, which nobody makes or gives"),
    (LOCAL, keeps_no_key, "expected the Secret gendan-sealing for finance, purchasing, sales alone; came None"),
    (LOCAL, reads_anothers_database, "expected the Secret gendan-sales-database"),
    (LOCAL, tells_a_password, "SMTP_PASSWORD: expected valueFrom or the path of a file"),
    (LOCAL, cannot_be_applied_twice, "Job gendan-topics: expected ttlSecondsAfterFinished"),
    (LOCAL, misspells_a_field, "terminationGracePeriod"),
    (PRODUCTION, writes_anothers_topic, "writes invoice.issued, which is not its own"),
    (PRODUCTION, may_all_that_begins_so, "is not literal"),
    (PRODUCTION, forgets_a_topic, "in no contract ['order.recieved']"),
    (PRODUCTION, scales_past_the_partitions, "20 replicas, 12 partitions"),
    (PRODUCTION, misspells_a_part_of_the_collector, "exporters: otlphttp is used and not described"),
    (PRODUCTION, misspells_a_custom_field, "'listener' was unexpected"),
]


@pytest.mark.parametrize(("overlay", "mistake", "told"), SEEDED, ids=[mistake.__name__ for _, mistake, _ in SEEDED])
def test_a_mistake_is_told(overlay: Path, mistake: Mistake, told: str) -> None:
    seeded = deepcopy(shown(overlay))
    mistake(seeded)
    assert any(told in fault for fault in faults(seeded)), faults(seeded)
