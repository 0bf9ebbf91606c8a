"""Compose and Kubernetes start the image as it is, behind nginx as it is, and know no secret."""

import re

import pytest
import yaml

from pages.parts.shared.classroom.redis_store import RedisStore
from pages.parts.shared.classroom.store import WHERE
from pages.parts.shared.classroom.teacher import ENVIRONMENT
from tests.classroom.driver import running_redis
from tests.deploy.driver import CONFIGURATION
from tests.deploy.test_image import dockerfile
from tests.server.driver import ROOT

TRUSTED = "FORWARDED_ALLOW_IPS"
SECRETS = ("STREAMLIT_SERVER_COOKIE_SECRET", ENVIRONMENT)  # where they are found, not what they are
DATABASE = "board"
BOUNDS = {"--appendonly": "yes", "--maxmemory": "64mb", "--maxmemory-policy": "noeviction"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def networks():
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["networks"]


@pytest.fixture(scope="module")
def kubernetes():
    """Kind, and for what belongs to the database its name behind it -> manifest."""
    manifests = yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text())
    return {
        f"{each['kind']} {each['metadata']['name'].partition('playground-')[2]}".strip(): each
        for each in manifests
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


def test_without_its_secrets_compose_does_not_start(compose):
    for secret in SECRETS:
        for service in apps_of(compose).values():
            assert service["environment"][secret].startswith(
                f"${{{secret}:?"
            )  # compose's way to say that it must be set


def test_without_its_secrets_kubernetes_does_not_start(kubernetes):
    variables = {each["name"]: each for each in container_of(kubernetes)["env"]}
    assert variables.keys() == {*SECRETS, WHERE, TRUSTED}
    for secret in SECRETS:
        assert variables[secret]["valueFrom"].keys() == {"secretKeyRef"}
        assert not variables[secret]["valueFrom"]["secretKeyRef"].get("optional")
    assert "Secret" not in kubernetes


def test_replicas_believe_their_proxy_where_a_browser_is(compose, kubernetes):
    variables = {each["name"]: each.get("value") for each in container_of(kubernetes)["env"]}
    assert variables[TRUSTED] == "*"
    assert {service["environment"][TRUSTED] for service in apps_of(compose).values()} == {"*"}
    assert "X-Forwarded-For $remote_addr;" in CONFIGURATION.read_text()  # and no browser can claim another


def test_the_replicas_of_compose_share_a_board_and_start_without_it(compose):
    for service in apps_of(compose).values():
        assert host_and_port(service["environment"][WHERE]) == (DATABASE, 6379)
        assert service["depends_on"] == {DATABASE: {"condition": "service_started"}}
        assert DATABASE in service["networks"]


def test_nobody_else_reaches_the_database_of_compose(compose, networks):
    assert compose[DATABASE]["networks"] == [DATABASE]
    assert networks[DATABASE]["internal"]
    assert "ports" not in compose[DATABASE]
    assert DATABASE not in compose["nginx"].get("networks", [])


def test_the_database_of_compose_is_bounded_and_keeps_what_it_has(compose):
    database = compose[DATABASE]
    assert BOUNDS.items() <= options_in(database["command"]).items()
    assert database["volumes"] == ["board:/data"]
    assert database["read_only"]
    assert database["cap_drop"] == ["ALL"]
    assert database["user"] != "0"
    assert database["healthcheck"]["test"][-1] == "ping"


def test_the_replicas_of_kubernetes_share_a_board(kubernetes):
    (where,) = (each["value"] for each in container_of(kubernetes)["env"] if each["name"] == WHERE)
    service, database = kubernetes["Service board"], kubernetes["StatefulSet board"]["spec"]
    assert host_and_port(where) == (service["metadata"]["name"], service["spec"]["ports"][0]["port"])
    labels = database["template"]["metadata"]["labels"]
    assert labels == database["selector"]["matchLabels"] == service["spec"]["selector"]
    assert database["replicas"] == 1
    (container,) = database["template"]["spec"]["containers"]
    (port,) = container["ports"]
    assert service["spec"]["ports"][0]["targetPort"] == port["name"]
    assert port["containerPort"] == 6379


def test_nobody_else_reaches_the_database_of_kubernetes(kubernetes):
    policy = kubernetes["NetworkPolicy board"]["spec"]
    labels = kubernetes["StatefulSet board"]["spec"]["template"]["metadata"]["labels"]
    assert policy["podSelector"]["matchLabels"] == labels
    ((sender,),) = (each["from"] for each in policy["ingress"])
    assert sender == {
        "podSelector": {"matchLabels": kubernetes["Deployment"]["spec"]["selector"]["matchLabels"]}
    }
    assert kubernetes["Service board"]["spec"].get("type", "ClusterIP") == "ClusterIP"


def test_the_database_of_kubernetes_is_bounded_and_keeps_what_it_has(kubernetes, compose):
    database = kubernetes["StatefulSet board"]["spec"]
    pod = database["template"]["spec"]
    (container,) = pod["containers"]
    assert BOUNDS.items() <= options_in(container["args"]).items()
    assert container["image"] == compose[DATABASE]["image"]
    (mount,) = container["volumeMounts"]
    (claim,) = database["volumeClaimTemplates"]
    assert mount == {"name": claim["metadata"]["name"], "mountPath": "/data"}
    assert "{runAsUser}:{runAsGroup}".format(**pod["securityContext"]) == compose[DATABASE]["user"]
    assert pod["securityContext"]["fsGroup"] == pod["securityContext"]["runAsGroup"]
    assert container["securityContext"] == container_of(kubernetes)["securityContext"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["exec"]["command"][-1] == "ping"


def test_a_real_database_takes_the_options(tmp_path, compose):
    with running_redis(tmp_path, *compose[DATABASE]["command"][1:]) as database:
        assert database.client().config_get("maxmemory*")["maxmemory"] == str(64 * 1024**2)
        assert database.client().config_get("appendonly") == {"appendonly": "yes"}


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


def apps_of(compose):
    """The replicas: those services that the project's own image runs."""
    apps = {name: service for name, service in compose.items() if "build" in service}
    assert len(apps) == 2
    return apps


def host_and_port(where):
    """Where the app looks for the board that this address names."""
    connection = RedisStore(where)._redis.get_connection_kwargs()
    return connection["host"], connection["port"]


def options_in(command):
    """Option -> value, of a database's command."""
    assert len(command) % 2, command
    return dict(zip(command[1::2], command[2::2], strict=True))


def pod_of(kubernetes):
    return kubernetes["Deployment"]["spec"]["template"]["spec"]


def container_of(kubernetes):
    (container,) = pod_of(kubernetes)["containers"]
    return container
