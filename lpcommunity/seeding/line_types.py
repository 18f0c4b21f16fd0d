"""The lines of inboxes that the bench's community has, as the product's own are called."""

from lpcommunity.notifications.kinds import answered, reflection_waiting, replied, thanked
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.updates.kind import UPDATE

UPDATE_POSTED = UPDATE.told.what if UPDATE.told else ""
REFLECTION_SHARED = REFLECTION.told.what if REFLECTION.told else ""
REFLECTION_WAITING = reflection_waiting.TYPE.key
ANSWERED = answered.TYPE.key
REPLIED = replied.TYPE.key
THANKED = thanked.TYPE.key
