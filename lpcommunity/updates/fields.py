"""What an update consists of, besides its title."""

from lpcommunity.entries.kinds import Field
from lpcommunity.updates.models import STANDINGS

BODY, HELP = 20_000, 2_000

FIELDS = (
    Field("body", "What happened", limit=BODY),
    Field("standing", "How it stands", written=False, column="standing", choices=STANDINGS),
    Field("reason", "Why", limit=HELP, column="reason"),
    Field("help", "We would like help with", limit=HELP, column="help_wanted"),
    Field("milestone", written=False, kept=False),
    Field("themes", written=False, kept=False),
)
