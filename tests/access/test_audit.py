"""The audit record says from which request and address, and works where there is none."""

from sqlalchemy import select

from lpcommunity.access import audit, origin
from lpcommunity.access.models import AuditRecord
from lpcommunity.storage import session, transactional
from tests import factories as make
from tests.harness.client import Client
from tests.harness.visitor import Visitor


def _last():
    return session().scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()


@transactional
def _note():
    audit.note("tried", actor_id=None, subject_kind="test", subject_id=None)


def test_outside_of_a_request_both_are_empty(app):
    _note()
    assert (_last().request_id, _last().address) == (None, None)


def test_a_row_names_its_request_as_the_log_does_and_the_address_behind_it(app, database):
    amina = make.person("Amina Rahman")
    behind = {"REMOTE_ADDR": "10.0.0.3"}
    forged = {"X-Forwarded-For": "198.51.100.9", "X-Request-ID": "abcd-1234-efgh"}
    answer = Visitor(app, amina).post("/sign-out", headers=forged, environ_base=behind)
    assert _last().act == "signed-out"
    assert (_last().request_id, _last().address) == (answer.headers["X-Request-ID"], "10.0.0.3")
    assert _last().request_id != "abcd-1234-efgh"


def test_behind_a_trusted_proxy_it_is_the_persons_own_address(database):
    trusting = database.make_app(TRUSTED_PROXIES=["10.0.0.0/8"])
    trusting.test_client_class = Client
    with trusting.app_context():
        visitor = Visitor(trusting, make.person("Amina Rahman"))
        forwarded = {"X-Forwarded-For": "198.51.100.9", "X-Request-ID": "abcd-1234-efgh"}
        visitor.post("/sign-out", headers=forwarded, environ_base={"REMOTE_ADDR": "10.0.0.3"})
        assert (_last().request_id, _last().address) == ("abcd-1234-efgh", "198.51.100.9")


def test_the_next_request_of_a_thread_keeps_nothing(app):
    Visitor(app).get("/sign-in")
    assert origin.current() == origin.NOWHERE
