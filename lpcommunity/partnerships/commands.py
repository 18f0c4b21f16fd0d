"""Setting up places: organisations and partnerships. Who belongs to them is in partnerships.memberships."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.rate_limits import ADDRESSES, ADDRESSES_OF_TEAM, take
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.partnerships.map_positions import put_on_map
from lpcommunity.partnerships.memberships import lock_place
from lpcommunity.partnerships.models import Partnership, partnership_organisation, programme_partnership
from lpcommunity.partnerships.policy import can_change_people
from lpcommunity.partnerships.queries import person_with_email
from lpcommunity.people.models import SECTORS, Organisation, Person
from lpcommunity.programmes.models import Programme
from lpcommunity.programmes.policy import can_run_programme
from lpcommunity.storage import name_locks, now, session, slug_of, sort_key, transactional


def person_to_add(actor: Reader, partnership: Partnership, email: str) -> Person | None:
    """Whoever can be added to this place by their address. Each question is counted, since the answer tells who has an
    account: raises TooMany beside Refused.
    """
    require(can_change_people(actor, partnership.id))
    take(actor, ADDRESSES_OF_TEAM if actor.programme_team else ADDRESSES)
    return person_with_email(email)


@dataclass(frozen=True)
class NamedOrganisation:
    """An organisation as somebody names it while setting up a place: known already, or not."""

    name: str
    sector: str = ""


@transactional
def organisation_named(actor: Reader | Operator, named: NamedOrganisation) -> Organisation:
    """The organisation of this name, which is added where there is none yet. Raises Invalid (sector) for a new one
    without its kind.
    """
    require(can_run_programme(actor))
    slug = slug_of(named.name)
    name_locks.hold(f"organisation {slug}")
    there = session().scalar(select(Organisation).where(Organisation.slug == slug))
    return there or add_organisation(actor, name=named.name, sector=named.sector)


@transactional
def add_organisation(actor: Reader | Operator, *, name: str, slug: str = "", sector: str) -> Organisation:
    """Add a council, university, NHS body, business or charity. A double click is one. Raises Invalid for an unknown
    sector, a taken slug.
    """
    require(can_run_programme(actor))
    if sector not in SECTORS:
        raise Invalid("sector", "sector-unknown")
    slug = slug or slug_of(name)
    name_locks.hold(f"organisation {slug}")
    there = session().scalar(select(Organisation).where(Organisation.slug == slug))
    if there is not None:
        same = (there.name, there.sector) == (name, sector)
        if same and audit.did_just_now("organisation-added", actor.id, there.id):
            return there
        raise Invalid("name", "organisation-name-taken", name=name)
    organisation = Organisation(slug=slug, name=name, sort_name=sort_key(name), sector=sector)
    session().add(organisation)
    session().flush()
    audit.note("organisation-added", actor_id=actor.id, subject_kind="organisation", subject_id=organisation.id)
    return organisation


@transactional
def change_organisation(actor: Reader | Operator, organisation: Organisation, *, name: str, sector: str) -> None:
    """Correct the name or sector of an organisation; its address stays."""
    require(can_run_programme(actor))
    if sector not in SECTORS:
        raise Invalid("sector", "sector-unknown")
    organisation.name, organisation.sort_name, organisation.sector = name, sort_key(name), sector


@transactional
def found_partnership(
    actor: Reader | Operator,
    *,
    name: str,
    slug: str = "",
    summary: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    organisations: Sequence[Organisation] = (),
    one_more: NamedOrganisation | None = None,
    programme: Programme | None = None,
) -> Partnership:
    """Set up the partnership of a place, within a programme if one is given. `latitude` and `longitude` in degrees
    (WGS 84), both or none; `one_more`: an organisation beside those in the list. A double click is one.

    Raises Invalid for a taken slug, a place off the map of the United Kingdom, or (sector) an organisation of no kind.
    """
    require(can_run_programme(actor))
    slug = slug or slug_of(name)
    organisations = _with_one_more(actor, organisations, one_more)
    name_locks.hold(f"partnership {slug}")
    there = session().scalar(select(Partnership).where(Partnership.slug == slug))
    if there is not None:
        said = (name, summary, latitude, longitude, {one.id for one in organisations})
        if said == _said_of(there) and audit.did_just_now("partnership-founded", actor.id, there.id):
            return there
        raise Invalid("name", "partnership-name-taken", name=name)
    _check_place(latitude, longitude)
    partnership = Partnership(
        slug=slug,
        name=name,
        sort_name=sort_key(name),
        summary=summary,
        latitude=latitude,
        longitude=longitude,
        created_at=now(),
    )
    session().add(partnership)
    session().flush()
    put_on_map(partnership)
    _put_organisations(partnership, organisations)
    _note(actor, "partnership-founded", partnership)
    if programme is not None:
        take_into_programme(actor, partnership, programme)
    return partnership


@transactional
def take_into_programme(actor: Reader | Operator, partnership: Partnership, programme: Programme) -> None:
    """Let a place take part in a programme, before it works on anything there. Twice is once."""
    require(can_run_programme(actor))
    name_locks.hold(f"places of programme {programme.id}")
    table = programme_partnership
    row = {"programme_id": programme.id, "partnership_id": partnership.id}
    if session().execute(select(table).filter_by(**row)).first() is None:
        session().execute(table.insert(), row)
        audit.note(
            "place-taken-in",
            actor_id=actor.id,
            subject_kind="programme",
            subject_id=programme.id,
            place_id=partnership.id,
        )


@transactional
def change_partnership(
    actor: Reader | Operator,
    partnership: Partnership,
    *,
    name: str,
    summary: str,
    latitude: float | None,
    longitude: float | None,
    organisations: Sequence[Organisation],
    one_more: NamedOrganisation | None = None,
) -> None:
    """Change what is said of a place and which organisations are in it (`one_more` beside those in the list); its
    address stays. The same again is none.
    """
    require(can_run_programme(actor))
    organisations = _with_one_more(actor, organisations, one_more)
    _check_place(latitude, longitude)
    lock_place(partnership.id)
    session().refresh(partnership)
    if _said_of(partnership) == (name, summary, latitude, longitude, {one.id for one in organisations}):
        return
    partnership.name, partnership.sort_name, partnership.summary = name, sort_key(name), summary
    partnership.latitude, partnership.longitude = latitude, longitude
    session().flush()
    put_on_map(partnership)
    _put_organisations(partnership, organisations)
    _note(actor, "partnership-changed", partnership)


def _with_one_more(
    actor: Reader | Operator, organisations: Sequence[Organisation], one_more: NamedOrganisation | None
) -> Sequence[Organisation]:
    if one_more is None:
        return organisations
    found = organisation_named(actor, one_more)
    return organisations if found in organisations else [*organisations, found]


def _said_of(partnership: Partnership) -> tuple[str, str, float | None, float | None, set[int]]:
    """What is said of a place, with the organisations in it."""
    table = partnership_organisation
    among = session().scalars(select(table.c.organisation_id).where(table.c.partnership_id == partnership.id))
    one = partnership
    return one.name, one.summary, one.latitude, one.longitude, set(among)


def wrong_in_position(latitude: float | None, longitude: float | None) -> Iterator[Invalid]:
    """All that is wrong with where a place is, each with what was given. The map shows the United Kingdom: 49 to 61
    degrees north, 9 west to 2.5 east.
    """
    if (latitude is None) != (longitude is None):
        yield Invalid("latitude" if longitude is None else "longitude", "position-incomplete")
    if latitude is not None and not 49 <= latitude <= 61:
        yield Invalid("latitude", "latitude-abroad")
    if longitude is not None and not -9 <= longitude <= 2.5:
        yield Invalid("longitude", "longitude-abroad")


def _check_place(latitude: float | None, longitude: float | None) -> None:
    for wrong in wrong_in_position(latitude, longitude):
        raise wrong


def _put_organisations(partnership: Partnership, organisations: Sequence[Organisation]) -> None:
    table = partnership_organisation
    session().execute(table.delete().where(table.c.partnership_id == partnership.id))
    rows = [{"partnership_id": partnership.id, "organisation_id": one.id} for one in organisations]
    if rows:
        session().execute(table.insert(), rows)


def _note(actor: Reader | Operator, act: str, partnership: Partnership) -> None:
    audit.note(act, actor_id=actor.id, subject_kind="partnership", subject_id=partnership.id)
