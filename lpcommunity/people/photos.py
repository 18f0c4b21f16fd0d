"""Photos of people: decided by content, looked at before decoding, cut square and drawn anew.

What comes out was painted by us from pixels: nothing hidden in the file that came in survives, no place, no script.
"""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from lpcommunity.access import Invalid

SIDE = 256
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 20_000_000
MOST_PIXELS_JPEG = 60_000_000  # a JPEG is decoded at a fraction of its size
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
TYPE = "image/webp"


def square(filename: str, content: bytes) -> bytes:
    """A square WebP of 256 pixels from the middle of this picture. Raises Invalid (field photo)."""
    shown = f"“{filename[:80]}”" if filename else "This"
    if len(content) > MOST_BYTES:
        raise Invalid("photo", f"{shown} is larger than 10 MB. Choose a smaller picture")
    try:
        return _drawn(shown, content)
    except Image.DecompressionBombError as error:  # far beyond our own limit
        raise Invalid("photo", _too_many(shown, MOST_PIXELS)) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Invalid("photo", f"{shown} is not a picture we can read. Choose a JPEG, PNG, WebP or GIF") from error


def _drawn(shown: str, content: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit comes right after
        image = Image.open(io.BytesIO(content), formats=KINDS)
    with image:
        most = MOST_PIXELS_JPEG if image.format == "JPEG" else MOST_PIXELS
        if image.width * image.height > most:
            raise Invalid("photo", _too_many(shown, most))
        if min(image.size) < 32:
            raise Invalid("photo", f"{shown} is too small to know a face by. Choose one of at least 32 pixels each way")
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        upright = ImageOps.exif_transpose(image)
        flat = _on_paper(upright)
    out = io.BytesIO()
    ImageOps.fit(flat, (SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "WEBP", quality=84, method=4)
    return out.getvalue()


def _too_many(shown: str, most: int) -> str:
    return f"{shown} has too many pixels. Choose one of at most {most // 1_000_000} megapixels"


def _on_paper(image: Image.Image) -> Image.Image:
    """Without transparency, on white; a new image that carries no metadata."""
    whole = image.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    return paper
