"""Who agreed to the text of a release, and who still has to. Reads only; ``workflow`` writes."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from articles import snapshots
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


def last_editor(article: Article) -> int | None:
    """The key of whoever last changed the text; None for a command, or somebody whose account is gone.

    Saving without changing anything makes nobody its editor.
    """
    saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED).values_list("digest", "created_by")
    editor, text = None, None
    for digest, by in saved.iterator(chunk_size=50):
        if text is not None and digest != text:
            break
        editor, text = by, digest
    return editor


def may_agree(article: Article, by: Any) -> bool:
    """Four eyes: not whoever changed the text last."""
    return by is None or last_editor(article) != by.pk
