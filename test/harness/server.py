"""The standalone server, in a process of its own."""

import re
import subprocess
import sys
import time

START_TIMEOUT = 180


class Server:

    def __init__(self, java, classpath, directory, inventory, *options):
        """directory: where its inventory, its data and its log are kept"""
        self.data = directory / "data"
        (directory / "inventory.yaml").write_text(inventory)
        self.log = open(directory / "server.log", "w")
        self.keys_file = self.data / "admin.apikey"
        self.password = self.data / "admin.password"
        self.process = subprocess.Popen(
            [java, "-Xmx384m", "-cp", classpath, "org.hostha.server.ServerMain", "--port", "0", "--data", str(self.data),
             "--inventory", str(directory / "inventory.yaml"), "--admin-password-file", str(self.password), *options],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        self.endpoint = self.wait()

    def wait(self):
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline and self.process.poll() is None:
            ready = re.search("^ready: (.*)\n", self.text(), re.MULTILINE)
            if ready:
                return ready.group(1)
            time.sleep(0.2)
        sys.exit("the server did not start:\n" + self.complaints(3000))

    def keys(self):
        """apikey and secretkey of the root admin"""
        return dict(line.split("=", 1) for line in self.keys_file.read_text().split())

    def text(self):
        """All that it has said; read by a file of its own, because the server writes where this one stands."""
        with open(self.log.name) as log:
            return log.read()

    def complaints(self, longest=5000):
        """The end of its log, without what is only informative."""
        return "".join(line for line in self.text().splitlines(True) if '"level":"INFO"' not in line)[-longest:]

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
