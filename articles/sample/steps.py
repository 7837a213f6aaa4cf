"""What the people of the desk did to a release by hand: each step by one of the sample's sign-ins, at its own time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from articles import review, workflow
from articles.models import Article, Edition
from articles.sample.shapes import DateOffset, ReleaseData, StepData
from people import clock


class Office(Protocol):
    """Who puts words into rows."""

    now: datetime

    def write(self, data: ReleaseData, by: Any = None) -> Article: ...

    def rewrite(self, article: Article, data: ReleaseData, by: Any) -> None: ...

    def moment_of(self, offset: DateOffset) -> datetime: ...


class Desk:
    """Takes the steps. A sign-in that there is not, because somebody else has its name, leaves its steps to nobody."""

    def __init__(self, office: Office, people: Mapping[str, Any]) -> None:
        self.office, self.people = office, people

    def take(self, release: ReleaseData, article: Article | None = None) -> Article:
        """Take all the steps of a release, the first of which writes it unless it is there."""
        for step in release.steps:
            moment = (self.office.now - step.ago).replace(second=0, microsecond=0)
            dated = set(article.snapshots.values_list("pk", flat=True)) if article else set()
            with clock.at(moment):
                article = self._step(release, article, step)
                article.snapshots.exclude(pk__in=dated).update(created_at=moment)
            Article.objects.filter(pk=article.pk).update(changed_at=moment)
        if article is None:
            raise ValueError(f"Nobody wrote {release.key}.")
        return article

    def _step(self, release: ReleaseData, article: Article | None, step: StepData) -> Article:
        by = self.people.get(step.by)
        if step.does == "write":
            version = replace(
                release,
                headline=step.headline or release.headline,
                standfirst=step.standfirst or release.standfirst,
                blocks=release.blocks[: step.blocks],
            )
            if article is not None:
                self.office.rewrite(article, version, by)
                return article
            article = self.office.write(version, by)
            self._restrict(article, release, by)
            return article
        if article is None:
            raise ValueError(f"Nobody wrote {release.key} before it was to {step.does}.")
        if step.does == "submit":
            workflow.submit(article, by=by, version=article.version, note=step.note)
        elif step.does == "send-back":
            workflow.send_back(article, by=by, version=article.version, reason=step.note)
        elif step.does == "approve":
            self._approve(article, by, step.note)
        else:
            self._schedule(article, release, by)
        return article

    def _restrict(self, article: Article, release: ReleaseData, by: Any) -> None:
        known = [self.people[name] for name in release.restricted_to if name in self.people]
        if known and len(known) == len(release.restricted_to):
            workflow.restrict(article, by=by, version=article.version, users=known)

    def _approve(self, article: Article, by: Any, note: str = "") -> None:
        """Give each sign-off that is missing and that this person may give."""
        edition, _composition = review.as_it_stands(article)
        for kind in review.missing(article, edition):
            if by is None or by.has_perm(workflow.SIGN_OFF[kind]):
                workflow.sign_off(article, by=by, version=article.version, kind=kind, note=note)

    def _schedule(self, article: Article, release: ReleaseData, by: Any) -> None:
        """The newsroom may ask for sign-offs that nobody in the sample gives."""
        if not isinstance(release.published_at, DateOffset):
            raise ValueError(f"{release.key} has no day to come.")
        self._approve(article, None)
        terms = workflow.Terms(filed_first=article.discloses)
        opens = self.office.moment_of(release.published_at)
        edition = workflow.schedule(article, opens, by=by, version=article.version, terms=terms)
        Edition.objects.filter(pk=edition.pk).update(created_at=clock.now())
