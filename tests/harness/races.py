"""Several people who do something at the same moment."""

import io
import threading
import time
from typing import Any

from lpcommunity.access.refusals import CodedRefusal, Refused
from lpcommunity.storage import session
from tests.harness.client import Client
from tests.harness.writing_form import Form


def at_once(database, *acts) -> list[str]:
    """Do these things at the same moment, each in an application context of its own; the codes of what was refused."""
    session().rollback()
    gate, refused = threading.Barrier(len(acts)), []

    def do(act) -> None:
        with database.app.app_context():
            gate.wait()
            try:
                act()
            except CodedRefusal as error:
                refused.append(error.code)
            except Refused:
                refused.append("may not")

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    return refused


def pressed(form: Form, times: int, **typed: Any) -> list[int]:
    """Press the button of this form so often at the same moment. What each was answered. A file is (content, name)."""
    session().rollback()
    gate, answers = threading.Barrier(times), []

    def press(client: Client) -> None:
        said = {**form.fields, **{name: _fresh(value) for name, value in typed.items()}}
        gate.wait()
        answers.append(client.post(form.path, data=said).status_code)

    threads = [threading.Thread(target=press, args=(form.visitor.twin(),)) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    return answers


def _fresh(value: Any) -> Any:
    """A file may be read once; so each who sends it has one of their own."""
    if isinstance(value, list):
        return [_fresh(one) for one in value]
    return (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value


def slowly(monkeypatch, module, name: str) -> None:
    """Let this question take a moment, so that whoever does not wait for the other would have asked already."""
    asks = getattr(module, name)

    def ask(*args):
        answer = asks(*args)
        time.sleep(0.1)
        return answer

    monkeypatch.setattr(module, name, ask)
