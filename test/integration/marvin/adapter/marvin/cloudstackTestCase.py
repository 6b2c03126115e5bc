"""The base class of Marvin tests."""

import unittest

import pymysql

from marvin.connection import config, connect


class DbConnection:
    """Marvin's dbclient: each statement is committed by itself."""

    def __init__(self, settings):
        self.settings = settings

    def execute(self, sql, params=None):
        with pymysql.connect(autocommit=True, **self.settings) as connection, connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall()) if cursor.description else []


class TestClient:
    """What Marvin hands to each test class."""

    def __init__(self):
        self.config = config()
        self.api = connect()

    def getApiClient(self):
        return self.api

    def getDbConnection(self):
        return DbConnection(self.config["database"])

    def getParsedTestDataConfig(self):
        return self.config["testdata"]

    def getHypervisorInfo(self):
        return self.config["hypervisor"]


class cloudstackTestCase(unittest.TestCase):
    """Marvin's name for it."""

    @classmethod
    def getClsTestClient(cls):
        return TestClient()

    def setUp(self):
        self.testClient = self.getClsTestClient()
