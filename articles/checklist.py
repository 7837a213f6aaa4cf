"""What to mend, and what to look at, before a release goes out. Each finding says where in the form it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from articles import rendering
from articles.hyperlinks import LIMIT, Hyperlink, Trouble, leads_to_staff, links_in, trouble_with
from articles.models import Article, Edition, Snapshot
from articles.publishing import Composition, PrintedRemark
from articles.references import rows_of
from articles.richtext import plain
from people import clock, names
from people.models import Executive

LONG_HEADLINE = 110
"""Characters after which search engines and feeds cut a headline."""

FAR_FROM_MEETING = timedelta(days=31)
BEHIND = timedelta(days=1)
"""How much later a translation may be saved than the other before one of them counts as lagging behind."""

UNLINKED_NAMES = 10
"""People named without being linked who are told of; of more, one would read none."""

_NOT_WORDS = re.compile(r"[\W_]+")
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")


class Finding(str):
    """A sentence for the editor, which knows the place in the form that it is about."""

    where: str
    """The id of an element of the form; empty where it is about the whole release."""

    def __new__(cls, sentence: str, where: str = "") -> Finding:
        finding = super().__new__(cls, sentence)
        finding.where = where
        return finding


def errors_of(article: Article, composition: Composition) -> list[Finding]:
    """Why the working copy cannot be published as it stands; empty if it can."""
    errors = []
    if not article.headline.strip():
        errors.append(Finding(_("The release has no headline."), "id_headline"))
    if not composition.record["blocks"]:
        errors.append(Finding(_("The release has no text.")))
    for where, block in _placed(composition):
        if block["kind"] == "remark" and not block["text"] and not block["points"]:
            errors.append(Finding(_("The remark of %(speaker)s has no words.") % {"speaker": block["name"]}, where))
        if block["kind"] == "picture" and not block["alt"]:
            errors.append(Finding(_("A picture has no alternative text in the release's language."), where))
        if block["kind"] == "file" and block["bytes"] is None:
            errors.append(Finding(_("The file “%(title)s” cannot be read.") % {"title": block["title"]}, where))
    for where, remark in _remarks(composition):
        if remark.speaker.merged_into_id is not None:
            sentence = _("%(speaker)s was merged into another entry.")
            errors.append(Finding(sentence % {"speaker": remark.block["name"]}, where))
    return errors + [
        Finding(_("The link to %(address)s leads to the desk, where readers have no business.") % _shown(link), where)
        for where, link in _links(composition)
        if leads_to_staff(link)
    ]


def disclosure_errors(article: Article, filed_first: bool = True) -> list[Finding]:
    """What results and regulatory announcements lack before they may go out."""
    errors = []
    if article.discloses and article.forward_looking is None:
        sentence = _("A release of this type carries a caution about forward-looking statements. Choose one.")
        errors.append(Finding(sentence, "id_forward_looking"))
    if article.discloses and not filed_first:
        errors.append(Finding(_("Confirm that the exchange is told first.")))
    return errors


def warnings_of(article: Article, composition: Composition, opens: datetime | None = None) -> list[Finding]:
    """What is worth a look before an edition of the working copy opens at ``opens``, now if None.

    As many queries for a long release as for a short one, and two more for each link within the site.
    """
    return [
        *_about_the_head(article),
        *_about_dates(article, composition),
        *_about_remarks(composition),
        *_about_names(article, composition),
        *_about_blocks(composition),
        *_about_links(article, composition, opens or clock.now()),
        *_about_translations(article),
        *_about_disclosure(article),
    ]


def _about_the_head(article: Article) -> Iterator[Finding]:
    if not article.standfirst.strip():
        yield Finding(_("There is no standfirst; lists will show the headline alone."), "id_standfirst")
    if len(article.headline) > LONG_HEADLINE:
        sentence = _("The headline is longer than %(limit)d characters; others will cut it.")
        yield Finding(sentence % {"limit": LONG_HEADLINE}, "id_headline")
    if article.headline.isupper() and sum(c.isupper() for c in article.headline) > 10:
        yield Finding(_("The headline is in capitals; it reads as if it were shouted."), "id_headline")


def _about_dates(article: Article, composition: Composition) -> Iterator[Finding]:
    meetings, day = composition.meetings, article.dateline_date
    if meetings and day is None:
        sentence = _("The release reports on a meeting and has no dateline date.")
        yield Finding(sentence, "id_dateline_date")
    elif meetings and day is not None and all(_days_apart(day, meeting) > FAR_FROM_MEETING for meeting in meetings):
        sentence = _("The dateline date is more than a month away from the days of the meeting.")
        yield Finding(sentence, "id_dateline_date")


def _days_apart(day: date, meeting: Any) -> timedelta:
    return max(meeting.starts_on - day, day - meeting.ends_on, timedelta(0))


def _about_remarks(composition: Composition) -> Iterator[Finding]:
    for where, remark in _remarks(composition):
        if not remark.appointments:
            yield Finding(_("No post is recorded for %(speaker)s's remark.") % {"speaker": remark.block["name"]}, where)
        if not remark.meetings:
            sentence = _("No meeting is recorded for %(speaker)s's remark.")
            yield Finding(sentence % {"speaker": remark.block["name"]}, where)


def _about_names(article: Article, composition: Composition) -> Iterator[Finding]:
    """Executives who are named, and neither speak nor are linked: perhaps what they said belongs in a remark."""
    text = f"{article.headline}\n{article.standfirst}\n{rendering.plain_text(composition.record)}"
    folded = names.fold(text)
    spaced = _spaced(folded)
    speakers = {remark.speaker.pk for remark in composition.remarks}
    linked = {link.path.rstrip("/").rpartition("/")[2] for _where, link in _links(composition)}
    told = 0
    for row in Executive.objects.unmerged().exclude(pk__in=speakers).only("name", "native_name", "slug", "wanted_slug"):
        spellings = [spelling for spelling in {*names.all_texts(row.name), row.native_name} if _is_full_name(spelling)]
        if {row.slug, row.wanted_slug} & linked or not any(_is_named(s, folded, spaced) for s in spellings):
            continue
        told += 1
        if told > UNLINKED_NAMES:
            return
        sentence = _("%(name)s is named, and neither speaks in a remark nor is linked.")
        yield Finding(
            sentence % {"name": names.in_language(row.name, article.language)}, _where(spellings, composition)
        )


def _where(spellings: list[str], composition: Composition) -> str:
    """The first block that names somebody; empty where only the head does."""
    for where, block in _placed(composition):
        folded = names.fold(rendering.plain_text({"blocks": [block]}))
        if any(_is_named(spelling, folded, _spaced(folded)) for spelling in spellings):
            return where
    return ""


def _is_full_name(spelling: str) -> bool:
    return len(spelling.split()) > 1 or (len(spelling) > 1 and bool(_IDEOGRAPH.search(spelling)))


def _is_named(spelling: str, folded: str, spaced: str) -> bool:
    if _IDEOGRAPH.search(spelling):
        return names.fold(spelling) in folded
    return _spaced(names.fold(spelling)) in spaced


def _spaced(folded: str) -> str:
    """The words of a folded text with one space around each, so that no part of a word is taken for it."""
    return f" {' '.join(_NOT_WORDS.sub(' ', folded).split())} "


def _about_blocks(composition: Composition) -> Iterator[Finding]:
    for where, block in _placed(composition):
        if block["kind"] == "text" and not rendering.plain_paragraphs(block["html"]):
            yield Finding(_("A text is empty; nothing of it will be printed."), where)
        if block["kind"] == "picture" and not block["credit"]:
            yield Finding(_("A picture does not say whom it is by."), where)


def _about_links(article: Article, composition: Composition, opens: datetime) -> Iterator[Finding]:
    sentences = {
        Trouble.NOWHERE: _("The link to %(address)s leads to nothing that readers can see by then."),
        Trouble.INSECURE: _("The link to %(address)s is not encrypted; try https."),
    }
    opening = [*rows_of(composition), *composition.pictures, *composition.files]
    anchors = _anchors(composition)
    for where, link in _links(composition):
        trouble = trouble_with(link, article, opening, anchors, opens)
        if trouble in sentences:
            yield Finding(sentences[trouble] % _shown(link), where)


def _about_translations(article: Article) -> Iterator[Finding]:
    """Of two versions of a release in different languages, one may have been left behind."""
    kept = Max("snapshots__created_at", filter=Q(snapshots__kind=Snapshot.Kind.SAVED))
    family = Article.objects.filter(translation_key=article.translation_key, binned_at__isnull=True)
    saved = {row.pk: row for row in family.only("language").annotate(saved=kept).order_by("language")}
    if len(saved) < 2 or article.pk not in saved:
        return
    printed = dict(
        Edition.objects.filter(article__in=saved).opened().values_list("article").annotate(Max("live_from")).order_by()
    )
    mine = saved.pop(article.pk).saved
    for row in saved.values():
        theirs, about = row.saved, {"language": row.get_language_display()}
        if mine is None or theirs is None:
            continue
        if theirs > mine + BEHIND or (row.pk in printed and printed[row.pk] > mine):
            yield Finding(_("The version in %(language)s has been changed since this one was.") % about)
        elif mine > theirs + BEHIND and row.pk in printed:
            yield Finding(_("The version in %(language)s lags behind this one.") % about)


def _about_disclosure(article: Article) -> Iterator[Finding]:
    if article.discloses and not settings.NEWSROOM_ISIN:
        yield Finding(_("No ISIN is set up, so none will be printed."))
    if article.inside_information and not article.discloses:
        sentence = _("The release is marked as inside information, which its type does not print.")
        yield Finding(sentence, "id_inside_information")


def _placed(composition: Composition) -> Iterator[tuple[str, dict[str, Any]]]:
    """The printed blocks, each with the id of its part of the form: the form counts each kind for itself."""
    counts: Counter[str] = Counter()
    for block in composition.record["blocks"]:
        kind = block["kind"]
        yield f"articles_{kind}block_set-{counts[kind]}", block
        counts[kind] += 1


def _remarks(composition: Composition) -> Iterator[tuple[str, PrintedRemark]]:
    places = [where for where, block in _placed(composition) if block["kind"] == "remark"]
    yield from zip(places, composition.remarks, strict=True)


def _links(composition: Composition) -> list[tuple[str, Hyperlink]]:
    """The first so many links, each address once, with the text that they are in."""
    found: dict[str, tuple[str, Hyperlink]] = {}
    for where, block in _placed(composition):
        if block["kind"] == "text":
            for link in links_in(block["html"]):
                found.setdefault(link.address, (where, link))
    return list(found.values())[:LIMIT]


def _anchors(composition: Composition) -> set[str]:
    found = set()
    for remark in composition.remarks:
        anchor = f"r{remark.block['anchor']}"
        found |= {anchor, *(f"{anchor}-p{point['number']}" for point in remark.block["points"])}
    return found


def _shown(link: Hyperlink) -> dict[str, str]:
    address = plain(link.address)
    return {"address": address if len(address) <= 80 else f"{address[:79]}…"}
