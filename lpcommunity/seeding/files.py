"""A few files that entries carry: kept once each, and named again and again."""

import io
from dataclasses import asdict, dataclass
from random import Random

from PIL import Image

from lpcommunity.attachments import images
from lpcommunity.storage import blobs

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<<>>"


@dataclass(frozen=True)
class File:
    """A file as an attachment knows it."""

    kind: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    alt: str
    blob_key: str
    thumb_key: str | None


def kept(dice: Random) -> list[dict[str, object]]:
    """The files, as columns of an attachment. Their content lies in the data folder."""
    found = [File("document", "Notes.pdf", "application/pdf", len(PDF), None, None, "", blobs.store(PDF), None)]
    for name in ("walk", "map", "figures"):
        drawn = io.BytesIO()
        Image.new("RGB", (900, 600), (dice.randrange(256), 120, dice.randrange(256))).save(drawn, "PNG")
        picture = images.reencode(f"{name}.png", drawn.getvalue())
        found.append(
            File(
                "picture",
                f"{name}.{picture.extension}",
                picture.media_type,
                len(picture.content),
                picture.width,
                picture.height,
                f"A {name}, in one colour",
                blobs.store(picture.content),
                blobs.store(picture.thumbnail),
            )
        )
    return [asdict(one) for one in found]
