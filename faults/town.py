"""Makes the place that everything happens in, and says who lives there: `python -m faults.town 9`."""

import json
import sys

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import passwords
from lpcommunity.app import create_app
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.people.models import Person
from lpcommunity.storage import migrations, now, session, sort_key, transactional

PASSWORD = "nine slow boats below the bridge"  # noqa: S105  (of made-up people, in a database that is thrown away)
ROLES = {"Lena Lead": "lead", "Fay Asker": "facilitator"}


@transactional
def _person(name: str, password_hash: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}@faults.example"
    one = Person(
        email=email, name=name, sort_name=sort_key(name), job_title="", helps_with="", created_at=now(),
        made_by_demo=False, password_hash=password_hash,
    )  # fmt: skip
    session().add(one)
    session().flush()
    return one


def main() -> None:
    """Make it."""
    app = create_app()
    with app.app_context():
        migrations.upgrade(app.config["SQLALCHEMY_DATABASE_URI"])
        place = found_partnership(OPERATOR, name="Faults on Sea", slug="faults")
        password = passwords.hashed(PASSWORD)
        people = {**ROLES, **{f"Member {number}": "member" for number in range(int(sys.argv[1]))}}
        told = {}
        for name, role in people.items():
            one = _person(name, password)
            told[one.email] = memberships.join(OPERATOR, place, one, role).id
        print(json.dumps({"slug": place.slug, "memberships": told, "password": PASSWORD}))


if __name__ == "__main__":
    main()
