"""Texts kept while they are typed, before anybody saves them, and who has a release open.

A kept text is a snapshot of its own. Keeping one takes no lock on the release and does not raise its version, so that
it never stands in the way of a save. Each form that is opened has a random key: with it a text that arrives after its
own form was saved is known as old, and two forms of one editor are told apart.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.crypto import salted_hmac

from articles import snapshots
from articles.models import Article, Presence, Snapshot
from people import clock

Typed = dict[str, list[str]]

PRESENT_FOR = timedelta(seconds=60)
"""For how long somebody who was heard of counts as being there."""
SETTLED_FOR = timedelta(days=14)
"""For how long a kept text outlives the save that made it needless."""
MOST_OFFERED = 20
OF_A_PAGE_ONLY = ("csrfmiddlewaretoken", "form_key", "typed_by")
"""Fields that say something of the page and nothing of the text."""

_FORM_KEY = re.compile(r"[a-z0-9]{16}")


def is_form_key(value: str) -> bool:
    return _FORM_KEY.fullmatch(value) is not None


# Keeping


def keep(user: Any, typed: Typed, *, version: int, form_key: str, article: Article | None = None) -> Snapshot | None:
    """Keep what somebody has typed so far; what is kept already is not kept twice.

    ``version`` is the one that the form was made for. Returns None when that very form has been saved since. Of each
    minute the last text stays.
    """
    if _of_form(user, form_key).filter(kind=Snapshot.Kind.SAVED).exists():
        return None
    data = {"typed": {_storable(n): [_storable(v) for v in typed[n]] for n in typed if n not in OF_A_PAGE_ONLY}}
    digest = snapshots.digest(data)
    mine = _unsettled(user).filter(article=article, **({} if article else {"form_key": form_key}))
    newest = mine.defer("data").first()
    if newest is not None and newest.digest == digest:
        return newest
    made = Snapshot.objects.create(
        article=article,
        form_key=form_key,
        kind=Snapshot.Kind.AUTOSAVED,
        schema=snapshots.SCHEMA,
        data=data,
        digest=digest,
        version=version,
        created_by=user,
    )
    minute = made.created_at.replace(second=0, microsecond=0)
    mine.filter(form_key=form_key, pk__lt=made.pk, created_at__gte=minute).delete()
    return made


def withdraw(user: Any, form_key: str) -> None:
    """Offer no more what a form held, since its author took back all that was typed."""
    _unsettled(user).filter(form_key=form_key).update(settled=True)


def settle(user: Any, article: Article, form_key: str = "") -> None:
    """Offer nothing any more of what was typed before this save. Call in the transaction of the save."""
    kept = Q(article=article)
    if is_form_key(form_key):
        saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED).values("pk")[:1]
        Snapshot.objects.filter(pk__in=list(saved.values_list("pk", flat=True))).update(form_key=form_key)
        kept |= Q(article=None, form_key=form_key)
    _unsettled(user).filter(kept).update(settled=True)
    old = Q(created_by=user, kind=Snapshot.Kind.AUTOSAVED, settled=True, created_at__lt=clock.now() - SETTLED_FOR)
    Snapshot.objects.filter(old).only("pk").delete()


def drop(user: Any, pk: int) -> Snapshot | None:
    """Let go of a kept text and of all that its author typed in that form before. None if there is none."""
    dropped = _unsettled(user).filter(pk=pk).first()
    if dropped is not None:
        withdraw(user, dropped.form_key)
    return dropped


# Finding again


def unsaved(user: Any, article: Article, but: str = "") -> Snapshot | None:
    """What somebody typed last into a release and never saved; ``but`` is the key of a form to leave out.

    Perhaps a save that was refused, and not brought together with what is saved since.
    """
    kinds = (Snapshot.Kind.AUTOSAVED, Snapshot.Kind.REFUSED)
    typed = Snapshot.objects.filter(kind__in=kinds, created_by=user, settled=False, article=article)
    found = _not_saved_since(typed)
    return (found.exclude(form_key=but) if but else found).first()


def never_saved(user: Any, but: str = "") -> list[Snapshot]:
    """Of each release that somebody began and never saved, what was typed last; the newest first."""
    begun = _not_saved_since(_unsettled(user)).filter(article=None).exclude(form_key=but).order_by()
    newest = begun.values("form_key").annotate(newest=Max("pk")).values("newest")
    return list(Snapshot.objects.filter(pk__in=newest)[:MOST_OFFERED])


def headline_of(kept: Snapshot) -> str:
    """The headline as it was typed, perhaps none."""
    return next(iter(kept.data["typed"].get("headline", [])), "").strip()


# Who is there


@dataclass(frozen=True)
class Companion:
    name: str
    typed_at: datetime | None
    """When they last typed something that they have not saved."""


def arrive(user: Any, article: Article) -> None:
    """Note that somebody has a release open."""
    moment = clock.now()
    Presence.objects.filter(user=user, seen_at__lt=moment - PRESENT_FOR).delete()
    Presence.objects.bulk_create(
        [Presence(article=article, user=user, seen_at=moment)],
        update_conflicts=True,
        unique_fields=["article", "user"],
        update_fields=["seen_at"],
    )


def companions(user: Any, article: Article) -> list[Companion]:
    """Who else has a release open. Ask for those only who may see it."""
    typed = _kept().filter(article=article, created_by=OuterRef("user"), settled=False).values("created_at")[:1]
    there = Presence.objects.filter(article=article, seen_at__gt=clock.now() - PRESENT_FOR, user__is_active=True)
    there = there.exclude(user=user).select_related("user").annotate(typed_at=Subquery(typed)).order_by("pk")
    return [Companion(name_of(row.user), row.typed_at) for row in there]


def saved_since(article: Article, version: int) -> Snapshot | None:
    """The newest save that somebody based on ``version`` has not seen."""
    later = article.snapshots.filter(kind=Snapshot.Kind.SAVED, version__gt=version)
    return later.select_related("created_by").defer("data").first()


def name_of(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


# The browser's own storage


def owner_of(user: Any) -> str:
    """Whose texts are whose in a browser that several people use; tells nobody who it is."""
    return salted_hmac("articles.autosave.owner", str(user.pk), algorithm="sha256").hexdigest()[:16]


def browser_key(user: Any) -> str:
    """The key, in base64, under which a browser keeps this user's texts while the server is away.

    It is never stored. A new password makes a new key: what a browser still holds then stays closed.
    """
    secret = salted_hmac("articles.autosave.key", f"{user.pk}:{user.password}", algorithm="sha256")
    return b64encode(secret.digest()).decode()


def _kept() -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(kind=Snapshot.Kind.AUTOSAVED)


def _unsettled(user: Any) -> QuerySet[Snapshot]:
    return _kept().filter(created_by=user, settled=False)


def _of_form(user: Any, form_key: str) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(created_by=user, form_key=form_key)


def _not_saved_since(typed: QuerySet[Snapshot]) -> QuerySet[Snapshot]:
    """Without what arrived just after the save of its own form."""
    saved = Snapshot.objects.filter(kind=Snapshot.Kind.SAVED, created_by=OuterRef("created_by")).exclude(form_key="")
    return typed.filter(~Exists(saved.filter(form_key=OuterRef("form_key"))))


def _storable(text: str) -> str:
    """What either database can hold as JSON: no NUL, and no half of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
