"""The outer cloud of the nested driver: one virtual machine behind as much of CloudStack's API as starts and stops it."""

import base64
import hashlib
import hmac
import http.server
import json
import secrets
import threading
import urllib.parse
import uuid

STARTING = {"startVirtualMachine": "Running", "rebootVirtualMachine": "Running", "stopVirtualMachine": "Stopped"}


def signature(parameters, secret):
    text = "&".join("%s=%s" % (name, urllib.parse.quote(parameters[name], safe="*"))
                    for name in sorted(parameters) if name.lower() != "signature")
    return base64.b64encode(hmac.new(secret.encode(), text.lower().encode(), hashlib.sha1).digest()).decode()


class OuterCloud:
    """Each command's job has ended when it is asked for."""

    def __init__(self):
        self.key = secrets.token_hex(8)
        self.secret = secrets.token_hex(16)
        self.vm = str(uuid.uuid4())
        self.state = "Running"
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d/client/api" % self.http.server_port

    def answer(self, sent):
        """Status, and the tree under the root."""
        if sent.get("apiKey") != self.key or not hmac.compare_digest(signature(sent, self.secret), sent["signature"]):
            return 401, {"errorcode": 401, "errortext": "unable to verify user credentials", "uuidList": []}
        command = sent["command"]
        if command == "queryAsyncJobResult":
            return 200, {"jobid": sent["jobid"], "jobstatus": 1, "jobresultcode": 0,
                         "jobresult": {"virtualmachine": {"id": self.vm, "state": self.state}}}
        if command == "listApis":
            return 200, {"count": 1, "api": [{"name": sent.get("name", command)}]}
        if command == "listCapabilities":
            return 200, {"capability": {"cloudstackversion": "4.22.0.0"}}
        if command == "listHosts":
            return 200, {"count": 1, "host": [{"id": "outer-host", "state": "Up", "resourcestate": "Enabled"}]}
        if sent.get("id") != self.vm:
            return 431, {"errorcode": 431, "cserrorcode": 4350, "errortext": "no such virtual machine", "uuidList": []}
        if command == "listVirtualMachines":
            return 200, {"count": 1, "virtualmachine": [
                {"id": self.vm, "name": "nested", "state": self.state, "hostid": "outer-host"}]}
        self.state = STARTING[command]
        return 200, {"jobid": str(uuid.uuid4())}

    def handler(cloud):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_POST(self):
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sent = dict(urllib.parse.parse_qsl(form, keep_blank_values=True))
                status, tree = cloud.answer(sent)
                body = json.dumps({sent["command"].lower() + "response": tree}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler

    def close(self):
        self.http.shutdown()
        self.http.server_close()
