"""Marvin's command classes, a module for each API, built from listApis when they are first asked for.

    from marvin.cloudstackAPI import enableHAForHost
    cmd = enableHAForHost.enableHAForHostCmd()
"""

import functools
import types

from marvin.connection import connect


@functools.lru_cache(maxsize=1)
def _apis():
    rows = connect().call("listApis", {"listall": "true"})["api"]
    return {row["name"]: row for row in rows}


@functools.lru_cache(maxsize=None)
def _module(name):
    row = _apis()[name]

    def init(self):
        self._name = name
        self._async = row["isasync"]
        self.required = [param["name"] for param in row["params"] if param["required"]]
        for param in row["params"]:
            setattr(self, param["name"], None)

    module = types.ModuleType("marvin.cloudstackAPI." + name)
    setattr(module, name + "Cmd", type(name + "Cmd", (), {"__init__": init, "__doc__": row["description"]}))
    return module


def __getattr__(name):
    if name == "__all__":
        return sorted(_apis())
    if name.startswith("_") or name not in _apis():
        raise AttributeError("there is no API named " + name)
    return _module(name)
