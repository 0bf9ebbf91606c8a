"""Compose and Kubernetes start the image as it is, behind nginx as it is, and know no secret."""

import re

import pytest
import yaml

from tests.deploy.driver import CONFIGURATION
from tests.deploy.test_image import dockerfile
from tests.server.driver import ROOT

SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"  # noqa: S105  where it is found, not what it is


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def kubernetes():
    """Kind -> manifest."""
    return {
        each["kind"]: each for each in yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text())
    }


def test_nginx_knows_all_replicas_of_compose(compose):
    (port,) = dockerfile()["EXPOSE"]
    replicas = re.findall(r"^ *server (\S+) ", CONFIGURATION.read_text(), re.MULTILINE)
    assert len(replicas) == 2
    assert set(replicas) == {f"{name}:{port}" for name, service in compose.items() if "build" in service}
    assert {f"{name}:{port}" for name in compose["nginx"]["depends_on"]} == set(replicas)


def test_compose_mounts_the_configuration_of_nginx(compose):
    (volume,) = compose["nginx"]["volumes"]
    assert (ROOT / volume.partition(":")[0]) == CONFIGURATION


def test_without_a_secret_compose_does_not_start(compose):
    for name in compose.keys() - {"nginx"}:
        assert compose[name]["environment"][SECRET].startswith(
            f"${{{SECRET}:?"
        )  # compose's way to say that it must be set


def test_without_a_secret_kubernetes_does_not_start(kubernetes):
    (variable,) = container_of(kubernetes)["env"]
    assert variable["name"] == SECRET
    assert variable["valueFrom"].keys() == {"secretKeyRef"}
    assert not variable["valueFrom"]["secretKeyRef"].get("optional")
    assert "Secret" not in kubernetes


def test_kubernetes_runs_the_user_of_the_image_on_a_disk_that_is_read_only(kubernetes):
    pod, container = pod_of(kubernetes), container_of(kubernetes)
    assert dockerfile()["USER"] == ["{runAsUser}:{runAsGroup}".format(**pod["securityContext"])]
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert not container["securityContext"]["allowPrivilegeEscalation"]


def test_kubernetes_asks_for_health_where_the_image_does(kubernetes):
    (health,) = dockerfile()["HEALTHCHECK"]
    (port,) = container_of(kubernetes)["ports"]
    assert [str(port["containerPort"])] == dockerfile()["EXPOSE"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        asked = container_of(kubernetes)[probe]["httpGet"]
        assert asked["path"] in health
        assert asked["port"] == port["name"]


def test_kubernetes_leads_from_the_address_to_the_replicas(kubernetes):
    (rule,) = kubernetes["Ingress"]["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]
    service, deployment = kubernetes["Service"], kubernetes["Deployment"]["spec"]
    assert backend["name"] == service["metadata"]["name"]
    assert backend["port"]["name"] == service["spec"]["ports"][0]["name"]
    assert service["spec"]["ports"][0]["targetPort"] == container_of(kubernetes)["ports"][0]["name"]
    labels = deployment["template"]["metadata"]["labels"]
    assert labels == deployment["selector"]["matchLabels"] == service["spec"]["selector"]
    assert deployment["replicas"] >= 2


def pod_of(kubernetes):
    return kubernetes["Deployment"]["spec"]["template"]["spec"]


def container_of(kubernetes):
    (container,) = pod_of(kubernetes)["containers"]
    return container
