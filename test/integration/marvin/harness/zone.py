"""Simulated hosts: an agent over HTTP and a real IPMI BMC (ipmi_sim) each. A host whose power is off is silent."""

import http.server
import json
import pathlib
import shutil
import socket
import tempfile
import threading
import time
import urllib.parse

from bmc import Bmc

POOL = "nfs-1"

# Whatever was wrong with a machine's software ends with its power; the next boot is another one.
POWER = """cd "$(dirname "$0")" || exit 1
if [ "$1" = 0 ]; then
  rm -f hung
  date +%s%N > boot.new
  mv boot.new boot
fi
echo "$1" > power.new
mv power.new power
"""


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Host:
    """One host. It lives while its power is on and nobody has hung it."""

    def __init__(self, zone, name, directory, password):
        self.zone = zone
        self.name = name
        self.dir = directory
        self.password = password
        self.port = free_port()
        self.vms = set()
        self.beats = 0
        self.booted = ""
        directory.mkdir()
        (directory / "power").write_text("1\n")
        (directory / "boot").write_text("first\n")
        (directory / "power.sh").write_text(POWER)
        self.bmc = Bmc(directory, "127.0.0.1", self.port, password)
        self.agent = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.agent.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.agent.server_port

    @property
    def boot(self):
        return self.name + "-" + (self.dir / "boot").read_text().strip()

    def alive(self):
        boot = self.boot
        if self.booted and self.booted != boot:
            self.vms.clear()
        self.booted = boot
        return (self.dir / "power").read_text().strip() == "1" and not (self.dir / "hung").exists()

    def beat(self):
        if self.alive():
            self.beats += 1

    def handler(host):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def handle_one_request(self):
                if not host.alive():
                    self.close_connection = True
                    return
                super().handle_one_request()

            def answer(self, status, tree=None):
                body = b"" if tree is None else json.dumps(tree).encode()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def report(self):
                return {"host": host.name, "bootId": host.boot, "vms": sorted(host.vms)}

            def do_GET(self):
                url = urllib.parse.urlparse(self.path)
                if url.path == "/host":
                    return self.answer(200, self.report())
                query = urllib.parse.parse_qs(url.query)
                return self.answer(200, host.zone.observe(query["host"][0], query.get("vm", [])))

            def do_PUT(self):
                vm = urllib.parse.urlparse(self.path).path.rsplit("/", 1)[1]
                known = vm in host.vms
                host.vms.add(vm)
                self.answer(200 if known else 201, self.report())

            def do_DELETE(self):
                host.vms.discard(urllib.parse.urlparse(self.path).path.rsplit("/", 1)[1])
                self.answer(204)

        return Handler

    def close(self):
        self.bmc.close()
        self.agent.shutdown()


class Zone:
    """Some hosts of one cluster that share a pool."""

    def __init__(self, names, password):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="hostha-marvin-"))
        self.hosts = {name: Host(self, name, self.dir / name, password) for name in names}
        self.password = password
        self.closed = False
        threading.Thread(target=self.beat, daemon=True).start()

    def beat(self):
        while not self.closed:
            for host in self.hosts.values():
                try:
                    host.beat()
                except OSError:
                    pass
            time.sleep(0.5)

    def observe(self, suspect, vms):
        """What the shared pool shows of a host: its heartbeat, and disks that change while it lives."""
        host = self.hosts.get(suspect)
        if host is None:
            return {"pools": [{"pool": POOL, "error": "no such host"}]}
        return {"pools": [{"pool": POOL, "heartbeat": "%d %s" % (host.beats, host.boot),
                           "disks": {vm: str(host.beats) for vm in vms}}]}

    def close(self):
        self.closed = True
        for host in self.hosts.values():
            host.close()
        shutil.rmtree(self.dir, ignore_errors=True)
