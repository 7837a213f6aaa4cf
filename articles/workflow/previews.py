"""Links for reviewers without an account: each to one text, for a while."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles import drafts
from articles.models import Article, PreviewLink, Transition
from articles.models.article import restricted
from articles.workflow.moves import MOVES, Refused, Stale, check_right
from articles.workflow.turn import Turn, check_visible
from people import clock
from people.visibility import Generation

Action = Transition.Action
LONGEST = timedelta(days=30)


def make_preview(
    article: Article, *, by: Any, version: int, for_whom: str, lasts: timedelta
) -> tuple[PreviewLink, str]:
    """A link to the text as it stands at ``version``, and the token that opens it, which is kept nowhere.

    Raises Refused; a release that is restricted is shown to nobody without an account.
    """
    check_right(by, MOVES[Action.PREVIEW_MADE].right)
    if not for_whom.strip():
        raise Refused(_("Say for whom the link is."))
    if not timedelta() < lasts <= LONGEST:
        raise Refused(_("A link lasts at most %(days)d days.") % {"days": LONGEST.days})
    with transaction.atomic():
        Generation.lock()
        article.refresh_from_db()
        check_visible(article, by)
        if article.version != version:
            raise Stale(str(drafts.Stale()))
        if Article.objects.filter(restricted(), pk=article.pk).exists():
            raise Refused(_("This release is restricted to some people, and a link would show it to others."))
        moment, token = clock.latest(), secrets.token_urlsafe(32)
        link = PreviewLink.objects.create(
            article=article,
            snapshot=drafts.latest(article, by),
            token_digest=digest(token),
            for_whom=for_whom.strip(),
            created_at=moment,
            created_by=by,
            expires_at=moment + lasts,
        )
        Turn(article, moment, by, Action.PREVIEW_MADE).log(link.public_id, link.expires_at, for_whom=link.for_whom)
    return link, token


def revoke_preview(link: PreviewLink, *, by: Any) -> None:
    """Close a link for good. Raises Refused."""
    check_right(by, MOVES[Action.PREVIEW_REVOKED].right)
    with transaction.atomic():
        check_visible(link.article, by)
        moment = clock.latest()
        if PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=moment):
            turn = Turn(link.article, moment, by, Action.PREVIEW_REVOKED)
            turn.log(link.public_id, for_whom=link.for_whom)


def find(token: str) -> PreviewLink | None:
    """The link that a token opens now. Looked up by its digest, which tells a guesser nothing by how long it takes."""
    found: PreviewLink | None = PreviewLink.objects.valid().filter(token_digest=digest(token)).first()
    return found


def open_preview(token: str) -> PreviewLink | None:
    """Count that a link is opened, by its token; None if it does not open any more."""
    moment = clock.now()
    opening = PreviewLink.objects.valid(moment).filter(token_digest=digest(token))
    return find(token) if opening.update(opened=F("opened") + 1, last_opened_at=moment) else None


def digest(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()
