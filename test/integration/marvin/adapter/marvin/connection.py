"""Signed requests to the API, and Marvin's view of its answers."""

import base64
import hashlib
import hmac
import json
import os
import time
import urllib.parse

import requests

from marvin.cloudstackException import CloudstackAPIException

JOB_TIMEOUT = 120

# Names of the APIs that were called through Marvin's client.
called = set()


class Answer:
    """An object of a response: its fields are attributes, and those that it lacks are None."""

    def __init__(self, tree):
        for name, value in tree.items():
            setattr(self, name, wrap(value))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None

    def __repr__(self):
        return repr(self.__dict__)


def wrap(value):
    if isinstance(value, dict):
        return Answer(value)
    if isinstance(value, list):
        return [wrap(item) for item in value]
    return value


def unwrap(tree):
    """Marvin's rules: rows without their count, an object without its key, None for nothing."""
    if not tree:
        return None
    if "count" in tree:
        rows = [value for key, value in tree.items() if key != "count"]
        return wrap(rows[0]) if rows else None
    if len(tree) == 1 and isinstance(next(iter(tree.values())), dict):
        return wrap(next(iter(tree.values())))
    return wrap(tree)


def config():
    with open(os.environ["HOSTHA_MARVIN_CONFIG"]) as file:
        return json.load(file)


class Connection:
    """Marvin's apiclient: a method for each API, which takes that API's command object."""

    def __init__(self, endpoint, api_key, secret_key):
        self.endpoint = endpoint
        self.api_key = api_key
        self.secret_key = secret_key
        self.http = requests.Session()
        self.http.trust_env = False

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda cmd, method="GET": self.marvin_request(cmd)

    def marvin_request(self, cmd):
        called.add(cmd._name)
        parameters = {name: text(value) for name, value in vars(cmd).items()
                      if not name.startswith("_") and name != "required" and value is not None}
        for name in cmd.required:
            if getattr(cmd, name) is None:
                raise CloudstackAPIException(cmd._name, "Parameter %s is required" % name)
        tree = self.call(cmd._name, parameters)
        return self.poll(cmd._name, tree["jobid"]) if cmd._async else unwrap(tree)

    def call(self, command, parameters):
        """The tree under the envelope's root."""
        sent = dict(parameters, command=command, response="json", apiKey=self.api_key)
        sent["signature"] = self.sign(sent)
        reply = self.http.post(self.endpoint, data=sent, timeout=60)
        tree = next(iter(reply.json().values()))
        if "errorcode" in tree:
            raise CloudstackAPIException(command, "errorCode: %s, errorText:%s" % (tree["errorcode"], tree["errortext"]))
        return tree

    def sign(self, parameters):
        pairs = sorted((name.lower(), name) for name in parameters)
        text = "&".join("%s=%s" % (low, urllib.parse.quote_plus(parameters[name], safe="*").replace("+", "%20").lower())
                        for low, name in pairs)
        digest = hmac.new(self.secret_key.encode(), text.lower().encode(), hashlib.sha1).digest()
        return base64.b64encode(digest).decode()

    def poll(self, command, job):
        deadline = time.monotonic() + JOB_TIMEOUT
        while time.monotonic() < deadline:
            result = self.call("queryAsyncJobResult", {"jobid": job})
            if result["jobstatus"] == 1:
                return unwrap(result.get("jobresult"))
            if result["jobstatus"] == 2:
                failure = result["jobresult"]
                raise CloudstackAPIException(command, "errorCode: %s, errorText:%s"
                                             % (failure["errorcode"], failure["errortext"]))
            time.sleep(0.2)
        raise CloudstackAPIException(command, "job %s did not end within %s s" % (job, JOB_TIMEOUT))


def text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return ",".join(str(item) for item in value)
    return str(value)


def connect():
    settings = config()
    return Connection(settings["endpoint"], settings["apikey"], settings["secretkey"])
