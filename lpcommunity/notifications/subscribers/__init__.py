"""What happens elsewhere and who is told of it. Each function hears of one kind of event (see lpcommunity.outbox)."""

from lpcommunity.notifications.subscribers import demo, entries, invitations, mail, memberships

__all__ = ["demo", "entries", "invitations", "mail", "memberships"]
