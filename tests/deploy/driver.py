"""Two replicas of the app behind nginx, as `deploy/nginx.conf` has them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.programs import require
from tests.server.driver import ROOT, Server, free_port, running_app, wait_for_health

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
SURROUNDINGS = """
user root;  # the tests' folders may be root's alone; who is not root is only warned of this line
daemon off;
pid nginx.pid;
error_log stderr error;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
    scgi_temp_path scgi; {}
}}
"""
REQUEST = re.compile(
    r'seat=(\S+) replica=(?:\S+, )*(\S+) "GET ([^"]+)'
)  # of several replicas only the last was alive


@dataclass(frozen=True)
class Site:
    """The address that the class is given, and what is behind it."""

    url: str
    replicas: tuple[Server, Server]
    log: Path

    def visits(self, count: int) -> dict[str, list[str]]:
        """Seat -> addresses of the replicas that its websockets went to. Waits until so many websockets have
        ended.
        """
        end = time.monotonic() + 10
        while len(found := self._answered("/_stcore/stream")) < count and time.monotonic() < end:
            time.sleep(0.02)
        assert len(found) == count
        visits = defaultdict(list)
        for seat, replica in found:
            visits[seat].append(replica)
        return visits

    def replica_of(self, seat: str) -> Server:
        """The replica that serves a browser, as long as it lives. Waits until nginx has noted it."""
        end = time.monotonic() + 10
        while seat not in (addresses := dict(self._answered("/_stcore/health"))) and time.monotonic() < end:
            time.sleep(0.02)
        return next(replica for replica in self.replicas if replica.url == addresses[seat])

    def _answered(self, path: str) -> list[tuple[str, str]]:
        """Seat and replica of the answered requests for a path; a websocket is one when it has ended."""
        return [
            (seat, f"http://{replica}")
            for seat, replica, asked in REQUEST.findall(self.log.read_text())
            if asked == path
        ]


@contextmanager
def running_site(folder: Path, **environment: str) -> Iterator[Site]:
    """Starts two replicas and nginx in front of them, and stops them in the end. nginx keeps its files in
    `folder`; `environment` adds variables to those of the replicas.
    """
    program = require(
        NGINX,
        "No nginx was found; install it (Debian: apt-get install nginx-light) to test replicas behind it.",
    )
    port, log = free_port(), folder / "access.log"
    with ExitStack() as stack:
        environment |= {
            "STREAMLIT_SERVER_COOKIE_SECRET": "one for all replicas, and as long as one should be"
        }
        one, other = (stack.enter_context(running_app(**environment)) for _ in range(2))
        replicas = one, other
        addresses = {
            "listen 80": f"listen 127.0.0.1:{port}",
            "app-1:8501": replicas[0].url.removeprefix("http://"),
            "app-2:8501": replicas[1].url.removeprefix("http://"),
            "/var/log/nginx/access.log": str(log),
        }
        (folder / "nginx.conf").write_text(SURROUNDINGS.format(put(addresses, CONFIGURATION.read_text())))
        subprocess.run([program, "-t", "-q", "-p", folder, "-c", "nginx.conf"], check=True)
        nginx = subprocess.Popen([program, "-p", folder, "-c", "nginx.conf"])
        site = Server(f"http://127.0.0.1:{port}", nginx)
        try:
            wait_for_health(site)
            yield Site(site.url, replicas, log)
        finally:
            nginx.terminate()
            nginx.wait(timeout=10)


def put(addresses: dict[str, str], configuration: str) -> str:
    """The configuration with this machine's addresses in place of the example's, each of which stands there
    once.
    """
    for example, address in addresses.items():
        assert configuration.count(example) == 1, (
            f"{CONFIGURATION} no longer has {example!r}, or more than once."
        )
        configuration = configuration.replace(example, address)
    return configuration
