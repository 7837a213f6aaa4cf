"""What readers will see after a transition, told to the editor before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Article, Edition
from articles.proposal import Proposal
from articles.status import Status, in_words
from people import clock, names
from people.slugs import SUFFIX_LENGTHS, FormerSlug


@dataclass
class Revealed:
    """A row that readers do not see yet and will."""

    kind: str
    name: str
    note: str


@dataclass
class Outlook:
    """The facts of the confirmation page."""

    lead: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    reveals: list[Revealed] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def look(verb: str, article: Article, status: Status, proposal: Proposal | None) -> Outlook:
    """What one transition would bring, in words."""
    if proposal is not None:
        return _printing(verb, article, status, proposal)
    edition = status.live if verb == "withdraw" else status.pending
    if edition is None:
        raise ValueError(f"There is nothing to {verb}.")
    if verb == "withdraw":
        return _withdrawal(article, edition, status)
    return _waiting(verb, article, edition, status)


def address_of(article: Article, verb: str) -> str:
    """The whole address that the release has then, if it is the next of those that want the same to go live.

    An address that readers know changes only with a publication at once.
    """
    known = article.slug is not None and article.slug_opens_at is not None and article.slug_opens_at <= clock.now()
    wanted = article.wanted_slug or names.slugify(article.headline) or article.public_id
    candidates = [wanted, *(f"{wanted}-{article.public_id[:length]}" for length in SUFFIX_LENGTHS)]
    if article.slug and (article.slug in candidates or (known and verb != "publish")):
        return public_address(article, article.slug)
    slug = next((slug for slug in candidates if not _taken(article, slug)), candidates[-1])
    return public_address(article, slug)


def _taken(article: Article, slug: str) -> bool:
    rivals = Article.objects.filter(language=article.language, slug=slug, slug_opens_at__lte=clock.now())
    former = FormerSlug.owner_of("article", slug, article.language)
    return former not in {None, article.public_id} or rivals.exclude(pk=article.pk).exists()


def public_address(article: Article, slug: str) -> str:
    """The absolute address of a release under a slug, in the release's language."""
    with translation.override(article.language):
        return settings.SITE_URL.rstrip("/") + reverse("release", args=[slug])


def _printing(verb: str, article: Article, status: Status, proposal: Proposal) -> Outlook:
    now = in_words(clock.now().replace(second=0))
    when = (
        _("at once; it is now %(now)s") % {"now": now} if verb == "publish" else _("at the time that you choose below")
    )
    if status.live is not None:
        lead = _("Readers will see this text in place of edition %(number)d.") % {"number": status.number}
    elif status.withdrawn is not None:
        lead = _("The withdrawn release will be before the readers again.")
    else:
        lead = _("The release will be before the readers for the first time.")
    outlook = Outlook(lead, errors=proposal.errors, warnings=proposal.warnings)
    outlook.facts = _facts(article, article.headline, address_of(article, verb), _as_number(proposal.next_number), when)
    if status.live is not None and article.slug:
        former = public_address(article, article.slug)
        if former != address_of(article, verb):
            outlook.facts.append((_("Former address"), _("%(address)s leads there") % {"address": former}))
    outlook.reveals = list(_revealed(proposal.reveals))
    return outlook


def _waiting(verb: str, article: Article, edition: Edition, status: Status) -> Outlook:
    when = in_words(edition.opens_at)
    if verb == "cancel":
        lead = _("The edition scheduled for %(when)s will not go out. Its text stays on the desk.") % {"when": when}
    else:
        lead = _("The waiting edition keeps its text and goes out at another time than %(when)s.") % {"when": when}
    outlook = Outlook(lead)
    number = _as_number(status.number + 1)
    outlook.facts = _facts(article, edition.headline, address_of(article, verb), number, when)
    if status.changed:
        outlook.warnings = [_("The text on the desk has changed since; the waiting edition does not contain that.")]
    outlook.reveals = list(_revealed(reveal.row for reveal in edition.reveals.prefetch_related("row") if reveal.row))
    return outlook


def _withdrawal(article: Article, edition: Edition, status: Status) -> Outlook:
    outlook = Outlook(_("Readers will see your reason in place of the release, at once."))
    number = _as_number(status.number)
    outlook.facts = _facts(
        article, edition.headline, address_of(article, "withdraw"), number, in_words(edition.opens_at)
    )
    outlook.warnings = [
        _("Search results, mails and copies elsewhere may still show it."),
        _("People, meetings and topics that it made public stay public."),
    ]
    if status.pending is not None:
        when = in_words(status.pending.opens_at)
        outlook.warnings.append(_("The edition scheduled for %(when)s is cancelled with it.") % {"when": when})
    return outlook


def _facts(article: Article, headline: str, address: str, edition: str, when: str) -> list[tuple[str, str]]:
    return [
        (_("Headline"), headline),
        (_("Address"), address),
        (_("Language"), article.get_language_display()),
        (_("Edition"), edition),
        (_("Live"), when),
    ]


def _as_number(number: int) -> str:
    return _("%(number)d, the first") % {"number": number} if number == 1 else str(number)


def _revealed(rows: Iterable[Any]) -> Iterable[Revealed]:
    for row in rows:
        if row.is_public():
            continue
        own = row.public_from
        if own is None:
            note = _("hidden until then")
        else:
            note = _("public from %(when)s, or with the release if that is earlier") % {"when": in_words(own)}
        yield Revealed(capfirst(str(row._meta.verbose_name)), str(row), note)
