"""Readers' code cannot reach the working copy.

Editions, remarks and the rows that they name are all that a public module may import. The check reads the source: an
import that is never executed is found as well, and so is one inside a function.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from articles.models.blocks import BLOCKS

ROOT = Path(settings.BASE_DIR)

PUBLIC = {
    "articles.dates",
    "articles.directory",
    "articles.facets",
    "articles.filling",
    "articles.history",
    "articles.jsonfeed",
    "articles.links",
    "articles.listing",
    "articles.portraits",
    "articles.query",
    "articles.rendering",
    "articles.richtext",
    "articles.said",
    "articles.texts",
    "articles.urls",
    "articles.views",
}
"""Modules and packages that make what readers see."""

STAFF = {
    "articles",
    "articles.admin",
    "articles.agenda",
    "articles.apps",
    "articles.autosave",
    "articles.bin",
    "articles.capacity",
    "articles.checklist",
    "articles.chronicle",
    "articles.corpus",
    "articles.discretion",
    "articles.drafts",
    "articles.hyperlinks",
    "articles.management",
    "articles.merge",
    "articles.migrations",
    "articles.numbering",
    "articles.preview",
    "articles.proposal",
    "articles.publishing",
    "articles.references",
    "articles.reveals",
    "articles.review",
    "articles.roles",
    "articles.sample",
    "articles.snapshots",
    "articles.spreadsheet",
    "articles.standing",
    "articles.status",
    "articles.timing",
    "articles.topics",
    "articles.wordwise",
    "articles.workflow",
}
"""Modules and packages that see the working copy. No public module imports one."""

PUBLIC_TABLES = {
    "Edition",
    "EditionDepartment",
    "EditionFile",
    "EditionMeeting",
    "EditionPicture",
    "EditionTopic",
    "File",
    "Meeting",
    "Picture",
    "Remark",
    "RemarkAppointment",
    "RemarkMeeting",
    "Significance",
    "Topic",
}
PUBLIC_MODEL_MODULES = {"articles.models.edition", "articles.models.kinds", "articles.models.meeting"}
WAYS_TO_THE_WORKING_COPY = {"article", "snapshots", "source", "tagged", "transitions"}
"""Relations of public rows behind which the working copy lies."""

KNOWN_OF_AN_ARTICLE = {"language", "slug", "public_id", "in"}
"""What a query may ask of an edition's article: its address, which belongs to no edition, and which one it is.

The language of a release is fixed with its first edition, and is part of its address."""

EXCEPTIONS = {("articles.rendering", "reads .source")}
"""The source of a template, with which finished HTML is stamped."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> dict[str, Path]:
    """Every module of articles/ but its models, by name."""
    found = {module_name(path): path for path in (ROOT / "articles").rglob("*.py")}
    return {name: path for name, path in found.items() if not within(name, {"articles.models"})}


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def public_modules() -> list[str]:
    return sorted(name for name in modules() if within(name, PUBLIC))


def allowed(imported: str) -> bool:
    """Whether a public module may import this name of articles/, written out in full."""
    if within(imported, {"articles.models"}):
        module, _dot, name = imported.rpartition(".")
        return name in PUBLIC_TABLES if module == "articles.models" else module in PUBLIC_MODEL_MODULES and name != "*"
    return within(imported, PUBLIC)


def imports(tree: ast.Module, module: str, is_package: bool = False) -> Iterator[str]:
    """Everything imported from our own rooms, written out in full: ``articles.models.Edition``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")
            package = package[: len(package) - node.level + is_package] if node.level else []
            yield from (".".join([*package, *filter(None, [node.module]), alias.name]) for alias in node.names)


def faults(source: str, module: str, is_package: bool = False) -> list[str]:
    """What a public module with this source does that it must not."""
    tree = ast.parse(source)
    found = [
        f"imports {name}"
        for name in imports(tree, module, is_package)
        if within(name, {"articles", "newsroom"}) and not allowed(name)
    ]
    for node in ast.walk(tree):
        words: list[str] = []
        if isinstance(node, ast.Attribute) and node.attr in WAYS_TO_THE_WORKING_COPY:
            found.append(f"reads .{node.attr}")
        elif isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in {"import_module", "__import__", "get_model", "get_models", "model_class"}:
                found.append(f"calls {name}")
        elif isinstance(node, ast.keyword) and node.arg:
            words = [node.arg]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = re.findall(r"\w+", node.value)
        for word in words:
            relation, _lookup, rest = word.removeprefix("edition__").partition("__")
            if relation in WAYS_TO_THE_WORKING_COPY and rest and rest.split("__")[0] not in KNOWN_OF_AN_ARTICLE:
                found.append(f"asks for {word}")
    return [fault for fault in found if (module, fault) not in EXCEPTIONS]


def test_every_module_is_either_the_readers_or_the_staffs():
    unknown = [
        name
        for name in modules()
        if name not in STAFF and not within(name, PUBLIC) and not within(name, STAFF - {"articles"})
    ]
    assert not unknown, f"Say in this test whether these make public pages: {unknown}"


@pytest.mark.parametrize("name", public_modules())
def test_a_public_module_does_not_reach_the_working_copy(name: str):
    path = modules()[name]
    assert not faults(path.read_text("utf-8"), name, path.name == "__init__.py")


@pytest.mark.parametrize(
    "source",
    [
        "from articles.models import Article",
        "from articles.models import Edition, Snapshot",
        "from articles.models import Article as Release",
        "from articles.models import *",
        "from articles.models.article import Topic",
        "from articles.models.blocks import split_points",
        "from articles.models.edition import *",
        "from articles.models import snapshot",
        "from articles import models",
        "from articles import workflow",
        "from articles.workflow import publish",
        "from articles.admin.preview import preview",
        "from .. import drafts",
        "from ..snapshots import read",
        "import articles",
        "import articles.models",
        "import articles.proposal as proposal",
        "from newsroom import urls",
        "def late():\n    from articles.models import Article",
        "import importlib\nimportlib.import_module('articles.drafts')",
        "from django.apps import apps\napps.get_model('articles', 'Article')",
        "def headline(edition):\n    return edition.article.headline",
        "def source(edition):\n    return edition.source",
        "def found(editions):\n    return editions.filter(article__headline='x')",
        "def found(editions):\n    return editions.select_related('article__contact')",
        "def found(remarks):\n    return remarks.values('edition__article__changed_at')",
        "def found(editions):\n    return editions.filter(source__data__contains='x')",
    ],
)
def test_each_way_to_the_working_copy_is_found(source: str):
    assert faults(source, "articles.views.invented")


@pytest.mark.parametrize(
    "source",
    [
        "from articles.models import Edition, Meeting, Remark, Topic",
        "from articles.models.edition import live_q",
        "from articles.models.kinds import ReleaseType",
        "from articles.views.page import page",
        "from .page import page",
        "from people.models import Executive",
        "def found(editions):\n    return editions.filter(article__slug='x', article=1)",
    ],
)
def test_what_readers_need_is_allowed(source: str):
    assert not faults(source, "articles.views.invented")


def test_no_public_template_reaches_the_working_copy():
    ways = re.compile(rf"\.(?:{'|'.join(sorted(WAYS_TO_THE_WORKING_COPY))})\b")
    tags = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
    templates = [ROOT / "templates/base.html", *(ROOT / "templates/articles").rglob("*.html")]
    found = {
        str(path.relative_to(ROOT)): tag
        for path in templates
        for tag in tags.findall(path.read_text("utf-8"))
        if ways.search(tag)
    }
    assert len(templates) > 20
    assert not found


def test_nothing_but_a_block_points_to_a_block():
    """Blocks come and go with every save, so nothing that readers see may hang on one."""
    blocks: set[type[Model]] = set(BLOCKS.values())
    own_links = {field.remote_field.through for block in blocks for field in block._meta.many_to_many}
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model not in blocks | own_links
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in blocks
    ]
    assert not pointing
