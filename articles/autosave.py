"""Texts kept while they are typed, before anybody saves them, and who has a release open.

A kept text is a snapshot of its own. Keeping one takes no lock on the release and does not raise its version, so that
it never stands in the way of a save. Each form that is opened has a random key: with it a text that arrives after its
own form was saved is known as old, and two forms of one editor are told apart: saving one leaves alone what another
holds. A form into which a kept text was put back says which text that was, so that saving it settles that one too.
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
RESTORED_FROM = "_restored_from"
"""The field of a form that says which kept texts were put back into it, as ``sources_of`` writes them."""

_FORM_KEY = re.compile(r"[a-z0-9]{16}")
_SOURCE = re.compile(r"([a-z0-9]{16})?:([0-9]{1,18})")


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
    mine = _unsettled(user).filter(article=article, form_key=form_key)
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
    mine.filter(pk__lt=made.pk, created_at__gte=minute).delete()
    return made


def withdraw(user: Any, form_key: str) -> None:
    """Offer no more what a form held, since its author took back all that was typed."""
    if is_form_key(form_key):
        _unsettled(user).filter(form_key=form_key).update(settled=True)


def settle(user: Any, article: Article, form_key: str = "", restored_from: str = "") -> None:
    """Offer no more what this form held, and what was put back into it. Call in the transaction of the save.

    What its author typed in another window stays: nobody has saved that.
    """
    done = _taken_up(restored_from)
    if is_form_key(form_key):
        saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED).values("pk")[:1]
        Snapshot.objects.filter(pk__in=list(saved.values_list("pk", flat=True))).update(form_key=form_key)
        done |= Q(form_key=form_key)
    _unsettled(user).filter(Q(article=article) | Q(article=None), done).update(settled=True)
    old = Q(created_by=user, kind=Snapshot.Kind.AUTOSAVED, settled=True, created_at__lt=clock.now() - SETTLED_FOR)
    Snapshot.objects.filter(old).only("pk").delete()


def drop(user: Any, pk: int) -> Snapshot | None:
    """Let go of a kept text, of all that its author typed in that form before, and of what was put back into it.

    None if there is none.
    """
    dropped = _unsettled(user).filter(pk=pk).first()
    if dropped is not None:
        _unsettled(user).filter(_taken_up(sources_of(dropped))).update(settled=True)
    return dropped


# What a text was restored from


def sources_of(kept: Snapshot) -> str:
    """What the form says into which this text is put back: this text, and those that had been put back into it."""
    key = kept.form_key if is_form_key(kept.form_key) else ""
    return " ".join([f"{key}:{kept.pk}", *kept.data["typed"].get(RESTORED_FROM, [])])


def _read_sources(written: str) -> list[tuple[str, int]]:
    found = (_SOURCE.fullmatch(each) for each in written.split())
    return [(each[1] or "", int(each[2])) for each in found if each][:MOST_OFFERED]


def _taken_up(written: str) -> Q:
    """These texts and what their forms held before, but not what has been typed in those forms since."""
    sources = _read_sources(written)
    found = Q(pk__in=[pk for _key, pk in sources])
    for key, pk in sources:
        found |= Q(form_key=key, pk__lte=pk) if key else Q()
    return found


# Finding again


def unsaved(user: Any, article: Article, but: str = "") -> list[Snapshot]:
    """Of each form of a release, what somebody typed last and never saved; the newest first.

    ``but`` is the key of a form to leave out. Saves that were refused, and not brought together with what is saved
    since, are among them.
    """
    kinds = (Snapshot.Kind.AUTOSAVED, Snapshot.Kind.REFUSED)
    return _offered(Snapshot.objects.filter(kind__in=kinds, created_by=user, settled=False, article=article), but)


def never_saved(user: Any, but: str = "") -> list[Snapshot]:
    """Of each release that somebody began and never saved, what was typed last; the newest first."""
    return _offered(_unsettled(user).filter(article=None), but)


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

    It is never stored. It outlives the password, which is hashed anew when somebody signs in again after an upgrade:
    what was typed while the session was over must open then.
    """
    secret = salted_hmac("articles.autosave.key", str(user.pk), algorithm="sha256")
    return b64encode(secret.digest()).decode()


def _kept() -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(kind=Snapshot.Kind.AUTOSAVED)


def _unsettled(user: Any) -> QuerySet[Snapshot]:
    return _kept().filter(created_by=user, settled=False)


def _of_form(user: Any, form_key: str) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(created_by=user, form_key=form_key)


def _offered(typed: QuerySet[Snapshot], but: str) -> list[Snapshot]:
    """Refused saves, and of each form the last text; without those that were put back into another one of these."""
    found = _not_done_with(typed).order_by()
    found = found.exclude(form_key=but) if but else found
    refused = found.filter(kind=Snapshot.Kind.REFUSED).values("pk")
    kept = found.filter(kind=Snapshot.Kind.AUTOSAVED)
    newest = kept.values("form_key").annotate(newest=Max("pk")).values("newest")
    rows = list(Snapshot.objects.filter(Q(pk__in=refused) | Q(pk__in=newest))[:MOST_OFFERED])
    taken = [each for row in rows for each in _read_sources(" ".join(row.data["typed"].get(RESTORED_FROM, [])))]
    return [row for row in rows if not any(_is_of(row, key, pk) for key, pk in taken)]


def _is_of(row: Snapshot, key: str, pk: int) -> bool:
    return row.pk == pk or (key != "" and row.form_key == key and row.pk <= pk)


def _not_done_with(typed: QuerySet[Snapshot]) -> QuerySet[Snapshot]:
    """Without what arrived just after the save of its own form, or came before a text of that form that is settled."""
    of_form = Snapshot.objects.filter(created_by=OuterRef("created_by"), form_key=OuterRef("form_key"))
    of_form = of_form.exclude(form_key="")
    later = of_form.filter(kind=Snapshot.Kind.AUTOSAVED, settled=True, pk__gt=OuterRef("pk"))
    return typed.filter(~Exists(of_form.filter(kind=Snapshot.Kind.SAVED)), ~Exists(later))


def _storable(text: str) -> str:
    """What either database can hold as JSON: no NUL, and no half of a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
