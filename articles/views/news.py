"""The front page, the listing and its JSON Feed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import dates, facets, jsonfeed
from articles.directory import address
from articles.listing import Listing
from articles.models import Meeting
from articles.query import BadParameter, Query
from articles.views import meetings, people
from articles.views.errors import bad_parameter
from articles.views.page import in_all_languages, language, page

LATEST = 7
TOPICS = 12
VOICES = 6
COMING = 4


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    here = language()
    index = facets.current()
    newest = Listing(Query(), here, index)
    cards = newest.cards[:LATEST]
    today = dates.today()
    ahead = Meeting.objects.public().whole().filter(ends_on__gte=today)
    context = {
        "lead": cards[0] if cards else None,
        "latest": cards[1:],
        "coming_meetings": meetings.coming(ahead, index.directory, here, today)[:COMING],
        "topics": [
            {"name": label.name(here), "url": label.url(here), "count": count}
            for label, count in newest.labels_of("topic", TOPICS)
        ],
        "speakers": people.voices(newest.newest_speakers(VOICES), here),
    }
    path = address("front", here)
    return page("articles/front.html", context, path=path, languages=in_all_languages(lambda c: address("front", c)))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    try:
        query = Query.parse(request.GET)
    except BadParameter as error:
        return bad_parameter(error)
    found = Listing(query, language())
    counterparts = in_all_languages(lambda code: found.url_of(query.first_page(), code))
    return page("articles/listing.html", {"listing": found}, path=found.canonical_url, languages=counterparts)


@require_safe
def news_json(request: HttpRequest) -> HttpResponse:
    try:
        query = Query.parse(request.GET)
    except BadParameter as error:
        return jsonfeed.response({"error": str(error), "parameter": error.parameter}, "application/json", status=400)
    return jsonfeed.response(jsonfeed.feed(Listing(query, language())))
