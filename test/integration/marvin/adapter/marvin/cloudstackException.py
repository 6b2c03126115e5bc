"""Errors of the API."""


class CloudstackAPIException(Exception):
    """The API answered with an error, or a job failed."""

    def __init__(self, cmd="", result=""):
        self.errorMsg = "Execute cmd: %s failed, due to: %s" % (cmd, result)
        super().__init__(self.errorMsg)
