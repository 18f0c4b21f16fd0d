"""People, where they belong, the roles they hold, whom they follow, and the browsers they signed in with."""

from datetime import datetime, timedelta
from random import Random

from lpcommunity.accounts.models import SignInSession
from lpcommunity.invitations.models import Invitation
from lpcommunity.notifications.models import LetterReader, MailChoice
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.seeding import names
from lpcommunity.seeding.accounts import DOMAIN, Account, accounts
from lpcommunity.seeding.places import YEARS, table
from lpcommunity.seeding.ranking import Ranking
from lpcommunity.seeding.writer import Writer
from lpcommunity.storage import slug_of, sort_key

SESSIONS = 5  # of a person, on average; all over but those of today
CHOSE_LETTER = 9  # one in so many chose when their letter comes
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"
FACILITATORS_EACH = 4  # places of a facilitator, on average
FACILITATES_LATELY = 8  # one in so many came later than what is confided


class People:
    """Writes people, and knows who has been given what."""

    def __init__(self, writer: Writer, dice: Random, ranking: Ranking, moment: datetime, password_hash: str) -> None:
        self.writer, self.dice, self.ranking, self.moment = writer, dice, ranking, moment
        self.password_hash = password_hash
        self.today = moment.date()
        self.ids: list[int] = []
        self._held: set[tuple[int, int]] = set()

    def write(self, number: int) -> dict[str, int]:
        """So many people, those with known addresses among them. Returns the ids of these by their keys."""
        known = {account.key: self._known(account) for account in accounts(self.ranking)}
        others = names.people(self.dice, number - len(known))
        made = [self._person(name, f"{slug_of(name)}-{n}@{DOMAIN}") for n, name in enumerate(others, 1)]
        facilitators = made[: max(2, len(self.ranking.order) * 3 // 2 // FACILITATORS_EACH)]
        self._facilitate(facilitators)
        self._lead(made[len(facilitators) :])
        for person_id in made[len(facilitators) :]:
            self._belong_somewhere(person_id)
        for person_id in facilitators[:: FACILITATORS_EACH * 2]:
            self._belong_somewhere(person_id)  # a member in one place, a facilitator in others
        for role, each in (("programme-team", 1000), ("evaluator", 2000), ("administrator", 4000)):
            for person_id in self.dice.sample(made, 1 + len(made) // each):
                self._role(person_id, role)
        self.ids = [*known.values(), *made]
        return known

    def _person(self, name: str, email: str, *, new: bool = False) -> int:
        dice = self.dice
        person_id = self.writer.number(table(Person))
        since = self.moment - (timedelta(days=1) if new else timedelta(days=dice.randint(3, YEARS.days)))
        self.writer.add(
            table(Person),
            {
                "id": person_id,
                "email": email,
                "name": name,
                "sort_name": sort_key(name),
                "job_title": dice.choice(names.JOBS),
                "organisation_id": None if new else 1 + int(dice.random() * len(self.ranking.order) * 2),
                "helps_with": "" if new else dice.choice(names.HELPS_WITH),
                "photo_key": None,
                "password_hash": self.password_hash,
                "created_at": since,
                "disabled_at": self.moment if not email.startswith("bench-") and dice.random() < 0.01 else None,
                "made_by_demo": False,
            },
        )
        for n in range(0 if new else int(dice.expovariate(1 / SESSIONS))):
            self._session(person_id, n)
        if dice.random() < 0.04:
            self.writer.add(
                table(MailChoice),
                {
                    "id": self.writer.number(table(MailChoice)),
                    "person_id": person_id,
                    "kind": dice.choice(("answered", "reflection-waiting")),
                    "how": "never",
                    "off_since": since,
                },
            )
        if person_id % CHOSE_LETTER == 0:
            self._letter(person_id)
        return person_id

    def _letter(self, person_id: int) -> None:
        """Every other one of those who chose gets it daily, the others on another day than most."""
        daily = person_id % (2 * CHOSE_LETTER) == 0
        chosen = {"how": "daily", "weekday": 0} if daily else {"how": "weekly", "weekday": person_id % 7}
        told = {"last_day": self.today - timedelta(days=1), "told_until": self.moment - timedelta(days=1)}
        self.writer.add(table(LetterReader), {"person_id": person_id, **chosen, **told})

    def _session(self, person_id: int, n: int) -> None:
        started = self.moment - timedelta(days=n * 9, seconds=int(self.dice.random() * 86_400))
        over = n > 0
        self.writer.add(
            table(SignInSession),
            {
                "id": self.writer.number(table(SignInSession)),
                "key_hash": f"{self.dice.getrandbits(256):064x}",
                "person_id": person_id,
                "started_at": started,
                "seen_at": started + timedelta(minutes=20),
                "confirmed_at": started,
                "browser": BROWSER,
                "ended_at": started + timedelta(minutes=25) if over else None,
                "ended_because": "signed out" if over else "",
            },
        )

    def _known(self, account: Account) -> int:
        person_id = self._person(account.name, account.email, new=account.is_new)
        since = self.moment - (timedelta(days=1) if account.is_new else YEARS)
        for place, role in account.belongs:
            self._belong(person_id, place + 1, role, since)
        for place, role in account.belonged:
            self._belong(person_id, place + 1, role, since, ended_at=self.moment - timedelta(days=40))
        for role in account.roles:
            self._role(person_id, role)
        return person_id

    def _facilitate(self, facilitators: list[int]) -> None:
        """One or two for each place; a few have none, or had one."""
        for place in range(len(self.ranking.order)):
            for _ in range(self.dice.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 2)) if place % 31 != 30 else 0):
                over = self.dice.random() < 0.06
                ended = self.moment - timedelta(days=self.dice.randint(5, 300)) if over else None
                self._belong(self.dice.choice(facilitators), place + 1, "facilitator", ended_at=ended)

    def _lead(self, people: list[int]) -> None:
        """A lead for each place, for most a deputy; some people lead two."""
        for place in range(len(self.ranking.order)):
            for role in ("lead", "deputy") if place % 5 else ("lead",):
                self._belong(self.dice.choice(people), place + 1, role)

    def _belong_somewhere(self, person_id: int) -> None:
        """Most belong to one place, a few to two or to none any more; busy places have more people."""
        dice = self.dice
        if dice.random() < 0.02:
            return
        place = self._some_place()
        if dice.random() < 0.08:
            self._belong(person_id, place, "member", ended_at=self.moment - timedelta(days=dice.randint(1, 500)))
            if dice.random() < 0.5:
                return
            place = self._some_place()
        until = self.today + timedelta(days=dice.randint(-30, 400)) if dice.random() < 0.05 else None
        self._belong(person_id, place, "member", until=until)
        if dice.random() < 0.04:
            self._belong(person_id, self._some_place(), "member")

    def _some_place(self) -> int:
        return 1 + self.ranking.order[int(len(self.ranking.order) * self.dice.random() ** 1.4)]

    def _belong(
        self,
        person_id: int,
        place_id: int,
        role: str,
        since: datetime | None = None,
        *,
        ended_at: datetime | None = None,
        until: object = None,
    ) -> None:
        if (person_id, place_id) in self._held:
            return
        self._held.add((person_id, place_id))
        begun = since or self.moment - timedelta(days=self.dice.randint(1, YEARS.days))
        if ended_at is not None:
            begun = min(begun, ended_at - timedelta(days=90))
        if role == "facilitator" and (person_id + place_id) % FACILITATES_LATELY:
            begun = self.moment - YEARS  # most have been there from the first, and read all that was confided
        self.writer.add(
            table(Membership),
            {
                "id": self.writer.number(table(Membership)),
                "person_id": person_id,
                "partnership_id": place_id,
                "role": role,
                "starts_on": begun.date(),
                "ends_on": until,
                "ended_at": ended_at,
                "created_at": begun,
                "began_at": begun,
            },
        )

    def _role(self, person_id: int, role: str) -> None:
        self.writer.add(
            table(RoleHolding),
            {
                "id": self.writer.number(table(RoleHolding)),
                "person_id": person_id,
                "role": role,
                "started_at": self.moment - YEARS,
                "ended_at": None if self.dice.random() < 0.9 or person_id < 20 else self.moment - timedelta(days=90),
            },
        )


def invite(writer: Writer, dice: Random, places: int, inviter_id: int, moment: datetime) -> None:
    """Some who have been invited and have not come yet."""
    for n in range(1, places // 3 + 1):
        sent = moment - timedelta(days=dice.randint(1, 40))
        writer.add(
            table(Invitation),
            {
                "id": writer.number(table(Invitation)),
                "email": f"invited-{n}@{DOMAIN}",
                "name": "",
                "partnership_id": 1 + int(dice.random() * places),
                "role": "member",
                "inviter_id": inviter_id,
                "nonce": f"{dice.getrandbits(128):032x}",
                "invited_at": sent,
                "sent_at": sent,
                "expires_at": sent + timedelta(days=14),
                "claimed_at": None,
                "claimed_by_id": None,
                "withdrawn_at": None,
            },
        )
