"""Pictures, drawn anew: what was hidden in the file (where a photo was taken, a script, a second file) stays behind."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from lpcommunity.access import Invalid
from lpcommunity.attachments.file_types import PICTURES
from lpcommunity.storage import pixels

LONGEST_SIDE = 2000
THUMBNAIL = 480
# How many pixels are decoded at most: asked before decoding, since a small file can hold a picture of gigabytes.
MOST_PIXELS_JPEG = 64_000_000
MOST_PIXELS_ELSE = 25_000_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_JPEG


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
    """Draw a picture anew: upright, at most 2,000 pixels long, in sRGB, with nothing but its pixels. Raises Invalid."""
    with pixels.ONE_AT_A_TIME:
        return _drawn(filename, content)


def _drawn(filename: str, content: bytes) -> Picture:
    try:
        with Image.open(io.BytesIO(content), formats=sorted(PICTURES)) as opened:
            jpeg = pixels.is_jpeg(opened)
            most = pixels.most_pixels(opened, content, MOST_PIXELS_JPEG if jpeg else MOST_PIXELS_ELSE)
            if opened.width * opened.height > most:
                raise Invalid("files", "picture-too-many-pixels", filename=filename, most=most)
            if pixels.has_too_many_scans(opened, content):
                raise Invalid("files", "picture-too-many-scans", filename=filename)
            profile = opened.info.get("icc_profile")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if opened.width * opened.height > pixels.MOST_PIXELS_DECODED:
                raise Invalid("files", "picture-too-many-pixels", filename=filename, most=MOST_PIXELS_ELSE)
            image: Image.Image = pixels.eight_bits(ImageOps.exif_transpose(opened))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            image = pixels.in_srgb(image, profile)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid("files", "picture-too-many-pixels", filename=filename, most=MOST_PIXELS_ELSE) from None
    except UnidentifiedImageError:
        raise Invalid("files", "picture-unreadable", filename=filename) from None
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, MemoryError):
        raise Invalid("files", "file-damaged", filename=filename) from None
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


def _encoded(image: Image.Image, kind: str, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()
