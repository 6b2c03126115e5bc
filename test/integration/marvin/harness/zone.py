"""Simulated hosts: an agent over HTTP and a real IPMI BMC (ipmi_sim) each. A host whose power is off is silent."""

import http.server
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
import uuid

POOL = "nfs-1"

LAN = """name "bmc"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 {port}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid {guid}
  endlan
  chassis_control "sh {dir}/chassis.sh {dir}"
  user 1 true "" "" user 10 none md2 md5 straight
  user 2 true "admin" "{password}" admin 60 none md2 md5 straight
"""

EMULATOR = """mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
"""

CHASSIS = """cd "$1" || exit 1
verb=$2
shift 2
while [ $# -gt 0 ]; do
  case $verb:$1 in
    get:power) echo "power:$(cat power)"; shift ;;
    set:power) sh power.sh "$2"; shift 2 ;;
    set:shutdown) sh power.sh 0; shift 2 ;;
    set:*) shift 2 ;;
    *) shift ;;
  esac
done
"""

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
        (directory / "state").mkdir()
        (directory / "power").write_text("1\n")
        (directory / "boot").write_text("first\n")
        (directory / "power.sh").write_text(POWER)
        (directory / "chassis.sh").write_text(CHASSIS)
        (directory / "sim.emu").write_text(EMULATOR)
        (directory / "lan.conf").write_text(
            LAN.format(port=self.port, guid=uuid.uuid4().hex, dir=directory, password=password))
        self.bmc = subprocess.Popen(
            ["ipmi_sim", "-c", "lan.conf", "-f", "sim.emu", "-s", "state", "-n"], cwd=directory,
            stdin=subprocess.DEVNULL, stdout=open(directory / "output", "w"), stderr=subprocess.STDOUT)
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
        self.bmc.kill()
        self.bmc.wait()
        self.agent.shutdown()


class Zone:
    """Some hosts of one cluster that share a pool."""

    def __init__(self, names, password):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="hostha-marvin-"))
        self.hosts = {name: Host(self, name, self.dir / name, password) for name in names}
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
