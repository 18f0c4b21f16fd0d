"""Pictures, drawn anew: what was hidden in the file (where a photo was taken, a script, a second file) stays behind."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from lpcommunity.access import Invalid
from lpcommunity.attachments.file_types import PICTURES

LONGEST_SIDE = 2000
THUMBNAIL = 480
# How many pixels are decoded at most: asked before decoding, since a small file can hold a picture of gigabytes.
MOST_PIXELS = {"JPEG": 64_000_000}
MOST_PIXELS_ELSE = 25_000_000
Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())


@dataclass(frozen=True)
class Picture:
    """A picture as we keep it."""

    extension: str
    media_type: str
    content: bytes
    thumbnail: bytes
    width: int
    height: int


def reencode(filename: str, content: bytes) -> Picture:
    """Draw a picture anew: upright, at most 2,000 pixels long, without anything but its pixels. Raises Invalid."""
    try:
        with Image.open(io.BytesIO(content), formats=sorted(PICTURES)) as opened:
            most = MOST_PIXELS.get(opened.format or "", MOST_PIXELS_ELSE)
            if opened.width * opened.height > most:
                raise Invalid("files", "picture-too-many-pixels", filename=filename, most=most)
            jpeg = opened.format == "JPEG"
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image: Image.Image = ImageOps.exif_transpose(opened)
            image = _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid("files", "picture-too-many-pixels", filename=filename, most=MOST_PIXELS_ELSE) from None
    except UnidentifiedImageError:
        raise Invalid("files", "picture-unreadable", filename=filename) from None
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, MemoryError):
        raise Invalid("files", "file-damaged", filename=filename) from None
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    extension, kind = ("jpg", "JPEG") if jpeg else ("webp", "WEBP")
    return Picture(
        extension,
        f"image/{kind.lower()}",
        _encoded(image, kind, quality=86),
        _encoded(small, "WEBP", quality=80),
        image.width,
        image.height,
    )


def _plain(image: Image.Image) -> Image.Image:
    """Only pixels: RGB, or RGBA where something shines through."""
    see_through = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    plain = image.convert("RGBA" if see_through else "RGB")
    plain.info.clear()
    plain.getexif().clear()
    return plain


def _encoded(image: Image.Image, kind: str, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()
