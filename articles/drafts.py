"""Saving the working copy so that nobody's text is lost: each save is numbered, and kept whole."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as Account
from django.db.models import F
from django.utils.translation import gettext as _

from articles import capacity, snapshots
from articles.models import Article, Snapshot
from people import clock
from people.visibility import Generation

User = Account | AnonymousUser | None


class Stale(Exception):
    """Somebody else saved or moved the release after this form or button was made."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this release while you had it open. Look at it again first."))


def claim(article_pk: int, version: int) -> None:
    """Take the next version number for a change based on ``version``, and lock the release until the transaction ends.

    Raises Stale when the release has moved on. Call first, inside the transaction of the change.
    """
    Generation.lock()
    taken = Article.objects.filter(pk=article_pk, version=version).update(
        version=F("version") + 1, changed_at=clock.now()
    )
    if not taken:
        raise Stale


def record(article: Article, by: User = None) -> Snapshot:
    """Keep the working copy as it now stands. Fills in what the editor left to the appointments."""
    capacity.fill(article)
    article.refresh_from_db(fields=["version"])
    snapshot = _store(article, snapshots.capture(article), Snapshot.Kind.SAVED, article.version, by)
    article.saved_text = snapshot.digest
    Article.objects.filter(pk=article.pk).update(saved_text=snapshot.digest)
    return snapshot


def refuse(article: Article, by: User, version: int, typed: dict[str, Any]) -> Snapshot:
    """Keep a save that came too late, whole, as it was typed."""
    return _store(article, {"typed": typed}, Snapshot.Kind.REFUSED, version, by)


def latest(article: Article, by: User = None) -> Snapshot:
    """The snapshot of the working copy as it stands, made now if there is none.

    What differs from the last save was not typed by whoever makes the move, such as the address that a release is
    given when it is scheduled. So it stays the text of its last editor, who may not approve it.
    """
    newest = article.snapshots.filter(kind=Snapshot.Kind.SAVED).first()
    if newest is not None and newest.digest == snapshots.digest(snapshots.capture(article)):
        return newest
    return record(article, by if newest is None else Account.objects.filter(pk__in=[last_editor(article)]).first())


def last_editor(article: Article, until: Snapshot | None = None) -> int | None:
    """The key of whoever last changed the text, or the text that was saved ``until`` then.

    None for a command, or somebody whose account is gone. Saving without changing anything makes nobody its editor.
    """
    saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED)
    if until is not None:
        saved = saved.filter(pk__lte=until.pk)
    editor, text = None, None
    for digest, by in saved.values_list("digest", "created_by").iterator(chunk_size=50):
        if text is not None and digest != text:
            break
        editor, text = by, digest
    return editor


def _store(article: Article, data: dict[str, Any], kind: str, version: int, by: User) -> Snapshot:
    data = _without_nul(data)
    return Snapshot.objects.create(
        article=article,
        kind=kind,
        schema=snapshots.SCHEMA,
        data=data,
        digest=snapshots.digest(data),
        version=version,
        created_by=by if isinstance(by, Account) else None,
    )


def _without_nul(value: Any) -> Any:
    """No database stores this character in JSON, and a refused save must be kept whatever it holds."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {key: _without_nul(part) for key, part in value.items()}
    return [_without_nul(part) for part in value] if isinstance(value, list) else value
