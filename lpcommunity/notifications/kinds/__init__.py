"""The things that people are told: a file for each. What is listed here is known to the software.

To tell people of something more: write a file that ends with a TYPE (notifications.notification_types), and list it.
"""

from lpcommunity.notifications.kinds import (
    answered,
    belongs,
    email_change,
    email_changed,
    facilitator_missing,
    invitation,
    joined,
    password_changed,
    password_reset,
    reflection_shared,
    reflection_waiting,
    replied,
    thanked,
    update_posted,
)
from lpcommunity.notifications.registry import register

# In the order in which the account offers them by e-mail.
for _kind in (
    answered, reflection_waiting, facilitator_missing, replied, thanked, update_posted, reflection_shared, joined,
    belongs, invitation, password_reset, password_changed, email_change, email_changed,
):  # fmt: skip
    register(_kind.TYPE)
