"""Topics, and the releases that carry each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles import facets
from articles.directory import address
from articles.listing import Listing
from articles.query import Query
from articles.views.page import in_all_languages, language, moved_or_absent, page


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    here = language()
    everything = Listing(Query(), here)
    found = everything.labels_of("topic", limit=len(everything.index.directory.by_key["topic"]))
    entries = [
        {"name": label.name(here), "url": label.url(here), "count": count}
        for label, count in sorted(found, key=lambda item: item[0].sort_key(here))
    ]
    counterparts = in_all_languages(lambda code: address("topics", code))
    return page("articles/topic_list.html", {"topics": entries}, path=address("topics", here), languages=counterparts)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    here, index = language(), facets.current()
    label = index.directory.by_slug["topic"].get(slug)
    if label is None:
        return moved_or_absent("topic", slug, index.directory)
    context = {
        "topic": {"name": label.name(here), "url": label.url(here)},
        "listing": Listing(Query(), here, index, [label]),
    }
    counterparts = in_all_languages(lambda code: address("topic", code, slug))
    return page("articles/topic.html", context, path=address("topic", here, slug), languages=counterparts)
