"""Hold everything: one switch that stops whatever is to go out, until it is lifted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Hold, Transition
from articles.workflow.moves import HOLD, Refused, check_right
from articles.workflow.turn import SOON, TOO_LATE_TO_MOVE, Turn, is_too_late_for, note_opened
from people import clock
from people.visibility import Generation

Action = Transition.Action


def hold(*, by: Any, reason: str) -> Hold:
    """Stop all that is scheduled, and refuse to publish or schedule until ``lift``. Raises Refused.

    What opens within the second goes out: it may be read before this is stored. Withdrawing stays possible.
    """
    check_right(by, HOLD)
    if not reason.strip():
        raise Refused(_("Say why everything is held; the log keeps it."))
    with transaction.atomic():
        Generation.lock()
        if Hold.current() is not None:
            raise Refused(_("Everything is on hold already."))
        moment = clock.latest()
        held = Hold.objects.create(reason=reason.strip(), held_at=moment, held_by=by)
        for edition in _waiting():
            under_way = _turn(edition, by, Action.HELD)
            note_opened(under_way.article, moment)
            if edition.opens_at <= moment or is_too_late_for(edition, moment):
                continue
            if edition.opens_at - moment < SOON:
                Generation.bump(rewrite=True)
            _decide(under_way, edition, held=True, reason=held.reason)
        return held


def lift(*, by: Any) -> Hold:
    """Let go out again what is still to come. Raises Refused.

    An edition whose second passed meanwhile stays where it is: it waits for a new time, or for being cancelled.
    """
    check_right(by, HOLD)
    with transaction.atomic():
        Generation.lock()
        held = Hold.current()
        if held is None:
            raise Refused(_("Nothing is on hold."))
        moment = clock.latest()
        held.active, held.lifted_at, held.lifted_by = False, moment, by
        held.save(update_fields=["active", "lifted_at", "lifted_by"])
        for edition in _waiting():
            if edition.held_at is not None and edition.opens_at - moment >= TOO_LATE_TO_MOVE:
                _decide(_turn(edition, by, Action.RESUMED), edition, held=False)
        return held


def _waiting() -> Iterator[Edition]:
    yield from Edition.objects.filter(pending=True).select_related("article").order_by("pk")


def _turn(edition: Edition, by: Any, action: str) -> Turn:
    return Turn(edition.article, clock.latest(), by, action)


def _decide(under_way: Turn, edition: Edition, *, held: bool, reason: str = "") -> None:
    edition.held_at = under_way.moment if held else None
    edition.save(update_fields=["held_at"])
    Article.objects.filter(pk=edition.article_id).update(version=F("version") + 1)
    under_way.article.refresh_from_db()
    under_way.retime()
    under_way.log(edition, edition.opens_at, reason)
