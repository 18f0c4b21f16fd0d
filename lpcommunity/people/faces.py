"""People as lists show them: by name and face, with a photo or initials."""

from dataclasses import dataclass

from lpcommunity.people.models import photo_url_of
from lpcommunity.people.names import first_name_of, initials_of


class Face:
    """What a row of a list that carries these columns shows of a person."""

    id: int
    name: str
    photo_key: str | None

    @property
    def initials(self) -> str:
        """Two letters that stand for the person where there is no photo."""
        return initials_of(self.name)

    @property
    def photo_url(self) -> str | None:
        """Where the photo is, if there is one."""
        return photo_url_of(self.id, self.photo_key)


@dataclass(frozen=True)
class NamedPerson:
    """Somebody, by name."""

    id: int
    name: str

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)
