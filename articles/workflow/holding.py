"""Hold everything: one switch that stops whatever is to go out, until it is lifted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Edition, Hold, Transition
from articles.workflow.moves import HOLD, Refused, Stale, check_right
from articles.workflow.turn import SOON, TOO_LATE_TO_MOVE, Turn, note_opened
from people import clock
from people.visibility import Generation

Action = Transition.Action


def hold(*, by: Any, reason: str) -> Hold:
    """Stop all that is scheduled, and refuse to publish or schedule until ``lift``. Raises Refused.

    What opens within the second goes out: it may be read before this is stored. Withdrawing stays possible, and so is
    saving: a hold raises no version, since it contradicts nothing that an editor has open.
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
        note_opened(moment)
        _decide(_waiting().filter(held_at__isnull=True), moment, held_at=moment, by=by, reason=held.reason)
        return held


def lift(*, by: Any, number: int | None = None) -> Hold:
    """Let go out again what is still to come. Raises Refused, and Stale where ``number`` is not the hold in force.

    An edition whose second passed meanwhile stays where it is: it waits for a new time, or for being cancelled.
    """
    check_right(by, HOLD)
    with transaction.atomic():
        Generation.lock()
        held = Hold.current()
        if held is None:
            raise Refused(_("Nothing is on hold."))
        if number is not None and held.pk != number:
            raise Stale(_("Somebody lifted that hold, and there is another one by now. Read why first."))
        moment = clock.latest()
        held.active, held.lifted_at, held.lifted_by = False, moment, by
        held.save(update_fields=["active", "lifted_at", "lifted_by"])
        _decide(_waiting().filter(held_at__isnull=False), moment, held_at=None, by=by)
        return held


def is_in_time(edition: Edition, moment: datetime) -> bool:
    """Whether there is time left to stop an edition, or to let it go out after all, before it may be read."""
    return edition.opens_at - moment >= TOO_LATE_TO_MOVE


def _waiting() -> Any:
    """The soonest first."""
    light = Edition.objects.defer("record", "body_html", "card_html", "plain_text", "search_text")
    return light.filter(pending=True).select_related("article").order_by("opens_at", "pk")


def _decide(
    editions: Iterable[Edition], moment: datetime, *, held_at: datetime | None, by: Any, reason: str = ""
) -> None:
    """Stop those editions that there is time for, or let them go.

    Many take a while. So the clock is read again at the end, and what has come within its second meanwhile is left as
    it was: no line of the log claims that it was stopped, or sends out late what missed its time.
    """
    decided = []
    for edition in editions:
        if is_in_time(edition, moment):
            under_way = Turn(edition.article, moment, by, Action.HELD if held_at else Action.RESUMED)
            decided.append((under_way, edition, edition.held_at))
            if edition.opens_at - moment < SOON:
                Generation.bump(rewrite=True)
            _mark(under_way, edition, held_at)
    now = clock.latest()
    for under_way, edition, formerly in decided:
        if is_in_time(edition, now):
            under_way.log(edition, edition.opens_at, reason)
        else:
            _mark(under_way, edition, formerly)


def _mark(under_way: Turn, edition: Edition, held_at: datetime | None) -> None:
    edition.held_at = held_at
    edition.save(update_fields=["held_at"])
    under_way.retime()
