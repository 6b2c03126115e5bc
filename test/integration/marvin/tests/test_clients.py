"""Clients that people use, unchanged, against the API: cs (exoscale) and Apache Libcloud; the UI's session."""

import json
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
