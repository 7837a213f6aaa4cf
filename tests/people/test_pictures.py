"""An uploaded picture is a stranger's file: judged by content, decoded elsewhere, published without its past."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, PngImagePlugin

from people import pictures
from people.models import Executive
from people.picture_child import LONGEST_SIDE
from people.pictures import reencode
from tests.people.making import executive

SECRET = b"Meeting room 5, Oslo"


def upload(image, kind, name="picture.bin", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return ContentFile(buffer.getvalue(), name=name)


def exif(orientation=1):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = SECRET.decode()
    data.get_ifd(0x8825)[1] = "N"
    return data


def opened(picture):
    return Image.open(io.BytesIO(picture.read()))


RED = Image.new("RGB", (60, 20), (200, 10, 10))


class TestWhatIsPublished:
    @pytest.mark.parametrize(("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
    def test_is_of_the_same_kind_whatever_its_name_says(self, kind, extension):
        fresh = reencode(upload(RED, kind, name="evil.svg"))
        assert fresh.name == f"picture.{extension}"
        assert opened(fresh).format == kind

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_holds_no_place_and_no_remark_of_the_camera(self, kind):
        given = upload(RED, kind, exif=exif())
        assert SECRET in given.read()
        fresh = reencode(given)
        assert SECRET not in fresh.read()
        fresh.seek(0)
        assert not opened(fresh).getexif()

    def test_holds_no_comment_of_the_editor(self):
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET.decode())
        assert SECRET not in reencode(upload(RED, "PNG", pnginfo=notes)).read()
        assert SECRET not in reencode(upload(RED, "JPEG", comment=SECRET)).read()

    def test_holds_nothing_that_was_hung_on_behind_it(self):
        given = upload(RED, "JPEG")
        assert SECRET not in reencode(ContentFile(given.read() + SECRET, name="a.jpg")).read()

    def test_stands_upright(self):
        fresh = reencode(upload(RED, "JPEG", exif=exif(orientation=6)))
        assert opened(fresh).size == (20, 60)

    def test_is_of_a_size_for_readers(self):
        fresh = reencode(upload(Image.new("L", (LONGEST_SIDE * 2, 1000)), "PNG"))
        assert opened(fresh).size == (LONGEST_SIDE, 500)

    def test_keeps_its_transparency(self):
        fresh = reencode(upload(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"))
        assert opened(fresh).convert("RGBA").getpixel((4, 4))[3] == 0

    def test_keeps_its_colours_where_it_had_a_palette_of_its_own(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        fresh = reencode(upload(RED, "PNG", icc_profile=profile))  # a profile that does not fit is passed over
        assert opened(fresh).getpixel((5, 5)) == (200, 10, 10)
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        assert opened(reencode(upload(RED, "PNG", icc_profile=srgb))).getpixel((5, 5)) == (200, 10, 10)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
    def test_may_be_of_any_depth(self, mode):
        assert opened(reencode(upload(Image.new(mode, (9, 9)), "PNG"))).size == (9, 9)

    def test_may_be_for_print(self):
        assert opened(reencode(upload(Image.new("CMYK", (9, 9)), "JPEG"))).mode == "RGB"

    def test_may_be_two_in_one_file(self):
        given = upload(RED, "MPO", save_all=True, append_images=[RED])
        assert opened(reencode(given)).format == "JPEG"


def png_that_claims(width, height):
    """A few bytes that call themselves a very large picture."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"GIF89a" + b"\0" * 100,
            b"%PDF-1.7",
            b"\xff\xd8\xff\xe0 broken",
            b"\x89PNG\r\n\x1a\n",
        ],
        ids=["nothing", "svg", "gif", "pdf", "broken jpeg", "broken png"],
    )
    def test_whatever_is_no_picture_of_a_known_kind(self, content):
        with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
            reencode(ContentFile(content, name="innocent.png"))

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
    def test_a_sound_picture_of_another_kind(self, kind):
        with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
            reencode(upload(RED, kind, name="innocent.png"))

    @pytest.mark.parametrize("size", [(50_001, 1000), (65_000, 65_000), (2**31 - 1, 2**31 - 1)])
    def test_a_bomb(self, size):
        with pytest.raises(ValidationError, match="50 million"):
            reencode(ContentFile(png_that_claims(*size), name="bomb.png"))

    def test_a_cut_off_picture(self):
        given = upload(Image.effect_noise((300, 300), 90), "JPEG").read()
        with pytest.raises(ValidationError):
            reencode(ContentFile(given[: len(given) // 2], name="half.jpg"))

    def test_too_large_a_file_before_it_is_read(self, monkeypatch):
        monkeypatch.setattr(pictures, "MAX_BYTES", 10)
        monkeypatch.setattr("people.pictures.subprocess.run", None)
        with pytest.raises(ValidationError, match="20 MB"):
            reencode(upload(RED, "PNG"))

    def test_one_that_takes_too_long(self, monkeypatch):
        monkeypatch.setattr(pictures, "CHILD_SECONDS", 0.001)
        with pytest.raises(ValidationError):
            reencode(upload(RED, "PNG"))

    def test_one_that_takes_too_much_memory(self, tmp_path, monkeypatch):
        text = pictures.CHILD.read_text().replace("MEMORY = 2 * 1024**3", "MEMORY = 60 * 1024**2")
        assert "60 *" in text
        small = tmp_path / "child.py"
        small.write_text(text)
        monkeypatch.setattr(pictures, "CHILD", small)
        with pytest.raises(ValidationError):
            reencode(upload(Image.new("RGBA", (5000, 5000)), "PNG"))


@pytest.mark.django_db
class TestOnEveryWayToTheStorage:
    def stored(self, row):
        row.refresh_from_db()
        with row.portrait.open() as file:
            return file.read()

    def test_a_picture_is_encoded_anew(self):
        by_row = executive(portrait=upload(RED, "JPEG", exif=exif()))
        by_file = executive()
        by_file.portrait.save("evil.svg", upload(RED, "JPEG", exif=exif()))
        [in_bulk] = Executive.objects.bulk_create(
            [Executive(name={"en": "B"}, portrait=upload(RED, "JPEG", exif=exif()))]
        )
        for row in (by_row, by_file, in_bulk):
            assert self.stored(row).startswith(b"\xff\xd8")
            assert SECRET not in self.stored(row)

    def test_its_name_is_random_and_says_nothing(self):
        first, second = (executive(portrait=upload(RED, "PNG", name="ceo-designate.png")) for _ in range(2))
        assert first.portrait.name != second.portrait.name
        folder, _slash, name = str(first.portrait.name).partition("/")
        assert folder == "portraits"
        assert len(name) == len("x" * 32 + ".png")
        assert name.endswith(".png")

    def test_a_refusal_comes_before_anything_is_stored(self):
        row = Executive(name={"en": "B"}, portrait=ContentFile(b"<svg/>", name="a.png"))
        with pytest.raises(ValidationError) as refused:
            row.full_clean()
        assert set(refused.value.message_dict) == {"portrait"}
        with pytest.raises(ValidationError):
            row.save()
        assert not default_storage.exists("portraits") or not default_storage.listdir("portraits")[1]

    def test_it_is_encoded_once(self, monkeypatch):
        calls: Any = []
        real = pictures.reencode
        monkeypatch.setattr(pictures, "reencode", lambda file: real(calls.append(file) or file))
        row = Executive(name={"en": "B"}, portrait=upload(RED, "PNG"))
        row.full_clean()
        row.save()
        assert len(calls) == 1

    def test_it_has_no_address(self):
        with pytest.raises(ValueError, match="URL"):
            _ = executive(portrait=upload(RED, "PNG")).portrait.url
