"""What readers will see after a move, told to the editor before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin import choices
from articles.admin.case import Case
from articles.models import Article, Edition, Reveal
from articles.status import in_words
from people import clock, names
from people.slugs import SUFFIX_LENGTHS, FormerSlug


@dataclass
class Outlook:
    """The facts of the confirmation page."""

    lead: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    carried: list[str | SafeString] = field(default_factory=list)
    """What becomes public with the edition that waits, or stays hidden if it does not go out."""

    errors: Sequence[str] = ()
    warnings: list[str] = field(default_factory=list)


def printing(case: Case, *, at_once: bool) -> Outlook:
    """A new edition of the working copy."""
    article, status, proposal = case.article, case.status, case.proposal
    if at_once:
        when = _("at once; it is now %(now)s") % {"now": in_words(clock.now().replace(second=0))}
    else:
        when = _("at the time that you choose below")
    if status.live is not None:
        lead = _("Readers will see this text in place of edition %(number)d.") % {"number": status.number}
    elif status.withdrawn is not None:
        lead = _("The withdrawn release will be before the readers again.")
    else:
        lead = _("The release will be before the readers for the first time.")
    address = address_of(article, at_once=at_once)
    number = _as_number(proposal.next_number)
    outlook = Outlook(lead, _facts(article, article.headline, address, number, when))
    outlook.errors, outlook.warnings = proposal.errors, [*proposal.warnings]
    if status.live is not None and article.slug:
        former = public_address(article, article.slug)
        if former != address:
            outlook.facts.append((_("Former address"), _("%(address)s leads there") % {"address": former}))
    outlook.facts += disclosed(article)
    return outlook


def disclosed(article: Article) -> list[tuple[str, str]]:
    """What a disclosing release tells of the filing, and for how long it has to stay readable."""
    if not article.discloses:
        return []
    identifiers = [*settings.NEWSROOM_ISIN, *settings.NEWSROOM_TICKERS]
    return [
        (_("Inside information"), _("Yes, and it says so") if article.inside_information else _("No")),
        (_("Identifiers"), ", ".join(identifiers) or _("none are set up")),
        (_("Filing reference"), article.filing_reference.strip() or _("none given")),
        (_("Kept"), kept_for()),
    ]


def kept_for() -> str:
    years = settings.NEWSROOM_RETENTION_YEARS
    return ngettext("at least %(years)d year", "at least %(years)d years", years) % {"years": years}


def must_still_be_kept(edition: Edition) -> bool:
    """Whether an edition tells inside information and is younger than the law wants it to be readable."""
    told = (edition.record.get("disclosure") or {}).get("inside_information", False)
    first = edition.first_published_at or edition.opens_at
    return bool(told) and clock.now() < _years_after(first, settings.NEWSROOM_RETENTION_YEARS)


def _years_after(moment: datetime, years: int) -> datetime:
    """The same day some years later; 1 March for a 29 February that is missing."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def waiting(case: Case, *, goes_out: bool) -> Outlook:
    """The edition that waits: moved to another time, or (unless it ``goes_out``) cancelled."""
    edition, status = case.status.pending, case.status
    if edition is None:
        raise ValueError("Nothing waits.")
    when = in_words(edition.opens_at, status.zones)
    if not goes_out:
        lead = _("The edition scheduled for %(when)s will not go out. Its text stays on the desk.")
    elif edition.held_at is not None:
        lead = _("The edition was planned for %(when)s and is on hold. It keeps its text and goes out when you say.")
    else:
        lead = _("The waiting edition keeps its text and goes out at another time than %(when)s.")
    address = address_of(case.article, at_once=False)
    outlook = Outlook(lead % {"when": when})
    outlook.facts = _facts(case.article, edition.headline, address, _as_number(status.number + 1), when)
    if status.changed:
        outlook.warnings = [_("The text on the desk has changed since; the waiting edition does not contain that.")]
    outlook.carried = carried(edition)
    return outlook


def carried(edition: Edition) -> list[str | SafeString]:
    """What an edition makes public besides itself and readers do not know yet, ends too."""
    found: list[str | SafeString] = []
    for reveal in edition.reveals.prefetch_related("row").order_by("what", "pk"):
        row = reveal.row
        if row is None:
            continue
        if reveal.what == Reveal.What.END:
            if row.shown_end() is None and getattr(row, row.END_FIELD) is not None:
                found.append(choices.ending(row))
        elif not row.is_public():
            found.append(choices.revealed(row))
    return found


def withdrawal(case: Case) -> Outlook:
    """The release taken from the readers."""
    edition, status = case.status.live, case.status
    if edition is None:
        raise ValueError("Nothing is live.")
    address = address_of(case.article, at_once=False)
    outlook = Outlook(_("Readers will see your reason in place of the release, with the day, at once."))
    opened = in_words(edition.opens_at)
    outlook.facts = _facts(case.article, edition.headline, address, _as_number(status.number), opened)
    if must_still_be_kept(edition):
        warning = _(
            "This is inside information: it has to stay readable for %(years)s. Ask the legal department first."
        )
        outlook.warnings.append(warning % {"years": kept_for()})
    outlook.warnings += [
        _("Search results, mails and copies elsewhere may still show it."),
        _("People, meetings and topics that it made public stay public."),
    ]
    if status.pending is not None:
        when = in_words(status.pending.opens_at, status.zones)
        outlook.warnings.append(_("The edition scheduled for %(when)s is cancelled with it.") % {"when": when})
    return outlook


def address_of(article: Article, *, at_once: bool) -> str:
    """The whole address that the release has then, if it is the next of those that want the same to go live.

    An address that readers know changes only with a publication at once.
    """
    known = article.slug is not None and article.slug_opens_at is not None and article.slug_opens_at <= clock.now()
    wanted = article.wanted_slug or names.slugify(article.headline) or article.public_id
    candidates = [wanted, *(f"{wanted}-{article.public_id[:length]}" for length in SUFFIX_LENGTHS)]
    if known and article.slug and (article.slug in candidates or not at_once):
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
