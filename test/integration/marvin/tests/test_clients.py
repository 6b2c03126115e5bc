"""Clients that people use, unchanged, against the API: cs (exoscale) and Apache Libcloud; the UI's session; and CloudMonkey, which
is no Debian package, by the form of its requests and by what it demands of answers."""

import base64
import datetime
import hashlib
import hmac
import json
import time
import unittest
import urllib.parse

import cs
import requests
from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider
from marvin.connection import config


class TestClients(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.config = config()
        cls.cs = cs.CloudStack(endpoint=cls.config["endpoint"], key=cls.config["apikey"],
                               secret=cls.config["secretkey"], poll_interval=0.2, job_timeout=60)

    def test_cs_lists_pages_and_runs_jobs(self):
        hosts = self.cs.listHosts(fetch_list=True, page_size=2)
        self.assertEqual(len(hosts), self.cs.listHosts()["count"])
        zone = self.cs.listZones()["zone"][0]
        self.assertEqual(self.cs.enableHAForZone(zoneid=zone["id"], fetch_result=True), {"success": True})

    def test_cs_tells_errors(self):
        with self.assertRaises(cs.CloudStackApiException) as failure:
            self.cs.enableHAForHost(hostid="00000000-0000-0000-0000-000000000000")
        self.assertEqual(failure.exception.error["errorcode"], 431)
        with self.assertRaises(cs.CloudStackException):
            self.cs.enableHAForHost(hostid="-1", fetch_result=True)

    def test_cs_signs_posts_and_odd_characters(self):
        self.assertEqual(self.cs.listHosts(name="a b*~/ü+&="), {})
        posting = cs.CloudStack(endpoint=self.config["endpoint"], key=self.config["apikey"],
                                secret=self.config["secretkey"], method="post")
        self.assertTrue(posting.listZones()["zone"])

    def test_libcloud_lists_locations_and_nodes(self):
        url = urllib.parse.urlparse(self.config["endpoint"])
        driver = get_driver(Provider.CLOUDSTACK)(key=self.config["apikey"], secret=self.config["secretkey"],
                                                 secure=False, host=url.hostname, port=url.port, path=url.path)
        self.assertEqual([location.name for location in driver.list_locations()], ["zone-1"])

    def test_session_as_the_ui_keeps_it(self):
        session = requests.Session()
        session.trust_env = False
        endpoint = self.config["endpoint"]
        answer = session.post(endpoint, data={"command": "login", "username": "admin", "response": "json",
                                              "password": self.config["password"], "domain": "/"}).json()
        login = answer["loginresponse"]
        self.assertEqual(session.cookies["sessionkey"], login["sessionkey"])
        asked = {"listZones": {}, "listApis": {}, "listUsers": {"id": login["userid"]}, "listNetworks": {},
                 "listVPCs": {}, "listNetworkServiceProviders": {}, "listCapabilities": {},
                 "listLdapConfigurations": {}, "cloudianIsEnabled": {}, "listHostsMetrics": {}}
        for command, parameters in asked.items():
            reply = session.get(endpoint, params=dict(parameters, command=command, response="json",
                                                      sessionkey=login["sessionkey"]))
            self.assertEqual(reply.status_code, 200, command + " " + reply.text)
            self.assertEqual(list(reply.json()), [command.lower() + "response"])
        for host in json.loads(reply.text)["listhostsmetricsresponse"]["host"]:
            self.assertIn("powerstate", host["outofbandmanagement"])
            self.assertIn("hastate", host["hostha"])
        session.get(endpoint, params={"command": "logout", "response": "json"})

    def test_list_apis_has_what_cloudmonkey_asserts(self):
        answer = self.cs.listApis(listall="true")
        self.assertEqual(answer["count"], len(answer["api"]))
        for api in answer["api"]:
            self.assertIsInstance(api["isasync"], bool)
            self.assertTrue(api["name"] and api["description"])
            self.assertIsInstance(api["response"], list)
            for parameter in api["params"]:
                self.assertTrue(parameter["name"] and parameter["type"])
                self.assertIsInstance(parameter["description"], str)
                self.assertIsInstance(parameter["required"], bool)


class TestCloudMonkey(unittest.TestCase):
    """Its requests, and what it takes for an answer, a list, an error and the end of a job."""

    KEYS = "apiKey={key}&command={command}&expires={expires}{more}&response=json&signatureversion=3"
    SESSION = "command={command}&expires={expires}{more}&response=json&sessionkey={sessionkey}&signatureversion=3"

    @classmethod
    def setUpClass(cls):
        cls.config = config()
        cls.http = requests.Session()
        cls.http.trust_env = False

    @staticmethod
    def expires():
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=15)
        return urllib.parse.quote(end.strftime("%Y-%m-%dT%H:%M:%SZ"), safe="")

    def query(self, command, more=""):
        query = self.KEYS.format(key=self.config["apikey"], command=command, expires=self.expires(), more=more)
        signed = "&".join(sorted(query.split("&"), key=lambda pair: pair.split("=")[0])).lower()
        digest = hmac.new(self.config["secretkey"].encode(), signed.encode(), hashlib.sha1).digest()
        return query + "&signature=" + urllib.parse.quote(base64.b64encode(digest).decode(), safe="")

    def ask(self, command, more="", post=False):
        """What is under the key that ends in "response"; CloudMonkey looks for nothing else."""
        query = self.query(command, more)
        endpoint = self.config["endpoint"]
        reply = self.http.post(endpoint, data=query, headers={"Content-Type": "application/x-www-form-urlencoded"}) \
            if post else self.http.get(endpoint + "?" + query)
        return next(value for key, value in reply.json().items() if key.endswith("response"))

    def test_every_api_of_sync_has_a_verb_and_what_is_stored_of_it(self):
        answer = self.ask("listApis", "&listall=true")
        self.assertEqual(answer["count"], len(answer["api"]))
        for api in answer["api"]:
            self.assertRegex(api["name"], "^[a-z]+([A-Z0-9]|$)")
            self.assertIsInstance(api.get("related", ""), str)
            for parameter in api["params"]:
                self.assertIsInstance(parameter.get("related", ""), str)

    def test_lists_are_found_beside_their_count(self):
        answer = self.ask("listHosts", "&listall=true&type=Routing")
        self.assertEqual(sorted(answer), ["count", "host"])
        self.assertEqual(answer["count"], len(answer["host"]))

    def test_errors_are_printed_from_their_code_and_text(self):
        answer = self.ask("enableHAForHost", "&hostid=no-such-id")
        self.assertEqual((answer["errorcode"], answer["cserrorcode"]), (431, 9999))
        self.assertIn("hostid", answer["errortext"])

    def test_jobs_are_polled_to_an_object(self):
        zone = self.ask("listZones")["zone"][0]["id"]
        job = self.ask("enableHAForZone", "&zoneid=" + zone, post=True)["jobid"]
        for _ in range(120):
            result = self.ask("queryAsyncJobResult", "&jobid=" + job)
            if result["jobstatus"] != 0:
                break
            time.sleep(0.5)
        self.assertEqual((result["jobstatus"], result["jobresult"]), (1, {"success": True}))

    def test_a_session_is_used_with_its_key_and_an_expiry_beside_it(self):
        login = self.http.post(self.config["endpoint"], data={
            "command": "login", "username": "admin", "password": self.config["password"], "domain": "/",
            "response": "json"}).json()["loginresponse"]
        query = self.SESSION.format(command="listZones", expires=self.expires(), more="",
                                    sessionkey=urllib.parse.quote(login["sessionkey"], safe=""))
        reply = self.http.get(self.config["endpoint"] + "?" + query)
        self.assertEqual(reply.status_code, 200, reply.text)
        self.assertIn("zone", reply.json()["listzonesresponse"])
