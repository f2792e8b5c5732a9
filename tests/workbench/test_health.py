import pytest
import redis
from django.db import InterfaceError, OperationalError


@pytest.mark.django_db
def test_health_page_answers_without_an_account(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok"


@pytest.mark.django_db
def test_readiness_names_database_and_cache(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "oldest_waiting_job_seconds": 0, "cache": "ok"}


def broken(error: Exception):
    def ask(*arguments, **more):
        raise error

    return ask


@pytest.fixture
def patient_client(client):
    """Sees the error page instead of the error."""
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        OperationalError("server closed the connection unexpectedly"),
        InterfaceError("connection already closed"),
        redis.ConnectionError("Connection refused"),
    ],
)
def test_a_database_or_queue_that_is_away_is_a_page_to_try_again(
    patient_client, monkeypatch, error
):
    monkeypatch.setattr("workbench.views.first_run.needed", broken(error))

    response = patient_client.get("/?period=2026-Q4")

    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "請過幾秒再試" in page
    assert 'href="/?period=2026-Q4"' in page


@pytest.mark.django_db
def test_any_other_error_is_ours(patient_client, monkeypatch):
    monkeypatch.setattr("workbench.views.first_run.needed", broken(ValueError("no")))

    assert patient_client.get("/").status_code == 500


def test_every_entry_of_the_timetable_has_a_name_for_people():
    from workbench.health import ENTRIES
    from workbench.schedule import TIMETABLE

    assert set(TIMETABLE) - set(ENTRIES) == set()
