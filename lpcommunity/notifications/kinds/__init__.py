"""The things that people are told: a file for each. What is listed here is known to the software.

To tell people of something more: write a file that ends with a TYPE (notifications.notification_types), and list it.
What is told of an entry when it comes on record, its Kind says (entries.kinds.Told).
"""

from lpcommunity.entries.kinds import Kind, for_each_kind
from lpcommunity.notifications import channels
from lpcommunity.notifications.kinds import (
    action_declined,
    action_due_soon,
    action_for_partner,
    action_given,
    action_late,
    action_reported,
    action_words_given,
    actions_without_owner,
    address_shared,
    answered,
    belongs,
    chance_missed,
    chance_offered,
    check_in_day,
    commented,
    email_change,
    email_changed,
    entry_shared,
    exchange_opened,
    facilitating_ended,
    facilitator_introduced,
    facilitator_leaves,
    facilitator_left,
    facilitator_missing,
    facilitator_stays,
    help_asked,
    helped,
    introduced,
    invitation,
    joined,
    left_there,
    mentioned,
    milestone_moved,
    moderator_missing,
    password_changed,
    password_reset,
    question_answered,
    reflection_waiting,
    replied,
    report_decided,
    report_waits,
    text_moderated,
    thanked,
    what_moved,
)
from lpcommunity.notifications.registry import is_registered

# In the order in which the account offers them by e-mail.
for _kind in (
    action_given, action_due_soon, action_late, action_declined, action_reported, action_words_given,
    action_for_partner, actions_without_owner, check_in_day, chance_offered, chance_missed,
    help_asked, answered, reflection_waiting, exchange_opened, facilitator_leaves, facilitator_stays, facilitator_left,
    facilitator_missing, replied, commented, mentioned, question_answered, left_there, milestone_moved, thanked,
    helped, joined, introduced, address_shared, report_waits, moderator_missing, report_decided, text_moderated,
    facilitator_introduced, facilitating_ended, belongs, invitation, password_reset, password_changed, email_change,
    email_changed, what_moved,
):  # fmt: skip
    channels.open_for(_kind.TYPE)
channels.open_for(action_words_given.ASKED_TYPE)
channels.open_for(action_for_partner.SOON)
channels.open_for(action_for_partner.LATE)


def _tell_of(kind: Kind) -> None:
    if kind.told is not None and not is_registered(kind.told.what):
        channels.open_for(entry_shared.type_of_kind(kind, kind.told))


for_each_kind(_tell_of)
