"""Several people who do something at the same moment."""

import threading
import time

from lpcommunity.access.refusals import CodedRefusal, Refused
from lpcommunity.storage import session


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


def slowly(monkeypatch, module, name: str) -> None:
    """Let this question take a moment, so that whoever does not wait for the other would have asked already."""
    asks = getattr(module, name)

    def ask(*args):
        answer = asks(*args)
        time.sleep(0.1)
        return answer

    monkeypatch.setattr(module, name, ask)
