"""A picture becomes a small square with nothing else in it, whatever was sent; and its file goes when its row does."""

import inspect
import io
import stat
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from normi.accounts.actions import erase_account
from normi.accounts.models import User
from normi.adapters.files import LocalFileStore
from normi.careers import actions, queries
from normi.careers.models import Picture
from normi.careers.pictures import Crop, portrait
from normi.errors import Invalid, NotFound, Refused, TooLarge
from normi.ports import FileStore, file_store
from normi.privacy.actions import purge
from tests.factories import make_user

CANARY = b"kanarifugl-59.9139-10.7522"
RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 30), (30, 30, 200), (210, 200, 30)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILE_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def kari() -> User:
    return make_user()


def encoded(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def quarters(size: int = 200) -> Image.Image:
    """Red and green above blue and yellow."""
    picture, half = Image.new("RGB", (size, size)), size // 2
    for colour, corner in ((RED, (0, 0)), (GREEN, (half, 0)), (BLUE, (0, half)), (YELLOW, (half, half))):
        picture.paste(colour, (*corner, corner[0] + half, corner[1] + half))
    return picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def near(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK", "1", "LA", "I;16"])
def test_every_usual_picture_becomes_a_square_in_plain_colours(kind: str, mode: str) -> None:
    source = Image.new(mode, (320, 200))
    try:
        content = encoded(source, kind)
    except OSError:
        pytest.skip(f"{kind} has no {mode}")

    square = opened(portrait(content))

    assert (square.format, square.mode, square.size) == ("PNG", "RGB", (200, 200))


def test_a_large_picture_becomes_four_hundred_points_wide() -> None:
    assert opened(portrait(encoded(Image.new("RGB", (3000, 2500), RED), "JPEG"))).size == (400, 400)


def test_a_square_from_here_comes_back_byte_for_byte() -> None:
    first = portrait(encoded(quarters(900), "JPEG"), Crop(zoom=150, across=20, down=70))

    assert portrait(first) == first


@pytest.mark.parametrize(
    ("crop", "colour"),
    [
        (Crop(zoom=200, across=0, down=0), RED),
        (Crop(zoom=200, across=100, down=0), GREEN),
        (Crop(zoom=200, across=0, down=100), BLUE),
        (Crop(zoom=400, across=100, down=100), YELLOW),
    ],
)
def test_the_person_chooses_which_square(crop: Crop, colour: tuple[int, int, int]) -> None:
    square = opened(portrait(encoded(quarters(800)), crop))

    assert near(square.getpixel((square.width // 2, square.height // 2)), colour)


@given(
    width=st.integers(64, 5000),
    height=st.integers(64, 5000),
    zoom=st.integers(100, 400),
    across=st.integers(0, 100),
    down=st.integers(0, 100),
)
def test_the_square_lies_within_the_picture(width: int, height: int, zoom: int, across: int, down: int) -> None:
    left, top, right, bottom = Crop(zoom, across, down).box(width, height)

    assert right - left == bottom - top > 0
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


@pytest.mark.parametrize(
    ("orientation", "top_left"), [(1, RED), (3, YELLOW), (6, BLUE), (8, GREEN)], ids=["none", "half", "right", "left"]
)
def test_a_picture_taken_on_its_side_is_turned_upright(orientation: int, top_left: tuple[int, int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation

    square = opened(portrait(encoded(quarters(), "JPEG", exif=exif, quality=95)))

    assert near(square.getpixel((20, 20)), top_left)


def laden(kind: str) -> bytes:
    """A picture that tells where it was taken, in every way its format can."""
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = CANARY.decode()
    options: dict[str, Any] = {"exif": exif}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Comment", CANARY.decode())
    if kind == "JPEG":
        options |= {"comment": CANARY, "icc_profile": CANARY}
    if kind == "WEBP":
        options["xmp"] = CANARY
    return encoded(quarters(), kind, **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_where_and_when_is_left(kind: str) -> None:
    content = laden(kind)
    assert CANARY in content

    kept = portrait(content)

    chunks = {kept[at + 4 : at + 8] for at in chunk_places(kept)}
    assert CANARY not in kept
    assert chunks == {b"IHDR", b"IDAT", b"IEND"}


def chunk_places(png: bytes) -> Iterator[int]:
    at = 8
    while at < len(png):
        yield at
        at += 12 + int.from_bytes(png[at : at + 4], "big")


def bomb(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture, with a body to match the claim for a while."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
        + chunk(b"IEND", b"")
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], type[Refused]]] = {
    "nothing": (lambda: b"", Invalid),
    "words": (lambda: b"Dette er ikke et bilde.", Invalid),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", Invalid),
    "gif": (lambda: encoded(quarters(), "GIF"), Invalid),
    "tiff": (lambda: encoded(quarters(), "TIFF"), Invalid),
    "pdf": (lambda: b"%PDF-1.7\n", Invalid),
    "cut in half": (lambda: (whole := encoded(quarters(), "JPEG"))[: len(whole) // 2], Invalid),
    "only a head": (lambda: encoded(quarters())[:40], Invalid),
    "a bomb": (lambda: bomb(20_000, 20_000), TooLarge),
    "a smaller bomb": (lambda: bomb(10_000, 10_000), TooLarge),
    "a larger bomb": (lambda: bomb(2**31 - 1, 2**31 - 1), TooLarge),
    "text without end": (lambda: with_text(b"\x00" * 80_000_000), Invalid),
    "too many bytes": (lambda: encoded(quarters()) + bytes(10 * 1024 * 1024), TooLarge),
    "too small": (lambda: encoded(Image.new("RGB", (10, 10))), Invalid),
    "no height": (lambda: bomb(500, 0), Invalid),
}


def with_text(words: bytes) -> bytes:
    """A picture whose packed comment swells when it is opened."""
    body = b"Comment\x00\x00" + zlib.compress(words)
    chunk = len(body).to_bytes(4, "big") + b"zTXt" + body + zlib.crc32(b"zTXt" + body).to_bytes(4, "big")
    plain = encoded(quarters())
    return plain[:33] + chunk + plain[33:]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_we_can_use_is_refused_with_advice(name: str) -> None:
    make, expected = HOSTILE[name]

    with pytest.raises(expected) as refusal:
        portrait(make())

    assert str(refusal.value.remedy)


@given(st.binary(max_size=400), st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 600))
def test_damage_anywhere_gives_a_picture_or_a_refusal_never_a_failure(noise: bytes, kind: str, at: int) -> None:
    content = bytearray(encoded(Image.new("RGB", (80, 80), RED), kind))
    content[at : at + len(noise)] = noise

    try:
        kept = portrait(bytes(content))
    except Refused:
        return
    assert opened(kept).format == "PNG"


@pytest.mark.parametrize("crop", [Crop(zoom=99), Crop(zoom=401), Crop(across=-1), Crop(down=101), Crop(zoom=0)])
def test_a_square_outside_the_picture_is_refused(crop: Crop) -> None:
    with pytest.raises(Invalid):
        portrait(encoded(quarters()), crop)


# --- The store ---------------------------------------------------------------------------------------------------


def test_a_file_is_whole_ours_alone_and_gone_when_deleted(folder: Path) -> None:
    store = LocalFileStore()

    store.save("picture-0123456789", b"abc", "image/png")

    (file,) = folder.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("picture-0123456789", 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert store.read("picture-0123456789") == b"abc"
    store.delete("picture-0123456789")
    store.delete("picture-0123456789")
    with pytest.raises(NotFound):
        store.read("picture-0123456789")


def test_the_local_store_is_what_the_port_promises() -> None:
    promised = {name: f for name, f in inspect.getmembers(FileStore, inspect.isfunction) if not name.startswith("_")}

    assert len(promised) == 4
    for name, method in promised.items():
        assert inspect.signature(getattr(LocalFileStore, name)) == inspect.signature(method), name


@pytest.mark.parametrize(
    "key", ["../secret_key", "picture-../../x", "/etc/passwd", "picture-", "", "picture-abc\x00defgh"]
)
def test_no_key_points_outside_the_folder(folder: Path, key: str) -> None:
    store = LocalFileStore()

    for attempt in (lambda: store.read(key), lambda: store.delete(key), lambda: store.save(key, b"", "image/png")):
        with pytest.raises(ValueError, match="a key is"):
            attempt()


# --- Setting, removing, erasing ----------------------------------------------------------------------------------


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.django_db(transaction=True)
def test_a_new_picture_takes_the_place_and_the_file_of_the_old_one(folder: Path) -> None:
    kari = make_user()
    first = actions.set_picture(by=kari, content=encoded(quarters()))

    second = actions.set_picture(by=kari, content=encoded(quarters(300)))

    assert first.key != second.key
    assert files_in(folder) == [second.key]
    assert queries.picture_content(kari) == (portrait(encoded(quarters(300))), "image/png")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [actions.remove_picture, erase_account])
def test_removing_the_picture_or_the_account_leaves_no_file(folder: Path, end: Callable[..., object]) -> None:
    kari, other = make_user(), make_user()
    actions.set_picture(by=kari, content=encoded(quarters()))
    kept = actions.set_picture(by=other, content=encoded(quarters()))

    end(by=kari)

    assert files_in(folder) == [kept.key]


class BrokenStore(LocalFileStore):
    def delete(self, key: str) -> None:
        raise OSError("the disk is gone")


@pytest.mark.django_db(transaction=True)
def test_an_account_goes_though_the_store_fails_and_the_file_is_swept_later(folder: Path, settings: Settings) -> None:
    kari = make_user()
    kept = actions.set_picture(by=kari, content=encoded(quarters()))
    settings.FILE_STORE = f"{__name__}.BrokenStore"
    file_store.cache_clear()

    erase_account(by=kari)

    assert not User.objects.filter(pk=kari.pk).exists()
    assert files_in(folder) == [kept.key]
    settings.FILE_STORE = "normi.adapters.files.LocalFileStore"
    file_store.cache_clear()
    assert actions.sweep_files(now=timezone.now() + timedelta(hours=2)) == 1
    assert files_in(folder) == []


@pytest.mark.django_db
def test_a_refused_picture_leaves_the_old_one(folder: Path, kari: User) -> None:
    kept = actions.set_picture(by=kari, content=encoded(quarters()))

    with pytest.raises(Invalid):
        actions.set_picture(by=kari, content=b"not a picture")

    assert queries.picture_of(kari) == kept
    assert files_in(folder) == [kept.key]


@pytest.mark.django_db
def test_a_file_that_a_crash_left_behind_is_swept_and_no_other(folder: Path, kari: User) -> None:
    kept = actions.set_picture(by=kari, content=encoded(quarters()))
    file_store().save("picture-fromacrash", b"someone", "image/png")
    (folder / "picture-halfwritten.half").write_bytes(b"some")
    file_store().save("report-notapicture", b"", "application/pdf")

    assert actions.sweep_files(now=timezone.now()) == 0
    swept = purge(now=timezone.now() + timedelta(hours=2))

    assert swept["careers.files"] == 2
    assert files_in(folder) == [kept.key, "report-notapicture"]


# --- Pages -------------------------------------------------------------------------------------------------------


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(client: Client, content: bytes, **sliders: int) -> Any:
    upload = SimpleUploadedFile("meg.jpg", content, content_type="image/jpeg")
    middle = {"zoom": 100, "across": 50, "down": 50}
    return client.post(reverse("careers:picture"), {"picture": upload, **middle, **sliders})


@pytest.mark.django_db
def test_the_page_takes_a_picture_and_shows_it_to_its_owner_alone(folder: Path, kari: User) -> None:
    client = signed_in(kari)
    assert "<img" not in client.get(reverse("careers:picture")).text

    assert sent(client, encoded(quarters(800), "JPEG"), zoom=200, across=100, down=0).status_code == 302

    assert reverse("careers:picture_file") in client.get(reverse("careers:career")).text
    answer = client.get(reverse("careers:picture_file"))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert near(opened(answer.content).getpixel((200, 200)), GREEN)
    assert signed_in(make_user()).get(reverse("careers:picture_file")).status_code == 404
    assert Client().get(reverse("careers:picture_file")).status_code == 302


@pytest.mark.django_db
def test_a_picture_that_cannot_be_used_says_so_at_its_field(folder: Path, kari: User) -> None:
    client = signed_in(kari)

    for content in (b"not a picture", bomb(20_000, 20_000), encoded(quarters()) + bytes(10 * 1024 * 1024)):
        answer = sent(client, content)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["picture"]

    assert not Picture.objects.exists()
    assert files_in(folder) == []


@pytest.mark.django_db
def test_initials_take_the_place_of_a_removed_picture(folder: Path, kari: User) -> None:
    client = signed_in(kari)
    actions.save_contact(by=kari, name="Åse Berg")
    sent(client, encoded(quarters()))

    assert client.post(reverse("careers:remove_picture")).status_code == 302

    assert ">ÅB<" in client.get(reverse("careers:picture")).text
