"""Two people at once, at the same release, over and over: what each round must come to.

Runs in a process of its own beside gunicorn. Each round is a fresh release at which two editors have the same version
open; both press their buttons at the same moment or a few milliseconds apart. ``main`` prints as JSON who won how
often.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User

from articles import review, workflow
from articles.models import Article, Edition, Hold, SignOff, Snapshot, Stage, Transition
from articles.models.blocks import TextBlock
from people import clock
from tests.articles import factories as make
from tests.races.desks import Answer, Editor, together, tried

Action = Transition.Action
TEXTS = "articles_textblock_set"
SECOND = timedelta(seconds=1)


class World:
    """A newsroom with two editors, and the chance that decides who is quicker."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.one, self.other, self.author = Editor("one"), Editor("other"), Editor("author")
        self.count = 0

    def draft(self, *texts: str) -> Article:
        self.count += 1
        article = make.article(f"Release {self.count}")
        for text in texts:
            make.add_text(article, f"<p>{text}</p>")
        return make.save(article)

    def approved(self, article: Article | None = None) -> Article:
        article = article or self.draft()
        workflow.submit(article, by=None, version=article.version)
        for kind in review.required(article):
            workflow.sign_off(article, by=None, version=article.version, kind=kind)
        return article

    def live(self) -> Article:
        article = self.draft()
        workflow.publish(article, by=None, version=article.version)
        return article

    def race(self, *acts: Callable[[], Any]) -> list[Any]:
        return together(self.chance, *acts)


# What must be so after every round


def sound(article: Article, before: int, moves: int) -> None:
    """No edition overlaps another, one waits at most, and every move has taken one version and left one line.

    A hold takes no version: it contradicts nothing that anybody has open.
    """
    article.refresh_from_db()
    assert article.version == before + moves, f"{moves} moves took {article.version - before} versions"
    editions = [e for e in article.editions.order_by("live_from") if e.live_from is not None]
    for earlier, later in pairwise(editions):
        assert earlier.live_until is not None, "two live editions"
        assert earlier.live_until <= later.live_from, "two live editions"  # type: ignore[operator]
    assert article.editions.filter(pending=True).count() <= 1
    lines = list(article.transitions.filter(version__gt=before).values_list("version", "action"))
    assert len(lines) == len(set(lines)), "a move left two lines"


def lines(article: Article, action: str) -> int:
    return article.transitions.filter(action=action).count()


def one_wins(answers: Iterable[Answer]) -> Answer:
    """Of several answers one leads on, and all others say why they do not. Returns the first of the losers'."""
    losers = [answer for answer in answers if not answer.won]
    assert len(losers) == 1, [(answer.status, answer.location) for answer in answers]
    return losers[0]


def told(answer: Answer) -> None:
    """The loser of a button is shown the release as it is, and that somebody was quicker."""
    assert answer.status == 409, answer.status
    assert 'role="alert"' in answer.text
    assert "Somebody changed this release" in answer.text


def kept(world: World, answer: Answer, editor: Editor, article: Article, *words: str) -> None:
    """The loser of a save is led to a page with all that they typed, and it is stored."""
    assert "/refused/" in answer.location, answer
    refused = Snapshot.objects.filter(article=article, kind=Snapshot.Kind.REFUSED, created_by=editor.user).get()
    typed = json.dumps(refused.data["typed"], ensure_ascii=False)
    page = editor.get(answer.location)
    assert page.status == 200, page.status
    for word in words:
        assert word in typed, word
        assert word in page.text, word


# Buttons


def button(editor: Editor, article: Article, verb: str, **answers: str) -> Callable[[], Answer]:
    """Open the page of a move; the press comes later."""
    path = f"/admin/articles/article/{article.pk}/{verb}/"
    form = {**editor.form(path), **answers}
    return lambda: editor.post(path, form)


def save(editor: Editor, article: Article, **changed: str) -> Callable[[], Answer]:
    """Open the release and type; the save comes later."""
    path = f"/admin/articles/article/{article.pk}/change/"
    form = {**editor.form(path), **changed}
    return lambda: editor.post(path, form)


# Rounds: each returns who won


def publish_publish(world: World) -> str:
    article = world.approved()
    version = article.version
    answers = world.race(button(world.one, article, "publish"), button(world.other, article, "publish"))
    told(one_wins(answers))
    sound(article, version, 1)
    assert article.editions.live().count() == 1
    assert lines(article, Action.PUBLISHED) == 1
    return "one" if answers[0].won else "other"


def publish_withdraw(world: World) -> str:
    article = world.approved(make.save(world.live(), headline=f"Corrected {world.count}"))
    version = article.version
    answers = world.race(
        button(world.one, article, "publish", change_note="A figure."),
        button(world.other, article, "withdraw", reason="A figure was wrong."),
    )
    told(one_wins(answers))
    sound(article, version, 1)
    published = answers[0].won
    assert [e.headline for e in article.editions.live()] == ([f"Corrected {world.count}"] if published else [])
    assert lines(article, Action.PUBLISHED) == 1 + published
    assert lines(article, Action.WITHDRAWN) == 1 - published
    return "publish" if published else "withdraw"


def edit_publish(world: World) -> str:
    article = world.approved()
    version, mine = article.version, f"Typed{world.count}"
    answers = world.race(save(world.one, article, headline=mine), button(world.other, article, "publish"))
    loser = one_wins(answers)
    sound(article, version, 1)
    if answers[0].won:
        told(loser)
        assert (article.headline, article.stage) == (mine, Stage.IN_REVIEW)
        assert not article.editions.exists()
        return "edit"
    kept(world, loser, world.one, article, mine)
    assert [e.headline for e in article.editions.live()] == [article.headline] != [mine]
    assert lines(article, Action.PUBLISHED) == 1
    return "publish"


def save_save(world: World) -> str:
    article = world.draft()
    version, headlines = article.version, [f"Ones{world.count}", f"Others{world.count}"]
    answers = world.race(
        save(world.one, article, headline=headlines[0]), save(world.other, article, headline=headlines[1])
    )
    loser = one_wins(answers)
    sound(article, version, 1)
    first = answers[0].won
    assert article.headline == headlines[not first]
    saved = article.snapshots.filter(kind=Snapshot.Kind.SAVED).first()
    assert saved is not None
    assert saved.data["article"]["headline"] == article.headline
    kept(world, loser, world.other if first else world.one, article, headlines[first])
    return "one" if first else "other"


def edit_delete_block(world: World) -> str:
    article = world.draft("The second paragraph.")
    version, edited = article.version, f"Edited{world.count}"
    last = TextBlock.objects.filter(parent=article).order_by("ordering").last()
    assert last is not None
    form = world.one.form(f"/admin/articles/article/{article.pk}/change/")
    names = [name for name, value in form.items() if name.startswith(TEXTS) and name.endswith("-id")]
    prefix = next(name.removesuffix("-id") for name in names if form[name] == str(last.pk))
    answers = world.race(
        save(world.one, article, **{f"{prefix}-html": f"<p>{edited}</p>"}),
        save(world.other, article, **{f"{prefix}-DELETE": "on"}),
    )
    loser = one_wins(answers)
    sound(article, version, 1)
    html = list(TextBlock.objects.filter(pk=last.pk).values_list("html", flat=True))
    if answers[0].won:
        assert html == [f"<p>{edited}</p>"]
        kept(world, loser, world.other, article)
        return "edit"
    assert html == []
    kept(world, loser, world.one, article, edited)
    return "delete"


def sign_off_edit(world: World) -> str:
    article = world.draft()
    workflow.submit(article, by=None, version=article.version)
    version, mine = article.version, f"Typed{world.count}"
    answers = world.race(button(world.one, article, "sign-off/editorial"), save(world.other, article, headline=mine))
    loser = one_wins(answers)
    sound(article, version, 1)
    agreed = SignOff.objects.filter(article=article)
    if answers[0].won:
        kept(world, loser, world.other, article, mine)
        assert (article.stage, agreed.count()) == (Stage.APPROVED, 1)
        return "sign off"
    told(loser)
    assert (article.stage, article.headline, agreed.count()) == (Stage.IN_REVIEW, mine, 0)
    return "edit"


def hold_schedule(world: World) -> str:
    article = world.approved()
    version = article.version
    opens = clock.latest() + timedelta(days=30)
    user = User.objects.get(pk=world.other.user.pk)
    mine = Article.objects.get(pk=article.pk)
    scheduled, held = world.race(
        lambda: tried(lambda: workflow.schedule(mine, opens, by=world.one.user, version=version)),
        lambda: tried(lambda: workflow.hold(by=user, reason="Wait.")),
    )
    assert held
    sound(article, version, scheduled)
    stopped = [(edition.held_at is not None, edition.live_from) for edition in article.editions.all()]
    assert stopped == ([(True, None)] if scheduled else [])
    assert (lines(article, Action.SCHEDULED), lines(article, Action.HELD)) == (scheduled, scheduled)
    assert Hold.objects.filter(active=True).count() == 1
    workflow.lift(by=None)
    assert list(article.editions.values_list("live_from", flat=True)) == ([opens] if scheduled else [])
    article.refresh_from_db()
    if scheduled:
        workflow.cancel(article, by=None, version=article.version)
    return "schedule" if scheduled else "hold"


AT_ONCE = 6
"""Releases whose second is one and the same, since a second has to be waited for."""


def cancel_reschedule_at_the_second(world: World) -> list[str]:
    """Around the very second at which a release opens, one cancels it and another puts it off."""
    articles = [world.approved() for _number in range(AT_ONCE)]
    opens = clock.latest() + 3 * SECOND
    later = opens + timedelta(days=30)
    for article in articles:
        workflow.schedule(article, opens, by=None, version=article.version)
    acts: list[Callable[[], Any]] = []
    for article in articles:
        acts += [_cancelling(world, article), _putting_off(world, article, later)]
    time.sleep(max(0.0, (opens - clock.latest()).total_seconds() - 1.3))
    results = together(world.chance, *acts, spread=1.5)
    time.sleep(max(0.0, (opens - clock.latest()).total_seconds() + 0.1))
    return [
        _what_became(world, article, opens, later, *results[2 * n : 2 * n + 2]) for n, article in enumerate(articles)
    ]


def _cancelling(world: World, article: Article) -> Callable[[], bool]:
    mine = Article.objects.get(pk=article.pk)
    return lambda: tried(lambda: workflow.cancel(mine, by=world.one.user, version=mine.version))


def _putting_off(world: World, article: Article, later: Any) -> Callable[[], bool]:
    mine = Article.objects.get(pk=article.pk)
    return lambda: tried(lambda: workflow.reschedule(mine, later, by=world.other.user, version=mine.version))


def _what_became(world: World, article: Article, opens: Any, later: Any, cancelled: bool, put_off: bool) -> str:
    assert not (cancelled and put_off)
    before = article.version
    sound(article, before, cancelled + put_off)
    instants = list(Edition.objects.filter(article=article).values_list("live_from", flat=True))
    assert instants == ([] if cancelled else [later] if put_off else [opens])
    assert (lines(article, Action.CANCELLED), lines(article, Action.RESCHEDULED)) == (cancelled, put_off)
    seen = world.author.get(f"/news/release-{article.headline.split()[-1]}/")
    assert seen.status == (404 if cancelled or put_off else 200), seen.status
    return "cancel" if cancelled else "reschedule" if put_off else "too late"


ROUNDS: tuple[Callable[[World], str | list[str]], ...] = (
    publish_publish,
    publish_withdraw,
    edit_publish,
    save_save,
    edit_delete_block,
    sign_off_edit,
    hold_schedule,
    cancel_reschedule_at_the_second,
)


def main() -> None:
    """Run each kind of round so many times; the arguments are that number and a seed."""
    times, seed = int(sys.argv[1]), int(sys.argv[2])
    world = World(seed)
    won: dict[str, Counter[str]] = {}
    for each in ROUNDS:
        counted = won.setdefault(each.__name__, Counter())
        while counted.total() < times:
            came = each(world)
            counted.update(came if isinstance(came, list) else [came])
    sys.stdout.write(json.dumps(won))
