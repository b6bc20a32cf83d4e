"""The rendered manifests: what a schema checks, and what it cannot see."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from contracts.catalogue import DEPARTMENTS

CHECKOUT = Path(__file__).parents[2]
K8S = CHECKOUT / "deploy" / "k8s"
KUBECTL = Path(sys.executable).with_name("kubectl")
OVERLAYS = ("company", "overlays/local")
OLDEST, NEWEST = "1.30", kubernetes_validate.latest_version()
GIVEN = {"gendan-identity"}
"""ConfigMaps that whoever installs brings; docs/operations.md says how."""
SERVERS = {"kafka", "postgresql"}
ON_THE_NODE = "gendan-folders"
"""The one that needs root, in a namespace of its own."""
IMAGES = {
    "gendan-topics": "gendan",
    "gendan-databases": "gendan",
    ON_THE_NODE: "gendan",
    **{server: f"gendan-{server}" for server in SERVERS},
}
"""Of pods that do not run an image of their own name."""
ROUTES = {"startupProbe": "/startupz", "readinessProbe": "/readyz", "livenessProbe": "/livez"}
ADDRESSES = "GENDAN_DEPARTMENTS"
Manifest = dict[str, Any]

pytestmark = pytest.mark.parametrize("overlay", OVERLAYS)


@cache
def manifests(overlay: str) -> tuple[Manifest, ...]:
    """Every object that the overlay renders to."""
    shown = subprocess.run([KUBECTL, "kustomize", K8S / overlay], capture_output=True, text=True, check=False)
    assert not shown.stderr, shown.stderr
    return tuple(yaml.safe_load_all(shown.stdout))


def of_kind(overlay: str, kind: str) -> dict[str, Manifest]:
    return {each["metadata"]["name"]: each for each in manifests(overlay) if each["kind"] == kind}


def pods(overlay: str) -> Iterator[tuple[str, Manifest]]:
    """The pod templates of everything that makes pods."""
    for kind in ("Deployment", "StatefulSet", "Job"):
        for name, each in of_kind(overlay, kind).items():
            yield name, each["spec"]["template"]


def of_the_company(overlay: str) -> Iterator[tuple[str, Manifest]]:
    return ((name, template) for name, template in pods(overlay) if name != ON_THE_NODE)


def containers(template: Manifest) -> Iterator[Manifest]:
    """Those that begin, and the one that stays."""
    yield from template["spec"].get("initContainers", [])
    yield container(template)


def container(template: Manifest) -> Manifest:
    (only,) = template["spec"]["containers"]
    found: Manifest = only
    return found


def environment(overlay: str, department: str) -> dict[str, Manifest]:
    template = of_kind(overlay, "Deployment")[f"gendan-{department}"]["spec"]["template"]
    return {variable["name"]: variable for variable in container(template)["env"]}


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_object_keeps_the_schema_of_kubernetes(overlay: str, version: str) -> None:
    for each in manifests(overlay):
        kubernetes_validate.validate(each, version, strict=True)


def test_each_department_is_one_deployment_one_service_and_one_disruption_budget(overlay: str) -> None:
    wanted = {f"gendan-{department}" for department in DEPARTMENTS}
    for kind in ("Deployment", "Service", "PodDisruptionBudget", "ServiceAccount"):
        others = SERVERS if kind == "Service" and overlay == "overlays/local" else set()
        assert set(of_kind(overlay, kind)) == wanted | others


def test_selectors_choose_the_pods_of_their_own_department_alone(overlay: str) -> None:
    labels = {name: template["metadata"]["labels"] for name, template in pods(overlay)}
    matched = ("Deployment", "StatefulSet", "PodDisruptionBudget")
    for kind, selector in (*((kind, "matchLabels") for kind in matched), ("Service", None)):
        for name, each in of_kind(overlay, kind).items():
            asked = each["spec"]["selector"][selector] if selector else each["spec"]["selector"]
            assert [pod for pod in labels if asked.items() <= labels[pod].items()] == [name]


def test_every_pod_is_under_the_policy_that_denies_all(overlay: str) -> None:
    deny = of_kind(overlay, "NetworkPolicy")["gendan-deny"]["spec"]
    assert deny["policyTypes"] == ["Ingress", "Egress"]
    assert not {"ingress", "egress"} & set(deny)
    for _, template in of_the_company(overlay):
        assert deny["podSelector"]["matchLabels"].items() <= template["metadata"]["labels"].items()


def test_no_network_policy_lets_one_department_reach_another(overlay: str) -> None:
    every = [template["metadata"]["labels"] for _, template in pods(overlay)]
    departments = [labels for labels in every if labels["app.kubernetes.io/name"] == "gendan"]
    policies = of_kind(overlay, "NetworkPolicy")
    desk = policies.pop("gendan-desk")["spec"]["podSelector"]["matchLabels"]
    assert desk["app.kubernetes.io/component"] == "notify"
    for policy in policies.values():
        for rule in policy["spec"].get("egress", []):
            for peer in rule["to"]:
                chosen = peer["podSelector"]["matchLabels"].items()
                assert not [labels for labels in departments if chosen <= labels.items()]


def test_every_network_policy_chooses_pods_that_are_there(overlay: str) -> None:
    labels = [template["metadata"]["labels"].items() for _, template in pods(overlay)]
    for name, policy in of_kind(overlay, "NetworkPolicy").items():
        chosen = policy["spec"]["podSelector"]["matchLabels"].items()
        assert any(chosen <= pod for pod in labels), name


def test_probes_ask_routes_that_the_service_has_on_a_port_that_it_opens(overlay: str) -> None:
    for deployment in of_kind(overlay, "Deployment").values():
        service = container(deployment["spec"]["template"])
        ports = {port["name"]: port["containerPort"] for port in service["ports"]}
        variables = {variable["name"]: variable.get("value") for variable in service["env"]}
        assert str(ports["http"]) == variables["PORT"]
        assert variables["HOST"] == "0.0.0.0"
        for probe, route in ROUTES.items():
            assert service[probe]["httpGet"] == {"path": route, "port": "http"}


def test_services_and_policies_name_ports_that_the_pods_have(overlay: str) -> None:
    opened = {name: container(template).get("ports", []) for name, template in pods(overlay)}
    for name, service in of_kind(overlay, "Service").items():
        assert [port["targetPort"] for port in service["spec"]["ports"]] == [port["name"] for port in opened[name]]
    (rule,) = of_kind(overlay, "NetworkPolicy")["gendan-http"]["spec"]["ingress"]
    assert [port["port"] for port in rule["ports"]] == ["http"]


def test_no_secret_value_stands_in_clear(overlay: str) -> None:
    assert not of_kind(overlay, "Secret")
    for _, template in pods(overlay):
        for variable in container(template).get("env", []):
            assert "://" not in variable.get("value", "") or variable["name"] == ADDRESSES
            assert not any(word in variable["name"] for word in ("PASSWORD", "TOKEN", "SECRET", "KEY"))
    for settings in of_kind(overlay, "ConfigMap").values():
        assert "DATABASE_URL" not in settings["data"]
        assert not re.search(r"://[^,\s]*@", str(settings["data"]))


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_department_opens_its_own_database_alone(overlay: str, department: str) -> None:
    secret = environment(overlay, department)["DATABASE_URL"]["valueFrom"]["secretKeyRef"]
    assert secret == {"name": f"gendan-{department}-database", "key": "url"}
    for other in DEPARTMENTS:
        told = {name: value for name, value in environment(overlay, other).items() if name != ADDRESSES}
        assert (department in str(told)) == (other == department)


def test_the_desk_knows_where_the_other_departments_answer(overlay: str) -> None:
    services = of_kind(overlay, "Service")
    addresses = json.loads(environment(overlay, "notify")[ADDRESSES]["value"])
    assert addresses.keys() | {"notify"} == set(DEPARTMENTS)
    assert {address.removeprefix("http://") for address in addresses.values()} <= services.keys()


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_pod_learns_its_department_from_its_label(overlay: str, department: str) -> None:
    template = of_kind(overlay, "Deployment")[f"gendan-{department}"]["spec"]["template"]
    source = environment(overlay, department)["DEPARTMENT"]["valueFrom"]["fieldRef"]["fieldPath"]
    assert source == "metadata.labels['app.kubernetes.io/component']"
    assert template["metadata"]["labels"]["app.kubernetes.io/component"] == department


def test_every_pod_keeps_the_restricted_standard(overlay: str) -> None:
    kinds = {"name", "configMap", "emptyDir", "secret", "persistentVolumeClaim"}
    for _, template in of_the_company(overlay):
        pod = template["spec"]["securityContext"]
        assert pod["runAsNonRoot"]
        assert pod["runAsUser"] > 0
        assert pod["seccompProfile"] == {"type": "RuntimeDefault"}
        for each in containers(template):
            assert each["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
        assert template["spec"]["automountServiceAccountToken"] is False
        assert {kind for volume in template["spec"]["volumes"] for kind in volume} <= kinds


def test_every_container_asks_for_its_share_and_has_a_limit_of_memory(overlay: str) -> None:
    for _, template in pods(overlay):
        for each in containers(template):
            assert set(each["resources"]["requests"]) == {"cpu", "memory"}
            assert set(each["resources"]["limits"]) == {"memory"}


def test_a_node_can_be_drained_whatever_the_number_of_replicas(overlay: str) -> None:
    for budget in of_kind(overlay, "PodDisruptionBudget").values():
        assert budget["spec"]["maxUnavailable"] == 1
        assert "minAvailable" not in budget["spec"]


def test_a_pod_has_thirty_seconds_to_stop_in_order(overlay: str) -> None:
    for deployment in of_kind(overlay, "Deployment").values():
        assert deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 30


def test_every_map_that_a_pod_reads_is_rendered_or_known_to_be_given(overlay: str) -> None:
    there = set(of_kind(overlay, "ConfigMap")) | GIVEN
    for _, template in pods(overlay):
        mounted = [volume["configMap"]["name"] for volume in template["spec"]["volumes"] if "configMap" in volume]
        read = [source["configMapRef"]["name"] for source in container(template).get("envFrom", [])]
        assert set(mounted + read) <= there


def test_the_identity_file_is_where_the_service_looks_for_it(overlay: str) -> None:
    for department in DEPARTMENTS:
        template = of_kind(overlay, "Deployment")[f"gendan-{department}"]["spec"]["template"]
        mounts = {mount["name"]: mount["mountPath"] for mount in container(template)["volumeMounts"]}
        assert environment(overlay, department)["JWKS_FILE"]["value"] == f"{mounts['identity']}/jwks.json"


def test_a_pod_runs_the_image_of_its_department_in_the_version_of_the_project(overlay: str) -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    for name, template in pods(overlay):
        assert {each["image"] for each in containers(template)} == {f"{IMAGES.get(name, name)}:{version}"}
    for _, template in of_the_company(overlay):
        assert template["metadata"]["labels"]["app.kubernetes.io/version"] == version


def test_the_local_namespace_admits_restricted_pods_alone(overlay: str) -> None:
    enforced = {
        name: namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for name, namespace in of_kind(overlay, "Namespace").items()
    }
    told = {"gendan": "restricted", "gendan-node": "privileged"}
    assert enforced == (told if overlay == "overlays/local" else {})
    apart = {
        each["metadata"]["name"] for each in manifests(overlay) if each["metadata"].get("namespace") == "gendan-node"
    }
    assert apart == ({ON_THE_NODE} if overlay == "overlays/local" else set())


def test_what_the_servers_keep_lies_on_folders_that_are_made_on_the_node(overlay: str) -> None:
    claims, volumes = of_kind(overlay, "PersistentVolumeClaim"), of_kind(overlay, "PersistentVolume")
    assert set(claims) == set(of_kind(overlay, "StatefulSet"))
    for name, claim in claims.items():
        volume = volumes[claim["spec"]["volumeName"]]["spec"]
        assert volume["claimRef"] == {"namespace": "gendan", "name": name}
        assert volume["storageClassName"] == claim["spec"]["storageClassName"] == ""
        made = container(of_kind(overlay, "Job")[ON_THE_NODE]["spec"]["template"])["args"][0]
        assert volume["local"]["path"].replace("/var/lib", "/node") in made
