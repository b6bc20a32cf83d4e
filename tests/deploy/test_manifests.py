"""The overlays of this repository: no rule has anything to say, and what is theirs alone."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contracts.catalogue import DEPARTMENTS
from deploy.check.__main__ import RULES
from deploy.check.rendered import Pod, Rendered, render
from deploy.locked import CHECKOUT
from gendan.cli import loaded
from tests.deploy.overlays import LOCAL, PRODUCTION, each_overlay, shown

ON_THE_NODE = "gendan-folders"
"""The one that needs root, in a namespace of its own."""
NODE_MILLI_CPU = 2_000
KUBERNETES_ITSELF_MILLI_CPU = 950
"""What a control plane and its DNS ask for on the one node."""


@each_overlay
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_rule_has_anything_to_say(overlay: Path, rule: Callable[[Rendered], Iterator[str]]) -> None:
    assert list(rule(shown(overlay))) == []


@each_overlay
def test_each_department_is_one_deployment_one_service_one_budget_and_one_account(overlay: Path) -> None:
    wanted = {f"gendan-{department}" for department in DEPARTMENTS}
    for kind in ("Deployment", "Service", "PodDisruptionBudget", "ServiceAccount"):
        assert wanted <= set(shown(overlay).named(kind))


@each_overlay
def test_a_pod_runs_the_image_of_its_department_in_the_version_of_the_project(overlay: Path) -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    for department, pod in shown(overlay).departments().items():
        assert [each["image"] for each in pod.containers()] == [f"gendan-{department}:{version}"]
    jobs = [each["image"] for pod in shown(overlay).pods() if pod.maker["kind"] == "Job" for each in pod.containers()]
    assert set(jobs) <= {f"gendan:{version}"}


@each_overlay
def test_a_release_starts_no_server_again(overlay: Path) -> None:
    """All wait while the one PostgreSQL starts; so nothing in its pods changes with a release."""
    servers = [pod for pod in shown(overlay).pods() if pod.maker["kind"] == "StatefulSet"]
    assert not [pod.name for pod in servers if "app.kubernetes.io/version" in pod.labels]


@each_overlay
def test_a_pod_learns_its_department_from_its_label(overlay: Path) -> None:
    for pod in shown(overlay).departments().values():
        (told,) = [one for one in pod.spec["containers"][0]["env"] if one["name"] == "DEPARTMENT"]
        assert told["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.labels['app.kubernetes.io/component']"


@each_overlay
def test_replicas_of_one_release_are_spread_over_nodes(overlay: Path) -> None:
    for department, pod in shown(overlay).departments().items():
        (spread,) = pod.spec["topologySpreadConstraints"]
        assert spread["labelSelector"]["matchLabels"]["app.kubernetes.io/component"] == department
        assert spread["matchLabelKeys"] == ["pod-template-hash"]


def test_only_sales_reaches_a_mail_server_and_only_the_desk_who_people_sign_in_with() -> None:
    """SAL-8, ALL-3: of all departments; the others reach nobody outside."""
    anywhere = [{"ipBlock": {"cidr": "0.0.0.0/0"}}, {"ipBlock": {"cidr": "::/0"}}]
    out = {
        (policy["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/component"], port["port"])
        for policy in shown(PRODUCTION).of_kind("NetworkPolicy")
        for rule in policy["spec"].get("egress", [])
        if rule.get("to") == anywhere
        for port in rule["ports"]
    }
    assert out == {("sales", 587), ("sales", 465), ("notify", 443)}


@each_overlay
def test_shops_and_carriers_may_be_given_a_secret_while_their_department_runs(overlay: Path) -> None:
    """SAL-2, LOG-5: a mounted Secret that comes later appears in the pod; without it no webhook is taken."""
    told = {"sales": "GENDAN_SALES_SHOP_SECRETS", "logistics": "GENDAN_LOGISTICS_WEBHOOK_SECRETS"}
    for department, variable in told.items():
        pod = shown(overlay).departments()[department]
        service = pod.spec["containers"][0]
        (folder,) = [one["value"] for one in service["env"] if one["name"] == variable]
        (name,) = [one["name"] for one in service["volumeMounts"] if one["mountPath"] == folder]
        (secret,) = [one["secret"] for one in pod.volumes if one["name"] == name]
        assert secret["optional"] is True


def test_the_local_namespace_admits_restricted_pods_alone() -> None:
    local = shown(LOCAL)
    enforced = {
        name: each["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for name, each in local.named("Namespace").items()
    }
    assert enforced == {"gendan": "restricted", "gendan-node": "privileged"}
    assert {pod.name for pod in local.pods()} - {pod.name for pod in local.restricted()} == {ON_THE_NODE}


def test_what_the_servers_keep_lies_on_folders_that_are_made_on_the_node() -> None:
    local = shown(LOCAL)
    claims, volumes = local.named("PersistentVolumeClaim"), local.named("PersistentVolume")
    assert set(claims) == set(local.named("StatefulSet", "CronJob"))
    for name, claim in claims.items():
        volume = volumes[claim["spec"]["volumeName"]]["spec"]
        assert volume["claimRef"] == {"namespace": "gendan", "name": name}
        assert volume["storageClassName"] == claim["spec"]["storageClassName"] == ""
        assert volume["persistentVolumeReclaimPolicy"] == "Retain"
        made = Pod(local.named("Job")[ON_THE_NODE]).spec["containers"][0]["args"][0]
        assert volume["local"]["path"].replace("/var/lib", "/node") in made


def test_the_nightly_backup_asks_for_what_the_command_takes_and_keeps_a_week() -> None:
    (night,) = [pod for pod in shown(LOCAL).pods() if pod.maker["kind"] == "CronJob"]
    (backup,) = night.containers()
    assert backup["command"] == ["python", "-m", "gendan", "backup", "/backup"]
    asked = dict(word.split("=") for word in backup["args"])
    assert set(asked) < {option for each in loaded("backup").params for option in each.opts}
    assert asked["--keep"] == "7"
    mounted = {each["mountPath"] for each in backup["volumeMounts"]}
    assert {"/backup", str(Path(asked["--postgres"]).parent)} < mounted


def test_a_night_leaves_the_rights_of_the_backups_before_as_they_are() -> None:
    """PostgreSQL starts on no folder that its group may write."""
    (night,) = [pod for pod in shown(LOCAL).pods() if pod.maker["kind"] == "CronJob"]
    assert night.spec["securityContext"]["fsGroupChangePolicy"] == "OnRootMismatch"


def test_a_node_of_two_cores_has_room_for_a_new_pod_beside_each_old_one() -> None:
    """Else an update of all departments would wait for ever: the old one goes only when the new one is ready."""
    local = shown(LOCAL)
    stay = sum(_milli_cpu(pod) for pod in local.pods() if pod.maker["kind"] != "Job")
    beside = sum(map(_milli_cpu, local.departments().values()))
    assert stay + beside + KUBERNETES_ITSELF_MILLI_CPU <= NODE_MILLI_CPU


def _milli_cpu(pod: Pod) -> int:
    return max(int(each["resources"]["requests"]["cpu"].removesuffix("m")) for each in pod.containers())


def test_the_production_overlay_renders_without_what_the_operators_replace() -> None:
    production = shown(PRODUCTION)
    assert not production.named("Job")
    assert set(production.named("Database")) == set(DEPARTMENTS)
    assert set(production.named("ScaledObject")) == {f"gendan-{name}" for name in DEPARTMENTS if name != "notify"}


def test_each_department_shows_kafka_its_own_certificate() -> None:
    for department, pod in shown(PRODUCTION).departments().items():
        (volume,) = [one["projected"] for one in pod.volumes if one["name"] == "kafka"]
        assert {source["secret"]["name"] for source in volume["sources"]} == {
            "gendan-cluster-ca-cert",
            f"gendan-{department}-kafka",
        }


def test_an_overlay_that_does_not_render_says_why(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [missing.yaml]\n")
    with pytest.raises(Exception, match=r"missing\.yaml"):
        render(tmp_path)
