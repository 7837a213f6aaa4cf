"""Every address that readers have, and how to make some of each kind for a story.

The table is compared with the URL resolver: a route that is not in it fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from articles.facets import FACETS
from articles.portraits import stamp_of
from tests.embargo.cast import KINDS, identity
from tests.embargo.plot import Plot

KIND_OF_FACET = {
    "event": "meeting",
    "speaker": "executive",
    "post": "post",
    "department": "department",
    "topic": "topic",
}
NOBODY = "no-such-thing"


@dataclass(frozen=True)
class Book:
    """The addresses that a row has, had, or would have if it were public, for rows that are known by label."""

    story: Plot

    def slugs(self, label: str) -> list[str]:
        spec = self.story.specs.get(label)
        public_id = spec.public_id if spec else identity(label)
        wanted = sorted(self.story.slugs[label])
        return [*wanted, *(f"{slug}-{public_id[:6]}" for slug in wanted)]

    def kind(self, label: str) -> str:
        spec = self.story.specs.get(label)
        return spec.kind if spec else "release"

    def listings(self, label: str) -> Iterator[str]:
        """Query strings that have to do with a row."""
        for facet, kind in KIND_OF_FACET.items():
            if kind == self.kind(label):
                yield from (urlencode({facet: slug}) for slug in self.slugs(label))


Make = Callable[[Book, str], Iterator[tuple[str, ...]]]
"""Gives the arguments of a route for a row; a row of another kind has none."""


def slugs_of(kind: str) -> Make:
    def make(book: Book, label: str) -> Iterator[tuple[str, ...]]:
        if book.kind(label) == kind:
            yield from ((slug,) for slug in book.slugs(label))

    return make


def once(book: Book, label: str) -> Iterator[tuple[str, ...]]:
    """A page that is there but once."""
    if not label:
        yield ()


def media_of(kind: str) -> Make:
    def make(book: Book, label: str) -> Iterator[tuple[str, ...]]:
        if book.kind(label) == kind:
            yield (identity(label),)

    return make


def portraits(book: Book, label: str) -> Iterator[tuple[str, ...]]:
    if book.kind(label) == "executive":
        yield identity(label), portrait_stamp(label)


def earlier_editions(book: Book, label: str) -> Iterator[tuple[str, ...]]:
    """The first editions of a release under the address that it wants, and one under any other."""
    if book.kind(label) == "release":
        for place, slug in enumerate(book.slugs(label)):
            yield from ((slug, str(number)) for number in ((1, 2, 3) if place == 0 else (1,)))


def preview_tokens(book: Book, label: str) -> Iterator[tuple[str, ...]]:
    """What somebody who knows no token would try."""
    if book.kind(label) == "release":
        yield from ((guess,) for guess in (identity(f"{label}/preview-1", 1), identity(label)))


def previews_of(*kinds: str) -> Make:
    """The addresses behind a link, which open nothing without its cookie."""

    def make(book: Book, label: str) -> Iterator[tuple[str, ...]]:
        if not kinds and book.kind(label) == "release":
            yield from ((identity(f"{label}/preview-{number}", 1),) for number in (1, 2))
        elif book.kind(label) in kinds:
            releases = [*book.story.releases][:2]
            yield from ((identity(f"{release}/preview-1", 1), identity(label)) for release in releases)

    return make


def portrait_stamp(label: str) -> str:
    """What stands in the address of somebody's portrait, as it is stored by ``World``."""
    return stamp_of(f"portraits/{identity(label, 1)}{identity(label, 2)}.png")


ROUTES: dict[str, Make] = {
    "front": once,
    "listing": once,
    "listing_json": once,
    "release": slugs_of("release"),
    "release_json": slugs_of("release"),
    "history": slugs_of("release"),
    "superseded": earlier_editions,
    "preview_open": preview_tokens,
    "preview_release": previews_of(),
    "preview_picture": previews_of("picture"),
    "preview_file": previews_of("file"),
    "preview_portrait": previews_of("executive"),
    "meetings": once,
    "meeting": slugs_of("meeting"),
    "executives": once,
    "executive": slugs_of("executive"),
    "departments": once,
    "department": slugs_of("department"),
    "topics": once,
    "topic": slugs_of("topic"),
    "picture": media_of("picture"),
    "file": media_of("file"),
    "portrait": portraits,
}

BEYOND = ("/", "/healthz", "/no/such/page/", "/media/pictures/", "/readyz", "/people/../news/", "/zh-hant/news/")
"""What no route answers, or no reader may see."""


def routes() -> set[str]:
    """The names of all routes of the site but the staff's; a pattern stands for one without a name."""
    return set(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern)
        elif entry.namespace != "admin":
            yield from _walk(entry.url_patterns)


@cache
def address(language: str, route: str, *arguments: str) -> str:
    with translation.override(language):
        return reverse(route, args=arguments)


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def always(*chosen: str) -> list[str]:
    """The pages that are always there, in some languages or all."""
    found = []
    for language in chosen or languages():
        found += [address(language, route) for route, make in ROUTES.items() if make is once]
        listing = address(language, "listing")
        found += [
            f"{listing}?order=oldest",
            f"{listing}?q=orders",
            f"{address(language, 'listing_json')}?type={KINDS[0]}",
            f"{listing}?from=2026-03-04&to=2026-04-01",
            address(language, "release", NOBODY),
        ]
    return found


def of_row(story: Plot, label: str) -> list[str]:
    """Every address that has to do with a row, in each language."""
    book = Book(story)
    found = []
    for language in languages():
        for route, make in ROUTES.items():
            found += [address(language, route, *arguments) for arguments in make(book, label)]
        for string in book.listings(label):
            found += [f"{address(language, route)}?{string}" for route in ("listing", "listing_json")]
    return found


def own(story: Plot, label: str) -> list[str]:
    """The first address of each kind that a row has, as it would wish."""
    book, release = Book(story), story.releases.get(label)
    language = release.language if release else settings.LANGUAGE_CODE
    found = ((route, next(make(book, label), None)) for route, make in ROUTES.items())
    return [address(language, route, *arguments) for route, arguments in found if arguments is not None]


def of_pair(story: Plot, one: str, other: str) -> str:
    """A listing by two rows at once, which may have to hold in one remark."""
    book = Book(story)
    strings = [next(book.listings(label), f"q={label}") for label in (one, other)]
    return f"{address(settings.LANGUAGE_CODE, 'listing_json')}?{'&'.join(strings)}"


def odd() -> list[str]:
    """Addresses that are refused, or that hold what nobody asked for."""
    news, feed = (address(settings.LANGUAGE_CODE, route) for route in ("listing", "listing_json"))
    wrong = [
        "after=nonsense",
        "from=2026-02-30",
        "to=x",
        "before=AAAA",
        "q=%00",
        "order=sideways",
        "page=2&utm_source=x",
    ]
    unknown = [f"{facet}={NOBODY}" for facet in FACETS]
    return [*BEYOND, *(f"{page}?{string}" for page in (news, feed) for string in [*wrong, *unknown])]
