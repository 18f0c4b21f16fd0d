"""`lpcommunity invite EMAIL --role programme-team`: how the first person of an installation comes in."""

import click
from flask.cli import with_appcontext

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands, queries
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.tokens import invitation_token
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.partnerships.queries import partnership as partnership_at
from lpcommunity.people import email_addresses
from lpcommunity.people.models import ROLES
from lpcommunity.web import external_url
from lpcommunity.web.humanize import day

CHOICES = [*ROLES, *PARTNERSHIP_ROLES]


@click.command()
@click.argument("email")
@click.option(
    "--role", type=click.Choice(CHOICES), default="programme-team", show_default=True, help="What they will be."
)
@click.option("--partnership", "slug", metavar="SLUG", help="The place, for a member, lead, deputy or facilitator.")
@with_appcontext
def command(email: str, role: str, slug: str | None) -> None:
    """Invite a person. The invitation goes out by e-mail; its link is printed, too."""
    invitation = invite_from_command_line(email, role, slug)
    click.echo(
        f"{invitation.email} is invited until {day(invitation.expires_at)}. The e-mail goes out as the worker runs."
    )
    click.echo(external_url("invitations.show", token=invitation_token(invitation)))


def invite_from_command_line(email: str, role: str, slug: str | None = None) -> Invitation:
    """Invite, or send again what waits already. Raises Invalid for what cannot be."""
    partnership = None if slug is None else partnership_at(slug)
    if slug is not None and partnership is None:
        raise Invalid("partnership", "partnership-unknown", slug=slug)
    if role in PARTNERSHIP_ROLES and partnership is None:
        raise Invalid("role", "role-needs-partnership", role=role)
    if role not in PARTNERSHIP_ROLES and partnership is not None:
        raise Invalid("role", "role-without-partnership", role=role)
    place = None if partnership is None else partnership.id
    for waiting in queries.waiting_for([email_addresses.normalised(email)], place):
        if waiting.role == role:
            waiting_id = waiting.id
            commands.send_again(OPERATOR, waiting)
            return queries.invitation(waiting_id)
    return queries.invitation(commands.invite(OPERATOR, email, role, partnership).id)
