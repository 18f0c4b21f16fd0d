"""What Prometheus is told: figures of routes and of the outbox, nothing about anybody."""

import pytest
from prometheus_client import generate_latest, values
from sqlalchemy.exc import OperationalError

from lpcommunity.access import access
from lpcommunity.outbox import backlog as outbox_backlog
from lpcommunity.storage import db
from lpcommunity.web import metrics, metrics_server
from tests import factories
from tests.harness.client import Client


@pytest.fixture
def measured(database, tmp_path, monkeypatch):
    """An application whose requests are counted, as each web process has one."""
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path))
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    app = database.make_app(METRICS_PORT=9)
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
    values.close_all_multiprocess_files()


def told(app, folder) -> dict[str, float]:
    lines = generate_latest(metrics_server.registry(app, str(folder))).decode().splitlines()
    parts = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(figure) for name, _, figure in parts}


def test_a_request_is_counted_by_its_route(measured, tmp_path):
    client = measured.test_client()
    client.get("/invitations/a-very-secret-token")
    client.get("/no/such/place")
    client.open("/healthz", method="BREW")
    found = told(measured, tmp_path)
    assert found['lpcommunity_requests_total{method="GET",route="/invitations/<token>",status="404"}'] == 1
    assert found['lpcommunity_requests_total{method="other",route="-",status="303"}'] == 1
    assert found['lpcommunity_request_seconds_count{route="/invitations/<token>"}'] == 1
    assert not [name for name in found if "secret" in name or "such" in name or "BREW" in name]


def test_a_database_that_does_not_answer_is_counted(measured, tmp_path, monkeypatch):
    def down() -> str:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setitem(measured.view_functions, "health.healthz", access("anyone")(down))
    assert measured.test_client().get("/healthz").status_code == 503
    assert told(measured, tmp_path)["lpcommunity_database_errors_total"] == 1


def test_a_database_that_is_away_is_said(measured, tmp_path, monkeypatch):
    def away() -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(metrics_server, "backlog", away)
    found = told(measured, tmp_path)
    assert found["lpcommunity_database_up"] == 0
    assert "lpcommunity_mails_waiting" not in found


def test_what_waits_is_told(app, tmp_path):
    ann = factories.person("Ann")
    hull = factories.place("Hull")
    factories.belongs(ann, hull)
    factories.update(ann, hull)
    found, figures = outbox_backlog.backlog(), told(app, tmp_path)
    assert found.waiting > 0
    assert figures["lpcommunity_outbox_waiting"] == found.waiting
    assert figures["lpcommunity_outbox_given_up"] == 0
    assert figures["lpcommunity_outbox_oldest_seconds"] >= 0


def test_nothing_is_counted_where_nobody_asks(app, client, tmp_path, monkeypatch):
    assert "request_metrics" not in app.extensions
    assert metrics_server.complaint(app) is None
