"""How settings of an environment become connections and policies."""

from pathlib import Path

import pytest
from django.db import connection

from workbench.env import database, form_places

URL = "postgres://anna:p%40ss@db.example.com:5433/brand"


def test_postgresql_by_its_address():
    found = database(URL, Path("/nowhere"))
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("brand", "anna", "p@ss")
    assert (found["HOST"], found["PORT"]) == ("db.example.com", "5433")


def test_what_follows_the_address_goes_to_the_driver():
    options = database(f"{URL}?sslmode=verify-full&sslrootcert=%2Fca.pem", Path("/"))["OPTIONS"]
    assert options["sslmode"] == "verify-full" and options["sslrootcert"] == "/ca.pem"
    assert options["connect_timeout"] == 5
    # A pooler that takes no start-up options gets none.
    assert database(f"{URL}?options=", Path("/"))["OPTIONS"]["options"] == ""


@pytest.mark.postgres
def test_the_server_prefers_indexes(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == ("1.1",)


def test_a_form_may_lead_to_the_identity_provider_and_nowhere_else():
    assert form_places("") == ["'self'"]
    assert form_places("https://id.example.com:8443/realms/brand/") == [
        "'self'",
        "https://id.example.com:8443",
    ]
