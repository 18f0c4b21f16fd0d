"""Files as people bring them: rows F1 to F5 and F14 of "Words as people bring them", and their brothers."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lpcommunity.access import Invalid
from lpcommunity.attachments import commands, file_types, images, refusal_text, unwanted_types
from lpcommunity.attachments.uploads import content_of
from lpcommunity.people import photos
from lpcommunity.storage import pixels
from tests import factories as make
from tests.attachments.test_files import zipped
from tests.factories import reading
from tests.harness.pictures import ADOBE_RGB, DISPLAY_P3, encoded, grey_profile, ink_profile, rgb_profile
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

P3 = rgb_profile(DISPLAY_P3)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture
def world(app):
    hull = make.place("Hull")
    amina = make.person("Amina")
    make.belongs(amina, hull)
    return SimpleNamespace(hull=hull, amina=amina, visitor=Visitor(app, amina))


@pytest.fixture
def form(world):
    return Form(world.visitor, f"/partnerships/{world.hull.slug}/updates/new")


def typed(**more):
    return {"body": "What happened.", "standing": "on-track", "audience": "community", **more}


def _drawn(image, kind, **more):
    drawn = images.reencode("a", encoded(image, kind, **more))
    return Image.open(io.BytesIO(drawn.content))


def _refused(name, content):
    with pytest.raises(Invalid) as refused:
        commands._examined(name, content)
    return refused.value


@pytest.mark.parametrize("size", [(4000, 3000), (6328, 4744)], ids=["12 MP", "30 MP"])
def test_f1_a_jpeg_with_a_second_picture_in_it_stays_a_jpeg(size):
    second = Image.new("RGB", (40, 30))
    content = encoded(Image.new("RGB", size, "#0c4f42"), "MPO", save_all=True, append_images=[second])
    assert Image.open(io.BytesIO(content)).format == "MPO"
    drawn = images.reencode("IMG_0001.JPG", content)
    assert (drawn.extension, drawn.media_type, drawn.width) == ("jpg", "image/jpeg", 2000)
    assert Image.open(io.BytesIO(drawn.content)).format == "JPEG"
    assert photos.square("IMG_0001.JPG", content)


def _ramp(mode):
    image = Image.new(mode, (256, 4))
    for x in range(256):
        for y in range(4):
            image.putpixel((x, y), x * 257)
    return image


def test_f2_sixteen_bits_of_grey_keep_their_tones():
    again = _drawn(_ramp("I;16"), "PNG").convert("L")
    tones = [again.getpixel((x, 2)) for x in range(256)]
    assert max(abs(tone - x) for x, tone in enumerate(tones)) <= 6
    assert max(photos_tones(_ramp("I;16"))) < 255


def photos_tones(image):
    """The tones in the middle of a photo of somebody that was made from half of this."""
    whole = image.resize((256, 64)).crop((0, 0, 128, 64))
    return Image.open(io.BytesIO(photos.square("a.png", encoded(whole, "PNG")))).convert("L").get_flattened_data()


def test_f2_what_shines_through_sixteen_bits_of_grey_still_does():
    again = _drawn(_ramp("I;16"), "PNG", transparency=0)
    assert again.mode == "RGBA"
    assert (again.getpixel((0, 2))[3], again.getpixel((200, 2))[3]) == (0, 255)


def near(colour: Any, other: Any) -> bool:
    """Whether two colours are the same, within what drawing anew rounds."""
    return all(abs(a - b) <= 4 for a, b in zip(colour, other, strict=True))


@pytest.mark.parametrize(
    ("meant", "seen"), [((234, 51, 35), (255, 0, 0)), ((60, 160, 70), (0, 163, 55))], ids=["red", "green"]
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_f3_colours_of_a_wide_screen_come_out_as_srgb(kind, meant, seen):
    exact: dict[str, Any] = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {"lossless": True}
    content = encoded(Image.new("RGB", (64, 64), meant), kind, icc_profile=P3, **exact)
    for made in (
        images.reencode("a", content).content,
        images.reencode("a", content).thumbnail,
        photos.square("a", content),
    ):
        again = Image.open(io.BytesIO(made))
        assert "icc_profile" not in again.info
        assert near(again.convert("RGB").getpixel((9, 9)), seen)


@pytest.mark.parametrize(
    ("image", "kind", "profile", "seen"),
    [
        (("RGB", (150, 120, 90)), "PNG", rgb_profile(ADOBE_RGB, (0, (2.19921875,))), (161, 121, 87)),
        (("RGBA", (234, 51, 35, 200)), "PNG", P3, (255, 0, 0)),
        (("L", 128), "PNG", grey_profile(1.0), (188, 188, 188)),
        (("CMYK", (255, 0, 0, 0)), "JPEG", ink_profile((255, 128, 128), (100, 200, 128)), (188, 0, 95)),
        (("CMYK", (0, 0, 0, 0)), "JPEG", ink_profile((255, 128, 128), (100, 200, 128)), (255, 255, 255)),
    ],
    ids=["Adobe RGB", "see-through", "grey", "ink", "paper"],
)  # fmt: skip
def test_f3_so_do_those_of_cameras_scanners_and_printers(image, kind, profile, seen):
    again = _drawn(Image.new(image[0], (64, 64), image[1]), kind, icc_profile=profile).convert("RGBA").getpixel((9, 9))
    assert near(again[:3], seen), again
    assert again[3] == (200 if image[0] == "RGBA" else 255)


@pytest.mark.parametrize(
    "profile", [b"junk" * 50, P3[:200], P3[:-40], grey_profile(1.0), P3 + bytes(4_000_000)],
    ids=["junk", "head alone", "cut off", "of grey", "very large"],
)  # fmt: skip
def test_f3_a_broken_profile_refuses_no_picture(profile):
    content = encoded(Image.new("RGB", (64, 64), (10, 200, 30)), "JPEG", icc_profile=profile)
    assert images.reencode("a.jpg", content).width == 64
    assert photos.square("a.jpg", content)


def test_f4_without_script_the_true_size_is_said(form):
    large = io.BytesIO(b"\xff\xd8\xff" + bytes(12_800_000))
    # In memory: the client would keep what is this large in a file of its own, and leave it open.
    boundary, body = encode_multipart({**form.fields, **typed(files=FileStorage(large, "IMG_2041.jpg"))})
    kind = f"multipart/form-data; boundary={boundary}"
    page = form.visitor.client.post(form.path, data=body, content_type=kind).get_data(as_text=True)
    assert "“IMG_2041.jpg” is 12.8 MB large; it can be at most 10 MB. Save it smaller and add that" in page
    assert "What happened." in page


def test_f4_what_is_too_large_by_little_is_not_said_to_be_just_right():
    with pytest.raises(Invalid, match=r"is 10.1 MB large; it can be at most 10 MB"):
        content_of(FileStorage(io.BytesIO(bytes(10_000_001)), "a.jpg"))


@pytest.mark.parametrize("before", [b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\0 \t\n"])
def test_f5_a_pdf_that_begins_with_a_line_break_is_taken(before):
    content = before + b"%PDF-1.7\n"
    assert file_types.document("report.pdf", content).media_type == "application/pdf"


@pytest.mark.parametrize("before", [b"<html><script>", b"GIF89a", b"MZ\x90", b"\n" * 1100])
def test_f5_but_nothing_else_may_stand_before_it(before):
    with pytest.raises(Invalid):
        file_types.document("report.pdf", before + b"%PDF-1.7\n")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("targets.csv", "day;£\n1;84\n".encode("utf-16"), "text/csv; charset=utf-16"),
        ("targets.csv", "\ufeffday;£\n".encode("utf-16-be"), "text/csv; charset=utf-16"),
        ("Notes.TXT", "Grüße, Łukasz\r\n".encode("utf-16"), "text/plain; charset=utf-16"),
        ("targets.csv", "day;£\n".encode("cp1252"), "text/csv; charset=windows-1252"),
        ("targets.csv", "\ufeffday;£\n".encode(), "text/csv; charset=utf-8"),
    ],
    ids=["Excel", "the other way round", "Notepad", "older Windows", "UTF-8"],
)
def test_f5_text_as_windows_writes_it_is_taken_as_it_is(world, name, content, media_type):
    made = commands.add_attachment(reading(world.amina), "t", name, content)
    answer = world.visitor.get(f"/attachments/{made.id}")
    assert (answer.data, answer.headers["Content-Type"]) == (content, media_type)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_f5_a_page_in_utf_16_is_no_text():
    assert _refused("a.txt", "<!doctype html><script>".encode("utf-16")).code == "file-kind-unknown"
    assert _refused("a.csv", b"\xff\xfe\0\0\x01\0").code == "file-kind-unknown"


def _heif(*brands):
    inside = b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])
    return (len(inside) + 4).to_bytes(4, "big") + inside + bytes(40)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        *((f"IMG_{n}", _heif(brand), "HEIC") for n, brand in enumerate((b"msf1", b"heis", b"hevx", b"heim", b"heic"))),
        ("IMG_1.HEIC", _heif(b"MiHE", b"mif1", b"heic"), "Settings, Camera, Formats, Most Compatible"),
        ("a.jpg", _heif(b"mif1", b"avif"), "AVIF picture"),
        ("film.mp4", _heif(b"isom", b"mp42"), "film or a recording"),
        ("IMG_1.MOV", _heif(b"qt  "), "its address into your text"),
        ("minutes.doc", OLE + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        ("minutes.doc", OLE, "save it as .docx"),
        ("budget.xls", OLE + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
        ("slides.ppt", OLE + "PowerPoint Document".encode("utf-16-le"), ".pptx or PDF"),
        ("RE: Hull.msg", OLE + "__substg1.0_".encode("utf-16-le"), "print it as PDF"),
        ("minutes.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "without a password"),
        ("Fwd.eml", b"From: Ann <ann@hull.example>\nSubject: x\n", "print it as PDF"),
        ("minutes.rtf", b"{\\rtf1\\ansi", "save it as .docx"),
        ("minutes.doc", b"{\\rtf1\\ansi", "save it as .docx"),
        ("minutes.pages", zipped(Index__Document="x"), "Export, then Word or PDF"),
        ("budget.numbers", zipped(Index__Document="x"), "Export, then Excel or PDF"),
        ("talk.key", zipped(Index__Document="x"), "Export, then PowerPoint or PDF"),
        ("all.zip", zipped(a="x"), "one by one"),
        ("talk.odp", zipped(mimetype="application/vnd.oasis.opendocument.presentation"), ".pptx or PDF"),
        ("scan.tiff", b"II*\0" + bytes(20), "Save it as JPEG"),
        ("scan.bmp", b"BM" + bytes(20), "PNG or JPEG"),
        ("logo.svg", b"<?xml version='1.0'?>\n<svg/>", "Save it as PNG"),
        ("page.html", b"<!doctype html>", "Print it as PDF"),
        ("plan.gdoc", b'{"doc_id": "x"}', "Put that address into your text"),
        ("~$minutes.docx", b"\x05Amina" + bytes(156), "Add the one without"),
    ],
)
def test_f5_what_is_not_taken_is_told_what_to_do(name, content, says):
    refused = _refused(name, content)
    assert says in str(refused)
    assert str(refused).startswith(f"“{file_types.quoted(name)}” ")


def test_f5_every_kind_that_we_do_not_take_has_its_sentence():
    kinds = {*unwanted_types._ENDINGS, *dict(unwanted_types._BEGINNINGS).values(), *unwanted_types._OLE_PARTS.values()}
    assert kinds | {"heic", "avif", "recording", "drawing", "lock-file"} == set(refusal_text.UNWANTED)
    assert not {f".{ending}" for ending in unwanted_types._BY_ENDING} & set(file_types.ACCEPT.split(","))


def test_f5_text_that_only_looks_like_something_else_is_taken():
    assert file_types.document("notes.txt", b"BM stands for benchmark").extension == "txt"
    assert file_types.document("notes.txt", b"ID 3 and MM").extension == "txt"


@pytest.mark.parametrize(
    "name",
    [
        "گزارش‌ها.pdf", "می‌خواهم بدانم.pdf", "क्‍ष.pdf", "👩‍👩‍👧 picnic.pdf", "🏳️‍🌈.pdf", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru.pdf", "👍🏽.pdf",
    ],
)  # fmt: skip
def test_f14_persian_and_emoji_file_names_stay(world, name):
    made = commands.add_attachment(reading(world.amina), "t", name, b"%PDF-1.7\n")
    assert made.name == name
    assert file_types.quoted(name) == name
    assert world.visitor.get(f"/attachments/{made.id}").status_code == 200


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("min\u200dutes.pdf", "min utes.pdf"), ("\u200dminutes\u200c.pdf", "minutes.pdf"),
        ("گزارش\u202efdp.pdf", "گزارش fdp.pdf"), ("a\u061cb\u2066c.pdf", "a b c.pdf"),
        ("گ" * 119 + "\u200c" + "گ" * 9 + ".pdf", "گ" * 119 + ".pdf"),
    ],
)  # fmt: skip
def test_f14_but_nothing_is_turned_round_or_hidden(name, clean):
    assert file_types.clean_name(name, "pdf") == clean


def test_pictures_that_come_together_are_drawn_one_after_the_other(monkeypatch):
    """Else ten photographs take the memory of ten, and every thread that others wait for."""
    content, together, most = encoded(Image.new("RGB", (600, 400), "teal"), "JPEG"), [], []
    really = pixels.eight_bits

    def watched(image):
        together.append(1)
        most.append(len(together))
        time.sleep(0.02)
        together.pop()
        return really(image)

    monkeypatch.setattr(pixels, "eight_bits", watched)
    with ThreadPoolExecutor(6) as pool:
        drawn = [pool.submit(draw, "a.jpg", content) for draw in (images.reencode, photos.square) * 3]
        assert all(one.result() for one in drawn)
    assert most == [1] * 6
