"""What people say of themselves, and the roles they are given: one function for each intent."""

from lpcommunity.people.commands.profiles import SentPhoto, change_photo, change_profile, remove_photo
from lpcommunity.people.commands.roles import end_role, grant_role

__all__ = ["SentPhoto", "change_photo", "change_profile", "end_role", "grant_role", "remove_photo"]
