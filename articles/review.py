"""Who agreed to the text of a release, and who still has to. Reads only; ``workflow`` writes."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from articles import snapshots, standing
from articles.drafts import last_editor
from articles.models import Article, Edition, SignOff, Snapshot, Stage
from articles.publishing import Composition, compose, printed_digest, render
from people import clock

PUBLISHABLE = frozenset({Stage.APPROVED})


def required(article: Article) -> list[SignOff.Kind]:
    """The sign-offs that a release of this type takes, an editor's first."""
    further = settings.NEWSROOM_SIGN_OFFS.get(article.type, ())
    return [SignOff.Kind.EDITORIAL, *(SignOff.Kind(kind) for kind in further)]


def given(article: Article, edition: Edition) -> dict[SignOff.Kind, SignOff]:
    """The sign-offs that hold for what ``edition``, stored or not, prints."""
    found = article.sign_offs.filter(printed=printed_digest(edition)).select_related("by")
    return {SignOff.Kind(sign_off.kind): sign_off for sign_off in found}


def missing(article: Article, edition: Edition) -> list[SignOff.Kind]:
    """The sign-offs that what ``edition`` prints still takes."""
    there = given(article, edition)
    return [kind for kind in required(article) if kind not in there]


def as_it_stands(article: Article) -> tuple[Edition, Composition]:
    """What would be printed of the working copy now; not stored."""
    data = snapshots.capture(article)
    composition = compose(article, data, clock.now())
    return render(article, data, composition), composition


def may_agree(article: Article, by: Any) -> bool:
    """Four eyes: not whoever changed the text last, nor what is printed at its end since the text was saved."""
    return by is None or (last_editor(article) != by.pk and not _changed_its_end(article, by))


def writer_of(edition: str) -> int | None:
    """The key of whoever wrote the text of an edition, by its public id; see ``drafts.last_editor``."""
    source = Snapshot.objects.filter(editions__public_id=edition).select_related("article").first()
    return last_editor(source.article, source) if source is not None and source.article is not None else None


def _changed_its_end(article: Article, by: Any) -> bool:
    saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED).first()
    for row in (article.boilerplate, article.forward_looking, article.contact):
        newest = standing.versions_of(row).first() if row is not None else None
        if newest is not None and newest.created_by_id == by.pk and saved and newest.created_at > saved.created_at:
            return True
    return False
