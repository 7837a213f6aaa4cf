"""The page on which two texts of a release are brought together: what it asks, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import wordwise
from articles.admin.comparing import difference
from articles.admin.wording import Words, columns_of, label_of, title_of
from articles.merge import BOTH, MINE, RICH, ROWS, THEIRS, Answers, Decision, Merge, Part, shape_of


@dataclass
class Option:
    """One of the answers to a question."""

    value: str
    label: str
    html: SafeString
    checked: bool = False


@dataclass
class Question:
    name: str
    label: str
    options: list[Option]
    preset: str
    unanswered: bool = False
    alone: bool = False
    """Whether the title of the section says what it is about."""

    @property
    def asked(self) -> bool:
        return not self.preset

    @property
    def said(self) -> str:
        """Whose change it is, where only one of the two made one."""
        return {MINE: _("Only you changed this."), THEIRS: _("Only somebody else changed this.")}.get(self.preset, "")


@dataclass
class Section:
    """The head, or one block, where the two texts differ."""

    title: str
    questions: list[Question] = field(default_factory=list)

    @property
    def asked(self) -> bool:
        return any(question.asked for question in self.questions)


class Page:
    """What is asked and what goes without saying, part by part, with the answers given so far."""

    def __init__(self, merge: Merge, words: Words, answers: Answers) -> None:
        self.merge, self.words, self.answers = merge, words, answers
        self.sections = [section for part in merge.parts() if (section := self._section(part)).questions]
        if merge.order is not None:
            self.sections.append(Section(_("Order"), [self._question(merge.order, self._order(merge.order))]))

    @property
    def asked(self) -> int:
        return sum(question.asked for section in self.sections for question in section.questions)

    def _section(self, part: Part) -> Section:
        block = part.mine or part.theirs or {}
        section = Section(title_of("head") if part is self.merge.head else self.words.title(part.kind, block))
        for decision in part.decisions():
            options = self._presence(part, decision) if decision is part.presence else self._field(decision)
            section.questions.append(self._question(decision, options))
            section.questions[-1].alone = section.questions[-1].label == title_of(part.kind)
        return section

    def _question(self, decision: Decision, options: list[Option]) -> Question:
        chosen = self.answers.get(decision.name, "") or decision.preset
        for option in options:
            option.checked = option.value == chosen
        about = "" if decision.field in {"", "order"} else label_of(decision.kind, decision.field)
        unanswered = bool(self.answers) and not decision.preset and chosen not in decision.options
        return Question(decision.name, about or _("The whole block"), options, decision.preset, unanswered)

    def _presence(self, part: Part, decision: Decision) -> list[Option]:
        """A block that one side has and the other has not."""
        gone = mark_safe("")
        if part.theirs is None:
            keep = _("Keep your block") if part.base is None else _("Keep the block as you have it")
            leave = _("Leave it out") if part.base is None else _("Leave it out, as somebody else did")
            return [Option(MINE, keep, self._block(part.kind, part.base, part.mine)), Option(THEIRS, leave, gone)]
        keep = _("Keep the block that was added") if part.base is None else _("Keep the block as it is saved")
        leave = _("Leave it out") if part.base is None else _("Leave it out, as you did")
        return [Option(THEIRS, keep, self._block(part.kind, part.base, part.theirs)), Option(MINE, leave, gone)]

    def _block(self, kind: str, base: Any, block: Any) -> SafeString:
        rows = []
        for each in columns_of(kind):
            value = block.get(each.data_name)
            if value:
                was = (base or {}).get(each.data_name) if base else value
                html = self._whole(kind, each.data_name, value)
                if base and was != value:
                    html = difference(kind, each.data_name, was, value, self.words, self.merge.effort)
                rows.append((label_of(kind, each.data_name), html))
        return format_html_join("", '<p class="field-label">{}</p>{}', rows)

    def _whole(self, kind: str, name: str, value: Any) -> SafeString:
        shape = shape_of(kind, name)
        if not shape.parts:
            return wordwise.shown(self.words.value(kind, name, value), rich=False)
        return _together([wordwise.shown(part, rich=shape is RICH) for part in shape.split(value)])

    def _field(self, decision: Decision) -> list[Option]:
        kind, name = decision.kind, decision.field
        labels = {MINE: _("What you typed"), THEIRS: _("What is saved now"), BOTH: _("Both")}
        if BOTH in decision.options and shape_of(kind, name) is not ROWS:
            labels[BOTH] = _("Both, the saved one first")
        found = []
        for value in decision.options:
            text = decision.value({decision.name: value}) if value != BOTH else None
            html = self._changed(decision, text) if value != BOTH else mark_safe("")
            if value == BOTH and shape_of(kind, name) is ROWS:
                html = self._changed(decision, decision.value({decision.name: BOTH}))
            found.append(Option(value, labels[value], html))
        return found

    def _changed(self, decision: Decision, value: Any) -> SafeString:
        """One side's text with the words that differ from the text that both began with."""
        kind, name, shape = decision.kind, decision.field, shape_of(decision.kind, decision.field)
        if not shape.parts:
            if self.merge.base is None:
                return wordwise.shown(self.words.value(kind, name, value), rich=False)
            return difference(kind, name, decision.base, value, self.words, self.merge.effort) or _together([])
        rich = shape is RICH
        pairs = wordwise.aligned(decision.base, value, rich=rich, effort=self.merge.effort)
        if self.merge.base is None:
            pairs = ((part, part) for part in value)
        return _together([_pair(old, new, rich, self.merge.effort) for old, new in pairs])

    def _order(self, decision: Decision) -> list[Option]:
        labels = {MINE: _("Your order"), THEIRS: _("The order that is saved now")}
        return [Option(value, labels[value], self._sequence(decision, value)) for value in decision.options]

    def _sequence(self, decision: Decision, value: str) -> SafeString:
        blocks = {block["key"]: block for block in self.merge.mine["blocks"]}
        keys = decision.mine if value == MINE else decision.theirs
        titles = [self.words.title(blocks[key]["kind"], blocks[key]) for key in keys]
        return format_html_join("", "<p>{}</p>", ((title,) for title in titles))


def _pair(old: str | None, new: str | None, rich: bool, effort: wordwise.Effort) -> SafeString:
    if old is not None and new is not None:
        return wordwise.marked(old, new, rich=rich, effort=effort)
    return wordwise.shown(new if new is not None else old or "", rich=rich, mark="del" if new is None else "ins")


def _together(pieces: list[SafeString]) -> SafeString:
    return mark_safe("".join(pieces)) if pieces else wordwise.shown(_("(nothing)"), rich=False)
