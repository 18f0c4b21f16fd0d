"""What happens elsewhere and who is told of it. Each function hears of one kind of event (see lpcommunity.outbox)."""

from lpcommunity.notifications.subscribers import about_demo, about_entries, about_invitations, about_people, by_mail

__all__ = ["about_demo", "about_entries", "about_invitations", "about_people", "by_mail"]
